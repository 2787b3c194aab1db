//! One value as a JSON Schema: its type and the rules that always hold for it.

use super::pattern::Pattern;
use crate::model::{Confidence, Constraint, Field, Scope, Term, Type, Violation};
use doctract_core::{Format, LengthUnit};
use serde_json::{Map, Number, Value, json};
use std::collections::BTreeSet;

/// The key that holds the rules for which JSON Schema has no word, as the spec writes them.
pub(super) const CONSTRAINTS: &str = "x-doctract-constraints";

/// A schema that grows key by key.
pub(super) type Schema = Map<String, Value>;

/// The schema of a value of the field's type, with the rules, an example and what a reader needs.
pub(super) fn schema(field: &Field) -> Schema {
    let mut schema = Schema::new();
    type_of(field.kind, &mut schema);
    let rest = rules(field.kind, &field.constraints, &mut schema);
    entries(&rest, &mut schema);
    schema
}

/// The words for a type.
pub(super) fn type_of(kind: Type, schema: &mut Schema) {
    let (word, format) = match kind {
        Type::String | Type::Json => ("string", None),
        Type::Integer => ("integer", Some("int32")),
        Type::Long => ("integer", Some("int64")),
        Type::Float => ("number", Some("float")),
        Type::Double => ("number", Some("double")),
        Type::Boolean => ("boolean", None),
        Type::Array => ("array", None),
        Type::Object => ("object", None),
        Type::Any => return,
    };
    schema.insert("type".into(), word.into());
    if let Some(format) = format {
        schema.insert("format".into(), format.into());
    }
    if kind == Type::Json {
        schema.insert("contentMediaType".into(), "application/json".into());
    }
}

/// Adds what nobody but this project reads.
pub(super) fn entries(entries: &[&Constraint], schema: &mut Schema) {
    if entries.is_empty() {
        return;
    }
    let entries = entries.iter().map(|entry| json!(entry)).collect();
    schema.insert(CONSTRAINTS.into(), Value::Array(entries));
}

/// Whether an entry always holds, for the whole value, and what breaks it is refused.
pub(super) fn is_plain(entry: &Constraint) -> bool {
    entry.when.is_none() && is_enforced(entry)
}

/// Whether an entry is about the whole value, surely read, and what breaks it is refused.
pub(super) fn is_enforced(entry: &Constraint) -> bool {
    entry.scope == Scope::Value
        && entry.violation == Violation::Rejected
        && entry.confidence != Confidence::Low
}

/// Adds the rules that JSON Schema has words for; gives back the entries that it does not say in
/// full.
pub(super) fn rules<'a>(
    kind: Type,
    constraints: &'a [Constraint],
    schema: &mut Schema,
) -> Vec<&'a Constraint> {
    let mut rest = Vec::new();
    let mut pattern = Pattern::default();
    let (mut patterns, mut alternatives) = (Vec::new(), Vec::new());
    for entry in constraints {
        let defaults = default(kind, entry, constraints, schema);
        if !is_plain(entry) {
            rest.push(entry);
            continue;
        }
        let mut words = Schema::new();
        let mut said = true;
        for term in entry.terms().filter(|term| *term != Term::Default) {
            said &= match term {
                Term::Pattern => {
                    patterns.extend(entry.pattern.clone());
                    true
                }
                term if is_text(kind) && entry.special_values.is_empty() => {
                    pattern.add(entry, term) || word(kind, entry, term, &mut words)
                }
                term => word(kind, entry, term, &mut words),
            };
        }
        said &= entry.unit.is_none() && entry.zone.is_none() && defaults;
        if !entry.special_values.is_empty() && !words.is_empty() {
            let specials = literals(kind, &entry.special_values);
            said &= specials.len() == entry.special_values.len();
            alternatives.push(json!([words, { "enum": specials }]));
        } else {
            for (key, value) in words {
                merge(schema, key, value);
            }
        }
        if !said {
            rest.push(entry);
        }
    }
    patterns.extend(pattern.finish());
    let mut also = Vec::new();
    let mut patterns = patterns.into_iter();
    if let Some(first) = patterns.next() {
        schema.insert("pattern".into(), first.into());
    }
    also.extend(patterns.map(|pattern| json!({ "pattern": pattern })));
    also.extend(
        alternatives
            .into_iter()
            .map(|either| json!({ "anyOf": either })),
    );
    if !also.is_empty() {
        schema.insert("allOf".into(), also.into());
    }
    rest
}

const fn is_text(kind: Type) -> bool {
    matches!(kind, Type::String | Type::Json | Type::Any)
}

const fn is_number(kind: Type) -> bool {
    matches!(
        kind,
        Type::Integer | Type::Long | Type::Float | Type::Double
    )
}

/// Adds the word for a term; `false` if there is none, or none for values of the type.
fn word(kind: Type, entry: &Constraint, term: Term, schema: &mut Schema) -> bool {
    let bytes = entry
        .length_unit
        .is_some_and(|unit| unit.0 == LengthUnit::Bytes);
    let (key, value): (&str, Value) = match term {
        Term::MinLength if is_text(kind) && !bytes => ("minLength", json!(entry.min_length)),
        Term::MaxLength if is_text(kind) && !bytes => ("maxLength", json!(entry.max_length)),
        Term::NotEmpty if is_text(kind) => ("minLength", json!(1)),
        Term::NotEmpty | Term::AllowEmpty => return true,
        Term::Minimum if is_number(kind) => ("minimum", json!(entry.minimum)),
        Term::Maximum if is_number(kind) => ("maximum", json!(entry.maximum)),
        Term::ExclusiveMinimum if is_number(kind) => {
            ("exclusiveMinimum", json!(entry.exclusive_minimum))
        }
        Term::ExclusiveMaximum if is_number(kind) => {
            ("exclusiveMaximum", json!(entry.exclusive_maximum))
        }
        Term::MultipleOf if is_number(kind) => ("multipleOf", json!(entry.multiple_of)),
        Term::Enum => {
            let values: Vec<_> = entry
                .enumeration
                .iter()
                .map(|one| one.value.clone())
                .collect();
            // A page that lists a value twice means it once.
            let distinct: BTreeSet<_> = values.iter().collect();
            let distinct = distinct.len();
            let values = literals(kind, &values);
            if values.len() != distinct || entry.case_sensitive == Some(false) {
                return kind == Type::Boolean;
            }
            let described = entry.enumeration.iter().any(|one| one.meaning.is_some());
            if described {
                let meanings = entry.enumeration.iter();
                let meanings = meanings.map(|one| (one.value.clone(), json!(one.meaning)));
                schema.insert("x-doctract-meanings".into(), meanings.collect());
            }
            ("enum", values.into())
        }
        Term::Format => return format(entry, schema),
        Term::Encoding => match entry.encoding.map(|encoding| encoding.0.name()) {
            Some(name @ "base64") => ("contentEncoding", name.into()),
            _ => return false,
        },
        Term::MinItems if kind == Type::Array => ("minItems", json!(entry.min_items)),
        Term::MaxItems if kind == Type::Array => ("maxItems", json!(entry.max_items)),
        Term::UniqueItems if kind == Type::Array => ("uniqueItems", json!(true)),
        Term::Deprecated => ("deprecated", json!(true)),
        _ => return false,
    };
    // A number that JSON has no exact form for is written as text, which bounds nothing.
    if term.is_numeric() && !value.is_number() {
        return false;
    }
    schema.insert(key.into(), value);
    true
}

/// Formats that JSON Schema has the same word for. Its times need seconds and an offset, so a time
/// of another layout is said by its layout.
fn format(entry: &Constraint, schema: &mut Schema) -> bool {
    let Some(format) = entry.format else {
        return true;
    };
    let word = match format.0 {
        Format::Date | Format::Duration | Format::Ipv4 | Format::Ipv6 | Format::Uri => {
            format.0.name()
        }
        Format::Email | Format::Hostname | Format::Uuid => format.0.name(),
        Format::DateTime | Format::Time if is_internet_time(entry.layout.as_deref()) => {
            format.0.name()
        }
        Format::Json | Format::JsonArray | Format::JsonObject => {
            schema.insert("contentMediaType".into(), "application/json".into());
            let kind = match format.0 {
                Format::JsonArray => "array",
                Format::JsonObject => "object",
                _ => return true,
            };
            schema.insert("contentSchema".into(), json!({ "type": kind }));
            return true;
        }
        Format::DateTime | Format::Time => return entry.layout.is_some(),
        _ => return false,
    };
    schema.insert("format".into(), word.into());
    true
}

fn is_internet_time(layout: Option<&str>) -> bool {
    let plain = layout.map(|layout| layout.replace('\'', ""));
    matches!(
        plain.as_deref(),
        Some("yyyy-MM-ddTHH:mm:ssZ" | "YYYY-MM-DDThh:mm:ssZ" | "YYYY-MM-DDTHH:mm:ssZ")
    )
}

/// Adds the default; `false` if it is said in words only, or breaks the value's own rules: the page
/// is wrong somewhere, and tools refuse such a document.
fn default(kind: Type, entry: &Constraint, all: &[Constraint], schema: &mut Schema) -> bool {
    let Some(stated) = &entry.default else {
        return true;
    };
    let Some(text) = &stated.value else {
        return stated.absent;
    };
    let breaks = |rule: &Constraint| {
        is_plain(rule)
            && rule
                .terms()
                .any(|term| rule.broken_by(term, text).is_some())
    };
    match literal(kind, text) {
        Some(value) if entry.when.is_none() && !all.iter().any(breaks) => {
            schema.entry("default").or_insert(value);
            true
        }
        _ => false,
    }
}

/// Two rules of one word hold together: the stronger one stays; what cannot be compared is added.
fn merge(schema: &mut Schema, key: String, value: Value) {
    let Some(known) = schema.get(&key) else {
        schema.insert(key, value);
        return;
    };
    let number = |value: &Value| value.as_f64();
    let stronger = match (key.as_str(), number(known), number(&value)) {
        ("minLength" | "minimum" | "exclusiveMinimum" | "minItems", Some(known), Some(new)) => {
            new > known
        }
        ("maxLength" | "maximum" | "exclusiveMaximum" | "maxItems", Some(known), Some(new)) => {
            new < known
        }
        ("enum", ..) => {
            let allowed = value.as_array().cloned().unwrap_or_default();
            if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                let both = values.iter().filter(|one| allowed.contains(one)).count();
                // Two lists with nothing in common are two cases of which the page tells one.
                if both > 0 {
                    values.retain(|one| allowed.contains(one));
                } else {
                    values.extend(allowed);
                }
            }
            return;
        }
        _ => true,
    };
    if stronger {
        schema.insert(key, value);
    }
}

/// Wire strings as JSON values of a type; those that are none of it are left out.
pub(super) fn literals(kind: Type, values: &[String]) -> Vec<Value> {
    let mut literals: Vec<Value> = Vec::new();
    for value in values.iter().filter_map(|value| literal(kind, value)) {
        if !literals.contains(&value) {
            literals.push(value);
        }
    }
    literals
}

/// A wire string as a JSON value of a type.
pub(super) fn literal(kind: Type, text: &str) -> Option<Value> {
    match kind {
        Type::Integer | Type::Long => text.parse::<i64>().ok().map(Value::from),
        Type::Float | Type::Double => Number::from_f64(text.parse().ok()?).map(Value::Number),
        Type::Boolean if text.eq_ignore_ascii_case("true") => Some(true.into()),
        Type::Boolean if text.eq_ignore_ascii_case("false") => Some(false.into()),
        Type::Boolean => None,
        Type::Array | Type::Object => serde_json::from_str(text).ok(),
        Type::String | Type::Json | Type::Any => Some(text.into()),
    }
}
