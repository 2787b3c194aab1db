//! What must be true of the world, before and after.

use super::change::{Change, Side};
use super::matching::{matched, matched_if};
use super::values::{Relation, shown};
use super::{Rule, wording};
use crate::Operation;
use crate::model::{Precondition, PreconditionKind};

/// How alike the words of two statements of one kind must be to be one statement.
const LIKE_WORDS: f64 = 0.4;

/// What changed in the preconditions. The effects of an operation are none; their words are part
/// of the description.
pub(super) fn compare(old: &Operation, new: &Operation) -> Vec<Change> {
    let (mut gone, mut came) = (stated(old), stated(new));
    let mut pairs = matched_if(&mut gone, &mut came, |old, new| {
        wording::same(Some(&old.text), Some(&new.text))
    });
    pairs.extend(matched_if(&mut gone, &mut came, |old, new| {
        same_subject(old, new)
    }));
    pairs.extend(matched(&mut gone, &mut came, |old, new| likeness(old, new)));
    let mut changes: Vec<_> = pairs
        .iter()
        .filter_map(|(old, new)| judge(old, new))
        .collect();
    let nowhere = || Side::new("", "preconditions");
    for precondition in gone {
        let rule = if tells(precondition, new) {
            Rule::PreconditionRemoved
        } else {
            Rule::PreconditionUnstated
        };
        let before = side(precondition).with_value(show(precondition));
        let change = Change::new(rule, before, nowhere());
        changes.push(change.with_confidence(precondition.confidence));
    }
    for precondition in came {
        let rule = if tells(precondition, old) {
            Rule::PreconditionAdded
        } else {
            Rule::PreconditionStated
        };
        let after = side(precondition).with_value(show(precondition));
        let change = Change::new(rule, nowhere(), after);
        changes.push(change.with_confidence(precondition.confidence));
    }
    changes
}

/// Whether a statement that the other side lacks tells something: a limit or values that the other
/// page does not mention at all. If it does, only its sentence was not recognised.
fn tells(precondition: &Precondition, other: &Operation) -> bool {
    let texts = [&other.summary, &other.description].into_iter().flatten();
    let words: String = texts.map(String::as_str).collect::<Vec<_>>().join("\n");
    let limit = precondition.limit.map(|limit| limit.to_string());
    let mut told = precondition.values.iter().chain(&limit);
    told.any(|word| !mentions(&words, word))
}

/// Whether a text has a word that is no part of a longer word or number.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        !inner(before) && !inner(after)
    })
}

fn stated(operation: &Operation) -> Vec<&Precondition> {
    let stated = operation.preconditions.iter();
    stated
        .filter(|precondition| precondition.kind != PreconditionKind::Effect)
        .collect()
}

/// Whether two statements are about one thing, as far as they were read.
fn same_subject(old: &Precondition, new: &Precondition) -> bool {
    let read = |one: &Precondition| {
        one.attribute.is_some() || one.limit.is_some() || one.operation.is_some()
    };
    old.kind == new.kind
        && old.resource == new.resource
        && old.attribute == new.attribute
        && old.operation == new.operation
        && read(old)
        && read(new)
}

fn likeness(old: &Precondition, new: &Precondition) -> Option<f64> {
    let likeness = wording::likeness(&old.text, &new.text);
    (old.kind == new.kind && likeness >= LIKE_WORDS).then_some(likeness)
}

fn judge(old: &Precondition, new: &Precondition) -> Option<Change> {
    let limits = match (old.limit, new.limit) {
        (Some(old), Some(new)) => Relation::of(new <= old, old <= new),
        _ => Relation::Same,
    };
    let within = |inner: &[String], outer: &[String]| {
        let listed = |value: &String| outer.iter().any(|one| one.eq_ignore_ascii_case(value));
        inner.iter().all(listed)
    };
    let values = if old.values.is_empty() || new.values.is_empty() {
        Relation::Same
    } else {
        let allowed = Relation::of(
            within(&new.values, &old.values),
            within(&old.values, &new.values),
        );
        match new.kind {
            PreconditionKind::Lock => allowed.inverse(),
            _ => allowed,
        }
    };
    let rule = match limits.and(values) {
        Relation::Same => return None,
        Relation::Tighter => Rule::PreconditionTightened,
        Relation::Looser => Rule::PreconditionLoosened,
        Relation::Other => Rule::PreconditionChanged,
    };
    let (before, after) = (
        side(old).with_value(show(old)),
        side(new).with_value(show(new)),
    );
    let confidence = old.confidence.max(new.confidence);
    Some(Change::new(rule, before, after).with_confidence(confidence))
}

fn side(precondition: &Precondition) -> Side {
    let id = &precondition.id;
    Side::new(id, format!("preconditions[id={id}]"))
}

fn show(precondition: &Precondition) -> String {
    let Precondition {
        limit,
        values,
        text,
        ..
    } = precondition;
    match (limit, values.as_slice()) {
        (Some(limit), _) => format!("at most {limit}"),
        (None, []) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        (None, values) => {
            let attribute = precondition.attribute.as_deref().unwrap_or("one");
            format!("{attribute} of {}", shown(values))
        }
    }
}
