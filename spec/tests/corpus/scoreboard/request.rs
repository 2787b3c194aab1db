//! Request parameters against the metadata: names, types, required flags, positions.

use super::Board;
use super::cells::{REQUEST, first_cells, required_cells};
use crate::material::Page;
use crate::read::type_name;
use crate::truth::{self, family, plain_name};
use doctract_spec::Operation;
use doctract_spec::model::{Field, Position};
use doctract_spec::names::Names;
use std::collections::{HashMap, HashSet};

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

/// A parameter as it was read.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) field: &'a Field,
    /// The list whose element the field is.
    pub(super) list: Option<&'a Field>,
    /// Whether it carries a value by itself.
    is_leaf: bool,
}

impl Read<'_> {
    /// Whether the parameter must be sent. A row `X.N` says so of the list, not of each element.
    fn is_required(&self) -> bool {
        self.field.required || self.list.is_some_and(|list| list.required)
    }

    /// Where it travels.
    fn position(&self) -> Option<Position> {
        let list = self.list.and_then(|list| list.position);
        self.field.position.or(list)
    }
}

/// Every documented name of a request, index letters made alike.
fn read_names<'a>(names: &Names<'a>) -> HashMap<String, Read<'a>> {
    let mut read: HashMap<String, Read<'_>> = HashMap::new();
    for node in names.nodes() {
        let found = Read {
            field: node.field,
            list: None,
            is_leaf: false,
        };
        read.entry(plain_name(&node.pattern)).or_insert(found);
        for alias in &node.field.aliases {
            let stem = node.pattern.rsplit_once('.').map_or("", |(stem, _)| stem);
            read.entry(plain_name(&format!("{stem}.{alias}")))
                .or_insert(found);
        }
    }
    for leaf in names.leaves() {
        if let Some(entry) = read.get_mut(&plain_name(&leaf.pattern)) {
            let list = leaf.field.name.is_empty().then(|| leaf.parents.last());
            *entry = Read {
                field: leaf.field,
                list: list.flatten().copied(),
                is_leaf: true,
            };
        }
    }
    read
}

fn known_names(known: &truth::Operation) -> HashMap<String, &truth::Parameter> {
    let parameters = known.parameters.iter();
    let named = parameters.map(|parameter| (plain_name(&parameter.name), parameter));
    named
        .filter(|(name, _)| !COMMON.contains(&name.as_str()))
        .collect()
}

fn request_cells(page: &Page) -> HashSet<String> {
    first_cells(&page.text, &REQUEST, true)
}

/// Whether a name stands in first cells: as a whole, or as the row of a member below the row of
/// its owner.
fn has_row(cells: &HashSet<String>, name: &str) -> bool {
    let below_owner = || {
        let (owner, member) = name.rsplit_once('.')?;
        Some(cells.contains(member) && has_row(cells, owner))
    };
    cells.contains(name) || below_owner().unwrap_or(false)
}

impl Board {
    /// Which names were read. Each difference is settled by name, so none is held out.
    pub(super) fn names(&mut self, page: &Page, operation: &Operation, known: &truth::Operation) {
        let names = Names::new(operation);
        let read = read_names(&names);
        let known = known_names(known);
        let cells = request_cells(page);
        let miss = |name: &str| format!("{} {name}", page.name);
        for name in known.keys().filter(|name| cells.contains(*name)) {
            let found = read.contains_key(name);
            self.count("1 request names, recall by row", found, || miss(name));
        }
        let leaves = read.iter().filter(|(_, read)| read.is_leaf);
        for (name, _) in leaves.filter(|(name, _)| !COMMON.contains(&name.as_str())) {
            let has_row = has_row(&cells, name);
            self.count("2 request names, precision by row", has_row, || miss(name));
            let element = format!("{name}.n");
            let list = name.strip_suffix(".n").unwrap_or(name);
            let spellings = [name.as_str(), element.as_str(), list];
            let strict = spellings.iter().any(|name| known.contains_key(*name));
            self.count("3 request names, strict precision", strict, || miss(name));
        }
    }

    /// What was read of the names in both.
    pub(super) fn request(&mut self, page: &Page, operation: &Operation, known: &truth::Operation) {
        let names = Names::new(operation);
        let read = read_names(&names);
        let cells = request_cells(page);
        let answers = required_cells(&page.text);
        for (name, parameter) in known_names(known) {
            let Some(read) = read.get(&name).filter(|_| cells.contains(&name)) else {
                continue;
            };
            let required = read.is_required();
            if let Some(answer) = answers.get(&name) {
                let miss = || format!("{} {name}: read {required}, cell {answer}", page.name);
                self.count("5 required, by raw scan", required == *answer, miss);
            }
            self.kind(page, &name, read.field, parameter);
            if !parameter.required_varies {
                self.count("5 required", required == parameter.required, || {
                    let known = parameter.required;
                    format!("{} {name}: page {required}, metadata {known}", page.name)
                });
            }
            // `Host` is where a client library puts a region; a form is as good as a query.
            let in_query = ["query", "host", "body"];
            let known = parameter.position.to_lowercase();
            let same = read.position().is_none() && in_query.contains(&known.as_str());
            self.count("5a positions", same, || {
                format!("{} {name}: {:?}, {known}", page.name, read.position())
            });
            self.bounds(page, &name, *read, parameter);
        }
    }

    fn kind(&mut self, page: &Page, name: &str, field: &Field, parameter: &truth::Parameter) {
        let types = parameter.types.iter().map(String::as_str);
        let kinds: Vec<&str> = types.chain([parameter.kind.as_str()]).collect();
        let kind = type_name(field.kind);
        let same = kinds
            .iter()
            .any(|known| family(known) == family(kind) || same_value(known, kind, name));
        self.count("4 request types", same, || {
            let word = &field.doc_type;
            format!(
                "{} {name}: page {kind} ({word:?}), metadata {kinds:?}",
                page.name
            )
        });
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
