//! Printed requests, held against the whole operation.

use super::{Rule, Run};
use crate::model::{Position, RequestExample, Style};
use crate::near;
use serde_json::Value;
use std::collections::HashSet;

/// Parameters of every request of an RPC operation; pages document them once, elsewhere.
const COMMON: [&str; 12] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "SecurityToken",
    "Timestamp",
    "TimeStamp",
];

/// Printed times are of the past; rules that compare with now do not apply to them.
const NO_TIME: &str = "";

impl Run<'_> {
    pub(super) fn printed(&mut self) {
        let operation = self.operation;
        for (at, example) in operation.examples.requests.iter().enumerate() {
            let pairs = self.pairs(example);
            if pairs.is_empty() {
                continue;
            }
            let path = format!("examples.requests[{at}]");
            let breaches = self.checker.check(&pairs, NO_TIME);
            for breach in breaches {
                let unseen =
                    breach.rule == "required" && self.is_not_printed(&breach.parameter, example);
                if unseen {
                    continue;
                }
                let printed = example
                    .parameters
                    .iter()
                    .any(|pair| pair.name == breach.wire_name);
                let (path, message) = if printed {
                    let path = format!("{path}.parameters[name={}]", breach.wire_name);
                    (path, format!("{} breaks {}", breach.wire_name, breach.rule))
                } else if breach.wire_name.is_empty() {
                    (
                        path.clone(),
                        format!("the printed request breaks {}", breach.rule),
                    )
                } else {
                    let name = &breach.wire_name;
                    (
                        path.clone(),
                        format!("the printed request breaks {} of {name}", breach.rule),
                    )
                };
                self.report(Rule::RequestExample, path, message);
            }
            let mut unknown: Vec<_> = self.checker.unknown(&pairs).map(str::to_owned).collect();
            let mut seen = HashSet::new();
            unknown.retain(|name| seen.insert(shape(name)));
            let patterns: Vec<_> = self
                .checker
                .names()
                .leaves()
                .iter()
                .map(|leaf| leaf.pattern.clone())
                .collect();
            for name in unknown
                .iter()
                .filter(|name| !COMMON.contains(&name.as_str()))
            {
                let advice = near::advice(name, patterns.iter().map(String::as_str));
                let advice = advice.or(Some(Rule::RequestExampleUnknown.entry().advice.to_owned()));
                let path = format!("{path}.parameters[name={name}]");
                let message =
                    format!("the printed request sends `{name}`, which is not documented");
                self.report_with(Rule::RequestExampleUnknown, path, message, advice);
            }
        }
    }

    /// The pairs of a printed request: those of its query, its path and its JSON body.
    fn pairs(&self, example: &RequestExample) -> Vec<(String, String)> {
        let query = example.parameters.iter();
        let mut pairs: Vec<_> = query
            .map(|pair| (pair.name.clone(), pair.value.clone()))
            .collect();
        if let (Some(template), Some(path)) = (&self.operation.path, &example.path) {
            pairs.extend(path_values(template, path));
        }
        let body: Option<Value> = example
            .body
            .as_ref()
            .and_then(|body| serde_json::from_str(body).ok());
        if let Some(body) = body {
            flatten(&body, "", &mut pairs);
        }
        pairs
    }

    /// Whether a printed request cannot show the parameter: it travels in a header, or in a body
    /// that is not printed or no JSON.
    fn is_not_printed(&self, parameter: &str, example: &RequestExample) -> bool {
        let names = self.checker.names();
        let mut node = names
            .find(parameter)
            .and_then(|node| names.nodes().get(node));
        while let Some(above) = node.and_then(|node| names.nodes().get(node.parent?)) {
            node = Some(above);
        }
        let position = node.and_then(|node| node.field.position);
        match position {
            Some(Position::Header | Position::Host) => true,
            Some(Position::Path) => example.path.is_none(),
            Some(Position::Body) => {
                let body = example.body.as_deref();
                body.is_none_or(|body| serde_json::from_str::<Value>(body).is_err())
            }
            _ => self.operation.style == Style::Roa && example.path.is_none(),
        }
    }
}

/// What names that differ only in their indices share; in a body that is a list, all of them.
fn shape(name: &str) -> String {
    let number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = name
        .split('.')
        .map(|part| if number(&part) { "N" } else { part })
        .collect();
    match parts.as_slice() {
        ["body", "N", ..] => "body".to_owned(),
        _ => parts.join("."),
    }
}

/// The values of the variables of a path template.
fn path_values(template: &str, path: &str) -> Vec<(String, String)> {
    let path = path.split('?').next().unwrap_or(path);
    let parts = template
        .trim_matches('/')
        .split('/')
        .zip(path.trim_matches('/').split('/'));
    let variable = |(name, value): (&str, &str)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), value.to_owned()))
    };
    parts.filter_map(variable).collect()
}

/// The values of a JSON body by their names in the flat view.
fn flatten(value: &Value, name: &str, pairs: &mut Vec<(String, String)>) {
    let below = |key: &str| match name {
        "" => key.to_owned(),
        name => format!("{name}.{key}"),
    };
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                flatten(value, &below(key), pairs);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let name = if name.is_empty() { "body" } else { name };
                flatten(item, &format!("{name}.{}", at + 1), pairs);
            }
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}
