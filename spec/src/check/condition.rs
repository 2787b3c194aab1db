//! Deciding conditions over a request.

use super::{Run, Site};
use crate::model::Condition;
use doctract_core::compare::all_hold;
use doctract_core::{Indices, Operator};

impl<'c, 'a> Run<'c, 'a, '_> {
    /// Whether a condition holds, seen from `site`; `None` where the request does not decide it:
    /// it is put in words, or names no parameter of the operation.
    pub(super) fn holds(&self, condition: &Condition, site: Option<Site<'c, 'a>>) -> Option<bool> {
        if !condition.all.is_empty() {
            let parts = condition.all.iter().map(|part| self.holds(part, site));
            return all_hold(parts);
        }
        if !condition.any.is_empty() {
            let parts = condition.any.iter().map(|part| self.holds(part, site));
            return all_hold(parts.map(|part| part.map(|holds| !holds))).map(|none| !none);
        }
        let name = condition.parameter.as_deref()?;
        let operator = condition
            .operator
            .map_or(Operator::Present, |operator| operator.0);
        let holds = |text| operator.holds(text, &condition.values);
        let Some(node) = self.checker.names.find(name) else {
            return self.request.stray(name).map(|text| holds(Some(text)));
        };
        let leaves = self.checker.names.nodes().get(node)?.leaves.clone();
        let mut sent = self
            .request
            .values(&leaves, self.shared(node, site))
            .peekable();
        if sent.peek().is_none() {
            let presence = matches!(operator, Operator::Present | Operator::Absent);
            let default = self.checker.nodes.get(node).and_then(|rules| rules.default);
            return Some(holds(default.filter(|_| !presence)));
        }
        let negative = matches!(operator, Operator::Ne | Operator::NotIn | Operator::Absent);
        Some(if negative {
            sent.all(|value| holds(Some(value.text)))
        } else {
            sent.any(|value| holds(Some(value.text)))
        })
    }

    /// Whether an entry's `when` lets it apply.
    pub(super) fn applies(&self, when: Option<&Condition>, site: Option<Site<'c, 'a>>) -> bool {
        when.is_none_or(|when| self.holds(when, site) == Some(true))
    }

    /// The indices of `site` that `node` has in common with it: both are then looked at in the
    /// same element of the lists that hold both.
    pub(super) fn shared(&self, node: usize, site: Option<Site<'c, 'a>>) -> Indices {
        let nodes = self.checker.names.nodes();
        let (Some(site), Some(other)) = (site, nodes.get(node)) else {
            return Indices::NONE;
        };
        let own = nodes
            .get(site.node)
            .map(|own| own.lists.as_slice())
            .unwrap_or_default();
        let common = own
            .iter()
            .zip(&other.lists)
            .take_while(|(a, b)| a == b)
            .count();
        let indices = site.indices.as_slice().iter().take(common);
        indices.fold(Indices::NONE, |indices, index| indices.with(*index))
    }

    /// Whether a named parameter is present, seen from `site`.
    pub(super) fn present(&self, name: &str, site: Option<Site<'c, 'a>>) -> bool {
        let Some(node) = self.checker.names.find(name) else {
            return self.request.stray(name).is_some();
        };
        let leaves = self
            .checker
            .names
            .nodes()
            .get(node)
            .map(|node| &node.leaves);
        leaves.is_some_and(|leaves| self.request.has(leaves, self.shared(node, site)))
    }
}
