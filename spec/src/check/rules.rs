//! The rules of an operation, arranged for checking: by field, each with its statement.

use crate::model::{Confidence, Constraint, Field, Operation, Term};
use crate::names::{Names, Shape};
use crate::statement::{Statement, StatementKind};
use doctract_core::ValueKind;

/// What one field's statements demand. Numbers are places in the list of statements.
#[derive(Debug, Default)]
pub(super) struct NodeRules<'a> {
    pub(super) required: Option<usize>,
    pub(super) kind: Option<(ValueKind, usize)>,
    pub(super) constant: Option<(&'a str, usize)>,
    pub(super) index_range: Option<usize>,
    pub(super) entries: Vec<Entry<'a>>,
    /// The value that holds when the parameter is not sent.
    pub(super) default: Option<&'a str>,
    /// The node of the items of a list that travels as one value.
    pub(super) items: Option<usize>,
}

impl NodeRules<'_> {
    /// Whether the value is true or false.
    pub(super) fn is_boolean(&self) -> bool {
        matches!(self.kind, Some((ValueKind::Boolean, _)))
    }
}

/// One constraint entry with the statements of its terms.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) constraint: &'a Constraint,
    pub(super) terms: Vec<(Term, usize)>,
}

/// The rules of every node, and those about the request as a whole.
pub(super) fn prepare<'a>(
    operation: &'a Operation,
    names: &Names<'a>,
    statements: &[Statement],
) -> (Vec<NodeRules<'a>>, Vec<Entry<'a>>) {
    let mut nodes: Vec<NodeRules<'a>> = Vec::with_capacity(names.nodes().len());
    for (at, node) in names.nodes().iter().enumerate() {
        let items = names
            .nodes()
            .get(at + 1)
            .filter(|next| next.shape == Shape::Items);
        nodes.push(NodeRules {
            entries: entries(&node.field.constraints),
            default: default_of(node.field),
            items: items.filter(|next| next.parent == Some(at)).map(|_| at + 1),
            ..NodeRules::default()
        });
    }
    let mut whole = entries(&operation.constraints);
    for (place, statement) in statements.iter().enumerate() {
        let field = statement
            .node
            .and_then(|at| names.nodes().get(at))
            .map(|node| node.field);
        let mut rules = statement.node.and_then(|at| nodes.get_mut(at));
        match (statement.kind, &mut rules, field) {
            (StatementKind::Constraint, rules, _) => {
                let entries = match rules {
                    Some(rules) => &mut rules.entries,
                    None => &mut whole,
                };
                let entry = statement.entry.and_then(|entry| entries.get_mut(entry));
                let term = Term::ALL.iter().find(|term| term.name() == statement.rule);
                if let (Some(entry), Some(term)) = (entry, term) {
                    entry.terms.push((*term, place));
                }
            }
            (StatementKind::Required, Some(rules), Some(field)) => {
                // A parameter with one value names the operation: whoever checks a request
                // against it has read it already.
                rules.required = field.constant.is_none().then_some(place);
            }
            (StatementKind::Type, Some(rules), Some(field)) => {
                rules.kind = field.kind.value_kind().map(|kind| (kind, place));
            }
            (StatementKind::Constant, Some(rules), Some(field)) => {
                rules.constant = field.constant.as_deref().map(|value| (value, place));
            }
            (StatementKind::IndexRange, Some(rules), _) => rules.index_range = Some(place),
            _ => {}
        }
    }
    (nodes, whole)
}

fn entries(constraints: &[Constraint]) -> Vec<Entry<'_>> {
    let entry = |constraint| Entry {
        constraint,
        terms: Vec::new(),
    };
    constraints.iter().map(entry).collect()
}

/// The default that conditions may build on: stated as a value, without a condition of its own,
/// and not guessed.
fn default_of(field: &Field) -> Option<&str> {
    let plain = |entry: &&Constraint| entry.when.is_none() && entry.confidence != Confidence::Low;
    let mut stated = field.constraints.iter().filter(plain);
    stated.find_map(|entry| entry.default.as_ref()?.value.as_deref())
}
