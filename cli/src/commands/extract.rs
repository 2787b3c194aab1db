//! `doctract extract`: pages → specs, with diagnostics that point into the page.

use super::summary;
use crate::args::{DiagnosticFormat, Extract};
use crate::config::Config;
use crate::console::{Console, print};
use crate::draw;
use crate::failure::Failure;
use crate::input::{self, Loaded};
use doctract_spec::{Severity, folder, yaml};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(
    arguments: &Extract,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let mut loaded = input::load(
        &arguments.inputs.inputs,
        &arguments.inputs.reading,
        &config,
        console,
    )?;
    if loaded.files == 0 && loaded.diagnostics.is_empty() {
        return Err(loaded.nothing());
    }
    let output = arguments.output.as_deref();
    let output = output.filter(|_| !loaded.operations.is_empty());
    if let Some(folder) = output {
        write_specs(&mut loaded, folder)?;
    } else if arguments.format == DiagnosticFormat::Human {
        print(&joined(&loaded))?;
    }
    match arguments.format {
        DiagnosticFormat::Human => {
            console.plain_unless_quiet(draw::human(&loaded.diagnostics, &loaded.sources, console));
        }
        DiagnosticFormat::Json => {
            let value = json!({
                "diagnostics": draw::json(&loaded.diagnostics),
                "summary": summary::machine(&loaded),
            });
            print(&format!("{value:#}\n"))?;
        }
        DiagnosticFormat::Sarif => print(&draw::machine(&loaded.diagnostics, arguments.format))?,
    }
    console.note(summary::human(&loaded, console));
    if let Some(folder) = output {
        console.note(format_args!("specs in {}", folder.display()));
    }
    let errors = loaded
        .diagnostics
        .iter()
        .any(|one| one.severity == Severity::Error);
    let failed = !loaded.fruitless.is_empty()
        || loaded.operations.is_empty()
        || (arguments.strict && errors);
    Ok(u8::from(failed))
}

/// Writes the specs with their schema and the index of the folder: all of them, or none.
fn write_specs(loaded: &mut Loaded, folder: &Path) -> Result<(), Failure> {
    let (changes, findings) = folder::plan(folder, &loaded.operations);
    loaded.diagnostics.extend(findings);
    changes
        .commit(folder)
        .map_err(|error| Failure::usage(format!("nothing written: {error}")))?;
    Ok(())
}

fn joined(loaded: &Loaded) -> String {
    let specs: Vec<String> = loaded.operations.iter().map(yaml::write).collect();
    specs.join("---\n")
}
