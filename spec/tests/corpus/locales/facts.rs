//! What was read of a page, as sets that two languages can be compared by.

use crate::material::Page;
use crate::read::{self, type_name};
use crate::truth::{family, plain_name};
use doctract_spec::names::Names;
use std::collections::{BTreeMap, BTreeSet};

/// A request parameter.
pub(super) struct Parameter {
    pub(super) kind: &'static str,
    pub(super) required: bool,
}

/// What was read of a page.
#[derive(Default)]
pub(super) struct Facts {
    /// The request's parameters by name, index letters made alike.
    pub(super) request: BTreeMap<String, Parameter>,
    /// The families of the answer's types by path, in lower case.
    pub(super) answer: BTreeMap<String, &'static str>,
    /// The names of the answer's fields, in lower case.
    pub(super) names: BTreeSet<String>,
    pub(super) codes: BTreeSet<String>,
}

impl Facts {
    pub(super) fn of(page: &Page) -> Self {
        let Some(operation) = &page.extraction.operation else {
            return Self::default();
        };
        let mut facts = Self::default();
        for node in Names::new(operation).nodes() {
            let parameter = Parameter {
                kind: family(type_name(node.field.kind)),
                required: node.field.required,
            };
            let name = plain_name(&node.pattern);
            facts.request.entry(name).or_insert(parameter);
        }
        let mut found = Vec::new();
        read::paths(
            &operation.response.fields,
            &read::Place::default(),
            &mut found,
        );
        for field in found {
            facts.names.insert(field.name.to_lowercase());
            facts.names.extend(field.element());
            facts
                .answer
                .insert(field.own.to_lowercase(), family(field.kind));
        }
        let codes = operation.errors.iter().map(|error| error.code.clone());
        facts.codes = codes.collect();
        facts
    }
}
