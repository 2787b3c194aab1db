//! Bounds in the prose against those in the metadata, where both have one.

use super::Board;
use super::request::Read;
use crate::material::Page;
use crate::truth;
use doctract_spec::model::{Constraint, DecimalNumber, Scope};
use std::collections::BTreeSet;

impl Board {
    pub(super) fn bounds(
        &mut self,
        page: &Page,
        name: &str,
        read: Read<'_>,
        known: &truth::Parameter,
    ) {
        let own = read.field.constraints.iter();
        let stated: Vec<&Constraint> = own
            .filter(|one| one.when.is_none() && one.scope == Scope::Value)
            .collect();
        let number = |bound: fn(&Constraint) -> Option<DecimalNumber>| {
            let mut bounds = stated.iter().filter_map(|one| bound(one));
            bounds.next().and_then(|number| number.0.as_i64())
        };
        let special: BTreeSet<&String> =
            stated.iter().flat_map(|one| &one.special_values).collect();
        let miss = |read: &str, known: &str| format!("{} {name}: page {read}, {known}", page.name);
        let whole = [
            ("5b minimum", number(|one| one.minimum), known.min),
            ("5c maximum", number(|one| one.maximum), known.max),
            (
                "5d range of N",
                read.list
                    .and_then(|list| list.index_range.as_ref())
                    .and_then(|range| range.max)
                    .map(i64::from),
                known.index_max.map(i64::from),
            ),
        ];
        for (figure, read, known) in whole {
            if let (Some(read), Some(known)) = (read, known) {
                let miss = || miss(&read.to_string(), &known.to_string());
                // Where -1 stands beside a range, the metadata has it as the least value.
                let same = read == known || special.contains(&known.to_string());
                self.count(figure, same, miss);
            }
        }
        let mut lists = stated.iter().filter(|one| !one.enumeration.is_empty());
        if let Some(list) = lists.next().filter(|_| !known.enumeration.is_empty()) {
            let read: BTreeSet<&str> = list.enumeration.iter().map(AsRef::as_ref).collect();
            let text = |value: &serde_json::Value| match value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let known: Vec<String> = known.enumeration.iter().map(text).collect();
            let same = read == known.iter().map(String::as_str).collect();
            self.count("5e enum", same, || {
                miss(&format!("{read:?}"), &format!("{known:?}"))
            });
        }
    }
}
