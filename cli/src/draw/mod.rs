//! Draws diagnostics: with the line of the file for people, as JSON or SARIF for programs.

use crate::args::DiagnosticFormat;
use crate::codes;
use crate::console::{Console, Level};
use doctract_spec::{Diagnostic, Severity};
use excerpt::Excerpt;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

mod excerpt;

/// The texts that diagnostics point into, by the file name they carry.
#[derive(Debug, Default)]
pub(crate) struct Sources(BTreeMap<String, String>);

impl Sources {
    pub(crate) fn add(&mut self, file: &str, text: impl Into<String>) {
        self.0.insert(file.to_owned(), text.into());
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.0.contains_key(file)
    }

    /// Gives the files other names.
    pub(crate) fn rename(&mut self, name: impl Fn(&str) -> String) {
        let sources = std::mem::take(&mut self.0);
        for (file, text) in sources {
            self.add(&name(&file), text);
        }
    }

    /// The line that a diagnostic points at.
    fn excerpt(&self, diagnostic: &Diagnostic) -> Option<Excerpt> {
        let text = self.0.get(&diagnostic.file)?;
        Some(Excerpt::of(&diagnostic.file, text, diagnostic.span?))
    }
}

/// How many diagnostics of one code are drawn in full before the rest is only counted.
const DRAWN_PER_CODE: usize = 3;
/// How wide what is drawn is, in columns.
const WIDTH: usize = 80;

/// The diagnostics for a person, on standard error: in full when few or when asked for, else the
/// first of each code.
pub(crate) fn human(diagnostics: &[Diagnostic], sources: &Sources, console: Console) -> String {
    drawn(
        diagnostics,
        sources,
        console.level,
        console.color_on_stderr(),
    )
}

/// The same on standard output, for the command whose data they are.
pub(crate) fn human_data(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    console: Console,
) -> String {
    drawn(
        diagnostics,
        sources,
        console.level,
        console.color_on_stdout(),
    )
}

fn drawn(diagnostics: &[Diagnostic], sources: &Sources, level: Level, colour: bool) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_width(WIDTH);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if level < Level::Detailed && *count > DRAWN_PER_CODE {
            continue;
        }
        let located = Located {
            diagnostic,
            excerpt: sources.excerpt(diagnostic),
        };
        if !text.is_empty() {
            text.push('\n');
        }
        if handler.render_report(&mut text, &located).is_err() {
            text.push_str(&diagnostic.to_string());
        }
    }
    for (code, count) in counts {
        if level < Level::Detailed && count > DRAWN_PER_CODE {
            let more = count - DRAWN_PER_CODE;
            text.push_str(&format!("  … and {more} more of {code} (-v shows all)\n"));
        }
    }
    text
}

/// The diagnostics for a program.
pub(crate) fn machine(diagnostics: &[Diagnostic], format: DiagnosticFormat) -> String {
    let value = match format {
        DiagnosticFormat::Human | DiagnosticFormat::Json => json(diagnostics),
        DiagnosticFormat::Sarif => sarif(diagnostics),
    };
    format!("{value:#}\n")
}

/// The diagnostics as a JSON array.
pub(crate) fn json(diagnostics: &[Diagnostic]) -> Value {
    Value::Array(diagnostics.iter().map(as_json).collect())
}

fn as_json(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.to_string(),
        "file": diagnostic.file,
        "line": diagnostic.span.map(|span| span.line),
        "column": diagnostic.span.map(|span| span.column),
        "message": diagnostic.message,
        "advice": diagnostic.advice,
    })
}

fn sarif(diagnostics: &[Diagnostic]) -> Value {
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let region = diagnostic.span.map(
                |span| json!({ "startLine": span.line.max(1), "startColumn": span.column.max(1) }),
            );
            let mut place = json!({ "artifactLocation": { "uri": diagnostic.file } });
            if let (Some(region), Some(object)) = (region, place.as_object_mut()) {
                object.insert("region".to_owned(), region);
            }
            json!({
                "ruleId": diagnostic.code,
                "level": diagnostic.severity.to_string(),
                "message": { "text": diagnostic.message },
                "locations": [{ "physicalLocation": place }],
            })
        })
        .collect();
    let used: std::collections::BTreeSet<_> = diagnostics.iter().map(|one| one.code).collect();
    let rules: Vec<Value> = used.into_iter().map(rule).collect();
    json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "tool": { "driver": {
                "name": "doctract",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "results": results,
        }],
    })
}

/// A code as a rule of SARIF, with its texts.
fn rule(code: &str) -> Value {
    let Some(entry) = codes::find(code) else {
        return json!({ "id": code });
    };
    json!({
        "id": code,
        "shortDescription": { "text": entry.title },
        "fullDescription": { "text": entry.explanation },
        "help": { "text": format!("What to do: {}.", entry.advice) },
    })
}

/// A diagnostic together with the line it points at, in miette's terms.
#[derive(Debug)]
struct Located<'a> {
    diagnostic: &'a Diagnostic,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Located<'_> {}

impl miette::Diagnostic for Located<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Diagnostic {
            code, file, span, ..
        } = self.diagnostic;
        // Where no line is shown the place stands beside the code, which is not wrapped.
        Some(match (&self.excerpt, span) {
            (Some(_), _) => Box::new(code),
            (None, None) => Box::new(format!("{code} [{file}]")),
            (None, Some(span)) => {
                Box::new(format!("{code} [{file}:{}:{}]", span.line, span.column))
            }
        })
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic
            .advice
            .as_ref()
            .map(|advice| Box::new(advice) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref()?;
        Some(excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let marked = self.excerpt.as_ref()?.marked();
        Some(Box::new(std::iter::once(LabeledSpan::underline(marked))))
    }
}
