//! `doctract lint`: what is doubtful in specs.

use crate::args::{DiagnosticFormat, Level, Lint};
use crate::console::{Console, print};
use crate::draw::{self, Sources};
use crate::failure::{Failure, plural};
use crate::files;
use doctract_spec::lint::{Levels, lint_text};
use doctract_spec::{Severity, folder};
use std::path::{Path, PathBuf};

pub(crate) fn run(arguments: &Lint, console: Console) -> Result<u8, Failure> {
    let mut findings = Vec::new();
    let mut sources = Sources::default();
    let mut count = 0;
    for root in &arguments.specs {
        for path in specs_of(root)? {
            let text = String::from_utf8_lossy(&files::read(&path)?).into_owned();
            let name = path.to_string_lossy();
            count += 1;
            let found = lint_text(&name, &text, &Levels::default());
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
    let level = match arguments.level {
        Level::Note => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    Ok(u8::from(
        findings.iter().any(|finding| finding.severity >= level),
    ))
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
