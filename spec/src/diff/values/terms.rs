//! One term of two entries compared: which of the two allows more.

use super::{Age, Relation, Spellings, When, charset};
use crate::model::{CharSetText, Constraint, Term, Type};
use doctract_core::{Format, LengthUnit, Number, time};
use std::cmp::Ordering;

/// The term under which terms of one meaning are compared: bounds, whether or not they are within.
pub(in crate::diff) const fn family(term: Term) -> Term {
    match term {
        Term::ExclusiveMinimum => Term::Minimum,
        Term::ExclusiveMaximum => Term::Maximum,
        Term::NotEmpty => Term::MinLength,
        Term::Layout => Term::Format,
        term => term,
    }
}

/// What the family allows in `new` against what it allowed in `old`, both of which state it.
pub(in crate::diff) fn relation(
    term: Term,
    old: &Constraint,
    new: &Constraint,
    kind: Type,
    spellings: &Spellings,
) -> Relation {
    let base = base(term, old, new, kind, spellings);
    if !term.judges_value() {
        return base;
    }
    let lost = |from: &Constraint, to: &Constraint| {
        from.special_values.iter().any(|value| {
            [term, Term::ExclusiveMinimum, Term::ExclusiveMaximum]
                .into_iter()
                .filter(|other| family(*other) == term)
                .any(|term| to.broken_by(term, value).is_some())
        })
    };
    base.and(Relation::of(!lost(new, old), !lost(old, new)))
}

fn base(
    term: Term,
    old: &Constraint,
    new: &Constraint,
    kind: Type,
    spellings: &Spellings,
) -> Relation {
    match term {
        Term::MinLength => lengths(min_length(old), min_length(new), at_least),
        Term::MaxLength => lengths(max_length(old), max_length(new), at_most),
        Term::Minimum | Term::Maximum => bounds(term, old, new, kind),
        Term::MultipleOf => multiples(old, new),
        Term::Enum => enums(old, new),
        Term::Charset => sets(old.charset.as_ref(), new.charset.as_ref()),
        Term::StartsWith => sets(old.starts_with.as_ref(), new.starts_with.as_ref()),
        Term::EndsWith => sets(old.ends_with.as_ref(), new.ends_with.as_ref()),
        Term::NotStartsWith => {
            sets(old.not_starts_with.as_ref(), new.not_starts_with.as_ref()).inverse()
        }
        Term::NotEndsWith => sets(old.not_ends_with.as_ref(), new.not_ends_with.as_ref()).inverse(),
        Term::Prefix => texts(&old.prefix, &new.prefix, |text, head| {
            text.starts_with(head)
        }),
        Term::Suffix => texts(&old.suffix, &new.suffix, |text, tail| text.ends_with(tail)),
        Term::NotPrefix => texts(&old.not_prefix, &new.not_prefix, |text, head| {
            text.starts_with(head)
        })
        .inverse(),
        Term::NotSuffix => texts(&old.not_suffix, &new.not_suffix, |text, tail| {
            text.ends_with(tail)
        })
        .inverse(),
        Term::NotContains => texts(&old.not_contains, &new.not_contains, |text, part| {
            text.contains(part)
        })
        .inverse(),
        Term::NotValues => texts(&old.not_values, &new.not_values, |text, value| {
            text == value
        })
        .inverse(),
        Term::Contains => contains(&old.contains, &new.contains),
        Term::CharClasses => char_classes(old, new),
        Term::Format => formats(old, new),
        Term::MinItems => ordered(old.min_items, new.min_items).inverse(),
        Term::MaxItems => ordered(old.max_items, new.max_items),
        Term::Pattern => same(old.pattern == new.pattern),
        Term::Encoding => same(old.encoding == new.encoding),
        Term::List => same(old.list == new.list),
        Term::Unique => same(old.unique == new.unique),
        Term::RequiredIf => conditions(old, new, spellings, |entry| entry.required_if.as_ref()),
        Term::EffectiveIf => {
            conditions(old, new, spellings, |entry| entry.effective_if.as_ref()).inverse()
        }
        Term::DependentRequired => {
            let [old, new] = names(old, new, spellings, |entry| &entry.dependent_required);
            Relation::of(
                old.iter().all(|name| new.contains(name)),
                new.iter().all(|name| old.contains(name)),
            )
        }
        Term::Precedes => group(old, new, spellings, |entry| &entry.precedes),
        Term::Compare => {
            same(compared(old, spellings, Age::Old) == compared(new, spellings, Age::New))
        }
        Term::Span => spans(old, new, spellings),
        Term::WithinPast => durations(old.within_past.as_deref(), new.within_past.as_deref()),
        _ => Relation::Same,
    }
}

const fn same(same: bool) -> Relation {
    if same {
        Relation::Same
    } else {
        Relation::Other
    }
}

/// Of upper limits: the larger one allows more. No limit allows all.
fn ordered<T: Ord>(old: Option<T>, new: Option<T>) -> Relation {
    match (old, new) {
        (Some(old), Some(new)) => Relation::of(new <= old, old <= new),
        (old, new) => Relation::of(old.is_none(), new.is_none()),
    }
}

fn min_length(entry: &Constraint) -> (u64, LengthUnit) {
    let least = entry.min_length.unwrap_or(0);
    let limit = if entry.not_empty { least.max(1) } else { least };
    (limit, entry.length(limit).unit)
}

fn max_length(entry: &Constraint) -> (u64, LengthUnit) {
    let limit = entry.max_length.unwrap_or(u64::MAX);
    (limit, entry.length(limit).unit)
}

type Limit = (u64, LengthUnit);

fn lengths(old: Limit, new: Limit, within: fn(Limit, Limit) -> bool) -> Relation {
    Relation::of(within(new, old), within(old, new))
}

/// Whether no text longer than `outer` allows is allowed by `inner`. A character has one to four
/// bytes.
fn at_most((inner, inner_unit): Limit, (outer, outer_unit): Limit) -> bool {
    match (inner_unit, outer_unit) {
        (LengthUnit::Chars, LengthUnit::Bytes) => 4 * u128::from(inner) <= u128::from(outer),
        _ => inner <= outer,
    }
}

/// Whether no text shorter than `outer` allows is allowed by `inner`.
fn at_least((inner, inner_unit): Limit, (outer, outer_unit): Limit) -> bool {
    match (inner_unit, outer_unit) {
        (LengthUnit::Bytes, LengthUnit::Chars) => u128::from(inner) + 3 >= 4 * u128::from(outer),
        _ => inner >= outer,
    }
}

/// A bound as it is compared: with whole numbers, "more than 4" is "at least 5".
fn bound(term: Term, entry: &Constraint, kind: Type) -> Option<(Number, bool)> {
    let (inclusive, exclusive, step) = match term {
        Term::Minimum => (entry.minimum, entry.exclusive_minimum, 1i64),
        _ => (entry.maximum, entry.exclusive_maximum, -1),
    };
    let whole = matches!(kind, Type::Integer | Type::Long);
    let exclusive = exclusive.map(|bound| match bound.0.as_i64() {
        Some(value) if whole => (Number::from(value.saturating_add(step)), false),
        _ => (bound.0, true),
    });
    exclusive.or_else(|| inclusive.map(|bound| (bound.0, false)))
}

fn bounds(term: Term, old: &Constraint, new: &Constraint, kind: Type) -> Relation {
    let (Some(left), Some(right)) = (bound(term, old, kind), bound(term, new, kind)) else {
        return Relation::Same;
    };
    if !same_unit(old.unit.as_deref(), new.unit.as_deref()) {
        return Relation::Other;
    }
    let order = right.0.cmp(&left.0);
    let order = if term == Term::Minimum {
        order
    } else {
        order.reverse()
    };
    match order.then(right.1.cmp(&left.1)) {
        Ordering::Equal => Relation::Same,
        Ordering::Greater => Relation::Tighter,
        Ordering::Less => Relation::Looser,
    }
}

/// Spellings of units that pages use for one another; the last of a line is the plain one.
const UNITS: &[&[&str]] = &[
    &["kb", "kib", "kbyte", "kbytes"],
    &["mb", "mib", "mbyte", "mbytes"],
    &["gb", "gib", "gbyte", "gbytes", "g"],
    &["tb", "tib"],
    &["s", "sec", "second", "seconds", "秒"],
    &["min", "minute", "minutes", "分钟"],
    &["h", "hour", "hours", "小时"],
    &["d", "day", "days", "天"],
    &["week", "weeks", "周"],
    &["month", "months", "月", "个月"],
    &["year", "years", "年"],
    &["ms", "millisecond", "milliseconds", "毫秒"],
    &["mbit/s", "mbps", "mbit"],
    &["byte", "bytes", "字节"],
    &["%", "percent"],
];

/// Whether two units are one; an entry that states none agrees with any.
pub(in crate::diff) fn same_unit(old: Option<&str>, new: Option<&str>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return true;
    };
    let (old, new) = (old.trim().to_lowercase(), new.trim().to_lowercase());
    old == new
        || UNITS
            .iter()
            .any(|unit| unit.contains(&old.as_str()) && unit.contains(&new.as_str()))
}

fn multiples(old: &Constraint, new: &Constraint) -> Relation {
    match (old.multiple_of, new.multiple_of) {
        (Some(old), Some(new)) => {
            Relation::of(new.0.is_multiple_of(old.0), old.0.is_multiple_of(new.0))
        }
        _ => Relation::Same,
    }
}

/// Whether the allowed values are true and false, in any letter case.
pub(in crate::diff) fn is_boolean(entry: &Constraint) -> bool {
    let has = |word: &str| {
        let mut values = entry.enumeration.iter();
        values.any(|allowed| allowed.value.eq_ignore_ascii_case(word))
    };
    entry.enumeration.len() == 2 && has("true") && has("false")
}

fn enums(old: &Constraint, new: &Constraint) -> Relation {
    if is_boolean(old) && is_boolean(new) {
        return Relation::Same;
    }
    let within = |inner: &Constraint, outer: &Constraint| {
        let any_case = inner.case_sensitive == Some(false) && outer.case_sensitive != Some(false);
        let listed = |value: &String| outer.broken_by(Term::Enum, value).is_none();
        !any_case && inner.enumeration.iter().all(|value| listed(&value.value))
    };
    Relation::of(within(new, old), within(old, new))
}

fn sets(old: Option<&CharSetText>, new: Option<&CharSetText>) -> Relation {
    match (old, new) {
        (Some(old), Some(new)) => Relation::of(
            charset::is_within(&new.0, &old.0),
            charset::is_within(&old.0, &new.0),
        ),
        _ => Relation::Same,
    }
}

/// Of lists of which one must fit: what fits a text of one list must fit one of the other.
fn texts(old: &[String], new: &[String], fits: fn(&str, &str) -> bool) -> Relation {
    let within = |inner: &[String], outer: &[String]| {
        inner
            .iter()
            .all(|text| outer.iter().any(|part| fits(text, part)))
    };
    Relation::of(within(new, old), within(old, new))
}

/// Of lists of which every one must occur.
fn contains(old: &[String], new: &[String]) -> Relation {
    let implied = |by: &[String], all: &[String]| {
        all.iter()
            .all(|part| by.iter().any(|longer| longer.contains(part.as_str())))
    };
    Relation::of(implied(new, old), implied(old, new))
}

fn char_classes(old: &Constraint, new: &Constraint) -> Relation {
    match (&old.char_classes, &new.char_classes) {
        (Some(old), Some(new)) if old.of == new.of => {
            Relation::of(new.min >= old.min, old.min >= new.min)
        }
        _ => Relation::Other,
    }
}

fn formats(old: &Constraint, new: &Constraint) -> Relation {
    let layouts = match (&old.layout, &new.layout) {
        (Some(old), Some(new)) => same(plain_layout(old) == plain_layout(new)),
        _ => Relation::Same,
    };
    let zones = match (&old.zone, &new.zone) {
        (Some(old), Some(new)) => same(old == new),
        _ => Relation::Same,
    };
    let kinds = match (old.format, new.format) {
        (Some(old), Some(new)) => {
            let within = |inner, outer| {
                inner == outer
                    || matches!(
                        (inner, outer),
                        (Format::Ipv4 | Format::Ipv6, Format::Ip)
                            | (Format::JsonArray | Format::JsonObject, Format::Json)
                    )
            };
            Relation::of(within(new.0, old.0), within(old.0, new.0))
        }
        _ => Relation::Same,
    };
    let dated = [
        Some(Format::DateTime),
        Some(Format::Date),
        Some(Format::Time),
    ];
    let refined = |entry: &Constraint| dated.contains(&entry.format.map(|format| format.0));
    match (&old.layout, &new.layout) {
        (Some(_), Some(_)) if refined(old) && refined(new) => layouts.and(zones),
        _ => kinds.and(layouts).and(zones),
    }
}

fn plain_layout(layout: &str) -> String {
    layout.replace(['\'', ' '], "").to_lowercase()
}

fn conditions(
    old: &Constraint,
    new: &Constraint,
    spellings: &Spellings,
    of: fn(&Constraint) -> Option<&crate::model::Condition>,
) -> Relation {
    let (Some(old), Some(new)) = (of(old), of(new)) else {
        return Relation::Same;
    };
    let (old, new) = (
        When::of(old, spellings, Age::Old),
        When::of(new, spellings, Age::New),
    );
    if !old.is_decidable() && !new.is_decidable() {
        return Relation::Same;
    }
    Relation::of(new.covers(&old), old.covers(&new))
}

fn names(
    old: &Constraint,
    new: &Constraint,
    spellings: &Spellings,
    of: fn(&Constraint) -> &Vec<String>,
) -> [Vec<String>; 2] {
    [
        spellings.canonical_list(of(old), Age::Old),
        spellings.canonical_list(of(new), Age::New),
    ]
}

fn group(
    old: &Constraint,
    new: &Constraint,
    spellings: &Spellings,
    of: fn(&Constraint) -> &Vec<String>,
) -> Relation {
    let [old, new] = names(old, new, spellings, of);
    same(old == new)
}

fn compared(
    entry: &Constraint,
    spellings: &Spellings,
    age: Age,
) -> Option<(&'static str, Option<String>)> {
    let compare = entry.compare.as_ref()?;
    let other = compare.other.as_deref();
    Some((
        compare.operator.0.name(),
        other.map(|name| spellings.canonical(name, age)),
    ))
}

fn spans(old: &Constraint, new: &Constraint, spellings: &Spellings) -> Relation {
    let (Some(old), Some(new)) = (&old.span, &new.span) else {
        return Relation::Same;
    };
    let others = same(
        spellings.canonical(&old.other, Age::Old) == spellings.canonical(&new.other, Age::New),
    );
    let max = durations(old.max.as_deref(), new.max.as_deref());
    let min = match (&old.min, &new.min) {
        (None, None) => Relation::Same,
        (Some(old), Some(new)) => durations(Some(old), Some(new)).inverse(),
        (old, _) => Relation::of(old.is_none(), old.is_some()),
    };
    others.and(max).and(min)
}

/// Of two greatest durations; none allows all.
fn durations(old: Option<&str>, new: Option<&str>) -> Relation {
    if old == new {
        return Relation::Same;
    }
    let read = |text: Option<&str>| text.map(time::duration);
    match (read(old), read(new)) {
        (Some(None), _) | (_, Some(None)) => Relation::Other,
        (old, new) => ordered(old.flatten(), new.flatten()),
    }
}
