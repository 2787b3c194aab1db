//! The report as JSON lines, written while the run goes on: a header, one line for each result,
//! one for each statement, the totals. Every other format is made from it.

use super::{Counts, Report};
use crate::coverage::{Coverage, Covered};
use crate::verdict::CaseResult;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

/// The version of the report's format.
pub const FORMAT_VERSION: u32 = 1;

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "line", rename_all = "camelCase")]
pub enum Line<'l> {
    /// The first line.
    Header(Cow<'l, Header>),
    /// One result.
    Result(Cow<'l, CaseResult>),
    /// One statement.
    Coverage(Cow<'l, StatementLine>),
    /// The last line.
    Summary(Cow<'l, Totals>),
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The version of the format: [`FORMAT_VERSION`].
    pub report: u32,
    /// The address of the endpoint.
    pub endpoint: String,
    /// The seed of the plan.
    pub seed: u64,
    /// The operations: `Ecs/CreateSnapshot`.
    pub operations: Vec<String>,
}

/// A statement, its state and what was seen of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatementLine {
    /// The state.
    pub state: Coverage,
    /// The rest.
    #[serde(flatten)]
    pub covered: Covered,
}

/// The totals of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// All cases.
    pub cases: u64,
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
    /// Requests sent.
    pub requests: u64,
    /// Milliseconds.
    pub elapsed_ms: u64,
    /// The exit code that the run asks for.
    pub exit_code: u8,
    /// Why the run ended before its last case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
}

impl Totals {
    /// The totals of a report.
    pub fn of(report: &Report) -> Self {
        let total = report.total();
        let Counts {
            pass,
            fail,
            undecided,
            skip,
            error,
        } = total;
        Self {
            cases: total.total(),
            pass,
            fail,
            undecided,
            skip,
            error,
            requests: report.requests,
            elapsed_ms: u64::try_from(report.elapsed.as_millis()).unwrap_or(u64::MAX),
            exit_code: report.exit_code(),
            stopped: report.stopped.clone(),
        }
    }
}

/// Writes a report line by line.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
}

impl<W: Write> JsonLines<W> {
    /// Begins a report.
    pub fn begin(out: W, endpoint: &str, seed: u64, operations: &[String]) -> io::Result<Self> {
        let mut lines = Self { out };
        lines.write(&Line::Header(Cow::Owned(Header {
            report: FORMAT_VERSION,
            endpoint: endpoint.to_owned(),
            seed,
            operations: operations.to_vec(),
        })))?;
        Ok(lines)
    }

    /// Adds one result.
    pub fn result(&mut self, result: &CaseResult) -> io::Result<()> {
        self.write(&Line::Result(Cow::Borrowed(result)))
    }

    /// Ends the report, and gives the writer back.
    pub fn end(mut self, report: &Report) -> io::Result<W> {
        for covered in report.coverage.rows() {
            self.write(&Line::Coverage(Cow::Owned(StatementLine {
                state: covered.state(),
                covered: covered.clone(),
            })))?;
        }
        self.write(&Line::Summary(Cow::Owned(Totals::of(report))))?;
        self.out.flush()?;
        Ok(self.out)
    }

    pub(super) fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }

    pub(super) fn plain(out: W) -> Self {
        Self { out }
    }
}

/// A report in JSON lines that can be read more than once.
pub trait Source {
    /// Reads from the start.
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>>;
}

impl Source for [u8] {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(self))
    }
}

impl Source for Vec<u8> {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(self.as_slice()))
    }
}

impl Source for Path {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(io::BufReader::new(std::fs::File::open(self)?)))
    }
}

impl Source for PathBuf {
    fn open(&self) -> io::Result<Box<dyn BufRead + '_>> {
        self.as_path().open()
    }
}

/// Longest line that is read.
const MOST_LINE: u64 = 32 << 20;

/// The lines of a report. A line that is none is an error with its number.
pub fn read(
    source: &(impl Source + ?Sized),
) -> io::Result<impl Iterator<Item = io::Result<Line<'static>>>> {
    let mut reader = source.open()?;
    let mut number = 0_u64;
    Ok(std::iter::from_fn(move || {
        loop {
            let mut bytes = Vec::new();
            number += 1;
            match (&mut reader).take(MOST_LINE).read_until(b'\n', &mut bytes) {
                Err(error) => return Some(Err(error)),
                Ok(0) => return None,
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let line = serde_json::from_slice(&bytes);
                    return Some(line.map_err(|error| {
                        let text = format!("line {number} is no line of a report: {error}");
                        io::Error::new(io::ErrorKind::InvalidData, text)
                    }));
                }
            }
        }
    }))
}
