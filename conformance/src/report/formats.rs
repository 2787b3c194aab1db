//! The other formats of a report, each made from its JSON lines without holding them in memory.

use super::jsonl::{Header, Line, Source, Totals, read};
use super::{har, html, junit, markdown, sarif, tap};
use std::io::{self, Write};

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON lines: what all others are made from.
    JsonLines,
    /// JUnit XML, one test case for each case.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// Markdown, for the summaries of CI systems.
    Markdown,
    /// An HTTP archive of the exchanges that were kept.
    Har,
    /// SARIF 2.1.0: failures at their place in the page or the spec.
    Sarif,
    /// One self-contained page.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] = [
        Self::JsonLines,
        Self::Junit,
        Self::Tap,
        Self::Markdown,
        Self::Har,
        Self::Sarif,
        Self::Html,
    ];

    /// The word that names the format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Junit => "junit",
            Self::Tap => "tap",
            Self::Markdown => "markdown",
            Self::Har => "har",
            Self::Sarif => "sarif",
            Self::Html => "html",
        }
    }

    /// The format of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// A place in a file, as SARIF points to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, relative where it was.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// Where the statements of operations stand: by operation (`Ecs/CreateSnapshot`) and statement id.
pub type Places<'p> = &'p dyn Fn(&str, &str) -> Option<Place>;

/// Writes a stored report in another format.
///
/// # Errors
///
/// What cannot be read or written; a line that is no line of a report.
pub fn render(
    format: Format,
    source: &dyn Source,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::JsonLines => io::copy(&mut source.open()?, out).map(|_| ()),
        Format::Junit => junit::write(source, out),
        Format::Tap => tap::write(source, out),
        Format::Markdown => markdown::write(source, out),
        Format::Har => har::write(source, out),
        Format::Sarif => sarif::write(source, places, out),
        Format::Html => html::write(source, out),
    }?;
    out.flush()
}

/// First and last line of a report; defaults where they are not there, as after a run that was
/// cut off.
pub(super) fn frame(source: &dyn Source) -> io::Result<(Header, Totals)> {
    let mut header = Header {
        report: super::FORMAT_VERSION,
        endpoint: String::new(),
        seed: 0,
        operations: Vec::new(),
    };
    let mut counted = Totals {
        exit_code: 1,
        ..Totals::default()
    };
    counted.stopped = Some("the report ends early".to_owned());
    for line in read(source)? {
        match line? {
            Line::Header(found) => header = found.into_owned(),
            Line::Summary(totals) => return Ok((header, totals.into_owned())),
            Line::Result(result) => {
                counted.cases += 1;
                let count = match result.verdict.status {
                    crate::Status::Pass => &mut counted.pass,
                    crate::Status::Fail => &mut counted.fail,
                    crate::Status::Undecided => &mut counted.undecided,
                    crate::Status::Skip => &mut counted.skip,
                    crate::Status::Error => &mut counted.error,
                };
                *count += 1;
            }
            Line::Coverage(_) => {}
        }
    }
    Ok((header, counted))
}

/// Product and operation of a case id, and the rest.
pub(super) fn split_id(id: &str) -> (&str, &str) {
    let second = id.match_indices('/').nth(1).map(|(at, _)| at);
    match second.and_then(|at| id.split_at_checked(at)) {
        Some((operation, rest)) => (operation, rest.trim_start_matches('/')),
        None => (id, ""),
    }
}

/// The request as a command line for `curl`, without what curl adds by itself.
pub fn curl(sent: &crate::exchange::Sent) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let mut command = String::from("curl -sS");
    if sent.method != "GET" {
        command.push_str(if sent.method == "HEAD" {
            " --head"
        } else {
            " -X "
        });
        if sent.method != "HEAD" {
            command.push_str(&sent.method);
        }
    }
    for (name, value) in sent.headers.iter().filter(|(name, _)| name != "host") {
        command.push_str(" -H ");
        command.push_str(&quote(&format!("{name}: {value}")));
    }
    if !sent.body.is_empty() {
        command.push_str(" --data-raw ");
        command.push_str(&quote(&sent.body));
    }
    command.push(' ');
    command.push_str(&quote(&sent.url));
    command
}
