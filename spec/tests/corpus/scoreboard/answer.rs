//! Response fields against the metadata: names, paths, types.

use super::Board;
use super::cells::{RESPONSE, first_cells};
use crate::material::Page;
use crate::read;
use crate::truth::{self, family};
use doctract_spec::Operation;
use std::collections::{HashMap, HashSet};

impl Board {
    pub(super) fn answer(&mut self, page: &Page, operation: &Operation, known: &truth::Operation) {
        if known.response.is_empty() {
            return;
        }
        let mut found = Vec::new();
        read::paths(
            &operation.response.fields,
            &read::Place::default(),
            &mut found,
        );
        let cells = first_cells(&page.text, &RESPONSE, false);
        let names: HashSet<String> = found
            .iter()
            .flat_map(|read| read.names().into_iter().chain(read.element()))
            .collect();
        let mut by_name: HashMap<String, Vec<&truth::Field>> = HashMap::new();
        for field in &known.response {
            by_name
                .entry(field.name.to_lowercase())
                .or_default()
                .push(field);
        }
        for name in by_name.keys().filter(|name| cells.contains(*name)) {
            self.count(
                "6 response names, recall by row",
                names.contains(name),
                || format!("{} {name}", page.name),
            );
        }
        let example: String = operation
            .examples
            .responses
            .iter()
            .filter(|example| !example.failure)
            .map(|example| example.body.as_str())
            .collect();
        for read in &found {
            // Only what has a row can be right or wrong about the page.
            let names = read.names();
            let name = names
                .iter()
                .find(|name| by_name.contains_key(*name) && cells.contains(*name));
            let Some(fields) = name.and_then(|name| by_name.get(name)) else {
                continue;
            };
            let plain = |path: &str| path.replace("[]", "").to_lowercase();
            // Later editions of an API drop the wrapped element: `Rules[]` for `Rules.Rule[]`.
            let own = [read.own.to_lowercase(), read.unwrapped.to_lowercase()];
            let same = fields
                .iter()
                .find(|field| own.contains(&plain(&field.path)));
            let shown = example.contains(read.own.rsplit('.').next().unwrap_or_default());
            let figure = if shown {
                "8 response paths"
            } else {
                "9 response paths, not in the example"
            };
            self.count(figure, same.is_some(), || {
                let known: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
                format!(
                    "{} {}: metadata {known:?} confidence {:?}",
                    page.name, read.own, read.field.confidence
                )
            });
            if let Some(same) = same {
                let agree = family(read.kind) == family(&same.kind)
                    || (plain(&same.path) != own[0] && read.kind == "object")
                    || (read.field.wrapper.is_some() && same.kind == "array");
                self.count("7 response types", agree, || {
                    format!(
                        "{} {}: page {} ({:?}), metadata {}",
                        page.name, read.own, read.kind, read.field.doc_type, same.kind
                    )
                });
            }
        }
    }
}
