//! Several reports of parts of one plan as one.

use super::formats::frame;
use super::jsonl::{Header, JsonLines, Line, Source, StatementLine, Totals, read};
use crate::coverage::Covered;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes the results of several reports as one report: counts and coverage are added up.
///
/// # Errors
///
/// What cannot be read or written; reports that are not about the same seed.
pub fn merge(sources: &[&dyn Source], out: &mut dyn Write) -> io::Result<()> {
    let mut whole: Option<Header> = None;
    let mut totals = Totals::default();
    for source in sources {
        let (header, part) = frame(*source)?;
        match &mut whole {
            None => whole = Some(header),
            Some(known) if known.seed != header.seed => {
                let text = format!(
                    "reports of different plans: seed {} and seed {}",
                    known.seed, header.seed
                );
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            Some(known) => {
                let new = header.operations.into_iter();
                let new: Vec<String> = new
                    .filter(|name| !known.operations.contains(name))
                    .collect();
                known.operations.extend(new);
            }
        }
        totals.cases = totals.cases.saturating_add(part.cases);
        totals.pass = totals.pass.saturating_add(part.pass);
        totals.fail = totals.fail.saturating_add(part.fail);
        totals.undecided = totals.undecided.saturating_add(part.undecided);
        totals.skip = totals.skip.saturating_add(part.skip);
        totals.error = totals.error.saturating_add(part.error);
        totals.requests = totals.requests.saturating_add(part.requests);
        totals.elapsed_ms = totals.elapsed_ms.max(part.elapsed_ms);
        totals.stopped = totals.stopped.or(part.stopped);
    }
    let counts = super::Counts {
        pass: totals.pass,
        fail: totals.fail,
        undecided: totals.undecided,
        skip: totals.skip,
        error: totals.error,
    };
    totals.exit_code = counts.exit_code();
    let header =
        whole.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no report to merge"))?;
    let mut lines = JsonLines::plain(out);
    lines.write(&Line::Header(Cow::Owned(header)))?;
    let mut order: Vec<(String, String)> = Vec::new();
    let mut rows: HashMap<(String, String), Covered> = HashMap::new();
    for source in sources {
        for line in read(*source)? {
            match line? {
                line @ Line::Result(_) => lines.write(&line)?,
                Line::Coverage(line) => {
                    let new = line.into_owned().covered;
                    let key = (new.operation.clone(), new.statement.clone());
                    if let Some(row) = rows.get_mut(&key) {
                        row.add(&new);
                    } else {
                        order.push(key.clone());
                        rows.insert(key, new);
                    }
                }
                Line::Header(_) | Line::Summary(_) => {}
            }
        }
    }
    for covered in order.iter().filter_map(|key| rows.remove(key)) {
        let state = covered.state();
        lines.write(&Line::Coverage(Cow::Owned(StatementLine {
            state,
            covered,
        })))?;
    }
    lines.write(&Line::Summary(Cow::Owned(totals)))
}
