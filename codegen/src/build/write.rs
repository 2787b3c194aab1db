//! Files brought up to date: compared first, then written all or none.

use super::{BuildError, Changes, MARK};
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

/// Writes and removes what differs. Every text is on disk before the first file is replaced.
pub(super) fn apply(
    files: &[(PathBuf, String)],
    target: &Path,
    changes: &Changes,
) -> Result<(), BuildError> {
    let mut ready: Vec<(PathBuf, PathBuf)> = Vec::new();
    let written = prepare(files, target, changes, &mut ready);
    let result = written.and_then(|()| {
        for (temporary, path) in &ready {
            fs::rename(temporary, path).map_err(BuildError::io(path))?;
        }
        for path in &changes.removed {
            fs::remove_file(path).map_err(BuildError::io(path))?;
        }
        Ok(())
    });
    if result.is_err() {
        for (temporary, _) in &ready {
            // Gone already where the file took its place.
            let _ = fs::remove_file(temporary);
        }
    }
    result
}

fn prepare(
    files: &[(PathBuf, String)],
    target: &Path,
    changes: &Changes,
    ready: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), BuildError> {
    let due: HashSet<&PathBuf> = changes.written.iter().collect();
    for (path, text) in files {
        let path = place(target, path);
        if !due.contains(&path) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(BuildError::io(folder))?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let temporary = path.with_file_name(name);
        ready.push((temporary.clone(), path));
        fs::write(&temporary, text).map_err(BuildError::io(&temporary))?;
    }
    Ok(())
}
