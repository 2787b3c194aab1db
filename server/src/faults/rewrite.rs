//! Faults of answers: what a refusal or a success says is changed on its way out.

use crate::answer::Node;
use crate::refusal::Refusal;

/// A change of refusals, by their code.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refusals {
    /// This code comes with another status.
    Status(&'static str, u16),
    /// This code is replaced by that one.
    Code(&'static str, &'static str),
    /// This code comes with another message.
    Message(&'static str, &'static str),
    /// These two change places, message and all.
    Swapped(&'static Refusal, &'static Refusal),
}

impl Refusals {
    pub(super) fn apply(self, refusal: &mut Refusal) {
        match self {
            Self::Status(code, status) if refusal.code == code => refusal.status = status,
            Self::Code(code, other) if refusal.code == code => refusal.code = other.into(),
            Self::Message(code, other) if refusal.code == code => refusal.message = other.into(),
            Self::Swapped(one, other) if refusal.code == one.code => *refusal = other.clone(),
            Self::Swapped(one, other) if refusal.code == other.code => *refusal = one.clone(),
            _ => {}
        }
    }
}

/// A change of successes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Successes {
    /// This member is missing.
    Without(&'static str),
    /// This member is a number.
    Number(&'static str),
    /// This member is always the same.
    Constant(&'static str, &'static str),
    /// This member is empty.
    Empty(&'static str),
}

impl Successes {
    pub(super) fn apply(self, node: &mut Node) {
        let mut set = |name, value| {
            if let Some(member) = node.member(name) {
                *member = value;
            }
        };
        match self {
            Self::Without(name) => node.remove(name),
            Self::Number(name) => set(name, Node::Integer(923_210)),
            Self::Constant(name, value) => set(name, Node::text(value)),
            Self::Empty(name) => set(name, Node::text("")),
        }
    }
}
