//! The baseline of a run: read, compared with, told, brought up to date.

use crate::console::Console;
use crate::failure::{Failure, plural};
use crate::files;
use doctract_conformance::Status;
use doctract_conformance::baseline::{Baseline, Drift, FORMAT_VERSION, load};
use doctract_conformance::report::{Line, read};
use std::path::Path;

/// The baseline in a file. One that is about to be written need not be there yet.
pub(crate) fn open(path: &Path, update: bool, console: Console) -> Result<Baseline, Failure> {
    if update && !path.exists() {
        return Ok(Baseline {
            baseline: FORMAT_VERSION,
            accepted: Vec::new(),
        });
    }
    let bytes = files::read(path)?;
    let (name, text) = (path.display().to_string(), String::from_utf8_lossy(&bytes));
    load(&name, &text).map_err(|diagnostics| {
        Failure::diagnosed(&name, &text, &diagnostics, "a baseline", console)
    })
}

/// How a run departs from its baseline, for a person.
pub(crate) fn told(drift: &Drift, path: &Path) -> String {
    const MOST: usize = 10;
    let mut text = format!(
        "{}: {} accepted, {} new, {} mended\n",
        path.display(),
        plural(
            usize::try_from(drift.known).unwrap_or(usize::MAX),
            "failure"
        ),
        drift.new_count,
        drift.mended.len()
    );
    for entry in drift.mended.iter().take(MOST) {
        text.push_str(&format!("  mended   {}\n", entry.case));
    }
    for entry in drift.expired.iter().take(MOST) {
        let until = entry.until.as_deref().unwrap_or_default();
        text.push_str(&format!("  expired  {} (until {until})\n", entry.case));
    }
    if !drift.mended.is_empty() {
        text.push_str("take mended entries off the list, or run with --update-baseline\n");
    }
    text
}

/// Writes the failures of a report in JSON lines to the baseline.
pub(crate) fn update(baseline: &Baseline, path: &Path, lines: &Path) -> Result<(), Failure> {
    let mut failures = Vec::new();
    for line in read(lines).map_err(Failure::read(lines))? {
        if let Line::Result(result) = line.map_err(Failure::read(lines))?
            && result.verdict.status == Status::Fail
        {
            failures.push(result.id.clone());
        }
    }
    let updated = baseline.updated(&failures, "accepted by --update-baseline; say why");
    files::write(path, |out| out.write_all(updated.to_text().as_bytes()))
}
