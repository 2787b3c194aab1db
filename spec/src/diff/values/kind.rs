//! Types compared as sets of values: in a request as texts, in an answer as JSON.

use super::Relation;
use crate::model::{Constraint, Type};

/// How the type of a parameter changed, or `None` if only its word did: an unknown type says
/// nothing, and a text that may only be `true` or `false` is a boolean.
pub(in crate::diff) fn request_kind(
    (old, old_rules): (Type, &[Constraint]),
    (new, new_rules): (Type, &[Constraint]),
) -> Option<Relation> {
    if old == new || old == Type::Any || new == Type::Any {
        return None;
    }
    let relation = Relation::of(
        takes(old, new) || only(new_rules, old),
        takes(new, old) || only(old_rules, new),
    );
    (relation != Relation::Same).then_some(relation)
}

/// How the type of a field of an answer changed, or `None` if only its word did.
pub(in crate::diff) fn response_kind(old: Type, new: Type) -> Option<Relation> {
    if old == new || old == Type::Any || new == Type::Any {
        return None;
    }
    let holds = |outer, inner| match (outer, inner) {
        (Type::String, Type::Json) | (Type::Json, Type::String) => true,
        (Type::String, _) => false,
        _ => takes(outer, inner),
    };
    let relation = Relation::of(holds(old, new), holds(new, old));
    (relation != Relation::Same).then_some(relation)
}

/// Whether every text that is a value of `inner` is one of `outer`.
fn takes(outer: Type, inner: Type) -> bool {
    let rank = |kind| match kind {
        Type::Integer => Some(0),
        Type::Long => Some(1),
        Type::Float | Type::Double => Some(2),
        _ => None,
    };
    let whole = |kind: Type| matches!(kind, Type::Array | Type::Object);
    match (outer, inner) {
        _ if outer == inner => true,
        (Type::String, inner) => !whole(inner),
        (outer, inner) => {
            matches!((rank(outer), rank(inner)), (Some(outer), Some(inner)) if inner <= outer)
        }
    }
}

/// Whether the rules leave only values that the type takes.
fn only(rules: &[Constraint], kind: Type) -> bool {
    let Some(kind) = kind.value_kind() else {
        return false;
    };
    let enumerated = |rule: &&Constraint| rule.when.is_none() && !rule.enumeration.is_empty();
    let admitted = |rule: &Constraint| {
        let mut values = rule.enumeration.iter();
        values.all(|allowed| kind.admits(&allowed.value))
    };
    rules.iter().find(enumerated).is_some_and(admitted)
}
