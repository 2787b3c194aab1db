//! The user's own names for wire names, and which of them were used.

use crate::{Mistake, ident};
use doctract_spec::near;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The renames of one generation.
pub(crate) struct Renames<'o> {
    names: &'o BTreeMap<String, String>,
    used: HashSet<String>,
    /// What a rename could have been for.
    known: BTreeSet<String>,
}

impl<'o> Renames<'o> {
    pub(crate) fn new(names: &'o BTreeMap<String, String>) -> Self {
        Self {
            names,
            used: HashSet::new(),
            known: BTreeSet::new(),
        }
    }

    /// The user's name for a field.
    pub(crate) fn of_field(&mut self, operation: &str, wire: &str) -> Option<String> {
        self.find(operation, wire, |name| !begins_with_capital(name))
    }

    /// The user's name for a type or a variant.
    pub(crate) fn of_type(&mut self, operation: &str, wire: &str) -> Option<String> {
        self.find(operation, wire, begins_with_capital)
    }

    fn find(&mut self, operation: &str, wire: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
        if !self.names.is_empty() {
            self.known.insert(wire.to_owned());
        }
        let keys = [format!("{operation}/{wire}"), wire.to_owned()];
        for key in keys {
            let name = self.names.get(&key);
            if let Some(name) = name.filter(|name| ident::is_ident(name) && fits(name)) {
                self.used.insert(key);
                return Some(name.clone());
            }
        }
        None
    }

    /// The keys that named nothing, and names that are no Rust names.
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (key, name) in self.names {
            let text = if !ident::is_ident(name) {
                format!("rename: `{name}` is no Rust name")
            } else if self.used.contains(key) {
                continue;
            } else if self.known.contains(key) {
                format!(
                    "rename: `{name}` fits nothing that is called `{key}`: \
                     fields begin with a small letter, types with a capital"
                )
            } else {
                let message = format!("rename: nothing is called `{key}`");
                let known = self.known.iter().map(String::as_str);
                near::advised(message, key, known)
            };
            mistakes.push(Mistake {
                text,
                rename: Some(key.clone()),
            });
        }
        mistakes
    }
}

fn begins_with_capital(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}
