//! Terms in short, for people.

use crate::model::{Condition, Constraint, DefaultValue, Term, Violation};
use std::fmt::Write as _;

/// More values of a list than this are counted, not shown.
const MOST_SHOWN: usize = 8;

/// A term of an entry in short: `maxLength 64`, `enum a, b when Kind = c`.
pub(in crate::diff) fn show(entry: &Constraint, term: Term) -> String {
    let mut text = String::from(term.name());
    let value = value(entry, term);
    if !value.is_empty() {
        let _ = write!(text, " {value}");
    }
    if !entry.special_values.is_empty() && term.judges_value() {
        let _ = write!(text, " or {}", shown(&entry.special_values));
    }
    if let Some(when) = &entry.when {
        let _ = write!(text, " when {}", condition(when));
    }
    let otherwise = match entry.violation {
        Violation::Rejected => "",
        Violation::Ignored => ", else ignored",
        Violation::Defaulted => ", else the default",
        Violation::Truncated => ", else cut",
        Violation::Adjusted => ", else adjusted",
    };
    text.push_str(otherwise);
    text
}

fn value(entry: &Constraint, term: Term) -> String {
    let length = |limit: Option<u64>| match (limit, entry.length_unit) {
        (Some(limit), Some(unit)) if unit.0 == doctract_core::LengthUnit::Bytes => {
            format!("{limit} bytes")
        }
        (Some(limit), _) => limit.to_string(),
        (None, _) => String::new(),
    };
    let number = |number: Option<crate::model::DecimalNumber>| {
        let unit = entry.unit.as_ref().map(|unit| format!(" {unit}"));
        number.map_or_else(String::new, |number| {
            format!("{}{}", number.0, unit.unwrap_or_default())
        })
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let set = |set: &Option<crate::model::CharSetText>| {
        set.as_ref()
            .map_or_else(String::new, |set| set.0.to_string())
    };
    let when = |when: &Option<Condition>| when.as_ref().map_or_else(String::new, condition);
    match term {
        Term::MinLength => length(entry.min_length),
        Term::MaxLength => length(entry.max_length),
        Term::Minimum => number(entry.minimum),
        Term::Maximum => number(entry.maximum),
        Term::ExclusiveMinimum => number(entry.exclusive_minimum),
        Term::ExclusiveMaximum => number(entry.exclusive_maximum),
        Term::MultipleOf => number(entry.multiple_of),
        Term::Enum => {
            let values = entry.enumeration.iter();
            shown(
                &values
                    .map(|allowed| allowed.value.clone())
                    .collect::<Vec<_>>(),
            )
        }
        Term::Default => entry.default.as_ref().map_or_else(String::new, default),
        Term::Pattern => text(&entry.pattern),
        Term::Charset => set(&entry.charset),
        Term::StartsWith => set(&entry.starts_with),
        Term::NotStartsWith => set(&entry.not_starts_with),
        Term::EndsWith => set(&entry.ends_with),
        Term::NotEndsWith => set(&entry.not_ends_with),
        Term::Prefix => shown(&entry.prefix),
        Term::NotPrefix => shown(&entry.not_prefix),
        Term::Suffix => shown(&entry.suffix),
        Term::NotSuffix => shown(&entry.not_suffix),
        Term::Contains => shown(&entry.contains),
        Term::NotContains => shown(&entry.not_contains),
        Term::NotValues => shown(&entry.not_values),
        Term::CharClasses => entry
            .char_classes
            .as_ref()
            .map_or_else(String::new, |classes| {
                let sets: Vec<_> = classes.of.iter().map(|set| set.0.to_string()).collect();
                format!("{} of {}", classes.min, sets.join("; "))
            }),
        Term::Format => entry
            .format
            .map_or_else(String::new, |format| format.0.name().into()),
        Term::Layout => match &entry.zone {
            Some(zone) => format!("{} {zone}", text(&entry.layout)),
            None => text(&entry.layout),
        },
        Term::Encoding => entry
            .encoding
            .map_or_else(String::new, |encoding| encoding.0.name().into()),
        Term::List => entry
            .list
            .as_ref()
            .map_or_else(String::new, |list| match &list.separator {
                Some(separator) => format!("separated by {separator:?}"),
                None => "in JSON".to_owned(),
            }),
        Term::MinItems => entry
            .min_items
            .map_or_else(String::new, |limit| limit.to_string()),
        Term::MaxItems => entry
            .max_items
            .map_or_else(String::new, |limit| limit.to_string()),
        Term::Unique => text(&entry.unique),
        Term::RequiredIf => when(&entry.required_if),
        Term::EffectiveIf => when(&entry.effective_if),
        Term::DependentRequired => shown(&entry.dependent_required),
        Term::ExactlyOneOf => shown(&entry.exactly_one_of),
        Term::AtLeastOneOf => shown(&entry.at_least_one_of),
        Term::MutuallyExclusive => shown(&entry.mutually_exclusive),
        Term::Precedes => shown(&entry.precedes),
        Term::Compare => entry.compare.as_ref().map_or_else(String::new, |compare| {
            let other = compare.other.as_deref().unwrap_or("now");
            format!("{} {other}", compare.operator.0.name())
        }),
        Term::Span => entry.span.as_ref().map_or_else(String::new, |span| {
            let limit = |word: &str, limit: &Option<String>| {
                limit
                    .as_ref()
                    .map_or_else(String::new, |limit| format!(" {word} {limit}"))
            };
            format!(
                "to {}{}{}",
                span.other,
                limit("min", &span.min),
                limit("max", &span.max)
            )
        }),
        Term::WithinPast => text(&entry.within_past),
        Term::ReplacedBy => text(&entry.replaced_by),
        _ => String::new(),
    }
}

/// A default in short.
fn default(value: &DefaultValue) -> String {
    match (&value.value, &value.text) {
        (Some(value), _) => format!("{value:?}"),
        (None, Some(text)) => text.clone(),
        (None, None) => "none".to_owned(),
    }
}

/// A list in short.
pub(in crate::diff) fn shown(values: &[String]) -> String {
    let mut text = values
        .iter()
        .take(MOST_SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more @ 1..) = values.len().checked_sub(MOST_SHOWN) {
        let _ = write!(text, " and {more} more");
    }
    text
}

/// A condition in short.
fn condition(when: &Condition) -> String {
    if let Some(parameter) = &when.parameter {
        let operator = when
            .operator
            .map_or("present", |operator| operator.0.name());
        let values = shown(&when.values);
        return match (operator, values.as_str()) {
            ("eq", values) => format!("{parameter} = {values}"),
            (operator, "") => format!("{parameter} {operator}"),
            (operator, values) => format!("{parameter} {operator} {values}"),
        };
    }
    let joined = |parts: &[Condition], word: &str| {
        parts.iter().map(condition).collect::<Vec<_>>().join(word)
    };
    match (when.all.is_empty(), when.any.is_empty()) {
        (false, _) => joined(&when.all, " and "),
        (true, false) => joined(&when.any, " or "),
        (true, true) => when.text.clone().unwrap_or_default(),
    }
}
