//! `doctract lint`: what is doubtful in specs.

use crate::args::{DiagnosticFormat, Level, Lint};
use crate::config::Config;
use crate::console::{Console, print};
use crate::draw::{self, Sources};
use crate::failure::{Failure, plural};
use crate::files;
use doctract_spec::lint::{lint_text, unread};
use doctract_spec::{Severity, folder};
use serde_json::Value;
use std::path::{Path, PathBuf};

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
        for path in specs_of(root)? {
            let text = String::from_utf8_lossy(&files::read(&path)?).into_owned();
            let name = path.to_string_lossy();
            count += 1;
            let found = lint_text(&name, &text, &levels);
            if !found.is_empty() {
                sources.add(&name, text);
            }
            findings.extend(found);
        }
    }
    match arguments.format {
        DiagnosticFormat::Human => console.plain(draw::human(&findings, &sources, console)),
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

/// The spec files at a root: the file itself, or those of a folder that could be read or not.
fn specs_of(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !root.is_dir() {
        return Ok(vec![root.to_owned()]);
    }
    let folder = folder::read(root);
    let mut paths: Vec<PathBuf> = folder
        .specs
        .iter()
        .map(|spec| root.join(&spec.file))
        .collect();
    let broken = folder
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error);
    paths.extend(broken.map(|one| PathBuf::from(&one.file)));
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Err(Failure::usage(format!("no specs in {}", root.display())));
    }
    Ok(paths)
}
