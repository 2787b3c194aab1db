//! `doctract update`: changed pages read again; corrections stay, nothing is dropped in silence.

use super::diff::shown;
use crate::args::{DiffFormat, Update};
use crate::config::Config;
use crate::console::{Console, print};
use crate::draw;
use crate::failure::{Failure, plural};
use crate::input::{self, Loaded};
use doctract_spec::files::Committed;
use doctract_spec::update::{self, Pages, update};
use doctract_spec::{Diagnostic, Severity};
use serde_json::json;
use std::path::{Path, PathBuf};

pub(crate) fn run(
    arguments: &Update,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let Some((root, pages)) = arguments.paths.split_last() else {
        return Err(Failure::usage("name the pages and the folder of the specs"));
    };
    if !root.is_dir() {
        return Err(Failure::usage(format!(
            "{root} is no folder; `doctract extract PAGES -o {root}` makes one",
            root = root.display()
        )));
    }
    let config = Config::find(named, std::slice::from_ref(root))?;
    let level = config.diff.fail_on(arguments.fail_on.as_deref())?;
    let mut loaded = input::load(pages, &arguments.reading, &config, console)?;
    loaded.report(console)?;
    let pages = described(pages, &mut loaded);
    let mut update = update(root, &pages, &config.diff.options()?);
    if arguments.remove_gone {
        update.remove_gone();
    }
    let failed = |error| Failure::usage(format!("nothing written: {error}"));
    let pending = update.changes.pending(root).map_err(failed)?;
    if !arguments.check {
        update.changes.commit(root).map_err(failed)?;
    }
    tell(arguments.format, &update, &pending, console)?;
    let fails = level.is_some_and(|level| update.report.fails(level));
    let drifts = arguments.check && drifts(&update, &pending);
    if arguments.check {
        let verdict = if drifts { "not what" } else { "what" };
        let root = root.display();
        console.note(format_args!(
            "{root} is {verdict} the pages say: {}",
            counted(&update, &pending, "to write", "to remove")
        ));
    } else {
        let counted = counted(&update, &pending, "written", "removed");
        console.note(format_args!("{}: {counted}", root.display()));
    }
    Ok(u8::from(fails || drifts))
}

/// The operations with what was read to find them.
fn described(inputs: &[PathBuf], loaded: &mut Loaded) -> Pages {
    let name = |path: &PathBuf| path.to_string_lossy().into_owned();
    let (folders, files): (Vec<_>, Vec<_>) = inputs.iter().partition(|path| path.is_dir());
    Pages {
        operations: std::mem::take(&mut loaded.operations),
        folders: folders.into_iter().map(name).collect(),
        files: files.into_iter().map(name).collect(),
    }
}

/// Whether the folder is not what the pages say, or a correction no longer fits.
fn drifts(update: &update::Update, pending: &Committed) -> bool {
    let broken = |found: &Diagnostic| found.severity == Severity::Error;
    *pending != Committed::default()
        || !update.gone.is_empty()
        || update.diagnostics.iter().any(broken)
}

fn tell(
    format: DiffFormat,
    update: &update::Update,
    pending: &Committed,
    console: Console,
) -> Result<(), Failure> {
    if format == DiffFormat::Json {
        let whole = json!({
            "doctractUpdate": 1,
            "written": pending.written,
            "removed": pending.removed,
            "moved": update.moved,
            "gone": update.gone,
            "diagnostics": draw::json(&update.diagnostics),
            "diff": update.report,
        });
        print(&format!("{whole:#}\n"))?;
        return Ok(());
    }
    print(&shown(&update.report, format, console))?;
    let sources = draw::Sources::default();
    console.plain_unless_quiet(draw::human(&update.diagnostics, &sources, console));
    Ok(())
}

fn counted(update: &update::Update, pending: &Committed, written: &str, removed: &str) -> String {
    let counts = [
        (pending.written.len(), written),
        (pending.removed.len(), removed),
    ];
    let files = counts.iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<_> = files
        .map(|(count, what)| format!("{} {what}", plural(*count, "file")))
        .collect();
    if parts.is_empty() {
        parts.push("no file changes".to_owned());
    }
    if !update.moved.is_empty() {
        parts.push(format!("{} moved", plural(update.moved.len(), "spec")));
    }
    if !update.gone.is_empty() {
        parts.push(format!("{} gone", plural(update.gone.len(), "operation")));
    }
    parts.join(", ")
}
