//! Markdown for the summaries of CI systems: the verdict, the numbers, the first failures.

use super::formats::{curl, frame, split_id};
use super::jsonl::{Line, Source, Totals, read};
use crate::coverage::Coverage;
use crate::verdict::{CaseResult, Status};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Most failures that are told in full.
const MOST_TOLD: usize = 20;

/// Longest command line that is shown.
const MOST_COMMAND: usize = 1500;

pub(super) fn write(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let (header, totals) = frame(source)?;
    let names = header
        .operations
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>();
    writeln!(out, "## {} {}\n", mark(&totals), names.join(", "))?;
    writeln!(
        out,
        "| pass | fail | undecided | skip | error |\n|--:|--:|--:|--:|--:|"
    )?;
    let Totals {
        pass,
        fail,
        undecided,
        skip,
        error,
        ..
    } = totals;
    writeln!(
        out,
        "| {pass} | {fail} | {undecided} | {skip} | {error} |\n"
    )?;
    let mut states: BTreeMap<Coverage, u64> = BTreeMap::new();
    let mut told = 0;
    for line in read(source)? {
        match line? {
            Line::Result(result)
                if matches!(result.verdict.status, Status::Fail | Status::Error) =>
            {
                if told < MOST_TOLD {
                    failure(&result, out)?;
                }
                told += 1;
            }
            Line::Coverage(line) => *states.entry(line.state).or_default() += 1,
            _ => {}
        }
    }
    if told > MOST_TOLD {
        writeln!(out, "… and {} more.\n", told - MOST_TOLD)?;
    }
    let statements: Vec<String> = states
        .iter()
        .map(|(state, count)| format!("{count} {}", state.words()))
        .collect();
    writeln!(out, "Statements of the page: {}.\n", statements.join(", "))?;
    if let Some(reason) = &totals.stopped {
        writeln!(out, "Stopped early: {}.\n", cell(reason))?;
    }
    writeln!(
        out,
        "{} requests to `{}` in {}.{:03} s, seed {}.",
        totals.requests,
        header.endpoint,
        totals.elapsed_ms / 1000,
        totals.elapsed_ms % 1000,
        header.seed
    )
}

const fn mark(totals: &Totals) -> &'static str {
    match totals.exit_code {
        0 => "✅ conforms:",
        3 => "⛔ endpoint unusable:",
        4 => "⚠️ nothing ran:",
        5 => "⚠️ baseline out of date:",
        _ => "❌ does not conform:",
    }
}

fn failure(result: &CaseResult, out: &mut dyn Write) -> io::Result<()> {
    let (_, rest) = split_id(&result.id);
    let verdict = &result.verdict;
    writeln!(
        out,
        "<details><summary><code>{}</code>: {}</summary>\n",
        html(rest),
        html(&verdict.reason)
    )?;
    writeln!(out, "> {}\n", cell(&result.why))?;
    for (label, value) in [("expected", &verdict.expected), ("seen", &verdict.seen)] {
        if let Some(value) = value {
            writeln!(out, "- {label}: {}", code(value))?;
        }
    }
    let exchange = result.blamed();
    let command = exchange.map(|exchange| curl(&exchange.sent));
    if let Some(command) = command.filter(|command| command.len() <= MOST_COMMAND) {
        writeln!(out, "\n```sh\n{}\n```", command.replace("```", "` ` `"))?;
    }
    writeln!(out, "\n</details>\n")
}

fn cell(text: &str) -> String {
    html(&text.split_whitespace().collect::<Vec<_>>().join(" ")).replace('|', "\\|")
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("<code>{}</code>", html(&text))
}
