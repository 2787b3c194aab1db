//! What a resource was told that only shows, and by which it can be found: key pair, group, level.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values by the name that they have in requests and in answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attributes(BTreeMap<String, String>);

impl Attributes {
    /// Those of a request.
    pub(crate) fn new(told: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(told.into_iter().collect())
    }

    /// The value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether this is told as true.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether nothing was told.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
