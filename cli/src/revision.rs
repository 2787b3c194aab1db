//! What a git revision holds, read with the `git` program.

use crate::failure::Failure;
use crate::files::MOST_BYTES;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Most files that are read of a revision.
const MOST_FILES: usize = 200_000;

/// A revision of the repository around the current folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    /// As the user named it.
    pub(crate) name: String,
    commit: String,
}

/// A file of a revision.
struct Blob {
    object: String,
    path: String,
}

impl Revision {
    /// The revision of that name, if there is one.
    pub(crate) fn find(name: &Path) -> Option<Self> {
        let name = name.to_str()?;
        let wanted = format!("{name}^{{commit}}");
        let output = Command::new("git")
            .args(["rev-parse", "--verify", "--quiet", "--end-of-options"])
            .arg(wanted)
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let commit = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !commit.is_empty()).then(|| Self {
            name: name.to_owned(),
            commit,
        })
    }

    /// The pages and specs of the revision at the paths, below a temporary folder, by their paths
    /// from the root of the repository.
    pub(crate) fn checked_out(&self, paths: &[PathBuf]) -> Result<TempDir, Failure> {
        let failed = |error: io::Error| {
            Failure::usage(format!("cannot read {} with git: {error}", self.name))
        };
        let blobs = self.blobs(paths).map_err(failed)?;
        if blobs.is_empty() {
            let paths: Vec<_> = paths
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            return Err(Failure::usage(format!(
                "{} has no pages (.md) and no specs (.yaml) at {}",
                self.name,
                paths.join(", ")
            )));
        }
        let folder = tempfile::tempdir().map_err(failed)?;
        copy(&blobs, folder.path()).map_err(failed)?;
        Ok(folder)
    }

    fn blobs(&self, paths: &[PathBuf]) -> io::Result<Vec<Blob>> {
        let output = Command::new("git")
            .args(["ls-tree", "-r", "-z", "--full-name"])
            .arg(&self.commit)
            .arg("--")
            .args(paths)
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(io::Error::other(said));
        }
        let lines = output.stdout.split(|byte| *byte == 0);
        let blobs: Vec<_> = lines.filter_map(blob).collect();
        if blobs.len() > MOST_FILES {
            return Err(io::Error::other(format!("more than {MOST_FILES} files")));
        }
        Ok(blobs)
    }
}

/// A line of `git ls-tree`: mode, kind, object, tab, path. Links are left out.
fn blob(line: &[u8]) -> Option<Blob> {
    let line = std::str::from_utf8(line).ok()?;
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    let wanted = Path::new(path).extension().is_some_and(|end| {
        ["md", "markdown", "yaml", "yml"]
            .iter()
            .any(|known| end == *known)
    });
    let plain = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let is_file = kind == "blob" && mode.starts_with("100");
    (is_file && wanted && plain).then(|| Blob {
        object: object.to_owned(),
        path: path.to_owned(),
    })
}

/// Writes the files below the folder.
fn copy(blobs: &[Blob], folder: &Path) -> io::Result<()> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("git has no standard streams"));
    };
    let asked: Vec<String> = blobs
        .iter()
        .map(|blob| format!("{}\n", blob.object))
        .collect();
    let asking = std::thread::spawn(move || {
        for line in asked {
            input.write_all(line.as_bytes())?;
        }
        io::Result::Ok(())
    });
    let mut answers = BufReader::new(output);
    let copied = blobs.iter().try_for_each(|blob| {
        let bytes = contents(&mut answers)?;
        let path = folder.join(&blob.path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, bytes)
    });
    // Closed before the wait: git may still be writing what nobody wants any more.
    drop(answers);
    let asked = asking.join();
    child.wait()?;
    copied?;
    asked.map_err(|_| io::Error::other("asking git failed"))?
}

/// One answer of `git cat-file --batch`: object, kind and size, then the bytes and a line feed.
fn contents(answers: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let size: Option<u64> = head
        .split_whitespace()
        .nth(2)
        .and_then(|size| size.parse().ok());
    let size = size.ok_or_else(|| io::Error::other(head.trim().to_owned()))?;
    if size > MOST_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "larger than 64 MiB",
        ));
    }
    let mut bytes = Vec::new();
    answers.take(size).read_to_end(&mut bytes)?;
    let mut end = [0];
    answers.read_exact(&mut end)?;
    Ok(bytes)
}
