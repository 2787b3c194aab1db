//! Names that are nearly the same, and conditions that never hold.

use super::{Rule, Run};
use crate::model::{Condition, Confidence, Constraint, Field};
use crate::names::Shape;
use doctract_core::Operator;
use std::collections::HashMap;

impl Run<'_> {
    pub(super) fn names(&mut self) {
        self.near_names();
        self.exclusive();
        for (path, entry) in self.entries() {
            for (key, condition) in entry.conditions() {
                self.condition(condition, &format!("{path}.{key}"));
            }
        }
        let mut found = Vec::new();
        for node in self.checker.names().nodes() {
            if node.field.description.is_none()
                && node.shape == Shape::Leaf
                && node.parent.is_none()
            {
                let message = format!("{} is not described", node.pattern);
                found.push((Rule::NoDescription, node.path.clone(), message));
            }
            for (at, entry) in node.field.constraints.iter().enumerate() {
                for (key, condition) in [
                    ("requiredIf", &entry.required_if),
                    ("effectiveIf", &entry.effective_if),
                ] {
                    if condition
                        .as_ref()
                        .is_some_and(|condition| names(condition, &node.pattern))
                    {
                        let path = format!("{}.constraints[{at}].{key}", node.path);
                        let message = format!("the condition is about {} itself", node.pattern);
                        found.push((Rule::ConditionSelf, path, message));
                    }
                }
            }
        }
        for (rule, path, message) in found {
            self.report(rule, path, message);
        }
    }

    fn near_names(&mut self) {
        let mut seen: HashMap<(Option<usize>, String), &str> = HashMap::new();
        let mut found = Vec::new();
        for node in self
            .checker
            .names()
            .nodes()
            .iter()
            .filter(|node| !node.field.name.is_empty())
        {
            let name = node.field.name.as_str();
            let folded = name.replace(['-', '_'], "").to_lowercase();
            match seen.insert((node.parent, folded), name) {
                Some(other) if other != name => {
                    let message = format!("`{other}` and `{name}` are nearly the same name");
                    found.push((format!("{}.name", node.path), message));
                }
                _ => {}
            }
        }
        for (path, message) in found {
            self.report(Rule::CaseNames, path, message);
        }
    }

    fn exclusive(&mut self) {
        let names = self.checker.names();
        let mut found = Vec::new();
        for (path, entry) in self.entries() {
            for (key, list) in [
                ("mutuallyExclusive", &entry.mutually_exclusive),
                ("exactlyOneOf", &entry.exactly_one_of),
            ] {
                let required = list.iter().filter(|name| {
                    let node = names.find(name).and_then(|node| names.nodes().get(node));
                    node.is_some_and(|node| node.field.required && node.lists.is_empty())
                });
                if let Some(name) = required.take(1).next().filter(|_| entry.when.is_none()) {
                    let message = format!("{name} is required, so that the others cannot be sent");
                    found.push((format!("{path}.{key}"), message));
                }
            }
        }
        for (path, message) in found {
            self.report(Rule::RequiredExclusive, path, message);
        }
    }

    fn condition(&mut self, condition: &Condition, path: &str) {
        for (key, parts) in [("all", &condition.all), ("any", &condition.any)] {
            for (at, part) in parts.iter().enumerate() {
                self.condition(part, &format!("{path}.{key}[{at}]"));
            }
        }
        let positive = matches!(
            condition.operator.map(|operator| operator.0),
            Some(Operator::Eq | Operator::In)
        );
        let names = self.checker.names();
        let place = condition
            .parameter
            .as_deref()
            .and_then(|name| names.find(name));
        let Some(node) = place
            .and_then(|node| names.nodes().get(node))
            .filter(|_| positive)
        else {
            return;
        };
        let pattern = node.pattern.clone();
        let field = node.field;
        let strange = condition
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| never(field, value));
        let strange: Vec<_> = strange.map(|(at, value)| (at, value.clone())).collect();
        for (at, value) in strange {
            let message = format!("{pattern} never has the value `{value}`");
            self.report(
                Rule::ConditionValue,
                format!("{path}.values[{at}]"),
                message,
            );
        }
    }
}

fn names(condition: &Condition, parameter: &str) -> bool {
    condition.parameter.as_deref() == Some(parameter)
        || condition
            .all
            .iter()
            .chain(&condition.any)
            .any(|part| names(part, parameter))
}

/// Whether a field is said to have other values only: it lists its values, and this is none.
fn never(field: &Field, value: &str) -> bool {
    let lists =
        |entry: &&Constraint| !entry.enumeration.is_empty() && entry.confidence != Confidence::Low;
    let mut lists = field.constraints.iter().filter(lists).peekable();
    lists.peek().is_some()
        && lists.all(|entry| {
            let mut values = entry.enumeration.iter().map(|listed| &listed.value);
            !values.any(|listed| Operator::Eq.holds(Some(value), &[listed]))
                && !entry.special_values.iter().any(|special| special == value)
        })
}
