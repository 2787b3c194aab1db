//! Rules between parameters in the words of JSON Schema: `if` and `then`, `required`, `oneOf`.

use super::value::{self, CONSTRAINTS, Schema, is_enforced, rules};
use crate::model::{Condition, Constraint, Field, Operation, Term, Type};
use doctract_core::Operator;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Conditions deeper than this are left to readers.
const DEEPEST: usize = 16;

/// What holds between the parameters of a request.
#[derive(Debug, Default)]
pub(super) struct Between {
    /// Schemas of the whole request, all of which hold.
    pub(super) rules: Vec<Value>,
    /// The entries that they say.
    said: Vec<Value>,
}

impl Between {
    /// Reads the rules of an operation.
    pub(super) fn of(operation: &Operation) -> Self {
        let names = Names::of(&operation.request.parameters);
        let mut between = Self::default();
        for entry in &operation.constraints {
            between.add(entry, names.rule(entry, None));
        }
        for (name, field) in &names.fields {
            for entry in &field.constraints {
                between.add(entry, names.rule(entry, Some((field, name))));
            }
        }
        between
    }

    fn add(&mut self, entry: &Constraint, rule: Option<Value>) {
        let Some(rule) = rule else { return };
        self.said.push(json!(entry));
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    /// Takes out of a schema the entries that the schemas of the whole request say.
    pub(super) fn without_said(&self, schema: &mut Schema) {
        let Some(entries) = schema.get_mut(CONSTRAINTS).and_then(Value::as_array_mut) else {
            return;
        };
        entries.retain(|entry| !self.said.contains(entry));
        if entries.is_empty() {
            schema.remove(CONSTRAINTS);
        }
    }
}

/// The parameters that a rule can name, by their documented names, with the way to each through
/// objects; what stands in a list has none.
#[derive(Debug, Default)]
struct Names<'a> {
    known: HashMap<String, (Vec<&'a str>, Type)>,
    /// The same in the order of the spec, each once.
    fields: Vec<(String, &'a Field)>,
}

impl<'a> Names<'a> {
    fn of(fields: &'a [Field]) -> Self {
        let mut names = Self::default();
        for field in fields {
            names.add(field, "", &[]);
        }
        names
    }

    fn add(&mut self, field: &'a Field, above: &str, way: &[&'a str]) {
        let documented = match (&field.flatten, above) {
            (Some(flatten), _) => flatten.clone(),
            (None, "") => field.name.clone(),
            (None, above) => format!("{above}.{}", field.name),
        };
        let mut way = way.to_vec();
        way.push(&field.name);
        self.fields.push((documented.clone(), field));
        if field.kind == Type::Object {
            for property in &field.properties {
                self.add(property, &documented, &way);
            }
        }
        for name in [documented, field.name.clone()] {
            let place = (way.clone(), field.kind);
            self.known.entry(name).or_insert(place);
        }
    }

    /// The schema that says that a parameter is there.
    fn present(&self, name: &str) -> Option<Value> {
        let (way, _) = self.known.get(name)?;
        Some(along(way, None))
    }

    /// The schema that says that a parameter is there and fits a schema.
    fn fits(&self, name: &str, schema: &Value) -> Option<Value> {
        let (way, _) = self.known.get(name)?;
        Some(along(way, Some(schema)))
    }

    /// The schema that a parameter fits where it is there.
    fn where_present(&self, name: &str, schema: &Value) -> Option<Value> {
        let (way, _) = self.known.get(name)?;
        let inner = way.iter().rev().fold(
            schema.clone(),
            |inner, step| json!({ "properties": { *step: inner } }),
        );
        Some(inner)
    }

    /// The schema of requests for which a condition holds; `None` if no schema says it.
    fn condition(&self, condition: &Condition, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(parameter) = &condition.parameter {
            let (_, kind) = self.known.get(parameter)?;
            let values = value::literals(*kind, &condition.values);
            if values.len() != condition.values.len() {
                return None;
            }
            let among = || self.fits(parameter, &json!({ "enum": values }));
            let bounded = |word: &str| match values.as_slice() {
                [bound] if bound.is_number() => self.fits(parameter, &json!({ word: bound })),
                _ => None,
            };
            return match condition
                .operator
                .map_or(Operator::Present, |operator| operator.0)
            {
                Operator::Eq | Operator::In => among(),
                Operator::Ne | Operator::NotIn => Some(json!({ "not": among()? })),
                Operator::Present => self.present(parameter),
                Operator::Absent => Some(json!({ "not": self.present(parameter)? })),
                Operator::Gt => bounded("exclusiveMinimum"),
                Operator::Ge => bounded("minimum"),
                Operator::Lt => bounded("exclusiveMaximum"),
                Operator::Le => bounded("maximum"),
                _ => None,
            };
        }
        let joined = |word: &str, parts: &[Condition]| -> Option<Value> {
            let parts: Option<Vec<_>> = parts
                .iter()
                .map(|part| self.condition(part, depth + 1))
                .collect();
            Some(json!({ word: parts? }))
        };
        match (condition.all.as_slice(), condition.any.as_slice()) {
            ([], []) => None,
            ([], any) => joined("anyOf", any),
            (all, _) => joined("allOf", all),
        }
    }

    /// An entry as a schema of the whole request; `None` if no schema says all of it, or if it
    /// says nothing that the parameter's own schema does not.
    fn rule(&self, entry: &Constraint, owner: Option<(&Field, &String)>) -> Option<Value> {
        if !is_enforced(entry) {
            return None;
        }
        let own = owner.map(|(_, name)| name);
        let (mut parts, mut about_value) = (Vec::new(), false);
        for term in entry.terms() {
            if is_between(term) {
                parts.push(self.term(entry, term, own)?);
            } else {
                about_value = true;
            }
        }
        if about_value {
            let (field, name) = owner?;
            let plain = [alone(entry)];
            let mut schema = Schema::new();
            if !rules(field.kind, &plain, &mut schema).is_empty() {
                return None;
            }
            if entry.when.is_some() {
                parts.push(self.where_present(name, &schema.into())?);
            }
        }
        let last = parts.pop()?;
        let rule = if parts.is_empty() {
            last
        } else {
            parts.push(last);
            json!({ "allOf": parts })
        };
        Some(match &entry.when {
            Some(when) => json!({ "if": self.condition(when, 0)?, "then": rule }),
            None => rule,
        })
    }

    /// A term between parameters as a schema of the whole request.
    fn term(&self, entry: &Constraint, term: Term, own: Option<&String>) -> Option<Value> {
        let all = |list: &[String]| -> Option<Vec<Value>> {
            let mut names: Vec<&String> = list.iter().chain(own).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().map(|name| self.present(name)).collect()
        };
        Some(match term {
            Term::RequiredIf => {
                let when = self.condition(entry.required_if.as_ref()?, 0)?;
                json!({ "if": when, "then": self.present(own?)? })
            }
            Term::EffectiveIf => {
                let when = self.condition(entry.effective_if.as_ref()?, 0)?;
                json!({ "if": self.present(own?)?, "then": when })
            }
            Term::DependentRequired => {
                let names = entry.dependent_required.iter();
                let needed: Option<Vec<_>> = names.map(|name| self.present(name)).collect();
                json!({ "if": self.present(own?)?, "then": { "allOf": needed? } })
            }
            Term::ExactlyOneOf => json!({ "oneOf": all(&entry.exactly_one_of)? }),
            Term::AtLeastOneOf => json!({ "anyOf": all(&entry.at_least_one_of)? }),
            Term::MutuallyExclusive => {
                let present = all(&entry.mutually_exclusive)?;
                let mut pairs = Vec::new();
                for (at, one) in present.iter().enumerate() {
                    for other in present.iter().skip(at + 1) {
                        pairs.push(json!({ "not": { "allOf": [one, other] } }));
                    }
                }
                match pairs.as_slice() {
                    [] => return None,
                    [one] => one.clone(),
                    _ => json!({ "allOf": pairs }),
                }
            }
            _ => return None,
        })
    }
}

/// The schema that says that a way through objects is there and what stands at its end.
fn along(way: &[&str], end: Option<&Value>) -> Value {
    let whole = way.iter().rev().fold(None, |inner: Option<Value>, step| {
        Some(match inner.as_ref().or(end) {
            Some(inner) => json!({ "required": [step], "properties": { *step: inner } }),
            None => json!({ "required": [step] }),
        })
    });
    whole.unwrap_or_else(|| json!({}))
}

/// Whether a term is about other parameters, or about presence.
const fn is_between(term: Term) -> bool {
    matches!(
        term,
        Term::RequiredIf
            | Term::EffectiveIf
            | Term::DependentRequired
            | Term::ExactlyOneOf
            | Term::AtLeastOneOf
            | Term::MutuallyExclusive
    )
}

/// The part of an entry that is about the value alone.
fn alone(entry: &Constraint) -> Constraint {
    Constraint {
        required_if: None,
        effective_if: None,
        dependent_required: Vec::new(),
        exactly_one_of: Vec::new(),
        at_least_one_of: Vec::new(),
        mutually_exclusive: Vec::new(),
        when: None,
        ..entry.clone()
    }
}
