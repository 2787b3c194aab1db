//! Turns what the user named (pages, specs, folders, standard input) into operations.

use crate::args::{Inputs, Reading, Selection};
use crate::config::Config;
use crate::console::Console;
use crate::draw::Sources;
use crate::failure::Failure;
use crate::files;
use doctract_spec::extract::{self, Extraction, Options};
use doctract_spec::{Diagnostic, Operation, Severity, yaml};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The operations, in the order of the arguments and of the paths below them.
    pub(crate) operations: Vec<Operation>,
    /// What was found wrong on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub(crate) sources: Sources,
    /// How many pages and specs were read.
    pub(crate) files: usize,
    /// The pages that gave no operation.
    pub(crate) fruitless: Vec<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Spec,
}

/// The operations of the inputs that the user selected, one language of each.
pub(crate) fn selected(
    inputs: &Inputs,
    selection: &Selection,
    config: &Config,
    console: Console,
) -> Result<Vec<Operation>, Failure> {
    let loaded = load(&inputs.inputs, &inputs.reading, config)?;
    loaded.report(console)?;
    loaded.select(selection, config)
}

/// Reads all inputs, many files at once, in a stable order.
pub(crate) fn load(
    inputs: &[PathBuf],
    reading: &Reading,
    config: &Config,
) -> Result<Loaded, Failure> {
    let options = Options {
        product: reading.product.clone().or_else(|| config.product.clone()),
        version: reading
            .api_version
            .clone()
            .or_else(|| config.api_version.clone()),
        locale: None,
        ..Options::default()
    };
    let mut paths = Vec::new();
    for input in inputs {
        collect(input, &mut paths)?;
    }
    let read: Vec<(String, Kind, String, Extraction)> = paths
        .par_iter()
        .map(|path| read_one(path, &options))
        .collect::<Result<_, Failure>>()?;
    let mut loaded = Loaded {
        files: read.len(),
        ..Loaded::default()
    };
    for (file, kind, text, extraction) in read {
        match extraction.operation {
            Some(operation) => {
                loaded.operations.push(operation);
            }
            None if kind == Kind::Page => loaded.fruitless.push(file.clone()),
            None => {}
        }
        if !extraction.diagnostics.is_empty() {
            loaded.sources.add(&file, text);
        }
        loaded.diagnostics.extend(extraction.diagnostics);
    }
    Ok(loaded)
}

impl Loaded {
    /// The operations that the user selected, one for each name; the first language wins unless
    /// one was asked for.
    pub(crate) fn select(
        self,
        selection: &Selection,
        config: &Config,
    ) -> Result<Vec<Operation>, Failure> {
        let locale = selection.locale.as_deref().or(config.locale.as_deref());
        for wanted in &selection.operations {
            if !self.operations.iter().any(|one| one.operation == *wanted) {
                return Err(Failure::usage(format!(
                    "no operation `{wanted}` in the inputs"
                )));
            }
        }
        let mut chosen: Vec<Operation> = Vec::new();
        for one in self.operations {
            let named =
                selection.operations.is_empty() || selection.operations.contains(&one.operation);
            if !named {
                continue;
            }
            let twin = chosen.iter_mut().find(|other| same_operation(other, &one));
            let is_wanted = |one: &Operation| one.locale.as_deref() == locale;
            match twin {
                None => chosen.push(one),
                Some(other) if locale.is_some() && is_wanted(&one) && !is_wanted(other) => {
                    *other = one;
                }
                Some(_) => {}
            }
        }
        Ok(chosen)
    }

    /// Prints the diagnostics to standard error; those of specs stop the command.
    pub(crate) fn report(&self, console: Console) -> Result<(), Failure> {
        let errors: Vec<&Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .collect();
        if !errors.is_empty() {
            let errors: Vec<Diagnostic> = errors.into_iter().cloned().collect();
            console.plain(crate::draw::human(&errors, &self.sources, console));
        }
        if self.operations.is_empty() {
            let hint = match self.fruitless.as_slice() {
                [] => "no pages (.md) and no specs (.yaml) there".to_owned(),
                pages => format!("{} gave no operation", pages.join(", ")),
            };
            return Err(Failure::usage(format!("nothing to work on: {hint}")));
        }
        Ok(())
    }
}

fn same_operation(left: &Operation, right: &Operation) -> bool {
    let key = |one: &Operation| {
        let Operation {
            product,
            version,
            operation,
            ..
        } = one;
        (product.clone(), version.clone(), operation.clone())
    };
    key(left) == key(right)
}

fn collect(input: &Path, into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if input.as_os_str() != "-" && input.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(input)
            .map_err(Failure::read(input))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(Failure::read(input))?;
        entries.sort();
        for entry in entries {
            let hidden = entry.file_name().is_some_and(|name| {
                let name = name.to_string_lossy();
                name.starts_with('.') && name != ".md"
            });
            if entry.is_dir() && !hidden {
                collect(&entry, into)?;
            } else if !hidden && kind_by_name(&entry).is_some() {
                into.push(entry);
            }
        }
        return Ok(());
    }
    into.push(input.to_owned());
    Ok(())
}

fn kind_by_name(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    if name.ends_with(".overlay.yaml") || name == "index.yaml" || name == "README.md" {
        return None;
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("md" | "markdown") => Some(Kind::Page),
        Some("yaml" | "yml") => Some(Kind::Spec),
        _ if name == ".md" => Some(Kind::Page),
        _ => None,
    }
}

fn kind_by_text(bytes: &[u8]) -> Kind {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
    let is_spec = start.lines().any(|line| line.starts_with("doctract:"));
    if is_spec { Kind::Spec } else { Kind::Page }
}

fn read_one(path: &Path, options: &Options) -> Result<(String, Kind, String, Extraction), Failure> {
    let bytes = files::read(path)?;
    let file = path.to_string_lossy().into_owned();
    let kind = kind_by_name(path).unwrap_or_else(|| kind_by_text(&bytes));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let extraction = match kind {
        Kind::Page => extract::extract_page(&file, &bytes, options),
        Kind::Spec => match yaml::load(&file, &text) {
            Ok(operation) => Extraction {
                operation: Some(operation),
                ..Extraction::default()
            },
            Err(diagnostics) => Extraction {
                diagnostics,
                ..Extraction::default()
            },
        },
    };
    Ok((file, kind, text, extraction))
}
