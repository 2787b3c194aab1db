//! The user's own names for wire names, and which of them were used.

use crate::ident;
use std::collections::{BTreeMap, HashSet};

/// The renames of one generation.
pub(crate) struct Renames<'o> {
    names: &'o BTreeMap<String, String>,
    used: HashSet<String>,
}

impl<'o> Renames<'o> {
    pub(crate) fn new(names: &'o BTreeMap<String, String>) -> Self {
        Self {
            names,
            used: HashSet::new(),
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
        let keys = [format!("{operation}/{wire}"), wire.to_owned()];
        for key in keys {
            if let Some(name) = self.names.get(&key).filter(|name| fits(name)) {
                self.used.insert(key);
                return Some(name.clone());
            }
        }
        None
    }

    /// The keys that named nothing, and names that are no Rust names.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        for (key, name) in self.names {
            if !ident::is_ident(name) {
                mistakes.push(format!("rename: `{name}` is no Rust name"));
            } else if !self.used.contains(key) {
                mistakes.push(format!("rename: nothing is called `{key}`"));
            }
        }
        mistakes
    }
}

fn begins_with_capital(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}
