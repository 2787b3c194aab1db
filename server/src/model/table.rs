//! A table of resources that remembers which of them changed.

use std::collections::{BTreeMap, BTreeSet};

/// Resources by key.
#[derive(Debug)]
pub(super) struct Table<K, V> {
    entries: BTreeMap<K, V>,
    /// What was added, changed or taken away since somebody asked; none while nobody wants to know.
    changed: Option<BTreeSet<K>>,
}

impl<K: Ord + Clone, V> Table<K, V> {
    /// An empty table that nobody watches.
    pub(super) const fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
            changed: None,
        }
    }

    /// Begins to remember what changes.
    pub(super) fn watch(&mut self) {
        self.changed = Some(BTreeSet::new());
    }

    /// What changed since the last time, each with its present value.
    pub(super) fn take_changed(&mut self) -> BTreeMap<K, Option<&V>> {
        let changed = self
            .changed
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default();
        let present = |key: K| {
            let value = self.entries.get(&key);
            (key, value)
        };
        changed.into_iter().map(present).collect()
    }

    fn mark(&mut self, key: &K) {
        if let Some(changed) = &mut self.changed {
            changed.insert(key.clone());
        }
    }

    pub(super) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.entries.get(key)
    }

    pub(super) fn contains<Q>(&self, key: &Q) -> bool
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.entries.contains_key(key)
    }

    /// An entry that is about to change.
    pub(super) fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        if self.changed.is_some() {
            let (key, _) = self.entries.get_key_value(key)?;
            self.mark(&key.clone());
        }
        self.entries.get_mut(key)
    }

    /// Adds an entry under a new key.
    pub(super) fn add(&mut self, key: K, value: V) -> &V {
        self.mark(&key);
        self.entries.entry(key).or_insert(value)
    }

    /// Takes an entry away.
    pub(super) fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let (key, value) = self.entries.remove_entry(key)?;
        self.mark(&key);
        Some(value)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries.iter()
    }

    pub(super) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.entries.values()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.entries.keys()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
