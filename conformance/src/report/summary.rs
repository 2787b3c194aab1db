//! The report for a person at a terminal: what failed first, then what was covered.

use super::{Counts, Report, curl};
use crate::case::Family;
use crate::coverage::Coverage;
use crate::verdict::CaseResult;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::{self, Write as _};

/// How a summary is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used.
    pub colour: bool,
    /// How wide a line may be, in columns.
    pub width: usize,
    /// Whether undecided behaviour and the gaps of coverage are listed one by one.
    pub verbose: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: false,
            width: 80,
            verbose: false,
        }
    }
}

/// A report drawn as text.
#[derive(Debug, Clone, Copy)]
pub struct Summary<'r> {
    report: &'r Report,
    style: Style,
}

/// Most failures that are drawn.
const MOST_DRAWN: usize = 20;
/// Most reasons of skipped cases that are told without being asked.
const MOST_REASONS: usize = 8;
/// Most operations that are named in the last line.
const MOST_NAMED: usize = 3;
/// The columns of a label: `expected`.
const LABEL: usize = 10;
/// The columns of a label with a count: ` 12345 skipped`.
const COUNTED: usize = 14;

impl<'r> Summary<'r> {
    /// A summary of a report.
    pub const fn new(report: &'r Report, style: Style) -> Self {
        Self { report, style }
    }

    /// The failures and the cases without a verdict alone.
    pub fn failures(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = self.draw_failures(&mut out);
        out
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.style.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn failure(
        &self,
        out: &mut String,
        result: &CaseResult,
        mark: &str,
        code: &str,
    ) -> fmt::Result {
        let verdict = &result.verdict;
        writeln!(
            out,
            "{} {}",
            self.paint(code, mark),
            self.paint("1", &result.id)
        )?;
        self.line(out, "", &verdict.reason)?;
        if let Some(expected) = &verdict.expected {
            self.line(out, "expected", expected)?;
        }
        if let Some(seen) = &verdict.seen {
            self.line(out, "seen", seen)?;
        }
        let by = match verdict.basis {
            Some(crate::expect::Basis::Convention) => "convention",
            _ => "page",
        };
        self.line(out, by, &result.why)?;
        if let Some(exchange) = result.blamed().filter(|one| !one.sent.url.is_empty()) {
            // Whole, however long: it is there to be copied.
            let command = curl(&exchange.sent);
            writeln!(out, "  {} {command}", self.paint("2", "again     "))?;
        }
        out.push('\n');
        Ok(())
    }

    /// A labelled text, wrapped at the width and cut after a few lines.
    fn line(&self, out: &mut String, label: &str, text: &str) -> fmt::Result {
        self.labelled(out, label, LABEL, text)
    }

    fn labelled(&self, out: &mut String, label: &str, width: usize, text: &str) -> fmt::Result {
        let room = self.style.width.saturating_sub(width + 4).max(20);
        let mut label = label;
        for line in wrapped(text, room) {
            let label_text = self.paint("2", &format!("{label:<width$}"));
            writeln!(out, "  {label_text} {line}")?;
            label = "";
        }
        Ok(())
    }

    fn table(&self, out: &mut String) -> fmt::Result {
        writeln!(
            out,
            "{}",
            self.paint("2", "                 pass   fail  undecided   skip  error")
        )?;
        for family in Family::ALL {
            let Some(counts) = self.report.counts.get(&family) else {
                continue;
            };
            self.row(out, family.name(), *counts)?;
        }
        self.row(out, "all", self.report.total())
    }

    fn row(&self, out: &mut String, name: &str, counts: Counts) -> fmt::Result {
        let cell = |number: u64, width: usize, code: &str| {
            if number == 0 {
                self.paint("2", &format!("{:>width$}", "·"))
            } else {
                self.paint(code, &format!("{number:>width$}"))
            }
        };
        writeln!(
            out,
            "  {name:<13}{}{}{}{}{}",
            cell(counts.pass, 6, "32"),
            cell(counts.fail, 7, "31"),
            cell(counts.undecided, 11, "33"),
            cell(counts.skip, 7, "36"),
            cell(counts.error, 7, "35"),
        )
    }

    fn coverage(&self, out: &mut String) -> fmt::Result {
        let matrix = &self.report.coverage;
        let rows = matrix.rows().len();
        let states = [
            Coverage::Passed,
            Coverage::Failed,
            Coverage::Undecided,
            Coverage::Error,
            Coverage::Skipped,
            Coverage::Untestable,
            Coverage::NotTried,
        ];
        let parts: Vec<String> = states
            .iter()
            .filter_map(|state| {
                let count = matrix.count(*state);
                (count > 0).then(|| format!("{count} {}", state.words()))
            })
            .collect();
        writeln!(out, "{rows} statements of the page: {}", parts.join(", "))?;
        for row in matrix.rows() {
            let gap = matches!(
                row.state(),
                Coverage::Skipped | Coverage::Untestable | Coverage::NotTried
            );
            if gap && self.style.verbose {
                let why = row.notes.first().map_or("no case", String::as_str);
                let room = self.style.width.saturating_sub(4).max(20);
                writeln!(out, "  {}", fit(&format!("{}: {why}", row.statement), room))?;
            }
        }
        Ok(())
    }

    fn draw_failures(&self, out: &mut String) -> fmt::Result {
        let report = self.report;
        for result in report.failures.iter().take(MOST_DRAWN) {
            self.failure(out, result, "FAIL", "31")?;
        }
        let mut drawn = report.failures.len().min(MOST_DRAWN) as u64;
        let mut told = HashSet::new();
        let unusable = report.exit_code() == 3;
        for result in report.errors.iter().take(MOST_DRAWN) {
            // What makes an endpoint unusable is the same for every case.
            if told.insert(&result.verdict.reason) || !unusable {
                self.failure(out, result, "ERROR", "35")?;
                drawn += 1;
            }
        }
        let Counts { fail, error, .. } = report.total();
        let hidden = fail.saturating_add(error).saturating_sub(drawn);
        if hidden > 0 {
            writeln!(out, "… and {hidden} more\n")?;
        }
        Ok(())
    }

    fn draw(&self, out: &mut String) -> fmt::Result {
        let report = self.report;
        self.draw_failures(out)?;
        if self.style.verbose {
            for result in &report.undecided {
                writeln!(out, "{} {}", self.paint("33", "undecided"), result.id)?;
                self.line(out, "", &result.verdict.reason)?;
                self.line(
                    out,
                    "seen",
                    result.verdict.seen.as_deref().unwrap_or_default(),
                )?;
            }
            if !report.undecided.is_empty() {
                out.push('\n');
            }
        }
        self.table(out)?;
        out.push('\n');
        self.skipped(out)?;
        self.coverage(out)?;
        if let Some(reason) = &report.stopped {
            writeln!(out, "stopped early: {reason}")?;
        }
        writeln!(
            out,
            "{} requests to {} in {:.2} s, seed {}",
            report.requests,
            report.endpoint,
            report.elapsed.as_secs_f64(),
            report.seed
        )?;
        let (word, code) = match report.exit_code() {
            0 => ("conforms", "32"),
            1 => ("does not conform", "31"),
            3 => ("the endpoint cannot be used", "35"),
            _ => ("nothing ran", "33"),
        };
        let operations = match report.operations.as_slice() {
            few if few.len() <= MOST_NAMED => few.join(", "),
            many => {
                self.failing(out)?;
                format!("{} operations", many.len())
            }
        };
        writeln!(out, "{operations}: {}", self.paint(code, word))
    }

    /// The operations that have failures.
    fn failing(&self, out: &mut String) -> fmt::Result {
        let report = self.report;
        let fails = |operation: &&String| {
            let results = report.failures.iter().chain(&report.errors);
            let mut rest = results.filter_map(|one| one.id.strip_prefix(operation.as_str()));
            rest.any(|rest| rest.starts_with('/'))
        };
        let names: Vec<&str> = report
            .operations
            .iter()
            .filter(fails)
            .map(String::as_str)
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        self.line(out, "failing", &names.join(", "))
    }

    /// Why cases were skipped, the most frequent reason first.
    fn skipped(&self, out: &mut String) -> fmt::Result {
        let mut reasons: Vec<(&String, u64)> = self
            .report
            .skipped
            .iter()
            .map(|(reason, count)| (reason, *count))
            .collect();
        reasons.sort_by_key(|(_, count)| Reverse(*count));
        let most = if self.style.verbose {
            reasons.len()
        } else {
            MOST_REASONS
        };
        for (reason, count) in reasons.iter().take(most) {
            self.labelled(out, &format!("{count:>6} skipped"), COUNTED, reason)?;
        }
        if reasons.len() > most {
            let (_, rest) = reasons.split_at(most);
            let cases: u64 = rest.iter().map(|(_, count)| count).sum();
            let more = format!("for {} more reasons (-v shows all)", rest.len());
            self.labelled(out, &format!("{cases:>6} skipped"), COUNTED, &more)?;
        }
        Ok(())
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.draw(&mut out)?;
        f.write_str(&out)
    }
}

/// Most lines of one text.
const MOST_LINES: usize = 3;

/// The text in lines of at most so many columns, broken at blanks where there are any.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let last = lines.len() == MOST_LINES;
        let line = lines.last_mut().map_or("", |line| line.as_str());
        let gap = if line.is_empty() { "" } else { " " };
        let longer = format!("{line}{gap}{word}");
        if line.is_empty() || width(&longer) <= columns {
            lines.pop();
            lines.push(longer);
        } else if last {
            let rest = words.fold(longer, |rest, word| format!("{rest} {word}"));
            lines.pop();
            lines.push(rest);
            break;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| fit(line, columns)).collect()
}

/// The columns of a text; wide characters count two.
fn width(text: &str) -> usize {
    text.chars().map(wide).sum()
}

fn wide(c: char) -> usize {
    if doctract_core::charset::is_han(c) || ('\u{3000}'..='\u{ffef}').contains(&c) {
        2
    } else {
        1
    }
}

/// The text in at most so many columns.
fn fit(text: &str, columns: usize) -> String {
    let mut used = 0;
    let mut fitted = String::new();
    for c in text.chars() {
        used += wide(c);
        if used > columns {
            while used > columns.saturating_sub(1) {
                match fitted.pop() {
                    Some(last) => used -= wide(last),
                    None => break,
                }
            }
            fitted.push('…');
            return fitted;
        }
        fitted.push(c);
    }
    fitted
}
