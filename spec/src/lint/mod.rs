//! What is doubtful in a spec: examples against rules, rules against rules, errors that blame
//! nothing, sentences that nobody read.
//!
//! The rules are data ([`Rule`]): code, severity, sentence, advice, an example that has the
//! finding and one that has not.

mod errors;
mod folder;
mod limits;
mod names;
mod printed;
mod prose;
mod table;
mod unread;
mod values;

pub use folder::{Linted, lint_folder, lint_text};
pub use table::{Entry, Rule};
pub use unread::{Unread, unread};

use crate::check::Checker;
use crate::model::{Confidence, Constraint, Term};
use crate::validate::{Finding, validate};
use crate::{Operation, Severity};
use std::collections::BTreeMap;

/// How bad findings are, where that differs from the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    levels: BTreeMap<&'static str, Option<Severity>>,
}

impl Levels {
    /// Sets the severity of a code; `None` turns the rule off. Whether there is such a code.
    ///
    /// ```
    /// use doctract_spec::lint::Levels;
    ///
    /// let mut levels = Levels::default();
    /// assert!(levels.set("lint-no-description", None));
    /// assert!(!levels.set("lint-nothing", None));
    /// ```
    pub fn set(&mut self, code: &str, severity: Option<Severity>) -> bool {
        let rule = Rule::ALL.iter().find(|rule| rule.entry().code == code);
        if let Some(rule) = rule {
            self.levels.insert(rule.entry().code, severity);
        }
        rule.is_some()
    }

    /// The codes that there are.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        Rule::ALL.iter().map(|rule| rule.entry().code)
    }

    fn of(&self, rule: Rule) -> Option<Severity> {
        let entry = rule.entry();
        self.levels
            .get(entry.code)
            .copied()
            .unwrap_or(Some(entry.severity))
    }
}

/// Everything doubtful in a spec, grouped by kind, each kind in the order of the spec. What makes
/// a spec unusable ([`validate`]) comes first.
///
/// ```
/// use doctract_spec::lint::{Levels, lint};
/// use doctract_spec::yaml;
///
/// let operation = yaml::load("Start.yaml", "
/// doctract: 1
/// product: Ecs
/// version: v1
/// operation: Start
/// errors: [{ status: 4003, code: Busy }]
/// ").unwrap();
/// let codes: Vec<_> = lint(&operation, &Levels::default()).iter().map(|found| found.code).collect();
/// assert_eq!(codes, ["lint-error-status", "lint-error-blames-nothing"]);
/// ```
pub fn lint(operation: &Operation, levels: &Levels) -> Vec<Finding> {
    let mut run = Run::new(operation, levels);
    run.found = validate(operation);
    run.identity();
    run.values();
    run.limits();
    run.names();
    run.errors();
    run.printed();
    run.prose();
    run.found
}

struct Run<'a> {
    operation: &'a Operation,
    checker: Checker<'a>,
    levels: &'a Levels,
    found: Vec<Finding>,
}

impl<'a> Run<'a> {
    fn new(operation: &'a Operation, levels: &'a Levels) -> Self {
        Self {
            operation,
            checker: Checker::new(operation),
            levels,
            found: Vec::new(),
        }
    }

    fn report(&mut self, rule: Rule, path: String, message: String) {
        let advice = rule.entry().advice.to_owned();
        self.report_with(rule, path, message, Some(advice));
    }

    fn report_with(&mut self, rule: Rule, path: String, message: String, advice: Option<String>) {
        if let Some(severity) = self.levels.of(rule) {
            self.found.push(Finding {
                code: rule.entry().code,
                severity,
                path,
                message,
                advice,
            });
        }
    }

    fn identity(&mut self) {
        let Operation {
            product, version, ..
        } = self.operation;
        if product == "unknown" {
            self.report(
                Rule::NoProduct,
                "product".into(),
                "the product is not known".into(),
            );
        }
        if version == "unversioned" {
            self.report(
                Rule::NoVersion,
                "version".into(),
                "the API version is not known".into(),
            );
        }
        for (path, entry) in self.entries() {
            if entry.confidence == Confidence::Low {
                let terms: Vec<_> = entry.terms().map(Term::name).collect();
                let message = format!("the reading is a guess: {}", terms.join(", "));
                self.report(Rule::LowConfidence, format!("{path}.confidence"), message);
            }
        }
    }

    /// Every constraint entry of the request, with its place.
    fn entries(&self) -> Vec<(String, &'a Constraint)> {
        let place = |above: &str, at: usize| format!("{above}constraints[{at}]");
        let whole = self.operation.constraints.iter().enumerate();
        let mut entries: Vec<_> = whole.map(|(at, entry)| (place("", at), entry)).collect();
        for node in self.checker.names().nodes() {
            let above = format!("{}.", node.path);
            let own = node.field.constraints.iter().enumerate();
            entries.extend(own.map(|(at, entry)| (place(&above, at), entry)));
        }
        entries
    }
}
