//! Scores readings against labels: every term with its value, condition and scope is one fact.

use doctract_spec::model::{Constraint, IndexRange};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A labelled parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    /// `product/locale/file`.
    pub(crate) page: String,
    /// The documented name.
    pub(crate) parameter: String,
    /// The legal indices.
    #[serde(default)]
    pub(crate) index: Option<IndexRange>,
    /// What the description states.
    #[serde(default)]
    pub(crate) holds: Vec<Constraint>,
}

/// Right, invented and missed facts of one kind.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

impl Count {
    pub(crate) fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    pub(crate) fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Counts by kind.
pub(crate) type Table = BTreeMap<String, Count>;

/// Adds one parameter to a table; the differing facts come back for a look.
pub(crate) fn compare(
    table: &mut Table,
    expected: &BTreeSet<Fact>,
    read: &BTreeSet<Fact>,
) -> (Vec<Fact>, Vec<Fact>) {
    for fact in expected.intersection(read) {
        table.entry(fact.kind.clone()).or_default().right += 1;
    }
    let missed: Vec<Fact> = expected.difference(read).cloned().collect();
    let wrong: Vec<Fact> = read.difference(expected).cloned().collect();
    for fact in &missed {
        table.entry(fact.kind.clone()).or_default().missed += 1;
    }
    for fact in &wrong {
        table.entry(fact.kind.clone()).or_default().wrong += 1;
    }
    (missed, wrong)
}

/// The sum over all kinds.
pub(crate) fn total(table: &Table) -> Count {
    table.values().fold(Count::default(), |sum, count| Count {
        right: sum.right + count.right,
        wrong: sum.wrong + count.wrong,
        missed: sum.missed + count.missed,
    })
}

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
    let when = map
        .get("when")
        .map(|when| condition(when))
        .unwrap_or_default();
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
            _ if value.is_array() => list(value, |item| item.to_string()),
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
                list(&value["values"], |item| item.to_string())
            )
        }
        _ => "in words".to_owned(),
    }
}
