//! The Test Anything Protocol, version 14.

use super::formats::frame;
use super::jsonl::{Line, Source, read};
use super::junit::details;
use crate::verdict::Status;
use std::io::{self, Write};

pub(super) fn write(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let (_, totals) = frame(source)?;
    writeln!(out, "TAP version 14\n1..{}", totals.cases)?;
    let mut number = 0_u64;
    for line in read(source)? {
        let Line::Result(result) = line? else {
            continue;
        };
        number += 1;
        // The name of an operation comes from a spec: it may hold a line break.
        let id = one_line(&result.id).replace('#', "\\#");
        let reason = one_line(&result.verdict.reason);
        match result.verdict.status {
            Status::Pass => writeln!(out, "ok {number} - {id}")?,
            Status::Skip => writeln!(out, "ok {number} - {id} # SKIP {reason}")?,
            Status::Undecided => writeln!(out, "ok {number} - {id} # SKIP undecided: {reason}")?,
            Status::Fail | Status::Error => {
                writeln!(out, "not ok {number} - {id}\n  ---")?;
                writeln!(out, "  message: {}", serde_json::Value::from(reason))?;
                writeln!(out, "  severity: {}", result.verdict.status.name())?;
                writeln!(out, "  details: |")?;
                for line in details(&result).lines() {
                    writeln!(out, "    {line}")?;
                }
                writeln!(out, "  ...")?;
            }
        }
    }
    if let Some(reason) = totals.stopped {
        writeln!(out, "# stopped early: {}", one_line(&reason))?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
