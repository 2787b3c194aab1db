//! Readings weighed against the example, the default, the type and each other.

use super::checks::rivals;
use super::kinds::choice::is_numeric;
use crate::model::{Confidence, Constraint, EnumValue, Scope, Term, Type};

/// Lowers the confidence of what the example or the type contradicts.
pub(super) fn weigh(constraint: &mut Constraint, example: Option<&str>, kind: Type) {
    let example = example.map(str::trim).filter(|example| is_usable(example));
    let contradicted =
        example.is_some_and(|example| constraint.when.is_none() && !admits(constraint, example));
    let misplaced = is_numeric(kind)
        && (constraint.min_length.is_some()
            || constraint.max_length.is_some()
            || !constraint.not_prefix.is_empty());
    if contradicted || misplaced {
        constraint.confidence = constraint.confidence.max(Confidence::Medium);
    }
}

/// Whether an example is a value as it travels: not masked, not cut.
fn is_usable(example: &str) -> bool {
    !example.is_empty()
        && !example.contains("**")
        && !example.contains('…')
        && !example.contains("...")
        && !example.to_ascii_lowercase().contains("xx")
}

/// Whether the terms that look at one whole value admit it, as the rules of `doctract_core` decide.
fn admits(constraint: &Constraint, value: &str) -> bool {
    if constraint.scope != Scope::Value {
        return true;
    }
    // `True` for `true` is how the pages write, and no contradiction.
    let known = |known: &EnumValue| known.value.eq_ignore_ascii_case(value);
    let spelled = is_boolean(value) && constraint.enumeration.iter().any(known);
    Term::ALL
        .iter()
        .filter(|term| term.judges_value() && !(spelled && **term == Term::Enum))
        .all(|term| constraint.broken_by(*term, value).is_none())
}

fn is_boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
}

/// Lowers the confidence of statements of one cell that contradict each other: a default that the
/// other terms refuse, two ranges for the same case.
pub(super) fn conflicts(constraints: &mut [Constraint]) {
    for at in 0..constraints.len() {
        let default = constraints[at]
            .default
            .as_ref()
            .and_then(|default| default.value.clone())
            .filter(|_| constraints[at].when.is_none());
        for other in 0..constraints.len() {
            if at == other {
                continue;
            }
            let refused = default.as_deref().is_some_and(|value| {
                constraints[other].when.is_none() && !admits(&constraints[other], value)
            });
            let clash = constraints[at].when == constraints[other].when
                && rivals(&constraints[at], &constraints[other]);
            if refused {
                constraints[at].confidence = constraints[at].confidence.max(Confidence::Medium);
            }
            if clash {
                constraints[at].confidence = Confidence::Low;
            }
        }
    }
}
