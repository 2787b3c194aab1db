//! What a run makes, written down before it is made, so that nothing stays behind.
//!
//! Each request that may create something is noted with all its parameters before it is sent, and
//! the id that came of it when the answer is there. Whatever ends a run (also a power failure), the
//! journal tells what to remove; where an answer was lost, the request's token brings it back.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Entry {
    /// The requests that follow go to this address.
    Endpoint(String),
    /// A request is about to be sent.
    Intent(Intent),
    /// It made this.
    Made(Made),
    /// It made nothing: it was refused, or never sent.
    Nothing(u64),
    /// This was removed.
    Gone(u64),
}

/// A request that may create something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// Its number in the journal.
    pub number: u64,
    /// The operation.
    pub operation: String,
    /// The API version.
    pub version: String,
    /// The member of the answer that names what was made.
    pub member: String,
    /// The operation's parameters as they are sent.
    pub parameters: Vec<(String, String)>,
    /// The name of the parameter that makes a repetition harmless, if one is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Something that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// The number of the request.
    pub number: u64,
    /// Its id.
    pub id: String,
}

/// A journal being written. Every line is handed to the system before the request is sent, and an
/// [`Intent`] is on the disk by then.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
    /// Whether it is a file, and no device or pipe.
    is_file: bool,
}

impl Journal {
    /// Opens a journal; one that is there already is continued, without a last line that is cut
    /// off: its request was never sent.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        let is_file = std::fs::metadata(path).map_or(true, |found| found.is_file());
        let mut file = options.read(is_file).open(path)?;
        if is_file {
            cut(&mut file)?;
        }
        Ok(Self {
            file: Mutex::new(file),
            is_file,
        })
    }

    /// Adds a line, or nothing.
    ///
    /// # Errors
    ///
    /// What the system says. A part of the line that was written is taken away again, or else the
    /// next line would be none.
    pub fn add(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(&line);
        if !self.is_file {
            return written;
        }
        if written.is_err() {
            cut(&mut file)?;
        }
        written?;
        match entry {
            Entry::Intent(_) => file.sync_data(),
            _ => Ok(()),
        }
    }
}

/// Takes a last line without an end away.
fn cut(file: &mut File) -> io::Result<()> {
    let whole = whole_lines(file)?;
    file.set_len(whole)
}

/// How many bytes of a file stand in lines with an end.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut part = [0; 4096];
    while end > 0 {
        let start = end.saturating_sub(part.len() as u64);
        let length = usize::try_from(end - start).unwrap_or(part.len());
        let read = part.get_mut(..length).unwrap_or_default();
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(read)?;
        if let Some(at) = read.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// What a journal says is left.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// The address that the last run went to.
    pub endpoint: Option<String>,
    /// Made and not removed: the request and the id.
    pub made: Vec<(Intent, String)>,
    /// Sent, and no answer noted.
    pub unanswered: Vec<Intent>,
    /// The first number that is free.
    pub next: u64,
}

/// Reads a journal. A last line that is cut off is passed over: its request was never sent.
///
/// # Errors
///
/// What cannot be read; a line before the last that is no line of a journal.
pub fn left(path: &Path) -> io::Result<Left> {
    let mut intents: HashMap<u64, Intent> = HashMap::new();
    let mut made: HashMap<u64, String> = HashMap::new();
    let mut order = Vec::new();
    let mut broken: Option<String> = None;
    let mut endpoint = None;
    // By bytes: where a line is cut off, so may be its last character.
    for (at, line) in BufReader::new(File::open(path)?).split(b'\n').enumerate() {
        let line = line?;
        if let Some(error) = broken.take() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, error));
        }
        match serde_json::from_slice(&line) {
            Ok(Entry::Endpoint(address)) => endpoint = Some(address),
            Ok(Entry::Intent(intent)) => {
                order.push(intent.number);
                intents.insert(intent.number, intent);
            }
            Ok(Entry::Made(one)) => {
                made.insert(one.number, one.id);
            }
            Ok(Entry::Nothing(number) | Entry::Gone(number)) => {
                intents.remove(&number);
            }
            Err(error) => {
                broken = Some(format!("line {} is no line of a journal: {error}", at + 1));
            }
        }
    }
    let mut left = Left {
        endpoint,
        next: order.iter().max().map_or(0, |last| last.saturating_add(1)),
        ..Left::default()
    };
    for intent in order.iter().filter_map(|number| intents.remove(number)) {
        match made.remove(&intent.number) {
            Some(id) => left.made.push((intent, id)),
            None => left.unanswered.push(intent),
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(number: u64, value: &str) -> Entry {
        Entry::Intent(Intent {
            number,
            operation: "CreateDisk".into(),
            version: "v1".into(),
            member: "DiskId".into(),
            parameters: vec![("DiskName".into(), value.into())],
            token: None,
        })
    }

    #[test]
    fn a_line_cut_off_within_a_character_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        journal.add(&intent(1, "快照")).unwrap();
        journal.add(&intent(2, "快照")).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let last = bytes.windows(3).rposition(|at| at == "照".as_bytes());
        std::fs::write(&path, &bytes[..=last.unwrap()]).unwrap();
        let left = left(&path).unwrap();
        assert_eq!((left.unanswered.len(), left.next), (1, 2));
    }

    #[test]
    fn a_part_of_a_line_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        journal.add(&intent(1, "a")).unwrap();
        {
            let mut file = journal.file.lock().unwrap();
            file.write_all(b"{\"inte").unwrap();
            cut(&mut file).unwrap();
        }
        journal.add(&intent(u64::MAX, "b")).unwrap();
        let left = left(&path).unwrap();
        assert_eq!((left.unanswered.len(), left.next), (2, u64::MAX));
    }
}
