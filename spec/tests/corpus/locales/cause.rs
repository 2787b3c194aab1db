//! Why two pages of one operation are not read alike, by what stands in them.

use super::Pair;
use crate::scoreboard::cells::{REQUEST, RESPONSE, first_cells, required_cells, type_cells};
use crate::scoreboard::codes::raw_codes;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The cause of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// One page has no such row.
    Row,
    /// The rows say different things.
    Cells,
    /// The examples show different things.
    Examples,
    /// None of these.
    Reader,
}

pub(super) const CAUSES: [(Cause, &str); 4] = [
    (Cause::Row, "row missing"),
    (Cause::Cells, "cells differ"),
    (Cause::Examples, "examples differ"),
    (Cause::Reader, "unexplained"),
];

/// What stands in a page, read without knowing tables.
pub(super) struct Raw {
    pub(super) request: HashSet<String>,
    pub(super) answer: HashSet<String>,
    pub(super) types: HashMap<String, BTreeSet<String>>,
    pub(super) required: HashMap<String, bool>,
    pub(super) codes: HashSet<String>,
    /// The names before a colon or in a tag, each with the one before it.
    shown: BTreeSet<(String, String)>,
}

impl Raw {
    pub(super) fn of(text: &str) -> Self {
        Self {
            request: first_cells(text, &REQUEST, true),
            answer: first_cells(text, &RESPONSE, false),
            types: type_cells(text),
            required: required_cells(text),
            codes: raw_codes(text),
            shown: shown(text),
        }
    }

    /// What the examples show around a name.
    fn around(&self, name: &str) -> BTreeSet<&(String, String)> {
        let near = |pair: &&(String, String)| pair.0 == name || pair.1 == name;
        self.shown.iter().filter(near).collect()
    }
}

/// The names that JSON and XML examples show, in lower case, each with the one before it.
fn shown(text: &str) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    let mut before = String::new();
    for line in text.lines().map(str::trim) {
        let tag = line
            .strip_prefix('<')
            .and_then(|rest| rest.split(['>', ' ', '/']).next());
        let member = line
            .strip_prefix('"')
            .and_then(|rest| rest.split_once('"'))
            .filter(|(_, rest)| rest.trim_start().starts_with(':'))
            .map(|(name, _)| name);
        if let Some(name) = member.or(tag).filter(|name| !name.is_empty()) {
            let name = name.trim().to_lowercase();
            pairs.insert((std::mem::replace(&mut before, name.clone()), name));
        }
    }
    pairs
}

impl Pair<'_> {
    /// The cause of a name that only one side has: a page without it, or the reader.
    pub(super) fn lacking(&self, name: &str, has: impl Fn(&Raw, &str) -> bool) -> Cause {
        if self.raw.iter().all(|raw| has(raw, name)) {
            Cause::Reader
        } else {
            Cause::Row
        }
    }

    /// The same of a field of the answer, which an example may tell of instead of a row.
    pub(super) fn field_lacking(&self, name: &str) -> Cause {
        match self.lacking(name, |raw, name| raw.answer.contains(name)) {
            Cause::Row if self.raw.iter().all(|raw| !raw.answer.contains(name)) => {
                self.examples(name)
            }
            cause => cause,
        }
    }

    /// The cause of a field that stands at different places: a row of those that it is part of is
    /// missing in one page, or the examples differ.
    pub(super) fn placed(&self, path: &str) -> Cause {
        let [left, right] = &self.raw;
        let has_rows = |name: &str| left.answer.contains(name) == right.answer.contains(name);
        if !path.split('.').all(has_rows) {
            return Cause::Row;
        }
        let alike = |name: &str| self.examples(name) == Cause::Reader;
        if path.split('.').all(alike) && left.shown == right.shown {
            return Cause::Reader;
        }
        Cause::Examples
    }

    /// The cause of something that a cell says: other words, or the reader.
    pub(super) fn cells<T: PartialEq>(&self, of: impl Fn(&Raw) -> Option<&T>) -> Cause {
        let [left, right] = &self.raw;
        match (of(left), of(right)) {
            (Some(left), Some(right)) if left != right => Cause::Cells,
            (None, Some(_)) | (Some(_), None) => Cause::Cells,
            _ => Cause::Reader,
        }
    }

    /// Whether the examples show other things around a name.
    pub(super) fn examples(&self, name: &str) -> Cause {
        let [left, right] = &self.raw;
        if left.around(name) == right.around(name) {
            Cause::Reader
        } else {
            Cause::Examples
        }
    }
}
