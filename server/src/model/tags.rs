//! Tags of a resource: keys and values in the order they were given.

use serde::{Deserialize, Serialize};
/// How many tags a resource may have.
pub(crate) const MOST_TAGS: usize = 20;

/// The tags of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tags(Vec<(String, String)>);

impl Tags {
    /// Tags as a request gives them; of a key that comes twice the last value counts.
    pub(crate) fn new(given: Vec<(String, String)>) -> Self {
        let mut tags = Self::default();
        for (key, value) in given {
            tags.set(key, value);
        }
        tags
    }

    /// Sets the value of a key.
    pub(crate) fn set(&mut self, key: String, value: String) {
        match self.0.iter_mut().find(|(own, _)| *own == key) {
            Some((_, own)) => *own = value,
            None => self.0.push((key, value)),
        }
    }

    /// Takes a key away.
    pub(crate) fn remove(&mut self, key: &str) {
        self.0.retain(|(own, _)| own != key);
    }

    /// Takes all away.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Keys and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// Whether there is such a key.
    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.0.iter().any(|(own, _)| own == key)
    }

    /// Whether every wanted key is there, with the wanted value unless that is empty.
    pub(crate) fn admit(&self, wanted: &[(String, String)]) -> bool {
        wanted.iter().all(|(key, value)| {
            let mut own = self.0.iter();
            own.any(|(own, own_value)| own == key && (value.is_empty() || own_value == value))
        })
    }
}
