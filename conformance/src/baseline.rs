//! Failures that are known and accepted for a time: a run then fails on what is new, and on what
//! has been mended without being taken off the list.
//!
//! ```
//! use doctract_conformance::baseline;
//!
//! let baseline = baseline::load("baseline.yaml", "
//! baseline: 1
//! accepted:
//!   - case: Ecs/CreateSnapshot/valid/Description/maxLength/*
//!     because: the gateway cuts at 200 until its next release
//!     until: 2027-01-31
//! ").unwrap();
//! assert_eq!(baseline.accepted.len(), 1);
//! ```

use crate::conventions::wildcard;
use crate::report::Counts;
use crate::verdict::{CaseResult, Status};
use crate::yaml_file::YamlFile;
use doctract_spec::Diagnostic;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of the format.
pub const FORMAT_VERSION: u32 = 1;

/// Accepted failures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Baseline {
    /// The version of the format: [`FORMAT_VERSION`].
    pub baseline: u32,
    /// The entries.
    #[serde(default)]
    pub accepted: Vec<Entry>,
}

/// One accepted failure, or several alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entry {
    /// The id of the case; `*` stands for any run of characters.
    pub case: String,
    /// Why it is accepted.
    pub because: String,
    /// The last day on which it is: `2027-01-31`. For good when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Reads a baseline. `file` is the name shown in diagnostics.
///
/// # Errors
///
/// Every mistake found: unknown keys, a date that is none, an entry without a reason.
pub fn load(file: &str, text: &str) -> Result<Baseline, Vec<Diagnostic>> {
    let source = YamlFile {
        code: "baseline-invalid",
        file,
    };
    let baseline: Baseline = source.read(text)?;
    let mut found = Vec::new();
    if baseline.baseline != FORMAT_VERSION {
        found.push(format!("format version {} is not known", baseline.baseline));
    }
    for (at, entry) in baseline.accepted.iter().enumerate() {
        if entry.because.trim().is_empty() {
            found.push(format!("accepted[{at}]: it has no reason"));
        }
        let date = entry
            .until
            .as_ref()
            .filter(|until| until.parse::<Date>().is_err());
        found.extend(
            date.map(|until| format!("accepted[{at}]: `{until}` is no date such as 2027-01-31")),
        );
    }
    source.unless(found, baseline)
}

impl Baseline {
    /// The baseline that accepts these failures: entries that accept one of them stay as they are,
    /// the others go, and what no entry accepts is added with a reason.
    #[must_use]
    pub fn updated(&self, failures: &[String], because: &str) -> Self {
        let kept = self.accepted.iter().filter(|entry| {
            failures
                .iter()
                .any(|failure| wildcard(&entry.case, failure))
        });
        let mut accepted: Vec<Entry> = kept.cloned().collect();
        for failure in failures {
            if !accepted.iter().any(|entry| wildcard(&entry.case, failure)) {
                accepted.push(Entry {
                    case: failure.clone(),
                    because: because.to_owned(),
                    until: None,
                });
            }
        }
        Self {
            baseline: FORMAT_VERSION,
            accepted,
        }
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        doctract_spec::yaml::to_text(self)
    }
}

/// A run being compared with a baseline.
#[derive(Debug)]
pub struct Comparison<'b> {
    entries: Vec<(&'b Entry, u64, u64)>,
    today: Date,
    drift: Drift,
}

/// How a run departs from its baseline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Failures that no entry accepts; the first thousand ids.
    pub new: Vec<String>,
    /// How many there are in all.
    pub new_count: u64,
    /// Failures that are accepted.
    pub known: u64,
    /// Entries whose cases ran and no longer fail.
    pub mended: Vec<Entry>,
    /// Entries that accept a failure after their last day; such failures are new.
    pub expired: Vec<Entry>,
}

/// Most ids of new failures that are kept.
const MOST_KEPT: usize = 1000;

impl<'b> Comparison<'b> {
    /// Begins a comparison; `today` is an ISO 8601 date, the present one when absent.
    pub fn new(baseline: &'b Baseline, today: Option<Date>) -> Self {
        let present = || {
            jiff::tz::Offset::UTC
                .to_datetime(jiff::Timestamp::now())
                .date()
        };
        Self {
            entries: baseline
                .accepted
                .iter()
                .map(|entry| (entry, 0, 0))
                .collect(),
            today: today.unwrap_or_else(present),
            drift: Drift::default(),
        }
    }

    /// Takes in a result.
    pub fn add(&mut self, result: &CaseResult) {
        let failed = result.verdict.status == Status::Fail;
        let mut accepted = false;
        for (entry, failures, others) in &mut self.entries {
            if !wildcard(&entry.case, &result.id) {
                continue;
            }
            if !failed {
                *others += u64::from(result.verdict.status == Status::Pass);
                continue;
            }
            *failures += 1;
            let last = entry
                .until
                .as_ref()
                .and_then(|until| until.parse::<Date>().ok());
            if last.is_some_and(|last| last < self.today) {
                if !self.drift.expired.contains(entry) {
                    self.drift.expired.push((*entry).clone());
                }
            } else {
                accepted = true;
            }
        }
        match (failed, accepted) {
            (true, true) => self.drift.known += 1,
            (true, false) => {
                self.drift.new_count += 1;
                if self.drift.new.len() < MOST_KEPT {
                    self.drift.new.push(result.id.clone());
                }
            }
            (false, _) => {}
        }
    }

    /// What came of it.
    pub fn finish(mut self) -> Drift {
        let mended = self
            .entries
            .iter()
            .filter(|(_, failures, passes)| *failures == 0 && *passes > 0);
        self.drift.mended = mended.map(|(entry, ..)| (*entry).clone()).collect();
        self.drift
    }
}

impl Drift {
    /// The exit code of a run with a baseline: that of the run as if its accepted failures had
    /// passed; 5 where it would be 0 and entries are out of date.
    pub fn exit_code(&self, counts: Counts) -> u8 {
        let accepted = Counts {
            fail: counts.fail.saturating_sub(self.known),
            pass: counts.pass + self.known,
            ..counts
        };
        match (accepted.exit_code(), self.mended.is_empty()) {
            (0, false) => 5,
            (code, _) => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Family;
    use crate::expect::Basis;
    use crate::verdict::Verdict;

    fn result(id: &str, verdict: Verdict) -> CaseResult {
        CaseResult {
            id: id.to_owned(),
            family: Family::Valid,
            statements: Vec::new(),
            why: String::new(),
            verdict,
            elapsed_ms: 0,
            exchanges: Vec::new(),
        }
    }

    #[test]
    fn new_failures_and_mended_ones_are_told_apart() {
        let text = "baseline: 1\naccepted:\n\
                    - { case: A/B/known/*, because: x }\n\
                    - { case: A/B/mended, because: x }\n\
                    - { case: A/B/old, because: x, until: 2020-01-01 }\n";
        let baseline = load("baseline.yaml", text).unwrap();
        let fail = || Verdict::fail("", "", "", Basis::Page);
        let counts = |pass, fail, error| Counts {
            pass,
            fail,
            error,
            ..Counts::default()
        };
        let mut comparison = Comparison::new(&baseline, None);
        comparison.add(&result("A/B/known/1", fail()));
        comparison.add(&result("A/B/mended", Verdict::pass()));
        let drift = comparison.finish();
        assert_eq!(
            (
                drift.known,
                drift.new_count,
                drift.exit_code(counts(1, 1, 0))
            ),
            (1, 0, 5)
        );
        assert_eq!(drift.mended[0].case, "A/B/mended");

        let mut comparison = Comparison::new(&baseline, None);
        comparison.add(&result("A/B/old", fail()));
        let drift = comparison.finish();
        assert_eq!(
            (drift.new.as_slice(), drift.exit_code(counts(0, 1, 0))),
            (&["A/B/old".to_owned()][..], 1)
        );
        assert_eq!(drift.expired.len(), 1);

        let mut comparison = Comparison::new(&baseline, None);
        comparison.add(&result("A/B/known/1", fail()));
        let drift = comparison.finish();
        assert_eq!(drift.exit_code(counts(0, 1, 0)), 0);
        assert_eq!(drift.exit_code(counts(0, 1, 1)), 1, "a case has no verdict");
        assert_eq!(drift.exit_code(counts(0, 2, 0)), 1);
    }

    #[test]
    fn an_update_keeps_the_reasons_that_are_still_needed() {
        let text = "baseline: 1\naccepted:\n\
                    - { case: A/B/known/*, because: the gateway, until: 2099-01-01 }\n\
                    - { case: A/B/mended, because: x }\n";
        let baseline = load("baseline.yaml", text).unwrap();
        let failures = ["A/B/known/1".to_owned(), "A/B/new".to_owned()];
        let updated = baseline.updated(&failures, "not looked at");
        let again = load("baseline.yaml", &updated.to_text()).unwrap();
        assert_eq!(again, updated);
        let told: Vec<(&str, &str)> = again
            .accepted
            .iter()
            .map(|entry| (entry.case.as_str(), entry.because.as_str()))
            .collect();
        assert_eq!(
            told,
            [("A/B/known/*", "the gateway"), ("A/B/new", "not looked at")]
        );
    }

    #[test]
    fn an_entry_says_why_and_until_when() {
        let text = "baseline: 1\naccepted: [ { case: a, because: ' ', until: soon } ]\n";
        assert_eq!(load("baseline.yaml", text).unwrap_err().len(), 2);
    }
}
