//! The spec files that a path names.

use doctract_spec::Operation;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// One spec file.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    /// The file's name without its ending: in a folder, the operation's name.
    pub(super) stem: String,
    pub(super) in_folder: bool,
    pub(super) text: String,
}

/// The specs of a folder and the folders below, by name; a file is itself.
pub(super) fn sources(root: &Path) -> io::Result<Vec<Source>> {
    if !fs::metadata(root)?.is_dir() {
        return Ok(vec![source(root.to_owned(), false)]);
    }
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if is_spec(name) {
                found.push(source(path, true));
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

fn source(path: PathBuf, in_folder: bool) -> Source {
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    Source {
        stem: stem.to_owned(),
        path,
        in_folder,
        text: String::new(),
    }
}

/// Whether a file of a folder is a spec: what stands beside them has names of its own.
fn is_spec(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| !stem.ends_with(".overlay") && stem != "index")
}

/// Keeps one locale: the one asked for, else that of the first spec.
pub(super) fn one_locale(operations: &mut Vec<Operation>, asked: Option<&str>) {
    let first = operations
        .iter()
        .find_map(|operation| operation.locale.clone());
    let Some(locale) = asked.map(str::to_owned).or(first) else {
        return;
    };
    operations.retain(|operation| operation.locale.as_ref().is_none_or(|own| *own == locale));
}
