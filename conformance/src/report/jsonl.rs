//! The report as JSON lines, written while the run goes on: a header, one line for each result, a
//! summary with the coverage.

use super::{Counts, Report};
use crate::coverage::{Coverage, Covered};
use crate::verdict::CaseResult;
use serde::Serialize;
use std::io::{self, Write};

/// The version of the report's format.
pub const FORMAT_VERSION: u32 = 1;

/// Writes a report line by line.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
}

#[derive(Serialize)]
#[serde(tag = "line", rename_all = "camelCase")]
enum Line<'l> {
    #[serde(rename_all = "camelCase")]
    Header {
        report: u32,
        endpoint: &'l str,
        seed: u64,
        operations: &'l [String],
    },
    Result(&'l CaseResult),
    Coverage {
        state: Coverage,
        #[serde(flatten)]
        covered: &'l Covered,
    },
    #[serde(rename_all = "camelCase")]
    Summary {
        cases: u64,
        pass: u64,
        fail: u64,
        undecided: u64,
        skip: u64,
        error: u64,
        requests: u64,
        elapsed_ms: u64,
        exit_code: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        stopped: Option<&'l str>,
    },
}

impl<W: Write> JsonLines<W> {
    /// Begins a report.
    pub fn begin(out: W, endpoint: &str, seed: u64, operations: &[String]) -> io::Result<Self> {
        let mut lines = Self { out };
        lines.write(&Line::Header {
            report: FORMAT_VERSION,
            endpoint,
            seed,
            operations,
        })?;
        Ok(lines)
    }

    /// Adds one result.
    pub fn result(&mut self, result: &CaseResult) -> io::Result<()> {
        self.write(&Line::Result(result))
    }

    /// Ends the report, and gives the writer back.
    pub fn end(mut self, report: &Report) -> io::Result<W> {
        for covered in report.coverage.rows() {
            self.write(&Line::Coverage {
                state: covered.state(),
                covered,
            })?;
        }
        let Counts {
            pass,
            fail,
            undecided,
            skip,
            error,
        } = report.total();
        self.write(&Line::Summary {
            cases: report.total().total(),
            pass,
            fail,
            undecided,
            skip,
            error,
            requests: report.requests,
            elapsed_ms: u64::try_from(report.elapsed.as_millis()).unwrap_or(u64::MAX),
            exit_code: report.exit_code(),
            stopped: report.stopped.as_deref(),
        })?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}
