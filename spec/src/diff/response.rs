//! The answer before and after.

use super::change::{Change, Side};
use super::facts::{self, Subject};
use super::pairing::{self, Link, Pair};
use super::request::kind_name;
use super::values::{self, Age, Relation, Spellings};
use super::view::{self, Unit};
use super::words::{self, Place};
use super::{Rule, rules};
use crate::Operation;
use crate::model::{Confidence, Type};

/// What changed in the answer.
pub(super) fn compare(old: &Operation, new: &Operation, prose: bool) -> Vec<Change> {
    let (before, after) = (view::response(old), view::response(new));
    let pairing = pairing::pair(&before, &after);
    let mut changes = Vec::new();
    for pair in &pairing.pairs {
        changes.extend(judge(*pair, prose));
    }
    for unit in &pairing.gone {
        let rule = Rule::ResponseFieldRemoved;
        let change = Change::new(rule, here(unit).with_value(kind_name(unit)), nowhere(unit));
        changes.push(change.with_confidence(unit.confidence));
    }
    for unit in &pairing.came {
        let rule = Rule::ResponseFieldAdded;
        let change = Change::new(rule, nowhere(unit), here(unit).with_value(kind_name(unit)));
        changes.push(change.with_confidence(unit.confidence));
    }
    changes
}

fn here(unit: &Unit<'_>) -> Side {
    Side::new(&unit.subject, &unit.path)
}

fn nowhere(unit: &Unit<'_>) -> Side {
    Side::new("", unit.holder())
}

fn judge(pair: Pair<'_, '_>, prose: bool) -> Vec<Change> {
    let Pair { old, new, link } = pair;
    let confidence = old.confidence.max(new.confidence);
    let named = |rule, confidence| {
        let before = here(old).with_value(&old.subject);
        let after = here(new).with_value(&new.subject);
        Change::new(rule, before, after).with_confidence(confidence)
    };
    let mut changes = Vec::new();
    match link {
        Link::Moved if confidence > Confidence::High => {
            changes.push(named(Rule::ResponseFieldPlaced, confidence));
        }
        Link::Moved => changes.push(named(Rule::ResponseFieldMoved, confidence)),
        Link::Likeness => {
            let confidence = confidence.max(Confidence::Medium);
            changes.push(named(Rule::ResponseFieldRenamed, confidence));
        }
        Link::Name if old.field.name != new.field.name => {
            changes.push(named(Rule::ResponseFieldRespelled, confidence));
        }
        Link::Name => {}
    }
    changes.extend(wrapper(old, new));
    changes.extend(kinds(old, new));
    changes.extend(value_rules(old, new));
    let place = Place {
        old: (&old.subject, &old.path),
        new: (&new.subject, &new.path),
    };
    changes.extend(words::field(place, old.field, new.field, prose));
    changes
}

/// A wrapper that only one side names came to be stated, or is not any more: nobody can tell
/// whether the answer changed.
fn wrapper(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let (was, is) = (old.field.wrapper.as_ref()?, new.field.wrapper.as_ref()?);
    let side = |unit: &Unit<'_>, name: &String| {
        Side::new(&unit.subject, format!("{}.wrapper", unit.path)).with_value(name)
    };
    // Where the place was inferred, the wrapper was too.
    let stated = old.confidence.max(new.confidence) == Confidence::High;
    let changed = stated && !was.eq_ignore_ascii_case(is);
    changed.then(|| Change::new(Rule::ResponseWrapperChanged, side(old, was), side(new, is)))
}

fn kinds(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let own = values::response_kind(old.field.kind, new.field.kind);
    let elements = old
        .element_kind()
        .zip(new.element_kind())
        .and_then(|(old, new)| values::response_kind(old, new));
    let unsure = old.is_unsure() || new.is_unsure();
    let rule = match own.into_iter().chain(elements).reduce(Relation::and) {
        Some(_) if unsure && is_container(old) && is_container(new) => Rule::ResponseTypeRespelled,
        Some(Relation::Tighter) => Rule::ResponseTypeNarrowed,
        Some(Relation::Looser) => Rule::ResponseTypeWidened,
        Some(_) => Rule::ResponseTypeChanged,
        None if kind_name(old) != kind_name(new) => Rule::ResponseTypeRespelled,
        None => return None,
    };
    let side = |unit: &Unit<'_>| {
        Side::new(&unit.subject, format!("{}.type", unit.path)).with_value(kind_name(unit))
    };
    let confidence = old.confidence.max(new.confidence);
    Some(Change::new(rule, side(old), side(new)).with_confidence(confidence))
}

/// An object and a list of objects look alike on a page that prints no tree.
fn is_container(unit: &Unit<'_>) -> bool {
    matches!(unit.field.kind, Type::Array | Type::Object)
}

/// What is said about values, in the words of answers: nothing is refused there.
fn value_rules(old: &Unit<'_>, new: &Unit<'_>) -> Vec<Change> {
    let none = Spellings::default();
    let subject = |unit: &Unit<'_>| unit.element_kind().unwrap_or(unit.field.kind);
    let before = Subject {
        name: &old.subject,
        path: &old.path,
        kind: subject(old),
        required: false,
    };
    let after = Subject {
        name: &new.subject,
        path: &new.path,
        kind: subject(new),
        required: false,
    };
    let changes = rules::compare(
        (before, facts::of_field(old.field, &none, Age::Old)),
        (after, facts::of_field(new.field, &none, Age::New)),
        &none,
    );
    changes.into_iter().map(in_an_answer).collect()
}

fn in_an_answer(change: Change) -> Change {
    let term = |side: &Side| {
        let written = ["format", "layout", "encoding"];
        written
            .iter()
            .any(|term| side.path.ends_with(&format!(".{term}")))
    };
    let stated = change.before.value.is_some() && change.after.value.is_some();
    let rule = match change.rule {
        Rule::EnumValueRespelled => return change,
        Rule::EnumValueAdded => Rule::ResponseValueAdded,
        Rule::EnumValueRemoved => Rule::ResponseValueRemoved,
        Rule::ConstraintChanged if stated && term(&change.before) && term(&change.after) => {
            Rule::ResponseFormatChanged
        }
        _ => Rule::ResponseRuleChanged,
    };
    Change::new(rule, change.before, change.after).with_confidence(change.confidence)
}
