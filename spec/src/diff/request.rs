//! The request before and after.

use super::change::{Change, Side};
use super::facts::{self, Subject};
use super::pairing::{self, Link, Pair};
use super::values::{self, Age, Relation, Spellings};
use super::view::{self, Unit};
use super::words::{self, Place};
use super::{Options, Rule, groups, rules};
use crate::Operation;
use crate::model::{Confidence, Constraint, DefaultValue, Field, Position, Term, Type};

/// What changed in the request.
pub(super) fn compare(
    old: &Operation,
    new: &Operation,
    prose: bool,
    options: &Options,
) -> Vec<Change> {
    let (before, after) = (view::request(old), view::request(new));
    let pairing = pairing::pair(&before, &after);
    let mut spellings = Spellings::default();
    for pair in &pairing.pairs {
        spellings.renamed(&pair.old.subject, &pair.new.subject);
    }
    let mut changes = operation_rules(old, new, &spellings);
    changes.extend(groups::compare(
        groups::stated(&old.constraints, &before, &spellings, Age::Old),
        groups::stated(&new.constraints, &after, &spellings, Age::New),
    ));
    for pair in &pairing.pairs {
        changes.extend(judge(*pair, &spellings, prose));
    }
    for unit in &pairing.gone {
        changes.push(gone(unit, options));
    }
    for unit in &pairing.came {
        changes.push(came(unit, options));
    }
    changes
}

/// The statements about several parameters at once.
fn operation_rules(old: &Operation, new: &Operation, spellings: &Spellings) -> Vec<Change> {
    let subject = Subject {
        name: "request",
        path: "",
        kind: Type::Any,
        required: false,
    };
    let old = facts::of_entries(&old.constraints, spellings, Age::Old);
    let new = facts::of_entries(&new.constraints, spellings, Age::New);
    rules::compare((subject, old), (subject, new), spellings)
}

/// A side that stands for a unit that is not there.
fn nowhere(unit: &Unit<'_>) -> Side {
    Side::new("", unit.holder())
}

fn here(unit: &Unit<'_>) -> Side {
    Side::new(&unit.subject, &unit.path)
}

fn summary(unit: &Unit<'_>) -> String {
    let kind = kind_name(unit);
    match (unit.field.required, unit.children.len()) {
        (true, 0) => format!("{kind}, required"),
        (false, 0) => kind,
        (_, count) => {
            let names: Vec<_> = unit
                .children
                .iter()
                .map(|child| child.field.name.clone())
                .collect();
            let required = if unit.field.required {
                ", required"
            } else {
                ""
            };
            format!("{kind}{required} ({count}: {})", values::shown(&names))
        }
    }
}

pub(super) fn kind_name(unit: &Unit<'_>) -> String {
    match unit.items {
        Some(items) if unit.field.kind == Type::Array => {
            format!("array of {}", items.kind.name())
        }
        _ => unit.field.kind.name().to_owned(),
    }
}

fn gone(unit: &Unit<'_>, options: &Options) -> Change {
    let rule = presence(unit, options).mirror();
    Change::new(rule, here(unit).with_value(summary(unit)), nowhere(unit))
        .with_confidence(unit.field.confidence)
}

fn came(unit: &Unit<'_>, options: &Options) -> Change {
    let rule = presence(unit, options);
    Change::new(rule, nowhere(unit), here(unit).with_value(summary(unit)))
        .with_confidence(unit.field.confidence)
}

/// The rule of a parameter that came.
fn presence(unit: &Unit<'_>, options: &Options) -> Rule {
    let field = unit.field;
    if field.constant.is_some() {
        Rule::FixedParameterListed
    } else if options.internal_parameters.contains(&field.name) {
        Rule::InternalParameterListed
    } else if field.required {
        Rule::RequiredParameterAdded
    } else {
        Rule::RequestParameterAdded
    }
}

fn judge(pair: Pair<'_, '_>, spellings: &Spellings, prose: bool) -> Vec<Change> {
    let Pair { old, new, .. } = pair;
    let mut changes = names(pair);
    if old.field.constant.is_some() || new.field.constant.is_some() {
        changes.extend(constants(old, new));
        return changes;
    }
    changes.extend(position(old, new));
    changes.extend(requiredness(old, new));
    let kinds = kinds(old, new);
    let travels = |change: &Change| change.rule == Rule::RequestSerializationChanged;
    let otherwise = kinds.iter().any(travels);
    changes.extend(kinds);
    let mut rules = value_rules(old, new, spellings);
    // How one value holds a list says nothing once it travels otherwise.
    rules.retain(|change| {
        let lists = |side: &Side| side.path.rsplit('.').next() == Some(Term::List.name());
        !(otherwise && (lists(&change.before) || lists(&change.after)))
    });
    changes.extend(rules);
    changes.extend(defaults(old, new, spellings));
    changes.extend(deprecation(old, new));
    let place = Place {
        old: (&old.subject, &old.path),
        new: (&new.subject, &new.path),
    };
    changes.extend(words::field(place, old.field, new.field, prose));
    changes
}

/// The name, and other names.
fn names(Pair { old, new, link }: Pair<'_, '_>) -> Vec<Change> {
    let sides = || {
        (
            here(old).with_value(&old.subject),
            here(new).with_value(&new.subject),
        )
    };
    let renamed = |rule| {
        let (before, after) = sides();
        let confidence = match link {
            Link::Likeness => Confidence::Medium,
            Link::Name | Link::Moved => Confidence::High,
        };
        Change::new(rule, before, after).with_confidence(confidence)
    };
    let flat = own_spelling(old.field).zip(own_spelling(new.field));
    let own_name_changed =
        old.field.name != new.field.name || flat.is_some_and(|(old, new)| old != new);
    let mut changes = Vec::new();
    match link {
        Link::Moved => changes.push(renamed(Rule::RequestParameterMoved)),
        Link::Likeness => changes.push(renamed(Rule::RequestParameterRenamed)),
        Link::Name if own_name_changed => {
            if old.key() == new.key() {
                changes.push(renamed(Rule::RequestParameterRespelled));
            }
        }
        Link::Name => {}
    }
    let (was, is) = (accepted(old.field), accepted(new.field));
    let missing = |from: &[String], other: &[String]| -> Vec<String> {
        let known = |name: &String| other.iter().any(|one| one.eq_ignore_ascii_case(name));
        from.iter().filter(|name| !known(name)).cloned().collect()
    };
    let (lost, gained) = (missing(&was, &is), missing(&is, &was));
    if link == Link::Name && !lost.is_empty() {
        let before = Side::new(&old.subject, format!("{}.aliases", old.path));
        let before = before.with_value(values::shown(&lost));
        changes.push(Change::new(Rule::RequestSpellingRemoved, before, here(new)));
    }
    if link == Link::Name && !gained.is_empty() {
        let after = Side::new(&new.subject, format!("{}.aliases", new.path));
        let after = after.with_value(values::shown(&gained));
        changes.push(Change::new(Rule::RequestSpellingAdded, here(old), after));
    }
    changes
}

/// How a field's own level is printed: `Tag.N` and `Tag.n` are one.
fn own_spelling(field: &Field) -> Option<&str> {
    let flatten = field.flatten.as_deref()?;
    let own = flatten.rfind(field.name.as_str())?;
    flatten.get(own..)
}

fn accepted(field: &Field) -> Vec<String> {
    let names = std::iter::once(&field.name).chain(&field.aliases);
    names.cloned().collect()
}

fn constants(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let (was, is) = (old.field.constant.as_ref()?, new.field.constant.as_ref()?);
    let side = |unit: &Unit<'_>, value: &String| {
        Side::new(&unit.subject, format!("{}.constant", unit.path)).with_value(value)
    };
    let changed = !was.eq_ignore_ascii_case(is);
    changed.then(|| Change::new(Rule::FixedValueChanged, side(old, was), side(new, is)))
}

fn position(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let place = |unit: &Unit<'_>| match unit.field.position.unwrap_or(Position::Query) {
        Position::Query => "query",
        Position::Header => "header",
        Position::Path => "path",
        Position::Body => "body",
        Position::Host => "host",
    };
    let side = |unit: &Unit<'_>| {
        Side::new(&unit.subject, format!("{}.in", unit.path)).with_value(place(unit))
    };
    let changed = place(old) != place(new);
    changed.then(|| Change::new(Rule::RequestParameterMoved, side(old), side(new)))
}

fn requiredness(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let rule = match (old.field.required, new.field.required) {
        (false, true) => Rule::ParameterNowRequired,
        (true, false) => Rule::ParameterNowOptional,
        _ => return None,
    };
    let side = |unit: &Unit<'_>| {
        let stated = unit.field.required_text.clone();
        let word = if unit.field.required {
            "required".to_owned()
        } else {
            stated.unwrap_or_else(|| "optional".to_owned())
        };
        Side::new(&unit.subject, format!("{}.required", unit.path)).with_value(word)
    };
    Some(Change::new(rule, side(old), side(new)))
}

/// The type, and how it travels.
fn kinds(old: &Unit<'_>, new: &Unit<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let side = |unit: &Unit<'_>| {
        Side::new(&unit.subject, format!("{}.type", unit.path)).with_value(kind_name(unit))
    };
    let own = values::request_kind(
        (old.field.kind, old.field.constraints.as_slice()),
        (new.field.kind, new.field.constraints.as_slice()),
    );
    let elements = match (old.items, new.items) {
        (Some(old), Some(new)) => values::request_kind(
            (old.kind, old.constraints.as_slice()),
            (new.kind, new.constraints.as_slice()),
        ),
        _ => None,
    };
    let relation = own.into_iter().chain(elements).reduce(Relation::and);
    let rule = match relation {
        Some(Relation::Tighter) => Some(Rule::RequestTypeNarrowed),
        Some(Relation::Looser) => Some(Rule::RequestTypeWidened),
        Some(_) => Some(Rule::RequestTypeChanged),
        None if kind_name(old) != kind_name(new) => Some(Rule::RequestTypeRespelled),
        None => None,
    };
    if let Some(rule) = rule {
        changes.push(Change::new(rule, side(old), side(new)));
    }
    let flat = |unit: &Unit<'_>| unit.field.flatten.is_some();
    let both_whole = |kind: Type| matches!(kind, Type::Array | Type::Object);
    if own.is_none()
        && both_whole(old.field.kind)
        && both_whole(new.field.kind)
        && flat(old) != flat(new)
    {
        let side = |unit: &Unit<'_>| {
            let how = match &unit.field.flatten {
                Some(flatten) => format!("as {flatten}"),
                None => "as one value".to_owned(),
            };
            Side::new(&unit.subject, format!("{}.flatten", unit.path)).with_value(how)
        };
        let rule = Rule::RequestSerializationChanged;
        changes.push(Change::new(rule, side(old), side(new)));
    }
    changes
}

fn value_rules(old: &Unit<'_>, new: &Unit<'_>, spellings: &Spellings) -> Vec<Change> {
    let subject = |unit: &'_ Unit<'_>| unit.element_kind().unwrap_or(unit.field.kind);
    let before = Subject {
        name: &old.subject,
        path: &old.path,
        kind: subject(old),
        required: old.field.required,
    };
    let after = Subject {
        name: &new.subject,
        path: &new.path,
        kind: subject(new),
        required: new.field.required,
    };
    rules::compare(
        (before, facts::of_field(old.field, spellings, Age::Old)),
        (after, facts::of_field(new.field, spellings, Age::New)),
        spellings,
    )
}

/// The entries that state a default, with the case that they are for.
fn stated<'a>(
    unit: &Unit<'a>,
    spellings: &Spellings,
    age: Age,
) -> Vec<(
    Option<values::When>,
    usize,
    &'a Constraint,
    &'a DefaultValue,
)> {
    let entries = unit.field.constraints.iter().enumerate();
    entries
        .filter_map(|(at, entry)| {
            let default = entry.default.as_ref()?;
            let when = entry.when.as_ref();
            let when = when.map(|when| values::When::of(when, spellings, age));
            (default.value.is_some() || default.absent).then_some((when, at, entry, default))
        })
        .collect()
}

fn defaults(old: &Unit<'_>, new: &Unit<'_>, spellings: &Spellings) -> Vec<Change> {
    let mut left = stated(old, spellings, Age::Old);
    let mut changes = Vec::new();
    let side = |unit: &Unit<'_>, at: usize, entry: &Constraint| {
        let path = format!("{}.constraints[{at}].default", unit.path);
        Side::new(&unit.subject, path).with_value(values::show(entry, Term::Default))
    };
    for (when, at, entry, default) in stated(new, spellings, Age::New) {
        let partner = left.iter().position(|(case, ..)| *case == when);
        let Some((_, old_at, old_entry, old_default)) = partner.map(|place| left.remove(place))
        else {
            if !default.absent {
                let after = side(new, at, entry);
                let change = Change::new(Rule::DefaultStated, here(old), after);
                changes.push(change.with_confidence(entry.confidence));
            }
            continue;
        };
        if !same_default(old_default, default) {
            let (before, after) = (side(old, old_at, old_entry), side(new, at, entry));
            let change = Change::new(Rule::DefaultChanged, before, after);
            changes.push(change.with_confidence(entry.confidence.max(old_entry.confidence)));
        }
    }
    for (_, at, entry, default) in left {
        if !default.absent {
            let change = Change::new(Rule::DefaultUnstated, side(old, at, entry), here(new));
            changes.push(change.with_confidence(entry.confidence));
        }
    }
    changes
}

fn same_default(old: &DefaultValue, new: &DefaultValue) -> bool {
    match (&old.value, &new.value) {
        (Some(old), Some(new)) => {
            let boolean = |text: &str| {
                text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
            };
            old == new
                || (boolean(old) && old.eq_ignore_ascii_case(new))
                || matches!(doctract_core::compare::order(old, new), Some(order) if order.is_eq())
        }
        (old, new) => old.is_none() && new.is_none(),
    }
}

fn deprecation(old: &Unit<'_>, new: &Unit<'_>) -> Option<Change> {
    let stated = |unit: &Unit<'_>| {
        let entries = unit.field.constraints.iter().enumerate();
        let mut entries = entries.filter(|(_, entry)| entry.deprecated);
        entries.next().map(|(at, _)| at)
    };
    let at = |unit: &Unit<'_>, at: usize| {
        let path = format!("{}.constraints[{at}].deprecated", unit.path);
        Side::new(&unit.subject, path).with_value("deprecated")
    };
    match (stated(old), stated(new)) {
        (None, Some(place)) => Some(Change::new(
            Rule::ParameterDeprecated,
            here(old),
            at(new, place),
        )),
        (Some(place), None) => Some(Change::new(
            Rule::ParameterUndeprecated,
            at(old, place),
            here(new),
        )),
        _ => None,
    }
}
