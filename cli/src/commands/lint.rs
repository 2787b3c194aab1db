//! `doctract lint`: what is doubtful in specs.

use crate::args::{DiagnosticFormat, Level, Lint};
use crate::config::Config;
use crate::console::{Console, print};
use crate::draw::{self, Sources};
use crate::failure::{Failure, plural};
use doctract_spec::lint::{lint_folder, unread};
use doctract_spec::{Diagnostic, Severity, folder};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// How many shapes of unread sentences are shown without `-v`.
const SHAPES: usize = 20;

pub(crate) fn run(arguments: &Lint, named: Option<&Path>, console: Console) -> Result<u8, Failure> {
    if arguments.unread {
        return list_unread(arguments, console);
    }
    let config = Config::find(named, &arguments.specs)?;
    let levels = config.lint.levels()?;
    let level = match arguments.level {
        Some(Level::Note) => Severity::Note,
        Some(Level::Warning) => Severity::Warning,
        Some(Level::Error) => Severity::Error,
        None => config.lint.level()?,
    };
    let mut findings = Vec::new();
    let mut sources = Sources::default();
    let mut count = 0;
    for root in &arguments.specs {
        fs::metadata(root).map_err(Failure::read(root))?;
        let linted = lint_folder(root, &levels);
        let is_no_spec = |found: &Diagnostic| found.code == "folder-no-spec";
        let named_no_spec = root.is_file() && linted.findings.iter().any(is_no_spec);
        if linted.specs == 0 || named_no_spec {
            return Err(Failure::usage(format!(
                "no specs in {}; `doctract extract` makes them from pages",
                root.display()
            )));
        }
        count += linted.specs;
        for (file, text) in linted.texts {
            sources.add(&file, text);
        }
        findings.extend(linted.findings);
    }
    match arguments.format {
        DiagnosticFormat::Human => print(&draw::human_data(&findings, &sources, console))?,
        format => print(&draw::machine(&findings, format))?,
    }
    let (specs, found) = (plural(count, "spec"), plural(findings.len(), "finding"));
    console.note(format_args!("{specs}, {found}"));
    Ok(u8::from(
        findings.iter().any(|finding| finding.severity >= level),
    ))
}

/// The sentences that read like rules and gave none, the most frequent shape first.
fn list_unread(arguments: &Lint, console: Console) -> Result<u8, Failure> {
    let mut operations = Vec::new();
    for root in &arguments.specs {
        let folder = folder::read(root);
        operations.extend(folder.specs.into_iter().map(|spec| spec.operation));
    }
    if operations.is_empty() {
        return Err(Failure::usage("no specs there"));
    }
    let found = unread(&operations);
    if arguments.format != DiagnosticFormat::Human {
        let list = serde_json::to_value(&found).unwrap_or(Value::Null);
        print(&format!("{list:#}\n"))?;
        return Ok(0);
    }
    let most = if console.is_detailed() {
        found.len()
    } else {
        SHAPES
    };
    let shown = most.min(found.len());
    let mut text = String::new();
    for one in found.iter().take(shown) {
        text.push_str(&format!("{:>5}  {}\n", one.count, one.shape.trim()));
        text.push_str(&format!("       {}\n", one.place));
    }
    if shown < found.len() {
        text.push_str(&format!("… and {} more shapes (-v)\n", found.len() - shown));
    }
    print(&text)?;
    let sentences: usize = found.iter().map(|one| one.count).sum();
    console.note(format_args!(
        "{} of {} in {}",
        plural(sentences, "sentence"),
        plural(found.len(), "shape"),
        plural(operations.len(), "spec")
    ));
    Ok(0)
}
