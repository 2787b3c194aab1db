//! What constraints state, one fact for each term with its value, condition and scope.

use doctract_spec::model::{Constraint, IndexRange};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// One statement: a term, its value, and when and where it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fact {
    pub(crate) kind: String,
    pub(crate) value: String,
}

/// The facts of a parameter.
pub(crate) fn facts(constraints: &[Constraint], index: Option<&IndexRange>) -> BTreeSet<Fact> {
    let mut found = BTreeSet::new();
    if let Some(index) = index {
        found.insert(Fact {
            kind: "indexRange".to_owned(),
            value: format!("{}..{:?}", index.min, index.max),
        });
    }
    for constraint in constraints {
        let Ok(Value::Object(map)) = serde_json::to_value(constraint) else {
            continue;
        };
        of_entry(&map, &mut found);
    }
    found
}

fn of_entry(map: &Map<String, Value>, found: &mut BTreeSet<Fact>) {
    let when = map.get("when").map(condition).unwrap_or_default();
    let scope = map.get("scope").and_then(Value::as_str).unwrap_or("value");
    let violation = map
        .get("violation")
        .and_then(Value::as_str)
        .unwrap_or("rejected");
    for (key, value) in map {
        if matches!(
            key.as_str(),
            "when" | "scope" | "violation" | "confidence" | "text" | "lengthUnit" | "valueFrom"
        ) {
            continue;
        }
        let mut text = match key.as_str() {
            "enum" => list(value, |item| {
                item["value"].as_str().unwrap_or_default().to_owned()
            }),
            "default" => default(value),
            "requiredIf" | "effectiveIf" => condition(value),
            "charset" | "startsWith" | "endsWith" | "notStartsWith" | "notEndsWith" => set(value),
            "charClasses" => format!("{} of {}", value["min"], list(&value["of"], set)),
            "unique" => match value.as_str() {
                Some("request") => "request".to_owned(),
                _ => "world".to_owned(),
            },
            _ if value.is_array() => list(value, ToString::to_string),
            _ => value.to_string(),
        };
        if key.ends_with("Length") {
            text += map
                .get("lengthUnit")
                .and_then(Value::as_str)
                .unwrap_or("chars");
        }
        if key == "effectiveIf" || key.ends_with("Length") {
            text += match violation {
                "rejected" => "",
                other => other,
            };
        }
        let place = match key.as_str() {
            "unit" | "format" | "layout" | "zone" => String::new(),
            _ => format!(" when {when} of {scope}"),
        };
        found.insert(Fact {
            kind: key.clone(),
            value: text + &place,
        });
    }
}

fn list(value: &Value, text: impl Fn(&Value) -> String) -> String {
    let mut items: Vec<String> = value.as_array().into_iter().flatten().map(text).collect();
    items.sort();
    items.join(" | ")
}

fn default(value: &Value) -> String {
    match (&value["value"], &value["text"]) {
        (Value::String(value), _) => value.clone(),
        (_, Value::String(_)) => "in words".to_owned(),
        _ => "absent".to_owned(),
    }
}

fn set(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let (words, literal) = text.split_once('[').unwrap_or((text, ""));
    let mut words: Vec<&str> = words.split_whitespace().collect();
    words.sort_unstable();
    let mut chars: Vec<char> = literal
        .strip_suffix(']')
        .unwrap_or_default()
        .chars()
        .collect();
    chars.sort_unstable();
    format!(
        "{} {}",
        words.join(" "),
        chars.into_iter().collect::<String>()
    )
}

fn condition(value: &Value) -> String {
    for joined in ["all", "any"] {
        if value[joined].is_array() {
            return format!("{joined}({})", list(&value[joined], condition));
        }
    }
    match (&value["parameter"], &value["operator"]) {
        (Value::String(name), Value::String(operator)) => {
            format!(
                "{name} {operator} {}",
                list(&value["values"], ToString::to_string)
            )
        }
        _ => "in words".to_owned(),
    }
}
