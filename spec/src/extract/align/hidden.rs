//! What examples show below fields that no row documents, and under other names.

use super::super::examples::shape::Shape;
use crate::near;
use std::collections::{HashMap, HashSet};

/// The fields that examples show and no row names, as ways to those that rows do name.
#[derive(Debug, Default)]
pub(crate) struct Hidden<'s> {
    ways: HashMap<*const Shape, HashMap<String, Ways<'s>>>,
    /// The members of a shape that no row names.
    unnamed: HashMap<*const Shape, Vec<&'s Shape>>,
}

/// The way from a field to one that examples show below it.
#[derive(Debug, Clone)]
pub(crate) struct Way<'s> {
    /// The undocumented fields between the two, the outermost first.
    pub(crate) between: Vec<&'s Shape>,
    /// The field.
    pub(crate) shape: &'s Shape,
}

/// What is known of the ways to a name.
#[derive(Debug, Clone)]
struct Ways<'s> {
    /// The way, if there is only one.
    only: Option<Way<'s>>,
    /// The undocumented fields on the shortest one.
    shortest: usize,
}

/// More undocumented fields in a row are not passed over.
const LONGEST: usize = 3;
/// Members are compared by spelling where there are not more than this.
const MOST_COMPARED: usize = 16;
/// Names shorter than this are not compared by spelling.
const SHORTEST_COMPARED: usize = 7;

impl<'s> Hidden<'s> {
    /// Looks through what the examples show below `root`; `documented` are the names of all rows,
    /// in lower case.
    pub(crate) fn new(root: Option<&'s Shape>, documented: &HashSet<String>) -> Self {
        let mut hidden = Self::default();
        if let Some(root) = root {
            hidden.visit(root, documented);
        }
        hidden
    }

    fn visit(&mut self, shape: &'s Shape, documented: &HashSet<String>) {
        let mut ways: HashMap<String, Ways<'s>> = HashMap::new();
        let mut unnamed = Vec::new();
        for child in shape.children.iter() {
            self.visit(child, documented);
            if documented.contains(&child.name.to_ascii_lowercase()) {
                continue;
            }
            unnamed.push(child);
            for inner in child.children.iter() {
                let name = inner.name.to_ascii_lowercase();
                if documented.contains(&name) {
                    let between = vec![child];
                    let shape = inner;
                    add(&mut ways, name, Some(Way { between, shape }), 1);
                }
            }
            let below = self
                .ways
                .get(&std::ptr::from_ref(child))
                .into_iter()
                .flatten();
            for (name, known) in below.filter(|(_, known)| known.shortest < LONGEST) {
                let longer = known.only.as_ref().map(|way| Way {
                    between: [&[child], &way.between[..]].concat(),
                    shape: way.shape,
                });
                add(&mut ways, name.clone(), longer, known.shortest + 1);
            }
        }
        if !ways.is_empty() {
            self.ways.insert(shape, ways);
        }
        if (1..=MOST_COMPARED).contains(&unnamed.len()) {
            self.unnamed.insert(shape, unnamed);
        }
    }

    /// How many ways and members are kept.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        let ways: usize = self.ways.values().map(HashMap::len).sum();
        ways + self.unnamed.values().map(Vec::len).sum::<usize>()
    }

    /// The one way from a field to one of that name below undocumented fields.
    pub(crate) fn way(&self, from: &Shape, name: &str) -> Option<&Way<'s>> {
        let ways = self.ways.get(&std::ptr::from_ref(from))?;
        ways.get(&name.to_ascii_lowercase())?.only.as_ref()
    }

    /// The member that a container is which examples show under another name, if that can be told:
    /// the one with members that no row names, or the one of those that is spelt nearly so.
    pub(crate) fn renamed(&self, from: &Shape, name: &str) -> Option<&'s Shape> {
        let unnamed = self.unnamed.get(&std::ptr::from_ref(from))?;
        let mut containers = unnamed.iter().filter(|member| !member.children.is_empty());
        let first = containers.next().copied()?;
        if containers.next().is_none() {
            return Some(first);
        }
        self.misspelt(from, name, true)
    }

    /// The one member, with members of its own or without, that no row names and that is spelt
    /// nearly so: `Histories` and `Historys`.
    pub(crate) fn misspelt(
        &self,
        from: &Shape,
        name: &str,
        has_members: bool,
    ) -> Option<&'s Shape> {
        let unnamed = self.unnamed.get(&std::ptr::from_ref(from))?;
        let is_alike = |member: &&&Shape| {
            let shortest = member.name.len().min(name.len());
            member.children.is_empty() != has_members
                && shortest >= SHORTEST_COMPARED
                && near::distance(&member.name, name) <= 2
        };
        let mut alike = unnamed.iter().filter(is_alike);
        alike.next().filter(|_| alike.next().is_none()).copied()
    }
}

/// Two ways to one name are no way.
fn add<'s>(
    ways: &mut HashMap<String, Ways<'s>>,
    name: String,
    only: Option<Way<'s>>,
    shortest: usize,
) {
    ways.entry(name)
        .and_modify(|known| {
            known.only = None;
            known.shortest = known.shortest.min(shortest);
        })
        .or_insert(Ways { only, shortest });
}
