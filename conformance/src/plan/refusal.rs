//! Which refusal a broken rule must be answered with.

use super::Planner;
use crate::conventions::ErrorClass;
use crate::expect::{Basis, ErrorTriple, Expectation, Refused};
use doctract_spec::model::{Confidence, ErrorRow};
use doctract_spec::statement::StatementKind;

/// An expectation, and the error statements that a case with it reaches.
pub(super) struct Answer {
    pub(super) expect: Expectation,
    pub(super) reaches: Vec<String>,
}

impl Planner<'_> {
    /// The answer to a request that breaks `rule` of a parameter: the documented error that blames
    /// the parameter for a malformed value, else the convention, else any well-formed 4xx.
    pub(super) fn refusal(&self, parameter: &str, rule: &str) -> Answer {
        let wanted: &[Option<ErrorClass>] = match rule {
            "required" | "requiredIf" | "dependentRequired" => &[Some(ErrorClass::Missing)],
            _ => &[Some(ErrorClass::Malformed), None],
        };
        for class in wanted {
            let rows: Vec<(usize, &ErrorRow)> = self
                .blaming(parameter)
                .filter(|(_, row)| self.conventions.class_of(&row.code) == *class)
                .collect();
            if !rows.is_empty() {
                return Answer {
                    reaches: rows
                        .iter()
                        .filter_map(|(at, _)| self.error_statement(*at))
                        .collect(),
                    expect: Expectation::Refused(Refused {
                        any_of: rows.iter().map(|(_, row)| triple(row)).collect(),
                        basis: Basis::Page,
                        ..Refused::default()
                    }),
                };
            }
        }
        let operation = &self.operation.operation;
        let mut answers = self
            .conventions
            .refusal(operation, parameter, rule)
            .to_vec();
        if !answers.is_empty() {
            // Rows that blame nothing in particular may be meant for this too.
            let class = if wanted.contains(&Some(ErrorClass::Missing)) {
                ErrorClass::Missing
            } else {
                ErrorClass::Malformed
            };
            let general = self
                .operation
                .errors
                .iter()
                .filter(|row| row.blames.is_empty());
            let fitting = general.filter(|row| self.conventions.class_of(&row.code) == Some(class));
            answers.extend(fitting.map(triple));
        }
        Answer {
            expect: Expectation::Refused(Refused {
                any_of: answers,
                basis: Basis::Convention,
                ..Refused::default()
            }),
            reaches: Vec::new(),
        }
    }

    /// The error rows that surely blame a parameter, with their places.
    pub(super) fn blaming<'p>(
        &'p self,
        parameter: &'p str,
    ) -> impl Iterator<Item = (usize, &'p ErrorRow)> {
        self.operation
            .errors
            .iter()
            .enumerate()
            .filter(move |(_, row)| {
                row.blames.iter().any(|blame| {
                    blame.parameter.as_deref() == Some(parameter)
                        && blame.confidence != Confidence::Low
                })
            })
    }

    /// The statement of the error row at a place.
    pub(super) fn error_statement(&self, at: usize) -> Option<String> {
        let errors = self.checker.statements().iter();
        let mut errors = errors.filter(|statement| statement.kind == StatementKind::Error);
        errors.nth(at).map(|statement| statement.id.clone())
    }

    /// An answer by convention, named.
    pub(super) fn by_convention(&self, name: &str) -> Expectation {
        let answers = self.conventions.protocol.get(name);
        Expectation::Refused(Refused {
            any_of: answers.cloned().unwrap_or_default(),
            basis: Basis::Convention,
            convention: Some(name.to_owned()),
            bodiless: false,
        })
    }
}

/// Status, code and message of a row.
pub(super) fn triple(row: &ErrorRow) -> ErrorTriple {
    ErrorTriple {
        status: row.status,
        code: Some(row.code.clone()),
        message: row.message.clone(),
    }
}
