//! Printed requests, held against the whole operation.

use super::{Rule, Run};
use crate::model::{Field, Position, RequestExample, Style, Type};
use crate::{near, printed};
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
            let pairs = printed::pairs(operation, example);
            if pairs.is_empty() {
                continue;
            }
            let path = format!("examples.requests[{at}]");
            let breaches = self.checker.check(&pairs, NO_TIME);
            for breach in breaches {
                let unseen =
                    breach.rule == "required" && self.is_not_printed(&breach.parameter, example);
                let value = pairs.iter().find(|(name, _)| *name == breach.wire_name);
                let shortened = value.is_some_and(|(_, value)| is_shortened(value));
                if unseen || shortened {
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
            unknown.retain(|name| {
                let is_common = COMMON.contains(&name.as_str());
                !is_common && !self.is_in_open(name) && seen.insert(shape(name))
            });
            let patterns: Vec<_> = self
                .checker
                .names()
                .leaves()
                .iter()
                .map(|leaf| leaf.pattern.clone())
                .collect();
            for name in &unknown {
                let advice = near::advice(name, patterns.iter().map(String::as_str));
                let advice = advice.or(Some(Rule::RequestExampleUnknown.entry().advice.to_owned()));
                let path = format!("{path}.parameters[name={name}]");
                let message =
                    format!("the printed request sends `{name}`, which is not documented");
                self.report_with(Rule::RequestExampleUnknown, path, message, advice);
            }
        }
    }

    /// Whether a name stands below a parameter whose members nothing lists: any may be sent.
    fn is_in_open(&self, name: &str) -> bool {
        let names = self.checker.names();
        let name = shape(name);
        let above = name.match_indices('.').map(|(at, _)| &name[..at]);
        let mut known = above.filter_map(|above| names.nodes().get(names.find(above)?));
        known.any(|node| {
            let items = node.field.items.as_deref();
            let listed = |field: &Field| !field.properties.is_empty();
            let open = matches!(node.field.kind, Type::Object | Type::Json | Type::Any)
                || items.is_some_and(|items| items.kind == Type::Object);
            open && !listed(node.field) && !items.is_some_and(listed)
        })
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

/// Whether a page prints a part of the value only: `["d-1", … "d-9"]`.
pub(super) fn is_shortened(value: &str) -> bool {
    value.contains('…') || value.contains("...")
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
