//! The state file: every acknowledged change survives the end of the process.
//!
//! The file is a journal of JSON lines. The first says what it is; each further one holds what one
//! request changed, and is written before the request is answered. A last line that is not whole
//! belongs to a request that nobody was answered, and is dropped. From time to time, and at each
//! start, the journal is replaced by a shorter one that says the same: written beside it, then
//! renamed over it.
//!
//! Lines reach the operating system, not the disk: a killed process loses nothing, a machine that
//! loses power may lose the last second.

use crate::model::{Changes, Model, Recorded, TokenRecord, Tokens};
use crate::world::World;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The version of the format.
const FORMAT_VERSION: u32 = 1;

/// How much is written before the journal is shortened, in bytes beyond its length at that time.
const SHORTEN_AFTER: u64 = 64 << 20;

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Another server uses it.
    #[error("another server uses it")]
    InUse,
    /// A line is not what it should be.
    #[error("line {line}: {reason}")]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It was made with a world of other accounts.
    #[error("it was made with a world of other accounts ({0})")]
    OtherWorld(String),
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Head {
    doctract_state: u32,
    /// The names of the accounts, in the order of the world file: resources name them by place.
    accounts: Vec<String>,
}

/// What one request changed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// The virtual time.
    at: Timestamp,
    #[serde(skip_serializing_if = "Changes::is_empty")]
    changes: Changes<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a TokenRecord>,
}

/// The same, read back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadLine {
    at: Timestamp,
    #[serde(default)]
    changes: Recorded,
    token: Option<TokenRecord>,
}

/// A state file that is written to.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    file: File,
    head: Head,
    bytes: u64,
    shorten_at: u64,
    /// Whether a change is missing in it, or there in part.
    lacks: bool,
    /// Held as long as the file is used.
    _lock: File,
}

impl StateFile {
    /// Opens a state file, or begins one. The model and the tokens are then as the file says; the
    /// result holds the virtual time of its last line.
    pub(crate) fn open(
        path: &Path,
        world: &World,
        model: &mut Model,
        tokens: &mut Tokens,
        now: Timestamp,
    ) -> Result<(Self, Timestamp), StateError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let lock = OpenOptions::new().create(true).append(true).open(&beside)?;
        lock.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => StateError::InUse,
            std::fs::TryLockError::Error(error) => StateError::Io(error),
        })?;
        let head = Head {
            doctract_state: FORMAT_VERSION,
            accounts: world.accounts.iter().map(|own| own.name.clone()).collect(),
        };
        let last = match File::open(path) {
            Ok(file) => read(&file, &head, model, tokens)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let now = last.map_or(now, |last| last.max(now));
        let (file, bytes) = rewrite(path, &head, model, tokens, now)?;
        let opened = Self {
            path: path.to_owned(),
            file,
            head,
            bytes,
            shorten_at: bytes.saturating_mul(2).saturating_add(SHORTEN_AFTER),
            lacks: false,
            _lock: lock,
        };
        Ok((opened, now))
    }

    /// Writes down what a request changed. After a failure nothing may be appended, since the last
    /// line may be there in part: see [`StateFile::lacks_changes`].
    pub(crate) fn append(
        &mut self,
        at: Timestamp,
        changes: Changes<'_>,
        token: Option<&TokenRecord>,
    ) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Line { at, changes, token })?;
        line.push(b'\n');
        self.lacks = true;
        self.file.write_all(&line)?;
        self.lacks = false;
        self.bytes += u64::try_from(line.len()).unwrap_or(0);
        Ok(())
    }

    /// Whether a change could not be written down; [`StateFile::shorten`] writes all of them.
    pub(crate) fn lacks_changes(&self) -> bool {
        self.lacks
    }

    /// Whether the journal is long enough to be shortened.
    pub(crate) fn is_long(&self) -> bool {
        self.bytes > self.shorten_at
    }

    /// Replaces the journal by a short one that says the same.
    pub(crate) fn shorten(
        &mut self,
        model: &Model,
        tokens: &Tokens,
        now: Timestamp,
    ) -> Result<(), StateError> {
        (self.file, self.bytes) = rewrite(&self.path, &self.head, model, tokens, now)?;
        self.shorten_at = self.bytes.saturating_mul(2).saturating_add(SHORTEN_AFTER);
        self.lacks = false;
        Ok(())
    }
}

/// Puts what a file says into the model and the tokens; the virtual time of its last line.
fn read(
    file: &File,
    head: &Head,
    model: &mut Model,
    tokens: &mut Tokens,
) -> Result<Option<Timestamp>, StateError> {
    let mut lines = Lines {
        reader: BufReader::new(file),
        number: 0,
    };
    let Some(first) = lines.next_whole()? else {
        return Ok(None);
    };
    let wrong = |line, error: serde_json::Error| StateError::Line {
        line,
        reason: error.to_string(),
    };
    let found: Head = serde_json::from_slice(&first).map_err(|error| wrong(1, error))?;
    if found.doctract_state != FORMAT_VERSION {
        let reason = format!("format version {} is not known", found.doctract_state);
        return Err(StateError::Line { line: 1, reason });
    }
    if found.accounts != head.accounts {
        return Err(StateError::OtherWorld(found.accounts.join(", ")));
    }
    model.clear();
    let mut last = None;
    while let Some(bytes) = lines.next_whole()? {
        let line: ReadLine =
            serde_json::from_slice(&bytes).map_err(|error| wrong(lines.number, error))?;
        model.replay(line.changes);
        if let Some(token) = line.token {
            tokens.restore(token);
        }
        last = Some(line.at);
    }
    Ok(last)
}

/// The lines of a journal that end in a line break.
struct Lines<'a> {
    reader: BufReader<&'a File>,
    number: usize,
}

impl Lines<'_> {
    fn next_whole(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.reader.read_until(b'\n', &mut line)?;
        self.number += 1;
        Ok(line.ends_with(b"\n").then_some(line))
    }
}

/// Writes a journal of everything, and opens it to be continued.
fn rewrite(
    path: &Path,
    head: &Head,
    model: &Model,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<(File, u64), StateError> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let mut writer = BufWriter::new(File::create(&fresh)?);
    let mut write = |json: Vec<u8>| -> io::Result<()> {
        writer.write_all(&json)?;
        writer.write_all(b"\n")
    };
    write(serde_json::to_vec(head).map_err(io::Error::from)?)?;
    let all = Line {
        at: now,
        changes: model.everything(),
        token: None,
    };
    write(serde_json::to_vec(&all).map_err(io::Error::from)?)?;
    for token in tokens.records() {
        let line = Line {
            at: now,
            changes: Changes::default(),
            token: Some(&token),
        };
        write(serde_json::to_vec(&line).map_err(io::Error::from)?)?;
    }
    let file = writer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    let file = OpenOptions::new().append(true).open(path)?;
    let bytes = file.metadata()?.len();
    Ok((file, bytes))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn after_a_failure_nothing_is_appended_until_everything_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.jsonl");
        let (world, now) = (World::default(), Timestamp::UNIX_EPOCH);
        let (mut model, mut tokens) = (Model::new(&world, now, 64), Tokens::default());
        let (mut state, _) = StateFile::open(&path, &world, &mut model, &mut tokens, now).unwrap();
        state.append(now, Changes::default(), None).unwrap();
        assert!(!state.lacks_changes());

        // A device that is always full.
        state.file = OpenOptions::new().append(true).open("/dev/full").unwrap();
        state.append(now, Changes::default(), None).unwrap_err();
        assert!(state.lacks_changes());

        state.shorten(&model, &tokens, now).unwrap();
        assert!(!state.lacks_changes());
        state.append(now, Changes::default(), None).unwrap();
        drop(state);
        StateFile::open(&path, &world, &mut model, &mut tokens, now).unwrap();
    }
}
