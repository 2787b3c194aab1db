//! The codes of the page reader, each with a page that provokes it.

use super::Entry;
use crate::extract::catalogue;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The examples by code.
static EXAMPLES: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("pages.yaml")).unwrap_or_default());

/// The entries of the page reader's catalogue.
pub(super) fn entries() -> impl Iterator<Item = Entry> {
    let catalogue = catalogue::ALL.iter();
    catalogue.map(|entry| Entry {
        code: entry.code,
        kind: entry.severity.to_string(),
        title: entry.title.into(),
        explanation: entry.explanation,
        advice: entry.advice,
        example: EXAMPLES.get(entry.code).cloned().unwrap_or_default().into(),
    })
}
