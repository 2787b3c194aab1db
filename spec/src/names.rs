//! The flat view of a request: every wire name an operation takes, and what a given name means.

use crate::model::{Field, Operation};
use doctract_core::Indices;

/// A wire name's place in the spec.
#[derive(Debug, Clone, Copy)]
pub struct Resolved<'a> {
    /// The field that the name carries a value for: a leaf of the tree.
    pub field: &'a Field,
    /// The documented name: `Tag.N.Key` (canonical spelling, also when an alias was sent).
    pub pattern: &'a str,
    /// The indices in the name, outermost first.
    pub indices: Indices,
    /// Whether an alias was sent.
    pub alias: bool,
}

/// All wire names of one operation, ready for lookup. Build once, use for every request.
#[derive(Debug)]
pub struct Names<'a> {
    leaves: Vec<Leaf<'a>>,
}

/// A parameter that carries one value: a top-level scalar or a member of a list or an object.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// The documented name: `Tag.N.Key`.
    pub pattern: String,
    /// The field itself.
    pub field: &'a Field,
    /// The fields above it, outermost first.
    pub parents: Vec<&'a Field>,
}

impl<'a> Names<'a> {
    /// Collects the names of an operation.
    pub fn new(operation: &'a Operation) -> Self {
        let _ = operation;
        Self { leaves: Vec::new() }
    }

    /// The leaves in document order.
    pub fn leaves(&self) -> &[Leaf<'a>] {
        &self.leaves
    }

    /// What a wire name means; `None` if the operation has no such parameter.
    pub fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        let _ = name;
        None
    }
}
