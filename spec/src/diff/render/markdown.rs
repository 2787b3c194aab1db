//! The report for a pull request.

use super::{Part, sorted, total};
use crate::diff::{Change, OperationDiff, Report};
use crate::model::Confidence;
use std::fmt::Write as _;

/// The report as Markdown: what breaks in the open, words and examples folded away.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("### API contract: {}\n", total(report));
    for diff in &report.operations {
        operation(&mut text, diff);
    }
    if !report.ignored.is_empty() {
        text.push_str("\n<details><summary>Ignored</summary>\n\n");
        for ignored in &report.ignored {
            let Change { rule, .. } = &ignored.change;
            let operation = &ignored.operation.operation;
            let subject = code(ignored.change.subject());
            let because = plain(&ignored.because);
            let _ = writeln!(text, "- `{rule}` {operation} {subject}: {because}");
        }
        text.push_str("\n</details>\n");
    }
    for unused in &report.unused_ignores {
        let (rule, place) = (&unused.rule, code(&unused.place));
        let _ = writeln!(
            text,
            "\n> `{rule}` is ignored at {place}, where nothing changed: the entry may go."
        );
    }
    text
}

fn operation(text: &mut String, diff: &OperationDiff) {
    let heading = match (&diff.before, &diff.after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        _ => diff.name().to_string(),
    };
    let _ = writeln!(text, "\n#### {}\n", plain(&heading));
    let changes = sorted(diff);
    let (words, contract): (Vec<_>, Vec<_>) = changes
        .into_iter()
        .partition(|(part, _)| *part == Part::Docs);
    if !contract.is_empty() {
        text.push_str("| | what | change | why |\n|---|---|---|---|\n");
        for (part, change) in contract {
            let doubt = match change.confidence {
                Confidence::High => "",
                Confidence::Medium => " (likely)",
                Confidence::Low => " (a guess)",
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {}{doubt} `{}` |",
                label(part),
                code(change.subject()),
                plain(&change.summary()),
                plain(change.why()),
                change.rule
            );
        }
    }
    if !words.is_empty() {
        let _ = write!(
            text,
            "\n<details><summary>{} of words and examples</summary>\n\n",
            words.len()
        );
        for (_, change) in words {
            let (path, summary) = (code(&change.after.path), plain(&change.summary()));
            let line = format!("- {path} {summary}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push_str("\n</details>\n");
    }
}

const fn label(part: Part) -> &'static str {
    match part {
        Part::Breaking => "**breaking**",
        Part::Servers => "breaking for servers",
        Part::Compatible => "compatible",
        Part::Docs => "docs",
    }
}

/// A text as it stands, in a cell or a list: on one line, without what Markdown would read.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '#' | '@' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

/// A name as code, in a cell or a list.
fn code(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(
            "`{}`",
            text.replace(['\n', '\r', '`'], " ").replace('|', "\\|")
        ),
    }
}
