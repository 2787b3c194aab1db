//! The whole result of a diff, with what is ignored and what fails.

use super::change::{Change, OperationDiff, OperationName};
use super::{Class, Rule, UnknownRule};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A change that is known and accepted.
///
/// ```yaml
/// rule: parameter-now-required
/// place: CreateCommand/request.parameters[name=CommandContent]*
/// because: every client of ours sends it
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Ignore {
    /// The id of the rule.
    pub rule: String,
    /// The operation, a slash and the place in the spec, old or new; `*` stands for any text.
    pub place: String,
    /// Why.
    pub because: String,
}

/// What is wrong with an [`Ignore`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IgnoreError {
    /// No rule has the id.
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    /// No reason is given.
    #[error("the change at `{0}` is ignored without a reason: say `because`")]
    NoReason(String),
    /// No place is given.
    #[error("rule `{0}` is ignored at no place: say `place`, `*` for all")]
    NoPlace(String),
}

impl Ignore {
    /// Whether the entry makes sense.
    ///
    /// # Errors
    ///
    /// An unknown rule, no place, or no reason.
    pub fn check(&self) -> Result<(), IgnoreError> {
        Rule::from_str(&self.rule)?;
        if self.place.trim().is_empty() {
            return Err(IgnoreError::NoPlace(self.rule.clone()));
        }
        if self.because.trim().is_empty() {
            return Err(IgnoreError::NoReason(self.place.clone()));
        }
        Ok(())
    }

    fn matches(&self, diff: &OperationDiff, change: &Change) -> bool {
        let at = |name: Option<&OperationName>, path: &str| {
            name.is_some_and(|name| fits(&self.place, &format!("{}/{path}", name.operation)))
        };
        self.rule == change.rule.id()
            && (at(diff.before.as_ref(), &change.before.path)
                || at(diff.after.as_ref(), &change.after.path))
    }
}

/// Whether the text fits the pattern, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// An ignored change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ignored {
    /// The operation, new if there is a new one.
    pub operation: OperationName,
    /// The change.
    pub change: Change,
    /// The reason given.
    pub because: String,
}

/// What makes a diff fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailOn {
    /// A change that may break callers: `breaking`.
    Breaking,
    /// A change that may break a server that keeps the old contract: `server-breaking`.
    ServerBreaking,
    /// Any change of the contract: `contract`.
    Contract,
    /// Any change at all: `any`.
    Any,
}

/// No level has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no level `{0}`; known are breaking, server-breaking, contract, any")]
pub struct UnknownLevel(pub String);

impl FromStr for FailOn {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "breaking" => Self::Breaking,
            "server-breaking" => Self::ServerBreaking,
            "contract" => Self::Contract,
            "any" => Self::Any,
            _ => return Err(UnknownLevel(name.to_owned())),
        })
    }
}

impl FailOn {
    /// Whether a change is at or above the level.
    pub fn fails(self, change: &Change) -> bool {
        match self {
            Self::Breaking => change.callers == Class::Breaking,
            Self::ServerBreaking => change.servers == Class::Breaking,
            Self::Contract => change.class() > Class::Docs,
            Self::Any => true,
        }
    }
}

/// How many changes there are of each class; a change counts in the columns of both ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Breaking for callers.
    pub breaking: usize,
    /// Breaking for servers that keep the old contract, and not for callers.
    pub server_breaking: usize,
    /// A change of the contract that breaks neither end.
    pub compatible: usize,
    /// Only words.
    pub docs: usize,
}

/// The result of a diff of two lists of operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of this form: 1.
    pub doctract_diff: u32,
    /// How many operations were looked at, those that came or are gone among them.
    pub compared: usize,
    /// How many changes there are.
    pub counts: Counts,
    /// The operations with changes, by name.
    pub operations: Vec<OperationDiff>,
    /// What was ignored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<Ignored>,
    /// Entries of the ignore list that fit no change: they may go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unused_ignores: Vec<Ignore>,
}

impl Report {
    /// Of finished comparisons, with what is ignored taken out.
    pub(super) fn of(diffs: Vec<OperationDiff>, ignores: &[Ignore]) -> Self {
        let mut report = Self {
            doctract_diff: 1,
            compared: diffs.len(),
            ..Self::default()
        };
        let mut used = vec![false; ignores.len()];
        for mut diff in diffs {
            for change in std::mem::take(&mut diff.changes) {
                let fit = ignores
                    .iter()
                    .position(|ignore| ignore.matches(&diff, &change));
                match fit.and_then(|at| Some((used.get_mut(at)?, ignores.get(at)?))) {
                    Some((used, ignore)) => {
                        *used = true;
                        report.ignored.push(Ignored {
                            operation: diff.name().clone(),
                            change,
                            because: ignore.because.clone(),
                        });
                    }
                    None => diff.changes.push(change),
                }
            }
            report.counts.add(&diff.changes);
            if !diff.changes.is_empty() {
                report.operations.push(diff);
            }
        }
        let unused = ignores.iter().zip(used).filter(|(_, used)| !used);
        report.unused_ignores = unused.map(|(ignore, _)| ignore.clone()).collect();
        report
    }

    /// Whether any change is at or above the level.
    pub fn fails(&self, level: FailOn) -> bool {
        let mut changes = self.operations.iter().flat_map(|diff| &diff.changes);
        changes.any(|change| level.fails(change))
    }
}

impl Counts {
    fn add(&mut self, changes: &[Change]) {
        for change in changes {
            let count = match (change.callers, change.servers) {
                (Class::Breaking, _) => &mut self.breaking,
                (_, Class::Breaking) => &mut self.server_breaking,
                (Class::Docs, Class::Docs) => &mut self.docs,
                _ => &mut self.compatible,
            };
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [
            ("A/b", "A/b"),
            ("*", "A/b"),
            ("A/*", "A/b[name=C].d"),
            ("*/b*.d", "A/b[name=C].d"),
            ("A*b*", "A/b"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("A", "A/b"), ("A/*c", "A/b"), ("*b*b*", "A/b"), ("", "A")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
