//! Finding and reading the files of a folder.

use super::finding;
use crate::index::INDEX_FILE;
use crate::yaml::MOST_BYTES;
use crate::{Diagnostic, Severity};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// How deep folders are read.
const MOST_LEVELS: usize = 16;

/// The files below a root, relative to it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) specs: Vec<String>,
    pub(super) overlays: Vec<String>,
}

pub(super) fn discover(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Found {
    let mut found = Found::default();
    walk(root, "", 0, &mut found, diagnostics);
    found.specs.sort();
    found.overlays.sort();
    found
}

fn walk(
    folder: &Path,
    above: &str,
    level: usize,
    found: &mut Found,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let shown = folder.display().to_string();
    if level > MOST_LEVELS {
        let message = format!("folders are read {MOST_LEVELS} levels deep; this one is left out");
        diagnostics.push(finding(
            "folder-depth",
            Severity::Warning,
            &shown,
            message,
            None,
        ));
        return;
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            diagnostics.push(unreadable(&shown, &error));
            return;
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(unreadable(&shown, &error));
                continue;
            }
        };
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let message = "the name of a file is no UTF-8 text; it is left out".to_owned();
            diagnostics.push(finding(
                "folder-name",
                Severity::Warning,
                &shown,
                message,
                None,
            ));
            continue;
        };
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                diagnostics.push(unreadable(&entry.path().display().to_string(), &error));
                continue;
            }
        };
        let file = format!("{above}{name}");
        let is_yaml = Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "yaml");
        if name.starts_with('.') {
            continue;
        }
        // Links to folders are not followed: they may lead in circles.
        if kind.is_dir() {
            walk(
                &entry.path(),
                &format!("{file}/"),
                level + 1,
                found,
                diagnostics,
            );
        } else if name.ends_with(".overlay.yaml") {
            found.overlays.push(file);
        } else if is_yaml && file != INDEX_FILE {
            found.specs.push(file);
        }
    }
}

/// The text of a file, if it is a regular one and not too big: a link to a device has no end.
pub(super) fn read_text(path: &Path) -> Result<String, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    let bytes = read_bytes(path).map_err(|error| vec![unreadable(&shown, &error)])?;
    if bytes.len() > MOST_BYTES {
        let message = format!("the file has more than {MOST_BYTES} bytes");
        return Err(vec![finding(
            "spec-too-big",
            Severity::Error,
            &shown,
            message,
            None,
        )]);
    }
    String::from_utf8(bytes).map_err(|_| {
        let error = io::Error::other("not UTF-8 text");
        vec![unreadable(&shown, &error)]
    })
}

/// The bytes of a regular file, at most one more than is allowed.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(shown: &str, error: &io::Error) -> Diagnostic {
    finding(
        "file-unreadable",
        Severity::Error,
        shown,
        error.to_string(),
        None,
    )
}
