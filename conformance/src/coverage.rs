//! Which statements of a spec were shown to hold, or not to.

use crate::plan::Note;
use crate::verdict::{CaseResult, Status};
use doctract_spec::Operation;
use doctract_spec::statement::{StatementKind, statements};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a run showed about one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Covered {
    /// Product and operation: `Ecs/CreateSnapshot`.
    pub operation: String,
    /// The statement.
    pub statement: String,
    /// The words of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How many cases that exercise it came to what.
    pub passed: u32,
    /// See `passed`.
    pub failed: u32,
    /// See `passed`.
    pub undecided: u32,
    /// See `passed`.
    pub skipped: u32,
    /// See `passed`.
    pub errors: u32,
    /// Whether no request can show it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untestable: bool,
    /// Why it was skipped or not tried, and what could not be planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// The state of a statement, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// At least one case failed.
    Failed,
    /// At least one case passed, none failed.
    Passed,
    /// Cases ran and the page decides none of them.
    Undecided,
    /// Cases ended without a verdict.
    Error,
    /// Cases were planned and could not be run here.
    Skipped,
    /// No request can show it: it cannot be broken alone, or is about something else.
    Untestable,
    /// No case exercises it.
    NotTried,
}

impl Coverage {
    /// The state in words, after a number: `3 hold`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Failed => "broken",
            Self::Passed => "hold",
            Self::Undecided => "undecided",
            Self::Error => "without a verdict",
            Self::Skipped => "skipped",
            Self::Untestable => "cannot be tested",
            Self::NotTried => "not tried",
        }
    }
}

impl Covered {
    /// Adds what another part of the same run showed.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.undecided += other.undecided;
        self.skipped += other.skipped;
        self.errors += other.errors;
        self.untestable |= other.untestable;
        for text in &other.notes {
            note(self, text);
        }
    }

    /// The state.
    pub const fn state(&self) -> Coverage {
        match self {
            Self { failed: 1.., .. } => Coverage::Failed,
            Self { passed: 1.., .. } => Coverage::Passed,
            Self { undecided: 1.., .. } => Coverage::Undecided,
            Self { errors: 1.., .. } => Coverage::Error,
            Self { skipped: 1.., .. } => Coverage::Skipped,
            Self {
                untestable: true, ..
            } => Coverage::Untestable,
            _ => Coverage::NotTried,
        }
    }
}

/// Every statement of the operations of a run.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    rows: Vec<Covered>,
    places: HashMap<(String, String), usize>,
}

/// Most reasons that are kept for one statement.
const MOST_NOTES: usize = 8;

impl Matrix {
    /// The statements of the operations, none tried yet.
    pub fn new(operations: &[&Operation]) -> Self {
        let mut matrix = Self::default();
        for operation in operations {
            let name = name_of(operation);
            for statement in statements(operation) {
                let key = (name.clone(), statement.id.clone());
                matrix.places.insert(key, matrix.rows.len());
                let mut row = Covered {
                    operation: name.clone(),
                    statement: statement.id,
                    text: statement.text,
                    passed: 0,
                    failed: 0,
                    undecided: 0,
                    skipped: 0,
                    errors: 0,
                    untestable: false,
                    notes: Vec::new(),
                };
                if let Some(reason) = untestable(statement.kind, &statement.rule) {
                    row.untestable = true;
                    row.notes.push(reason.to_owned());
                }
                matrix.rows.push(row);
            }
        }
        matrix
    }

    /// The rows, in the order of the specs.
    pub fn rows(&self) -> &[Covered] {
        &self.rows
    }

    /// Counts a result for the statements that it exercises.
    pub fn add(&mut self, result: &CaseResult) {
        let operation = result
            .id
            .splitn(3, '/')
            .take(2)
            .collect::<Vec<_>>()
            .join("/");
        for statement in &result.statements {
            let key = (operation.clone(), statement.clone());
            let Some(row) = self.places.get(&key).and_then(|at| self.rows.get_mut(*at)) else {
                continue;
            };
            match result.verdict.status {
                Status::Pass => row.passed += 1,
                Status::Fail => row.failed += 1,
                Status::Undecided => row.undecided += 1,
                Status::Error => row.errors += 1,
                Status::Skip => {
                    row.skipped += 1;
                    note(row, &result.verdict.reason);
                }
            }
        }
    }

    /// Adds what the planner had to say.
    pub fn add_notes(&mut self, operation: &Operation, notes: &[Note]) {
        let name = name_of(operation);
        for one in notes {
            let key = (name.clone(), one.statement.clone());
            if let Some(row) = self.places.get(&key).and_then(|at| self.rows.get_mut(*at)) {
                row.untestable |= one.untestable;
                note(row, &one.text);
            }
        }
    }

    /// How many rows are in a state.
    pub fn count(&self, state: Coverage) -> usize {
        self.rows.iter().filter(|row| row.state() == state).count()
    }
}

fn note(row: &mut Covered, text: &str) {
    if row.notes.len() < MOST_NOTES && !row.notes.iter().any(|known| known == text) {
        row.notes.push(text.to_owned());
    }
}

/// The operation as case ids begin with it.
fn name_of(operation: &Operation) -> String {
    let escape = crate::case::escape_part;
    format!(
        "{}/{}",
        escape(&operation.product),
        escape(&operation.operation)
    )
}

/// Why no request can show a statement.
fn untestable(kind: StatementKind, rule: &str) -> Option<&'static str> {
    if kind != StatementKind::Constraint {
        return None;
    }
    match rule {
        "deprecated" | "replacedBy" => Some("a word to callers, not about the answer"),
        _ => None,
    }
}
