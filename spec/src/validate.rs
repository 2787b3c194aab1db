//! What makes a spec unusable, or a part of it: checked whenever one is loaded.
//!
//! These are the mistakes that no reader can work with: names that are missing or stand twice,
//! ranges that nothing fits, choices of which not exactly one is made. Whether a spec is *good*
//! is another question.

use crate::model::{Condition, Constraint, Field, Operation};
use crate::names::Names;
use crate::near;
use crate::path::Path;
use crate::yaml::{Places, SPEC};
use crate::{Diagnostic, Severity};
use doctract_core::{format, pattern, time};
use std::collections::HashSet;

/// A finding about a spec that is no longer, or not yet, a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The place in the spec: `request.parameters[name=Tag].constraints[0]`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}

impl Finding {
    /// The finding as a diagnostic about the text that the spec was read from.
    pub fn placed(self, file: &str, places: &Places<'_>) -> Diagnostic {
        let path: Option<Path> = self.path.parse().ok();
        let place = path.and_then(|path| places.nearest(&path));
        Diagnostic {
            code: self.code,
            severity: self.severity,
            file: file.to_owned(),
            span: place.map(|place| place.head()),
            message: self.message,
            advice: self.advice,
        }
    }
}

/// Everything that makes a spec unusable (errors), or a statement of it useless (warnings), in
/// the order of the spec.
pub fn validate(operation: &Operation) -> Vec<Finding> {
    let names = Names::new(operation);
    let mut run = Run {
        names: &names,
        side: Side::Request,
        found: Vec::new(),
    };
    run.root(operation);
    run.entries(&operation.constraints, "");
    run.fields(&operation.request.parameters, "request.parameters");
    if let Some(body) = &operation.request.body {
        run.field(body, "request.body");
    }
    run.side = Side::Response;
    run.fields(&operation.response.fields, "response.fields");
    run.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

struct Run<'n> {
    names: &'n Names<'n>,
    side: Side,
    found: Vec<Finding>,
}

impl Run<'_> {
    fn report(&mut self, severity: Severity, code: &'static str, path: String, message: String) {
        self.found.push(Finding {
            code,
            severity,
            path,
            message,
            advice: None,
        });
    }

    fn error(&mut self, code: &'static str, path: String, message: impl Into<String>) {
        self.report(Severity::Error, code, path, message.into());
    }

    fn root(&mut self, operation: &Operation) {
        if operation.doctract == 0 || operation.doctract > SPEC.version {
            let about = SPEC.unsupported("", None, u64::from(operation.doctract));
            self.error(about.code, "doctract".into(), about.message);
        }
        let names = [
            ("product", &operation.product),
            ("version", &operation.version),
            ("operation", &operation.operation),
        ];
        for (key, name) in names {
            if name.is_empty() {
                self.error("spec-empty-name", key.into(), format!("`{key}` is empty"));
            }
        }
        let mut ids = HashSet::new();
        for (at, precondition) in operation.preconditions.iter().enumerate() {
            if !ids.insert(&precondition.id) {
                let message = format!("the precondition `{}` stands twice", precondition.id);
                self.error(
                    "spec-duplicate-name",
                    format!("preconditions[{at}].id"),
                    message,
                );
            }
        }
    }

    fn fields(&mut self, fields: &[Field], path: &str) {
        let mut seen = HashSet::new();
        for (at, field) in fields.iter().enumerate() {
            let path = format!("{path}[{at}]");
            // Nothing is built on the names of an answer alone, so that a page may be careless.
            let severity = match self.side {
                Side::Request => Severity::Error,
                Side::Response => Severity::Warning,
            };
            if field.name.is_empty() {
                let message = "a parameter or field has no name".to_owned();
                self.report(severity, "spec-empty-name", format!("{path}.name"), message);
            } else if !seen.insert(&field.name) {
                let message = format!("the name `{}` stands twice in one list", field.name);
                self.report(
                    severity,
                    "spec-duplicate-name",
                    format!("{path}.name"),
                    message,
                );
            }
            self.field(field, &path);
        }
    }

    fn field(&mut self, field: &Field, path: &str) {
        if let Some(range) = &field.index_range
            && let Some(max) = range.max
            && range.min > max
        {
            let message = format!("no index is from {} to {max}", range.min);
            self.error("spec-empty-range", format!("{path}.indexRange"), message);
        }
        self.entries(&field.constraints, &format!("{path}."));
        if let Some(items) = &field.items {
            self.field(items, &format!("{path}.items"));
        }
        self.fields(&field.properties, &format!("{path}.properties"));
    }

    fn entries(&mut self, entries: &[Constraint], above: &str) {
        for (at, entry) in entries.iter().enumerate() {
            let path = format!("{above}constraints[{at}]");
            self.ranges(entry, &path);
            self.choices(entry, &path);
            self.durations(entry, &path);
            self.unchecked(entry, &path);
            self.other_names(entry, &path);
            for (key, condition) in entry.conditions() {
                self.condition(condition, &format!("{path}.{key}"));
            }
        }
    }

    fn ranges(&mut self, entry: &Constraint, path: &str) {
        let pair = |min: Option<u64>, max: Option<u64>| {
            min.zip(max)
                .filter(|(min, max)| min > max)
                .map(|(min, max)| (min.to_string(), max.to_string()))
        };
        let numbers = entry
            .minimum
            .zip(entry.maximum)
            .filter(|(min, max)| min > max);
        let numbers = numbers.map(|(min, max)| (min.0.to_string(), max.0.to_string()));
        let empty = [
            (
                "maxLength",
                "length",
                pair(entry.min_length, entry.max_length),
            ),
            (
                "maxItems",
                "number of items",
                pair(entry.min_items, entry.max_items),
            ),
            ("maximum", "number", numbers),
        ];
        for (key, what, range) in empty {
            if let Some((min, max)) = range {
                let message = format!("no {what} is from {min} to {max}");
                self.error("spec-empty-range", format!("{path}.{key}"), message);
            }
        }
    }

    /// Members of which exactly one must be given.
    fn choices(&mut self, entry: &Constraint, path: &str) {
        let default = entry.default.as_ref().map(|default| {
            usize::from(default.value.is_some())
                + usize::from(default.absent)
                + usize::from(default.text.is_some())
        });
        let list = entry.list.as_ref().map(|list| {
            usize::from(list.json)
                + usize::from(list.separator.as_ref().is_some_and(|text| !text.is_empty()))
        });
        let compare = entry
            .compare
            .as_ref()
            .map(|compare| usize::from(compare.now) + usize::from(compare.other.is_some()));
        let choices = [
            ("default", "`value`, `absent: true` and `text`", default),
            ("list", "`separator` (not empty) and `json: true`", list),
            ("compare", "`other` and `now: true`", compare),
        ];
        for (key, members, count) in choices {
            if count.is_some_and(|count| count != 1) {
                let message = format!("`{key}` takes exactly one of {members}");
                self.error("spec-one-of", format!("{path}.{key}"), message);
            }
        }
    }

    fn durations(&mut self, entry: &Constraint, path: &str) {
        let span = entry.span.as_ref();
        let durations = [
            ("span.min", span.and_then(|span| span.min.as_deref())),
            ("span.max", span.and_then(|span| span.max.as_deref())),
            ("withinPast", entry.within_past.as_deref()),
        ];
        for (key, duration) in durations {
            if let Some(text) = duration
                && time::duration(text).is_none()
            {
                let message = format!("`{text}` is no ISO 8601 duration such as P31D or PT1M");
                self.error("spec-duration", format!("{path}.{key}"), message);
            }
        }
    }

    /// Layouts and patterns that are not understood, which every value therefore fits.
    fn unchecked(&mut self, entry: &Constraint, path: &str) {
        if let Some(layout) = &entry.layout
            && format::canonical_layout(layout).is_none()
        {
            let message = format!(
                "`{layout}` is no layout of a time such as yyyy-MM-ddTHH:mm:ssZ; it is not checked"
            );
            let path = format!("{path}.layout");
            self.report(Severity::Warning, "spec-unchecked-layout", path, message);
        }
        if let Some(expression) = &entry.pattern
            && let Err(error) = pattern::check(expression)
        {
            let message = format!("`{expression}` is not checked: {error}");
            let path = format!("{path}.pattern");
            self.report(Severity::Warning, "spec-unchecked-pattern", path, message);
        }
    }

    fn condition(&mut self, condition: &Condition, path: &str) {
        let comparison = condition.parameter.is_some();
        let forms = [
            comparison,
            !condition.all.is_empty(),
            !condition.any.is_empty(),
            !comparison && condition.text.is_some(),
        ];
        if forms.iter().filter(|form| **form).count() != 1 {
            let message = "a condition is one of a comparison (`parameter`, `operator`), `all`, \
                           `any`, or `text` alone";
            self.error("spec-one-of", path.to_owned(), message);
        }
        if let Some(name) = &condition.parameter {
            self.named(name, format!("{path}.parameter"));
            if condition.operator.is_none() {
                let message = "the comparison has no `operator`";
                self.error("spec-one-of", path.to_owned(), message);
            }
        }
        for (key, parts) in [("all", &condition.all), ("any", &condition.any)] {
            for (at, part) in parts.iter().enumerate() {
                self.condition(part, &format!("{path}.{key}[{at}]"));
            }
        }
    }

    /// The parameters that an entry's other terms name.
    fn other_names(&mut self, entry: &Constraint, path: &str) {
        let lists = [
            ("dependentRequired", &entry.dependent_required),
            ("exactlyOneOf", &entry.exactly_one_of),
            ("atLeastOneOf", &entry.at_least_one_of),
            ("mutuallyExclusive", &entry.mutually_exclusive),
            ("precedes", &entry.precedes),
        ];
        for (key, names) in lists {
            for (at, name) in names.iter().enumerate() {
                self.named(name, format!("{path}.{key}[{at}]"));
            }
        }
        if let Some(other) = entry
            .compare
            .as_ref()
            .and_then(|compare| compare.other.as_ref())
        {
            self.named(other, format!("{path}.compare.other"));
        }
        if let Some(span) = &entry.span {
            self.named(&span.other, format!("{path}.span.other"));
        }
    }

    /// A statement about a parameter that the operation does not have cannot be checked.
    fn named(&mut self, name: &str, path: String) {
        if self.side == Side::Response || self.names.find(name).is_some() {
            return;
        }
        let known = self.names.nodes().iter().map(|node| node.pattern.as_str());
        self.found.push(Finding {
            code: "spec-unknown-parameter",
            severity: Severity::Warning,
            path,
            message: format!("the operation has no parameter `{name}`"),
            advice: near::advice(name, known),
        });
    }
}
