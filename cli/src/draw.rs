//! Draws diagnostics: with the line of the file for people, as JSON or SARIF for programs.

use crate::args::DiagnosticFormat;
use crate::codes;
use crate::console::{Console, Level};
use doctract_spec::{Diagnostic, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// The texts that diagnostics point into, by the file name they carry.
#[derive(Debug, Default)]
pub(crate) struct Sources(BTreeMap<String, NamedSource<String>>);

impl Sources {
    pub(crate) fn add(&mut self, file: &str, text: impl Into<String>) {
        self.0
            .insert(file.to_owned(), NamedSource::new(file, text.into()));
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.0.contains_key(file)
    }

    /// Gives the files other names.
    pub(crate) fn rename(&mut self, name: impl Fn(&str) -> String) {
        let sources = std::mem::take(&mut self.0);
        for (file, source) in sources {
            self.add(&name(&file), source.inner().clone());
        }
    }

    fn get(&self, file: &str) -> Option<&NamedSource<String>> {
        self.0.get(file)
    }
}

/// How many diagnostics of one code are drawn in full before the rest is only counted.
const DRAWN_PER_CODE: usize = 3;

/// The diagnostics for a person: in full when few or when asked for, else the first of each code.
pub(crate) fn human(diagnostics: &[Diagnostic], sources: &Sources, console: Console) -> String {
    let theme = if console.color_on_stderr() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_width(100);
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let count = drawn.entry(diagnostic.code).or_default();
        *count += 1;
        if console.level < Level::Detailed && *count > DRAWN_PER_CODE {
            continue;
        }
        let located = Located {
            diagnostic,
            source: sources.get(&diagnostic.file),
        };
        if handler.render_report(&mut text, &located).is_err() {
            text.push_str(&diagnostic.to_string());
        }
    }
    for (code, count) in drawn {
        if console.level < Level::Detailed && count > DRAWN_PER_CODE {
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

/// A diagnostic together with the text it points into, in miette's terms.
#[derive(Debug)]
struct Located<'a> {
    diagnostic: &'a Diagnostic,
    source: Option<&'a NamedSource<String>>,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)?;
        if self.source.is_none() || self.diagnostic.span.is_none() {
            write!(f, " ({}", self.diagnostic.file)?;
            if let Some(span) = self.diagnostic.span {
                write!(f, ":{}:{}", span.line, span.column)?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl std::error::Error for Located<'_> {}

impl miette::Diagnostic for Located<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
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
        self.source.map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.diagnostic.span?;
        let text = self.source?.inner();
        let start = floor(text, span.start.min(text.len()));
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, span.end.clamp(start, line_end));
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None,
            start,
            end - start,
        ))))
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
