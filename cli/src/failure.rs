//! Why a command stopped: the sentence for the person and the exit code for the script.

use crate::console::Console;
use crate::draw::{self, Sources};
use doctract_spec::Diagnostic;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Usage, configuration, files: everything with exit code 2.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("cannot read {}: {}", path.display(), reason(cause))]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write {}: {}", path.display(), reason(cause))]
    Write { path: PathBuf, cause: io::Error },
    #[error("{0}")]
    Usage(String),
    #[error("{file} cannot be used as {what}")]
    Diagnosed { file: String, what: &'static str },
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Failure {
    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::Read {
            path: path.to_owned(),
            cause,
        }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| Self::Write {
            path: path.to_owned(),
            cause,
        }
    }

    /// Draws what is wrong with a file at once; the error that comes of it only names the file.
    pub(crate) fn diagnosed(
        file: &str,
        text: &str,
        diagnostics: &[Diagnostic],
        what: &'static str,
        console: Console,
    ) -> Self {
        let mut sources = Sources::default();
        sources.add(file, text);
        console.plain(draw::human(diagnostics, &sources, console));
        Self::Diagnosed {
            file: file.to_owned(),
            what,
        }
    }

    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }
}

/// The cause in words; what the system says names numbers and temporary files.
fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "it is no folder".to_owned(),
        _ => cause.to_string(),
    }
}

/// `1 page`, `2 pages`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
