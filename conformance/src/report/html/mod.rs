//! One self-contained page: verdicts, coverage, every case with its sentence, request and answer.
//!
//! The page carries the report's own lines as data and draws from them what is looked at, so its
//! size and its speed follow the report. It loads nothing and sends nothing.

use super::formats::frame;
use super::jsonl::Source;
use super::junit::escape;
use std::io::{self, BufRead, Write};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
const BODY: &str = include_str!("report.html");

pub(super) fn write(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let (header, totals) = frame(source)?;
    let title = escape(&header.operations.join(", "));
    let verdict = match totals.exit_code {
        0 => "conforms",
        3 => "endpoint unusable",
        4 => "nothing ran",
        _ => "does not conform",
    };
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}: {verdict}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>"
    )?;
    let counts = format!(
        "{} passed, {} failed, {} undecided, {} skipped, {} without a verdict",
        totals.pass, totals.fail, totals.undecided, totals.skip, totals.error
    );
    let body = BODY
        .replace("{{title}}", &title)
        .replace("{{verdict}}", verdict)
        .replace("{{counts}}", &counts);
    writeln!(out, "{body}")?;
    write!(out, "<script type=\"application/json\" id=\"report\">[")?;
    lines(source, out)?;
    writeln!(
        out,
        "]</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>"
    )
}

/// The report's lines as the elements of one array; nothing in them can end the script element.
fn lines(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let mut reader = source.open()?;
    let mut line = Vec::new();
    let mut gap = "\n";
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return out.write_all(b"\n");
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        out.write_all(gap.as_bytes())?;
        gap = ",\n";
        for part in text.split_inclusive(|byte| *byte == b'<') {
            match part.split_last() {
                Some((b'<', before)) => {
                    out.write_all(before)?;
                    out.write_all(b"\\u003c")?;
                }
                _ => out.write_all(part)?,
            }
        }
    }
}
