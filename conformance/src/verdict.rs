//! The result of one case.

use crate::case::Family;
use crate::exchange::Sent;
use crate::expect::Basis;
use serde::{Deserialize, Serialize};

/// What came of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The endpoint does what the page says.
    Pass,
    /// It does not.
    Fail,
    /// No sentence of the page covers the behaviour; never fails a run.
    Undecided,
    /// Something that the case needs was not provided.
    Skip,
    /// No verdict is possible: refused, timed out, not HTTP, setup failed.
    Error,
}

impl Status {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undecided => "undecided",
            Self::Skip => "skip",
            Self::Error => "error",
        }
    }
}

/// A status with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// What came of it.
    pub status: Status,
    /// One sentence: what is wrong, what is left open, what is missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What was expected, for a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was seen instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// What the expectation rests on, for a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The step at fault, from 0, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
}

impl Verdict {
    /// A pass.
    pub const fn pass() -> Self {
        Self::plain(Status::Pass, String::new())
    }

    /// Left open by the page.
    pub fn undecided(reason: impl Into<String>) -> Self {
        Self::plain(Status::Undecided, reason.into())
    }

    /// Not run.
    pub fn skip(reason: impl Into<String>) -> Self {
        Self::plain(Status::Skip, reason.into())
    }

    /// No verdict.
    pub fn error(reason: impl Into<String>) -> Self {
        Self::plain(Status::Error, reason.into())
    }

    /// A failure.
    pub fn fail(
        reason: impl Into<String>,
        expected: impl Into<String>,
        seen: impl Into<String>,
        basis: Basis,
    ) -> Self {
        Self {
            status: Status::Fail,
            reason: reason.into(),
            expected: Some(expected.into()),
            seen: Some(seen.into()),
            basis: Some(basis),
            step: None,
        }
    }

    const fn plain(status: Status, reason: String) -> Self {
        Self {
            status,
            reason,
            expected: None,
            seen: None,
            basis: None,
            step: None,
        }
    }
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaseResult {
    /// The case.
    pub id: String,
    /// Its family.
    pub family: Family,
    /// The statements that it exercises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
    /// The sentence that it follows from.
    pub why: String,
    /// What came of it.
    pub verdict: Verdict,
    /// Milliseconds that it took.
    pub elapsed_ms: u64,
    /// Its exchanges, kept where the verdict is no pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Recorded>,
}

impl CaseResult {
    /// The exchange that the verdict is about, if it was kept.
    pub fn blamed(&self) -> Option<&Recorded> {
        // Of the calls of one step of a scenario, the last is the one at fault.
        let step = self.verdict.step;
        let of_step = step.and_then(|step| self.exchanges.iter().rfind(|one| one.step == step));
        of_step.or(self.exchanges.first())
    }
}

/// An exchange as a report shows it: secrets masked, long bodies cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    /// The step it belongs to, from 0.
    pub step: usize,
    /// The request.
    pub sent: Sent,
    /// The status of the answer; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The content type of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The body of the answer, or why there is none.
    pub body: String,
    /// When it was sent, an ISO 8601 time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub started: String,
    /// Milliseconds.
    pub elapsed_ms: u64,
}
