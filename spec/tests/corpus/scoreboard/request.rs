//! Request parameters against the metadata: names, types, required flags.

use super::Board;
use super::cells::first_cells;
use crate::material::Page;
use crate::read::type_name;
use crate::truth::{self, family, plain_name};
use doctract_spec::model::Field;
use doctract_spec::names::Names;
use std::collections::HashMap;

/// Parameters of every request, which are no part of an operation's own.
const COMMON: [&str; 12] = [
    "action",
    "accesskeyid",
    "signature",
    "signaturemethod",
    "signatureversion",
    "signaturenonce",
    "signaturetype",
    "timestamp",
    "format",
    "version",
    "securitytoken",
    "access_key_id",
];

impl Board {
    pub(super) fn request(&mut self, page: &Page, product: &'static str, known: &truth::Operation) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        let names = Names::new(operation);
        let mut read: HashMap<String, (&Field, bool)> = HashMap::new();
        for node in names.nodes() {
            read.entry(plain_name(&node.pattern))
                .or_insert((node.field, false));
            for alias in &node.field.aliases {
                let stem = node.pattern.rsplit_once('.').map_or("", |(stem, _)| stem);
                read.entry(plain_name(&format!("{stem}.{alias}")))
                    .or_insert((node.field, false));
            }
        }
        for leaf in names.leaves() {
            if let Some(entry) = read.get_mut(&plain_name(&leaf.pattern)) {
                *entry = (leaf.field, true);
            }
        }
        let cells = first_cells(
            &page.text,
            &["请求", "Request", "request", "参数说明", "Body"],
        );
        let known_names: HashMap<String, &truth::Parameter> = known
            .parameters
            .iter()
            .map(|parameter| (plain_name(&parameter.name), parameter))
            .collect();
        for (name, parameter) in &known_names {
            if COMMON.contains(&name.as_str()) || !cells.contains(name) {
                continue;
            }
            let found = read.get(name);
            self.count(
                "1 request names, recall by row",
                product,
                found.is_some(),
                || format!("{} {name}", page.name),
            );
            let Some((field, _)) = found else {
                continue;
            };
            let kinds: Vec<&str> = parameter
                .types
                .iter()
                .map(String::as_str)
                .chain([parameter.kind.as_str()])
                .collect();
            let kind = type_name(field.kind);
            let same = kinds
                .iter()
                .any(|known| family(known) == family(kind) || same_value(known, kind, name));
            self.count("4 request types", product, same, || {
                format!(
                    "{} {name}: page {kind} ({:?}), metadata {kinds:?}",
                    page.name, field.doc_type
                )
            });
            if !parameter.required_varies {
                let same = field.required == parameter.required;
                self.count("5 required", product, same, || {
                    format!(
                        "{} {name}: page {}, metadata {}",
                        page.name, field.required, parameter.required
                    )
                });
            }
        }
        for (name, (_, is_leaf)) in &read {
            if !is_leaf || COMMON.contains(&name.as_str()) {
                continue;
            }
            self.count(
                "2 request names, precision by row",
                product,
                cells.contains(name),
                || format!("{} {name}", page.name),
            );
            let strict = known_names.contains_key(name)
                || known_names.contains_key(&format!("{name}.n"))
                || name
                    .strip_suffix(".n")
                    .is_some_and(|name| known_names.contains_key(name));
            self.count("3 request names, strict precision", product, strict, || {
                format!("{} {name}", page.name)
            });
        }
    }
}

/// Whether two types hold the same values on the wire: a list by index is named by its element.
fn same_value(known: &str, read: &str, name: &str) -> bool {
    let list = |kind: &str| matches!(kind, "array");
    matches!(
        (known, read),
        ("json", "string" | "array" | "object") | ("string", "json")
    ) || (name.strip_suffix(".n").is_some() && (list(known) || list(read)))
        || known == "any"
        || read == "any"
}
