//! What a diff finds: changes with both places, grouped by operation.

use super::{Class, Rule};
use crate::Operation;
use crate::model::{Confidence, Term};
use serde::Serialize;
use std::fmt;

/// One change of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The rule that found it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: Rule,
    /// What it means to callers who kept the old contract.
    pub callers: Class,
    /// What it means to a server that kept the old contract.
    pub servers: Class,
    /// The old place.
    pub before: Side,
    /// The new place.
    pub after: Side,
    /// How sure the readings are that it rests on: the least sure counts.
    #[serde(skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
}

/// One end of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// What it is about: a parameter's documented name (`Tag.N.Key`), a field's path in the
    /// answer, an error's code, the id of a precondition; empty where that side has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The place in the spec: `request.parameters[name=DiskId].required`. Where that side has no
    /// such thing, the place that would hold it.
    pub path: String,
    /// What stands there, in short; absent where that side has no such thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The name of an operation, with what tells it from others of the name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OperationName {
    /// The product: `Ecs`.
    pub product: String,
    /// The API version.
    pub version: String,
    /// The operation: `CreateSnapshot`.
    pub operation: String,
    /// The language of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// The changes of one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OperationDiff {
    /// The old operation; absent if it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<OperationName>,
    /// The new operation; absent if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<OperationName>,
    /// What changed, in the order of the spec: operation, request, answer, errors, preconditions.
    pub changes: Vec<Change>,
}

impl Change {
    pub(super) fn new(rule: Rule, before: Side, after: Side) -> Self {
        let entry = rule.entry();
        Self {
            rule,
            callers: entry.callers,
            servers: entry.servers,
            before,
            after,
            confidence: Confidence::High,
        }
    }

    pub(super) fn with_confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = self.confidence.max(confidence);
        self
    }

    /// What it means to the end that it hurts most.
    pub fn class(&self) -> Class {
        self.callers.max(self.servers)
    }

    /// Why it has its classes: the rule's sentence.
    pub fn why(&self) -> &'static str {
        self.rule.entry().sentence
    }

    /// What the change is about: the new name, or the old one if there is no new one.
    pub fn subject(&self) -> &str {
        match self.after.subject.as_str() {
            "" => &self.before.subject,
            subject => subject,
        }
    }

    /// What changed, in one line: `maxLength 128 → 64`.
    pub fn summary(&self) -> String {
        match (&self.before.value, &self.after.value) {
            (Some(before), Some(after)) => format!("{before} → {}", without_term(after, before)),
            (None, Some(after)) if *after == self.after.subject => "added".to_owned(),
            (None, Some(after)) => format!("added ({after})"),
            (Some(before), None) if *before == self.before.subject => "removed".to_owned(),
            (Some(before), None) => format!("removed ({before})"),
            (None, None) => String::new(),
        }
    }

    /// The same change seen backwards.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        Self::new(self.rule.mirror(), self.after.clone(), self.before.clone())
            .with_confidence(self.confidence)
    }
}

/// A term's value alone, if the text beside it begins with the term's name too.
fn without_term<'t>(text: &'t str, beside: &str) -> &'t str {
    let head = |text: &'t str| text.split_once(' ');
    match (head(text), beside.split_once(' ')) {
        (Some((term, rest)), Some((other, _))) if term == other => {
            let known = Term::ALL.iter().any(|known| known.name() == term);
            if known || term == "indexRange" {
                rest
            } else {
                text
            }
        }
        _ => text,
    }
}

impl Side {
    pub(super) fn new(subject: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            path: path.into(),
            value: None,
        }
    }

    pub(super) fn with_value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }
}

impl OperationName {
    /// The name of an operation.
    pub fn of(operation: &Operation) -> Self {
        Self {
            product: operation.product.clone(),
            version: operation.version.clone(),
            operation: operation.operation.clone(),
            locale: operation.locale.clone(),
        }
    }
}

impl fmt::Display for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            product, version, ..
        } = self;
        write!(f, "{} ({product} {version}", self.operation)?;
        if let Some(locale) = &self.locale {
            write!(f, ", {locale}")?;
        }
        f.write_str(")")
    }
}

impl OperationDiff {
    /// The name to show: the new one, or the old one if it is gone.
    pub fn name(&self) -> &OperationName {
        static NONE: OperationName = OperationName {
            product: String::new(),
            version: String::new(),
            operation: String::new(),
            locale: None,
        };
        self.after
            .as_ref()
            .or(self.before.as_ref())
            .unwrap_or(&NONE)
    }

    /// Whether the contract is the same: nothing but words changed.
    pub fn is_same_contract(&self) -> bool {
        let contract = |change: &Change| change.class() > Class::Docs;
        !self.changes.iter().any(contract)
    }
}
