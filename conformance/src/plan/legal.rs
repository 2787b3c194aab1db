//! A legal value of one parameter: from the fixtures, from somebody's own source, or made from its
//! rules.

use super::Planner;
use crate::case::{MadeRef, Numbered, UNIQUE_DIGITS, Unique, Value};
use crate::synth::{Shape as ValueShape, Want};
use doctract_spec::model::{Constraint, Field, Role, Type};
use doctract_spec::names::Leaf;

impl<'a> Planner<'a> {
    /// A plain legal value of a leaf: from the fixtures, a fresh token, or made from its rules.
    pub(super) fn plain(
        &self,
        leaf: &Leaf<'a>,
        slot: u32,
        lacking: &mut Vec<String>,
    ) -> Option<Value> {
        if let Some(constant) = &leaf.field.constant {
            return Some(Value::text(constant.clone()));
        }
        if let Some(resource) = self.resource(&leaf.pattern, slot) {
            return Some(resource);
        }
        let failed = self.failures.borrow().contains_key(&leaf.pattern);
        if (failed || self.names_resource(leaf)) && !lacking.contains(&leaf.pattern) {
            lacking.push(leaf.pattern.clone());
        }
        let shape = shape(leaf.field, &[]);
        let mut rng = self.rng(&leaf.pattern);
        let text = shape.plain(&mut rng)?;
        if text.len() < UNIQUE_DIGITS
            && let Some(length) = usual_length(leaf.field)
        {
            let long = Want {
                length: Some(length),
                ..Want::default()
            };
            let text = shape.solve(&long, &mut rng).unwrap_or(text);
            return Some(fresh(leaf.field, text, slot));
        }
        Some(fresh(leaf.field, text, slot))
    }

    /// The fixtures' value for a parameter.
    pub(super) fn resource(&self, pattern: &str, slot: u32) -> Option<Value> {
        let operation = &self.operation.operation;
        let Some(resource) = self.fixtures.resource(operation, pattern) else {
            return self.own_value(pattern, slot).map(Value::Value);
        };
        if let Some(template) = &resource.pool {
            return Some(Value::Numbered(Numbered {
                template: template.clone(),
                slot,
            }));
        }
        if let Some(scenario) = &resource.scenario {
            return Some(Value::Made(MadeRef {
                scenario: scenario.clone(),
                template: None,
                like: self.like(pattern),
                slot,
            }));
        }
        resource.value.clone().map(Value::Value)
    }

    /// The value from somebody's own source. One that failed is not asked for the parameter again.
    fn own_value(&self, pattern: &str, slot: u32) -> Option<String> {
        let source = self.values.as_ref()?;
        if self.failures.borrow().contains_key(pattern) {
            return None;
        }
        let value = source.value(&self.operation.operation, pattern, slot);
        value.unwrap_or_else(|reason| {
            self.failures
                .borrow_mut()
                .insert(pattern.to_owned(), reason);
            None
        })
    }

    /// What a legal value of a parameter looks like.
    pub(super) fn like(&self, pattern: &str) -> String {
        let leaves = self.checker.names().leaves().iter();
        let leaf = leaves.into_iter().find(|leaf| leaf.pattern == pattern);
        let plain = leaf.and_then(|leaf| shape(leaf.field, &[]).plain(&mut self.rng(pattern)));
        plain.unwrap_or_default()
    }

    /// Whether a value must name something that exists, so that only fixtures can provide it.
    pub(super) fn names_resource(&self, leaf: &Leaf<'_>) -> bool {
        let field = leaf.field;
        let listed = field
            .constraints
            .iter()
            .any(|entry| !entry.enumeration.is_empty());
        let stated = field
            .constraints
            .iter()
            .any(|entry| entry.value_from.is_some());
        let name = field.name.as_str();
        let like_id = self
            .conventions
            .resource_suffixes
            .iter()
            .any(|suffix| name.ends_with(suffix.as_str()));
        !listed && field.role.is_none() && (stated || like_id)
    }

    /// A legal value of a parameter that is none of these.
    pub(super) fn other_value(&self, name: &str, not: &[String]) -> Option<String> {
        let names = self.checker.names();
        let leaf = names.leaves().iter().find(|leaf| leaf.pattern == name)?;
        let shape = shape(leaf.field, &[]);
        let listed = leaf
            .field
            .constraints
            .iter()
            .flat_map(|entry| &entry.enumeration);
        let listed = listed.map(|value| value.value.clone());
        let truth = [String::from("true"), String::from("false")];
        let truth = truth
            .into_iter()
            .filter(|_| leaf.field.kind == Type::Boolean);
        let plain = shape.plain(&mut self.rng(name));
        let different = |text: &String| !not.iter().any(|value| value.eq_ignore_ascii_case(text));
        listed
            .chain(truth)
            .chain(plain)
            .find(|text| different(text) && shape.admits(text, None))
    }
}

/// The rules of a field that hold always, and those of the entries given.
pub(super) fn shape<'a>(field: &'a Field, entries: &[usize]) -> ValueShape<'a> {
    let extra: Vec<&Constraint> = entries
        .iter()
        .filter_map(|at| field.constraints.get(*at))
        .collect();
    ValueShape::new(field, |entry| {
        entry.when.is_none()
            || extra
                .iter()
                .any(|known| std::ptr::eq(*known, entry) || known.when == entry.when)
    })
}

/// How long a value is that must occur once: the digits that make it so need room.
pub(super) fn usual_length(field: &Field) -> Option<u64> {
    is_unique(field).then_some(2 * UNIQUE_DIGITS as u64)
}

/// Whether each request must carry a value of its own.
fn is_unique(field: &Field) -> bool {
    field.role == Some(Role::IdempotencyToken)
        || field.constraints.iter().any(|entry| entry.unique.is_some())
}

/// The text as a value that no other case uses, where the page demands that.
pub(super) fn fresh(field: &Field, text: String, slot: u32) -> Value {
    let unique = is_unique(field);
    let ascii = text.is_ascii();
    let Some(kept) = text
        .len()
        .checked_sub(UNIQUE_DIGITS)
        .filter(|_| unique && ascii)
    else {
        return Value::Value(text);
    };
    let before = text.get(..kept).unwrap_or_default().to_owned();
    Value::Unique(Unique {
        before,
        after: String::new(),
        slot,
    })
}
