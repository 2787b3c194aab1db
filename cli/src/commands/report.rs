//! `doctract report`: stored reports joined, and written in other formats.

use crate::args::ReportArguments;
use crate::console::Console;
use crate::failure::{Failure, plural};
use crate::files;
use crate::places::Places;
use doctract_conformance::report::{Format, Source, merge, render};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// One report to write.
pub(crate) struct Wanted {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

pub(crate) fn run(arguments: &ReportArguments, console: Console) -> Result<u8, Failure> {
    let reports = wanted(&arguments.report)?;
    let temporary = || Failure::write(Path::new("a temporary file"));
    let mut out = BufWriter::new(NamedTempFile::new().map_err(temporary())?);
    let sources: Vec<&dyn Source> = arguments
        .files
        .iter()
        .map(|path| path as &dyn Source)
        .collect();
    merge(&sources, &mut out).map_err(|error| {
        let names: Vec<String> = arguments
            .files
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        Failure::usage(format!("cannot join {}: {error}", names.join(", ")))
    })?;
    let joined = out
        .into_inner()
        .map_err(|error| temporary()(error.into_error()))?;
    for one in &reports {
        write(one, joined.path(), &Places::default())?;
        console.note(format_args!(
            "{} joined in {}",
            plural(arguments.files.len(), "report"),
            one.path.display()
        ));
    }
    Ok(0)
}

/// What `FORMAT=FILE` asks for.
pub(crate) fn wanted(texts: &[String]) -> Result<Vec<Wanted>, Failure> {
    let one = |text: &String| {
        let parts = text.split_once('=').filter(|(_, path)| !path.is_empty());
        let known = parts.and_then(|(name, path)| Some((Format::by_name(name)?, path)));
        known
            .map(|(format, path)| Wanted {
                format,
                path: path.into(),
            })
            .ok_or_else(|| {
                let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
                Failure::usage(format!(
                    "`{text}` is no report; write {}=FILE",
                    names.join("|")
                ))
            })
    };
    texts.iter().map(one).collect()
}

/// Writes a stored report in the format that is wanted.
pub(crate) fn write(wanted: &Wanted, lines: &Path, places: &Places) -> Result<(), Failure> {
    let find = |operation: &str, statement: &str| places.find(operation, statement);
    files::write(&wanted.path, |out| {
        render(wanted.format, &lines.to_owned(), &find, out)
    })
}
