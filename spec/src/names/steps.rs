//! The names of a request as a tree of their parts, for lookup.

use std::collections::HashMap;

/// The names as a tree of their parts: one step per part; an alias is a second way to a step.
#[derive(Debug)]
pub(super) struct Steps<'a> {
    named: HashMap<(usize, &'a str), Step>,
    indexed: Vec<Option<usize>>,
    leaf: Vec<Option<usize>>,
    aliases: Vec<(usize, &'a str, usize)>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) to: usize,
    pub(super) alias: bool,
}

impl<'a> Steps<'a> {
    pub(super) fn new() -> Self {
        Self {
            named: HashMap::new(),
            indexed: vec![None],
            leaf: vec![None],
            aliases: Vec::new(),
        }
    }

    pub(super) fn by_name(&self, from: usize, part: &str) -> Option<Step> {
        self.named.get(&(from, part)).copied()
    }

    pub(super) fn by_index(&self, from: usize) -> Option<usize> {
        self.indexed.get(from).copied().flatten()
    }

    pub(super) fn leaf(&self, step: usize) -> Option<usize> {
        self.leaf.get(step).copied().flatten()
    }

    /// The step at the end of a documented name; `N` after the first part stands for an index.
    pub(super) fn walk(&mut self, from: usize, name: &'a str) -> usize {
        let mut step = from;
        for (at, part) in name.split('.').enumerate() {
            step = if at > 0 && part == "N" {
                self.below_index(step)
            } else {
                self.below_name(step, part)
            };
        }
        step
    }

    fn below_name(&mut self, from: usize, part: &'a str) -> usize {
        if let Some(known) = self.by_name(from, part) {
            return known.to;
        }
        let to = self.fresh();
        self.named.insert((from, part), Step { to, alias: false });
        to
    }

    pub(super) fn below_index(&mut self, from: usize) -> usize {
        if let Some(known) = self.by_index(from) {
            return known;
        }
        let to = self.fresh();
        if let Some(slot) = self.indexed.get_mut(from) {
            *slot = Some(to);
        }
        to
    }

    fn fresh(&mut self) -> usize {
        self.indexed.push(None);
        self.leaf.push(None);
        self.leaf.len() - 1
    }

    /// The first leaf of a name keeps it.
    pub(super) fn mark(&mut self, step: usize, leaf: usize) {
        if let Some(slot) = self.leaf.get_mut(step) {
            slot.get_or_insert(leaf);
        }
    }

    pub(super) fn alias(&mut self, from: usize, alias: &'a str, to: usize) {
        self.aliases.push((from, alias, to));
    }

    /// Adds the aliases, after all names: a name is never hidden by another field's alias.
    pub(super) fn finish(&mut self) {
        for (from, alias, to) in std::mem::take(&mut self.aliases) {
            let (above, last) = match alias.rsplit_once('.') {
                Some((above, last)) => (self.walk(from, above), last),
                None => (from, alias),
            };
            self.named
                .entry((above, last))
                .or_insert(Step { to, alias: true });
        }
    }
}

/// The index that a part of a wire name stands for; 0 if it is a number but no index.
pub(super) fn index_of(part: &str) -> Option<u32> {
    let digits = part.strip_prefix('-').unwrap_or(part);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if part.starts_with('0') || part.starts_with('-') {
        return Some(0);
    }
    Some(part.parse().unwrap_or(0))
}
