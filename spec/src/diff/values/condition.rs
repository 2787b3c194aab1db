//! Conditions in a comparable form, and whether one holds whenever another does.

use super::{Age, Spellings};
use crate::diff::wording;
use crate::model::Condition;
use doctract_core::Operator;

/// A condition whose spelling no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff) enum When {
    /// A parameter compared.
    Compare {
        /// The parameter's comparable name.
        parameter: String,
        /// How it is compared.
        operation: Comparing,
        /// With what, sorted.
        values: Vec<String>,
    },
    /// All hold.
    All(Vec<When>),
    /// One holds.
    Any(Vec<When>),
    /// No parameter decides it.
    Text(String),
}

/// An operator, with those that mean one thing as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff) enum Comparing {
    In,
    NotIn,
    Present,
    Absent,
    Other(&'static str),
}

impl When {
    /// The comparable form of a condition.
    pub(in crate::diff) fn of(condition: &Condition, spellings: &Spellings, age: Age) -> Self {
        let parts = |list: &[Condition]| {
            let mut parts: Vec<_> = list
                .iter()
                .map(|part| Self::of(part, spellings, age))
                .collect();
            parts.sort_unstable();
            parts.dedup();
            parts
        };
        if let Some(parameter) = &condition.parameter {
            let mut values: Vec<_> = condition.values.iter().map(|value| plain(value)).collect();
            values.sort_unstable();
            values.dedup();
            let operator = condition
                .operator
                .map_or(Operator::Present, |named| named.0);
            return Self::Compare {
                parameter: spellings.canonical(parameter, age),
                operation: match operator {
                    Operator::Eq | Operator::In => Comparing::In,
                    Operator::Ne | Operator::NotIn => Comparing::NotIn,
                    Operator::Present => Comparing::Present,
                    Operator::Absent => Comparing::Absent,
                    other => Comparing::Other(other.name()),
                },
                values,
            };
        }
        match (condition.all.as_slice(), condition.any.as_slice()) {
            ([one], _) | ([], [one]) => Self::of(one, spellings, age),
            ([], []) => Self::Text(wording::normal(
                condition.text.as_deref().unwrap_or_default(),
            )),
            ([], any) => Self::Any(parts(any)),
            (all, _) => Self::All(parts(all)),
        }
    }

    /// Whether parameters decide it.
    pub(in crate::diff) fn is_decidable(&self) -> bool {
        match self {
            Self::Compare { .. } => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_decidable),
            Self::Text(_) => false,
        }
    }

    /// Whether this holds whenever `other` does.
    pub(in crate::diff) fn covers(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (_, Self::Any(parts)) => parts.iter().all(|part| self.covers(part)),
            (Self::All(parts), _) => parts.iter().all(|part| part.covers(other)),
            (_, Self::All(parts)) => parts.iter().any(|part| self.covers(part)),
            (Self::Any(parts), _) => parts.iter().any(|part| part.covers(other)),
            (
                Self::Compare {
                    parameter,
                    operation,
                    values,
                },
                Self::Compare {
                    parameter: other_parameter,
                    operation: other_operation,
                    values: others,
                },
            ) => {
                let among = |value: &String| values.contains(value);
                parameter == other_parameter
                    && match (operation, other_operation) {
                        (Comparing::In, Comparing::In) => others.iter().all(among),
                        (Comparing::NotIn, Comparing::NotIn) => {
                            values.iter().all(|value| others.contains(value))
                        }
                        (Comparing::NotIn, Comparing::In) => !others.iter().any(among),
                        (Comparing::Present, Comparing::In | Comparing::Other(_))
                        | (Comparing::NotIn, Comparing::Absent) => true,
                        _ => false,
                    }
            }
            _ => false,
        }
    }
}

/// A value as it is compared: the letter case of booleans does not count.
fn plain(value: &str) -> String {
    let lower = value.to_lowercase();
    match lower.as_str() {
        "true" | "false" => lower,
        _ => value.to_owned(),
    }
}
