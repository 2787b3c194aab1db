//! Values that a cell lists more than once, put into one list.

use super::kinds::compare::only_words;
use super::reader::{Found, Reader};
use crate::model::{Constraint, EnumValue};

/// Values that are listed twice, inline and as bullets, are one list; so are the single values of
/// sibling bullets.
pub(super) fn one_enumeration(found: &mut Vec<Found>, fillers: &[String]) {
    let single = found
        .iter()
        .filter(|found| found.sibling && !found.constraint.enumeration.is_empty())
        .all(|found| found.constraint.enumeration.len() == 1 && found.constraint.when.is_none());
    let by_case = has_rival_lists(found);
    let mut at = 0;
    while at < found.len() {
        let earlier = (0..at).find(|&other| {
            let (a, b) = (&found[other].constraint, &found[at].constraint);
            let apart = by_case
                && !only_words(&found[at].lead, fillers)
                && found[at].lead != found[other].lead;
            let again = !b.enumeration.is_empty() && !found[at].sibling && within(b, a);
            !apart
                && !a.enumeration.is_empty()
                && !b.enumeration.is_empty()
                && a.when == b.when
                && a.scope == b.scope
                && (same_values(a, b)
                    || again
                    || (single && found[at].sibling && found[other].sibling))
        });
        match earlier {
            Some(earlier) => {
                let later = found.remove(at);
                let list = &mut found[earlier].constraint.enumeration;
                if later.only {
                    // `目前只支持Year和Month`: fewer than were listed before.
                    let kept = |value: &EnumValue| {
                        let mut narrower = later.constraint.enumeration.iter();
                        narrower.any(|known| known.value == value.value)
                    };
                    list.retain(kept);
                    continue;
                }
                for value in later.constraint.enumeration {
                    match list.iter_mut().find(|known| known.value == value.value) {
                        Some(known) => {
                            known.meaning = known.meaning.take().or(value.meaning);
                        }
                        None => list.push(value),
                    }
                }
            }
            None => at += 1,
        }
    }
}

/// Whether a cell lists different values for different cases.
fn has_rival_lists(found: &[Found]) -> bool {
    let lists: Vec<&Found> = found
        .iter()
        .filter(|found| !found.constraint.enumeration.is_empty() && !found.sibling)
        .collect();
    lists
        .iter()
        .any(|list| !same_values(&list.constraint, &lists[0].constraint))
}

fn same_values(a: &Constraint, b: &Constraint) -> bool {
    within(a, b) && within(b, a)
}

/// Whether every value of `a` is one of `b`.
fn within(a: &Constraint, b: &Constraint) -> bool {
    let known = |value: &EnumValue| b.enumeration.iter().any(|known| known.value == value.value);
    a.enumeration.iter().all(known)
}

/// `on/off` as the only value: two values, where the example or the default is one of them.
pub(super) fn alternatives(reader: &mut Reader<'_>) {
    let example = reader.context.example.map(str::trim).map(str::to_owned);
    let default = reader
        .found
        .iter()
        .find_map(|found| found.constraint.default.as_ref()?.value.clone());
    for found in &mut reader.found {
        let [single] = found.constraint.enumeration.as_slice() else {
            continue;
        };
        let parts: Vec<String> = single.value.split('/').map(str::to_owned).collect();
        let known =
            |value: &Option<String>| value.as_ref().is_some_and(|value| parts.contains(value));
        if parts.len() > 1 && (known(&example) || known(&default)) {
            found.constraint.enumeration = parts
                .into_iter()
                .map(|value| EnumValue {
                    value,
                    meaning: None,
                })
                .collect();
        }
    }
}
