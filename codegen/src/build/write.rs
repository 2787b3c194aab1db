//! Files brought up to date: compared first, then written all or none.

use super::{BuildError, Changes, MARK};
use doctract_spec::files::{Changes as FileSet, FileError};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What differs between the files and the target.
pub(super) fn compare(files: &[(PathBuf, String)], target: &Path) -> Result<Changes, BuildError> {
    let mut changes = Changes::default();
    for (path, text) in files {
        let path = place(target, path);
        match fs::read(&path) {
            Ok(old) if old == text.as_bytes() => changes.unchanged += 1,
            _ => changes.written.push(path),
        }
    }
    if files.iter().any(|(path, _)| !path.as_os_str().is_empty()) && target.is_dir() {
        let kept: HashSet<_> = files.iter().map(|(path, _)| place(target, path)).collect();
        let mut folders = vec![target.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(BuildError::io(&folder))? {
                let entry = entry.map_err(BuildError::io(&folder))?;
                let path = entry.path();
                // A link to a folder is not followed: it may lead in circles, and what is there is
                // not the target's.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if !kept.contains(&path) && is_generated(&path) {
                    changes.removed.push(path);
                }
            }
        }
        changes.removed.sort();
    }
    Ok(changes)
}

fn is_generated(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
        && fs::read(path).is_ok_and(|text| text.starts_with(MARK.as_bytes()))
}

fn place(target: &Path, path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() {
        return target.to_owned();
    }
    target.join(path)
}

/// Writes and removes what differs, as one change.
pub(super) fn apply(
    files: &[(PathBuf, String)],
    target: &Path,
    changes: &Changes,
) -> Result<(), BuildError> {
    // A single file is its own target: what is changed then is the folder around it.
    let is_one = matches!(files, [(path, _)] if path.as_os_str().is_empty());
    let root = match target.parent() {
        Some(folder) if is_one => folder,
        _ => target,
    };
    let due: HashSet<&PathBuf> = changes.written.iter().collect();
    let mut set = FileSet::default();
    for (path, text) in files {
        let path = place(target, path);
        if due.contains(&path) {
            set.write.insert(below(root, &path)?, text.clone());
        }
    }
    for path in &changes.removed {
        set.remove.insert(below(root, path)?);
    }
    set.commit(root)?;
    Ok(())
}

/// A path as sets of files name it: relative, with `/`.
fn below(root: &Path, path: &Path) -> Result<String, FileError> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let refused = || FileError::Outside(below.display().to_string());
    Ok(parts.ok_or_else(refused)?.join("/"))
}
