//! Writing many files as one change: all of them, or none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder, below the root of what is written, for what belongs to doctract alone.
pub const OWN_FOLDER: &str = ".doctract";

/// What is to be written and removed below one root. Paths are relative, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and their new content.
    pub write: BTreeMap<String, String>,
    /// Files that are to be gone.
    pub remove: BTreeSet<String>,
}

/// What a commit has done; files that already were as wanted are not touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// Files that are new or have a new content.
    pub written: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// A change failed, and so did putting back what it had moved.
    #[error("{change}; what was there before is kept in {}", .kept.display())]
    Unrestored {
        /// Why the change failed.
        change: Box<FileError>,
        /// The folder that holds the files as they were.
        kept: PathBuf,
    },
    /// The path would leave the root.
    #[error("`{0}` is no path below the folder that is written")]
    Outside(String),
}

impl Changes {
    /// What of this differs from the files below `root`.
    ///
    /// # Errors
    ///
    /// A path that would leave the root, or a file that cannot be read.
    pub fn pending(&self, root: &Path) -> Result<Committed, FileError> {
        let mut pending = Committed::default();
        for (file, text) in &self.write {
            let path = inside(root, file)?;
            match fs::read(&path) {
                Ok(current) if current == text.as_bytes() => {}
                Ok(_) => pending.written.push(file.clone()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    pending.written.push(file.clone());
                }
                Err(source) => return Err(FileError::Io { path, source }),
            }
        }
        for file in &self.remove {
            if !self.write.contains_key(file) && inside(root, file)?.exists() {
                pending.removed.push(file.clone());
            }
        }
        Ok(pending)
    }

    /// Makes the changes. Every file is first written beside its place, then all are put there
    /// by renaming; when one cannot be, those before are put back. At any moment each place holds
    /// its old file or its new one, where the file system has hard links.
    ///
    /// # Errors
    ///
    /// The first failure; the files are then as they were, but for
    /// [`FileError::Unrestored`], which says where they are.
    pub fn commit(&self, root: &Path) -> Result<Committed, FileError> {
        let pending = self.pending(root)?;
        if pending == Committed::default() {
            return Ok(pending);
        }
        let staging = root
            .join(OWN_FOLDER)
            .join(format!("staging-{}", std::process::id()));
        let staged = self.stage(&staging, &pending);
        let moved = staged.and_then(|()| put_in_place(root, &staging, &pending));
        if let Err(FileError::Unrestored { .. }) = moved {
            return moved.map(|()| pending);
        }
        // What is left over is of no use to anybody, nor is the failure to remove it. The folder
        // around it goes if nothing else is in it.
        let _ = fs::remove_dir_all(&staging);
        let _ = fs::remove_dir(root.join(OWN_FOLDER));
        moved.map(|()| pending)
    }

    fn stage(&self, staging: &Path, pending: &Committed) -> Result<(), FileError> {
        create_folder(staging)?;
        for (at, file) in pending.written.iter().enumerate() {
            let text = self.write.get(file).map(String::as_str).unwrap_or_default();
            let path = staging.join(format!("new-{at}"));
            fs::write(&path, text).map_err(|source| FileError::Io { path, source })?;
        }
        Ok(())
    }
}

fn put_in_place(root: &Path, staging: &Path, pending: &Committed) -> Result<(), FileError> {
    let mut undo = Undo::default();
    let written = pending.written.iter().enumerate();
    let removed = pending.removed.iter().map(|file| (None, file));
    for (at, (new, file)) in written
        .map(|(at, file)| (Some(at), file))
        .chain(removed)
        .enumerate()
    {
        let target = inside(root, file)?;
        let result = match new {
            Some(new) => target
                .parent()
                .map_or(Ok(()), create_folder)
                .and_then(|()| undo.keep(&target, &staging.join(format!("old-{at}"))))
                .and_then(|()| undo.place(&staging.join(format!("new-{new}")), &target)),
            None => undo.set_aside(&target, &staging.join(format!("old-{at}"))),
        };
        if let Err(error) = result {
            return Err(if undo.all() {
                error
            } else {
                FileError::Unrestored {
                    change: Box::new(error),
                    kept: staging.to_owned(),
                }
            });
        }
    }
    Ok(())
}

/// What was done, to be taken back in the other order.
#[derive(Default)]
struct Undo {
    made: Vec<Step>,
}

/// One thing that was done.
enum Step {
    /// A file was renamed, from and to.
    Renamed(PathBuf, PathBuf),
    /// A file was linked to a second place before another one was to take its own.
    Linked(PathBuf, PathBuf),
}

impl Undo {
    fn place(&mut self, from: &Path, to: &Path) -> Result<(), FileError> {
        fs::rename(from, to).map_err(|source| FileError::Io {
            path: to.to_owned(),
            source,
        })?;
        self.made
            .push(Step::Renamed(from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Moves what is at `target` away.
    fn set_aside(&mut self, target: &Path, aside: &Path) -> Result<(), FileError> {
        if target.symlink_metadata().is_err() {
            return Ok(());
        }
        self.place(target, aside)
    }

    /// Keeps what is at `target` for the case that it has to come back, and leaves it there, so
    /// that no reader meets a place without a file.
    fn keep(&mut self, target: &Path, aside: &Path) -> Result<(), FileError> {
        if fs::hard_link(target, aside).is_err() {
            return self.set_aside(target, aside);
        }
        self.made
            .push(Step::Linked(target.to_owned(), aside.to_owned()));
        Ok(())
    }

    /// Whether everything is as it was.
    fn all(self) -> bool {
        let back = |step| match step {
            Step::Renamed(from, to) => fs::rename(to, from).is_ok(),
            Step::Linked(target, aside) => fs::rename(aside, target).is_ok(),
        };
        let mut whole = true;
        for step in self.made.into_iter().rev() {
            whole &= back(step);
        }
        whole
    }
}

fn create_folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|source| FileError::Io {
        path: path.to_owned(),
        source,
    })
}

/// The place of a relative path below `root`.
pub(crate) fn inside(root: &Path, file: &str) -> Result<PathBuf, FileError> {
    let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if file.split('/').all(part) {
        Ok(root.join(file))
    } else {
        Err(FileError::Outside(file.to_owned()))
    }
}

/// A name from a page as one part of a path: letters, digits, `.`, `_` and `-` are kept, the rest
/// becomes `-`; a leading dot and the device names of Windows get a `_`.
///
/// ```
/// use doctract_spec::files::path_part;
///
/// assert_eq!(path_part("2014-05-26"), "2014-05-26");
/// assert_eq!(path_part("../etc"), "_..-etc");
/// assert_eq!(path_part(""), "_");
/// ```
pub fn path_part(name: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let part: String = name
        .chars()
        .take(100)
        .map(|c| if keep(c) { c } else { '-' })
        .collect();
    let device = part
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let numbered = |start: &str| {
        device
            .strip_prefix(start)
            .is_some_and(|rest| rest.len() == 1 && rest != "0")
    };
    let reserved = ["con", "prn", "aux", "nul"].contains(&device.as_str())
        || numbered("com")
        || numbered("lpt");
    if part.is_empty() || part.starts_with('.') || reserved {
        format!("_{part}")
    } else {
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(write: &[(&str, &str)], remove: &[&str]) -> Changes {
        Changes {
            write: write
                .iter()
                .map(|(file, text)| ((*file).into(), (*text).into()))
                .collect(),
            remove: remove.iter().map(|file| (*file).into()).collect(),
        }
    }

    #[test]
    fn only_what_differs_is_touched() {
        let root = tempfile::tempdir().unwrap();
        let first = changes(&[("a/x.yaml", "1"), ("b.yaml", "2")], &[]);
        assert_eq!(
            first.commit(root.path()).unwrap().written,
            ["a/x.yaml", "b.yaml"]
        );
        let second = changes(
            &[("a/x.yaml", "1"), ("c.yaml", "3")],
            &["b.yaml", "gone.yaml"],
        );
        let done = second.commit(root.path()).unwrap();
        assert_eq!(
            (done.written, done.removed),
            (vec!["c.yaml".into()], vec!["b.yaml".into()])
        );
        assert!(!root.path().join("b.yaml").exists());
        assert!(!root.path().join(OWN_FOLDER).exists());
    }

    #[test]
    fn when_one_file_cannot_be_written_none_is() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.yaml"), "old").unwrap();
        fs::write(root.path().join("c.yaml"), "old").unwrap();
        fs::write(root.path().join("z"), "a file where a folder is wanted").unwrap();
        let change = changes(
            &[("a.yaml", "new"), ("b.yaml", "new"), ("z/y.yaml", "new")],
            &["c.yaml"],
        );
        assert!(change.commit(root.path()).is_err());
        assert_eq!(
            fs::read_to_string(root.path().join("a.yaml")).unwrap(),
            "old"
        );
        assert_eq!(
            fs::read_to_string(root.path().join("c.yaml")).unwrap(),
            "old"
        );
        assert!(!root.path().join("b.yaml").exists());
    }

    #[test]
    fn what_cannot_be_put_back_is_kept_and_its_place_is_told() {
        let root = tempfile::tempdir().unwrap();
        let place = |name: &str| root.path().join(name);
        for name in ["old-0", "b.yaml"] {
            fs::write(place(name), "old").unwrap();
        }
        let undo = Undo {
            made: vec![
                Step::Renamed(place("gone/a.yaml"), place("old-0")),
                Step::Renamed(place("c.yaml"), place("b.yaml")),
            ],
        };
        assert!(!undo.all());
        assert!(place("old-0").exists() && place("c.yaml").exists());
    }

    #[test]
    fn a_file_is_never_away_while_another_takes_its_place() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("a.yaml");
        fs::write(&target, "old").unwrap();
        let mut undo = Undo::default();
        undo.keep(&target, &root.path().join("aside")).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        fs::write(root.path().join("new"), "new").unwrap();
        undo.place(&root.path().join("new"), &target).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert!(undo.all());
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    }

    #[test]
    fn no_path_leaves_the_root() {
        let root = tempfile::tempdir().unwrap();
        for file in ["../x", "/etc/x", "a/../../x", "a//b", "", "c:\\x"] {
            assert!(
                changes(&[(file, "x")], &[]).commit(root.path()).is_err(),
                "{file}"
            );
        }
        assert_eq!(path_part("com1.yaml"), "_com1.yaml");
        assert_eq!(path_part("快照"), "快照");
    }
}
