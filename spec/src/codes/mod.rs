//! Every stable code of this crate with what it means, what to do and an example.
//!
//! A code stands in diagnostics, in configuration and in what other tools keep; it never changes
//! its meaning. The rules of [`lint`](mod@crate::lint) and [`diff`](mod@crate::diff) and the diagnostics of the
//! page reader have tables of their own, which are joined here; the rest is in this module.

#[cfg(feature = "extract")]
mod pages;
mod table;

use crate::{Severity, diff, lint};
use std::borrow::Cow;

/// What a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code: `overlay-stale`.
    pub code: &'static str,
    /// How bad it is, in a word: a severity, or what a change means to both ends.
    pub kind: String,
    /// What it is, in a few words.
    pub title: Cow<'static, str>,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// What to do, without a full stop.
    pub advice: &'static str,
    /// Something that has it.
    pub example: Cow<'static, str>,
}

/// A row of a table of codes: code, severity, title, explanation, advice, example.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// What to do, without a full stop.
    pub advice: &'static str,
    /// Something that has it.
    pub example: &'static str,
}

impl Row {
    /// The row as an entry.
    pub fn entry(&self) -> Entry {
        Entry {
            code: self.code,
            kind: self.severity.to_string(),
            title: self.title.into(),
            explanation: self.explanation,
            advice: self.advice,
            example: self.example.into(),
        }
    }
}

/// The entry of a code.
///
/// ```
/// let entry = doctract_spec::codes::find("overlay-stale").unwrap();
/// assert_eq!(entry.kind, "error");
/// assert!(doctract_spec::codes::find("constraint-tightened").is_some());
/// ```
pub fn find(code: &str) -> Option<Entry> {
    all().find(|entry| entry.code == code)
}

/// What to do about a code of this module's own table.
pub(crate) fn advice(code: &str) -> Option<String> {
    let row = table::ROWS.iter().find(|row| row.code == code);
    row.map(|row| row.advice.to_owned())
}

/// Every code: those of pages, specs and their folders, the lint, the diff.
pub fn all() -> impl Iterator<Item = Entry> {
    #[cfg(feature = "extract")]
    let pages = pages::entries();
    #[cfg(not(feature = "extract"))]
    let pages = std::iter::empty();
    let own = table::ROWS.iter().map(Row::entry);
    let lints = lint::Rule::ALL.iter().map(|rule| of_lint(rule.entry()));
    let changes = diff::Rule::ALL.iter().map(|rule| of_change(rule.entry()));
    pages.chain(own).chain(lints).chain(changes)
}

fn of_lint(rule: &'static lint::Entry) -> Entry {
    Entry {
        code: rule.code,
        kind: rule.severity.to_string(),
        title: title(rule.code, "lint-"),
        explanation: rule.sentence,
        advice: rule.advice,
        example: format!("{}\n\nnot found in\n\n{}", rule.bad, rule.good).into(),
    }
}

fn of_change(rule: &'static diff::Entry) -> Entry {
    let shown = |spec: &'static str| if spec.is_empty() { "(none)" } else { spec };
    Entry {
        code: rule.id,
        kind: format!("callers: {}, servers: {}", rule.callers, rule.servers),
        title: title(rule.id, ""),
        explanation: rule.sentence,
        advice: "if the change is known and accepted, list it under `[[diff.ignore]]` in doctract.toml, with the reason",
        example: format!("# old\n{}\n# new\n{}", shown(rule.old), shown(rule.new)).into(),
    }
}

/// A code as words.
fn title(code: &str, head: &str) -> Cow<'static, str> {
    let words = code.strip_prefix(head).unwrap_or(code);
    Cow::Owned(words.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_entries_complete() {
        let mut seen = BTreeSet::new();
        for entry in all() {
            let Entry { code, .. } = entry;
            assert!(seen.insert(code), "{code} twice");
            assert!(!entry.title.is_empty(), "{code}");
            assert!(entry.explanation.ends_with('.'), "{code}");
            assert!(
                !entry.advice.is_empty() && !entry.advice.ends_with('.'),
                "{code}"
            );
            assert!(!entry.example.trim().is_empty(), "{code} has no example");
        }
    }
}
