//! JUnit XML: one suite for each operation's run, one test case for each case.

use super::formats::{curl, frame, split_id};
use super::jsonl::{Line, Source, read};
use crate::verdict::{CaseResult, Status};
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) fn write(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let (header, totals) = frame(source)?;
    let skipped = totals.skip + totals.undecided;
    let seconds = millis(totals.elapsed_ms);
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{skipped}\" time=\"{seconds}\"",
        totals.cases, totals.fail, totals.error
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"doctract\" {counts}>")?;
    let name = escape(&header.operations.join(", "));
    writeln!(out, "  <testsuite name=\"{name}\" {counts}>")?;
    writeln!(out, "    <properties>")?;
    for (name, value) in [
        ("endpoint", header.endpoint),
        ("seed", header.seed.to_string()),
    ] {
        writeln!(
            out,
            "      <property name=\"{name}\" value=\"{}\"/>",
            escape(&value)
        )?;
    }
    writeln!(out, "    </properties>")?;
    for line in read(source)? {
        if let Line::Result(result) = line? {
            case(&result, out)?;
        }
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn case(result: &CaseResult, out: &mut dyn Write) -> io::Result<()> {
    let (operation, rest) = split_id(&result.id);
    let class = escape(&operation.replace('/', "."));
    let name = escape(rest);
    let time = millis(result.elapsed_ms);
    write!(
        out,
        "    <testcase classname=\"{class}\" name=\"{name}\" time=\"{time}\""
    )?;
    let verdict = &result.verdict;
    let reason = escape(&verdict.reason);
    match verdict.status {
        Status::Pass => return writeln!(out, "/>"),
        Status::Skip => writeln!(out, ">\n      <skipped message=\"{reason}\"/>")?,
        Status::Undecided => writeln!(out, ">\n      <skipped message=\"undecided: {reason}\"/>")?,
        Status::Fail | Status::Error => {
            let element = if verdict.status == Status::Fail {
                "failure"
            } else {
                "error"
            };
            let kind = escape(result.statements.first().map_or("protocol", String::as_str));
            writeln!(
                out,
                ">\n      <{element} type=\"{kind}\" message=\"{reason}\">{}</{element}>",
                escape(&details(result))
            )?;
        }
    }
    writeln!(out, "    </testcase>")
}

/// What a person needs to judge a failure, as plain text.
pub(super) fn details(result: &CaseResult) -> String {
    let mut text = format!("because: {}\n", result.why);
    let verdict = &result.verdict;
    let lines = [("expected", &verdict.expected), ("seen", &verdict.seen)];
    for (label, value) in lines {
        if let Some(value) = value {
            let _ = writeln!(text, "{label}: {value}");
        }
    }
    for exchange in &result.exchanges {
        let _ = writeln!(text, "{}", curl(&exchange.sent));
        let status = exchange
            .status
            .map_or_else(|| "-".to_owned(), |status| status.to_string());
        let _ = writeln!(text, "  {status} {}", exchange.body);
    }
    text
}

fn millis(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

/// Text for an attribute or an element; characters that XML does not know are replaced.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push_str(if c == '\n' { "&#10;" } else { "&#9;" }),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
