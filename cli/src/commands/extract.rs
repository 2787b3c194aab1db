//! `doctract extract`: pages → specs, with diagnostics that point into the page.

use crate::args::{DiagnosticFormat, Extract};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::input::{self, Loaded};
use crate::{draw, files};
use doctract_spec::{Operation, Severity, yaml};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) fn run(
    arguments: &Extract,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let loaded = input::load(&arguments.inputs.inputs, &arguments.inputs.reading, &config)?;
    match arguments.format {
        DiagnosticFormat::Human => {
            console.plain_unless_quiet(draw::human(&loaded.diagnostics, &loaded.sources, console));
        }
        format => print(&draw::machine(&loaded.diagnostics, format))?,
    }
    match &arguments.output {
        Some(folder) => write_specs(&loaded, folder)?,
        None if arguments.format == DiagnosticFormat::Human => print(&joined(&loaded))?,
        None => {}
    }
    console.note(summary(&loaded, arguments.output.as_deref()));
    let errors = loaded
        .diagnostics
        .iter()
        .any(|one| one.severity == Severity::Error);
    let failed = !loaded.fruitless.is_empty()
        || loaded.operations.is_empty()
        || (arguments.strict && errors);
    Ok(u8::from(failed))
}

/// Where the spec of an operation belongs: `[<locale>/]<product>/<version>/<Operation>.yaml`.
pub(crate) fn place(operation: &Operation, with_locale: bool) -> PathBuf {
    let mut path = PathBuf::new();
    if with_locale {
        path.push(operation.locale.as_deref().unwrap_or("unknown"));
    }
    path.push(operation.product.to_lowercase());
    path.push(&operation.version);
    path.push(format!("{}.yaml", operation.operation));
    path
}

fn write_specs(loaded: &Loaded, folder: &Path) -> Result<(), Failure> {
    let locales: BTreeSet<_> = loaded.operations.iter().map(|one| &one.locale).collect();
    for one in &loaded.operations {
        let path = folder.join(place(one, locales.len() > 1));
        files::write(&path, yaml::write(one).as_bytes())?;
    }
    Ok(())
}

fn joined(loaded: &Loaded) -> String {
    let specs: Vec<String> = loaded.operations.iter().map(yaml::write).collect();
    specs.join("---\n")
}

fn summary(loaded: &Loaded, folder: Option<&Path>) -> String {
    let count = |severity| {
        loaded
            .diagnostics
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    };
    let mut text = format!(
        "{} read, {}, {}, {}",
        plural(loaded.files, "file"),
        plural(loaded.operations.len(), "operation"),
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
    );
    if let Some(folder) = folder {
        text.push_str(&format!(", specs in {}", folder.display()));
    }
    for file in &loaded.fruitless {
        text.push_str(&format!("\n  no operation in {file}"));
    }
    text
}
