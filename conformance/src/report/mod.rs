//! What a run came to: counts, coverage, and the results that someone should look at.

mod formats;
mod har;
mod html;
mod jsonl;
mod junit;
mod markdown;
mod merge;
mod sarif;
mod summary;
mod tap;

pub use formats::{Format, Place, Places, curl, render};
pub use jsonl::{FORMAT_VERSION, Header, JsonLines, Line, Source, StatementLine, Totals, read};
pub use merge::merge;
pub use summary::{Style, Summary};

use crate::case::Family;
use crate::coverage::Matrix;
use crate::verdict::{CaseResult, Status};
use doctract_spec::Operation;
use std::collections::BTreeMap;
use std::time::Duration;

/// The result of a run. Its size does not depend on the number of cases.
#[derive(Debug)]
pub struct Report {
    /// The operations: `Ecs/CreateSnapshot`.
    pub operations: Vec<String>,
    /// The address of the endpoint.
    pub endpoint: String,
    /// The seed of the plan.
    pub seed: u64,
    /// Counts by family and status.
    pub counts: BTreeMap<Family, Counts>,
    /// Every statement and what was seen of it.
    pub coverage: Matrix,
    /// The first failures, at most [`MOST_KEPT`].
    pub failures: Vec<CaseResult>,
    /// The first cases without a verdict, at most [`MOST_KEPT`].
    pub errors: Vec<CaseResult>,
    /// The first undecided cases, at most [`MOST_KEPT`].
    pub undecided: Vec<CaseResult>,
    /// Why cases were skipped, and how many for each reason.
    pub skipped: BTreeMap<String, u64>,
    /// Requests sent.
    pub requests: u64,
    /// How long the run took.
    pub elapsed: Duration,
    /// Why the run ended before its last case.
    pub stopped: Option<String>,
}

/// Most results of one kind that a report keeps; all of them are streamed while the run goes on.
pub const MOST_KEPT: usize = 1000;

/// How many cases came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub pass: u64,
    /// Failed.
    pub fail: u64,
    /// Left open by the page.
    pub undecided: u64,
    /// Not run.
    pub skip: u64,
    /// Without a verdict.
    pub error: u64,
}

impl Counts {
    /// All of them.
    pub const fn total(&self) -> u64 {
        // Reports are read back from files: their numbers may be anything.
        let judged = self.pass.saturating_add(self.fail);
        let judged = judged.saturating_add(self.undecided);
        judged.saturating_add(self.skip).saturating_add(self.error)
    }

    /// See [`Report::exit_code`].
    pub(crate) const fn exit_code(self) -> u8 {
        let ran = Self { skip: 0, ..self }.total();
        match self {
            Self { fail: 1.., .. } => 1,
            _ if ran == 0 => 4,
            Self { error, .. } if error == ran => 3,
            Self { error: 1.., .. } => 1,
            _ => 0,
        }
    }

    const fn add(&mut self, status: Status) {
        match status {
            Status::Pass => self.pass += 1,
            Status::Fail => self.fail += 1,
            Status::Undecided => self.undecided += 1,
            Status::Skip => self.skip += 1,
            Status::Error => self.error += 1,
        }
    }
}

impl Report {
    /// An empty report.
    pub fn new(operations: &[&Operation], endpoint: &str, seed: u64) -> Self {
        Self {
            operations: operations
                .iter()
                .map(|operation| format!("{}/{}", operation.product, operation.operation))
                .collect(),
            endpoint: endpoint.to_owned(),
            seed,
            counts: BTreeMap::new(),
            coverage: Matrix::new(operations),
            failures: Vec::new(),
            errors: Vec::new(),
            undecided: Vec::new(),
            skipped: BTreeMap::new(),
            requests: 0,
            elapsed: Duration::ZERO,
            stopped: None,
        }
    }

    /// Counts a result, and keeps it where someone should look at it.
    pub fn add(&mut self, result: &CaseResult) {
        self.counts
            .entry(result.family)
            .or_default()
            .add(result.verdict.status);
        self.coverage.add(result);
        let kept = match result.verdict.status {
            Status::Pass => return,
            Status::Skip => {
                let reasons = self.skipped.len();
                let reason = &result.verdict.reason;
                if reasons < MOST_KEPT || self.skipped.contains_key(reason) {
                    *self.skipped.entry(reason.clone()).or_default() += 1;
                }
                return;
            }
            Status::Fail => &mut self.failures,
            Status::Error => &mut self.errors,
            Status::Undecided => &mut self.undecided,
        };
        if kept.len() < MOST_KEPT {
            kept.push(result.clone());
        }
    }

    /// Notes a case that ended without any result.
    pub(crate) fn lost(&mut self, reason: &str) {
        self.counts.entry(Family::Protocol).or_default().error += 1;
        self.stopped
            .get_or_insert_with(|| format!("a case was lost: {reason}"));
    }

    /// The counts of all families together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.counts.values() {
            total.pass = total.pass.saturating_add(counts.pass);
            total.fail = total.fail.saturating_add(counts.fail);
            total.undecided = total.undecided.saturating_add(counts.undecided);
            total.skip = total.skip.saturating_add(counts.skip);
            total.error = total.error.saturating_add(counts.error);
        }
        total
    }

    /// 0 conforms, 1 failures or cases without a verdict, 3 endpoint unusable, 4 nothing ran.
    pub fn exit_code(&self) -> u8 {
        self.total().exit_code()
    }
}
