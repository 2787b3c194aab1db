//! The report for a terminal, 80 columns wide.

use super::layout::{width, wrap};
use super::{Part, sorted, total};
use crate::diff::{Change, OperationDiff, Report};
use crate::model::Confidence;

const COLUMNS: usize = 80;
const INDENT: usize = 2;
const LABEL: usize = 12;

/// How much to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// Whether to colour the classes, for a terminal that does.
    pub colour: bool,
    /// Whether to list the changes that are words only; else they are counted.
    pub docs: bool,
}

/// The report as text.
pub fn text(report: &Report, options: TextOptions) -> String {
    let mut page = Page {
        text: String::new(),
        options,
    };
    for diff in &report.operations {
        page.operation(diff);
    }
    for ignored in &report.ignored {
        let place = format!(
            "{}: {}",
            ignored.operation.operation, ignored.change.after.path
        );
        let line = format!(
            "{} at {place}, because {}",
            ignored.change.rule, ignored.because
        );
        page.entry("ignored", "2", &line);
    }
    for unused in &report.unused_ignores {
        let line = format!(
            "{} at {}: no such change, the entry may go",
            unused.rule, unused.place
        );
        page.entry("unused", "33", &line);
    }
    if !(report.ignored.is_empty() && report.unused_ignores.is_empty()) {
        page.text.push('\n');
    }
    page.text.push_str(&total(report));
    page.text.push('\n');
    page.text
}

struct Page {
    text: String,
    options: TextOptions,
}

impl Page {
    fn operation(&mut self, diff: &OperationDiff) {
        let heading = match (&diff.before, &diff.after) {
            (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
            _ => diff.name().to_string(),
        };
        for line in wrap(&heading, COLUMNS) {
            let line = self.coloured("1", &line);
            self.text.push_str(&line);
            self.text.push('\n');
        }
        let changes = sorted(diff);
        let mut words = 0;
        for (part, change) in &changes {
            if *part == Part::Docs && !self.options.docs {
                words += 1;
            } else {
                self.change(*part, change);
            }
        }
        if words > 0 {
            let noun = if words == 1 { "change" } else { "changes" };
            let line = format!("{words} {noun} of words and examples");
            self.entry(Part::Docs.label(), colour(Part::Docs), &line);
        }
        self.text.push('\n');
    }

    fn change(&mut self, part: Part, change: &Change) {
        let line = match (change.subject(), change.summary().as_str()) {
            ("", summary) => summary.to_owned(),
            (subject, "") => subject.to_owned(),
            (subject, summary) => format!("{subject}: {summary}"),
        };
        let doubt = match change.confidence {
            Confidence::High => "",
            Confidence::Medium => ", likely",
            Confidence::Low => ", a guess",
        };
        let rule = format!("[{}{doubt}]", change.rule);
        let room = COLUMNS - INDENT - LABEL;
        let (wide, rule_wide) = (width(&line), width(&rule));
        if wide + 2 + rule_wide <= room {
            let gap = " ".repeat(room - wide - rule_wide);
            self.entry(part.label(), colour(part), &format!("{line}{gap}{rule}"));
        } else {
            self.entry(part.label(), colour(part), &line);
            self.below(&rule);
        }
        if part == Part::Breaking {
            self.below(change.why());
        }
        let (before, after) = (&change.before.path, &change.after.path);
        let within = |inner: &str, outer: &str| inner.starts_with(outer);
        if within(after, before) {
            self.below(after);
        } else if within(before, after) {
            self.below(before);
        } else {
            self.below(after);
            self.below(&format!("was {before}"));
        }
    }

    /// A labelled entry: its first line, and those it breaks into.
    fn entry(&mut self, label: &str, colour: &str, line: &str) {
        let room = COLUMNS - INDENT - LABEL;
        let lines = match width(line) {
            wide if wide <= room => vec![line.to_owned()],
            _ => wrap(line, room),
        };
        let pad = " ".repeat(LABEL.saturating_sub(width(label)));
        let label = self.coloured(colour, label);
        let mut lines = lines.iter().map(String::as_str);
        let first = lines.next().unwrap_or_default();
        let head = format!("{}{label}{pad}{first}", " ".repeat(INDENT));
        self.text.push_str(head.trim_end());
        self.text.push('\n');
        for line in lines {
            self.indented(line);
        }
    }

    fn below(&mut self, line: &str) {
        for line in wrap(line, COLUMNS - INDENT - LABEL) {
            let line = self.coloured("2", &line);
            self.indented(&line);
        }
    }

    fn indented(&mut self, line: &str) {
        self.text.push_str(&" ".repeat(INDENT + LABEL));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn coloured(&self, code: &str, text: &str) -> String {
        if self.options.colour {
            format!("\u{1B}[{code}m{text}\u{1B}[0m")
        } else {
            text.to_owned()
        }
    }
}

const fn colour(part: Part) -> &'static str {
    match part {
        Part::Breaking => "1;31",
        Part::Servers => "33",
        Part::Compatible => "32",
        Part::Docs => "2",
    }
}
