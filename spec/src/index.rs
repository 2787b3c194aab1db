//! The index of a folder of specs: what is where, so that a reader opens only what it needs.

use crate::files::{self, FileError};
use crate::folder::SpecFile;
use crate::yaml::{self, Format};
use crate::{Diagnostic, Operation, Severity, codes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The format of index files.
pub const INDEX: Format = Format {
    key: "index",
    version: 1,
};

/// The name of the index in the folder of the specs.
pub const INDEX_FILE: &str = "index.yaml";

/// The specs of a folder, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Index {
    /// The version of the format: 1.
    pub index: u32,
    /// The specs.
    #[serde(default)]
    pub specs: Vec<Entry>,
}

/// One spec of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entry {
    /// The operation's name.
    pub operation: String,
    /// Its product.
    pub product: String,
    /// The API version.
    pub version: String,
    /// The language of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The file, relative to the index, with `/`.
    pub file: String,
    /// The [`mark`] of the file.
    pub hash: String,
    /// The [`mark`] of the overlay next to it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<String>,
}

/// A mark by which a change of a file is noticed: FNV-1a over its bytes, 64 bits, hexadecimal.
/// Against slips, not against forgery.
///
/// ```
/// assert_eq!(doctract_spec::index::mark(b"a"), "af63dc4c8601ec8c");
/// ```
pub fn mark(bytes: &[u8]) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

impl Index {
    /// The index of specs that were read from, or are to be written to, a folder. `file` of each
    /// is relative to the folder.
    pub fn of(specs: &[SpecFile]) -> Self {
        let mut entries: Vec<_> = specs.iter().map(Entry::of).collect();
        entries.sort_by(|a, b| a.file.cmp(&b.file));
        Self {
            index: INDEX.version,
            specs: entries,
        }
    }

    /// Reads an index. `file` is the name shown in diagnostics.
    ///
    /// # Errors
    ///
    /// Every error found; among them files that are not below the folder.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let index: Self = yaml::read(file, text, &INDEX)?;
        let error = |code, message: String| Diagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            span: None,
            message,
            advice: codes::advice(code),
        };
        if index.index != INDEX.version {
            return Err(vec![INDEX.unsupported(file, None, u64::from(index.index))]);
        }
        let outside = index
            .specs
            .iter()
            .filter(|entry| entry.path(Path::new("")).is_err());
        let errors: Vec<_> = outside
            .map(|entry| {
                error(
                    "index-path",
                    format!("`{}` is no file below the folder", entry.file),
                )
            })
            .collect();
        if errors.is_empty() {
            Ok(index)
        } else {
            Err(errors)
        }
    }

    /// [`Index::load`], of which only the entries of the named operations are parsed: those of a
    /// folder of thousands take longer to parse than the specs that a reader is after.
    ///
    /// # Errors
    ///
    /// As [`Index::load`], for what is parsed.
    pub fn load_only(file: &str, text: &str, operations: &[&str]) -> Result<Self, Vec<Diagnostic>> {
        if let Some(lines) = lines_of(text, operations) {
            return Self::load(file, &lines);
        }
        let mut index = Self::load(file, text)?;
        index
            .specs
            .retain(|entry| operations.contains(&entry.operation.as_str()));
        Ok(index)
    }

    /// The text of the index file.
    pub fn text(&self) -> String {
        yaml::to_text(self)
    }

    /// What differs between this index and the folder as it is, in words; nothing when the index
    /// is in step.
    pub fn differences(&self, now: &Self) -> Vec<String> {
        let by_file = |index: &Self| -> BTreeMap<String, Entry> {
            index
                .specs
                .iter()
                .map(|entry| (entry.file.clone(), entry.clone()))
                .collect()
        };
        let (old, new) = (by_file(self), by_file(now));
        let mut found = Vec::new();
        for (file, entry) in &new {
            match old.get(file) {
                None => found.push(format!("{file} is not in the index")),
                Some(known) if known.overlay != entry.overlay => {
                    found.push(format!("the overlay of {file} has changed"));
                }
                Some(known) if known != entry => found.push(format!("{file} has changed")),
                Some(_) => {}
            }
        }
        let gone = old.keys().filter(|file| !new.contains_key(*file));
        found.extend(gone.map(|file| format!("{file} is gone")));
        found
    }
}

/// The index without the entries of other operations, each line at its place. `None` if the
/// entries do not stand on one line each, as they are written.
fn lines_of(text: &str, operations: &[&str]) -> Option<String> {
    const START: &str = "- { operation: ";
    let written = |name: &&str| {
        let entry = yaml::to_text(&[Entry {
            operation: (*name).to_owned(),
            ..Entry::default()
        }]);
        let end = entry.find(", product: ")?;
        entry.get(..=end).map(str::to_owned)
    };
    let starts: Vec<String> = operations.iter().map(written).collect::<Option<_>>()?;
    let (head, entries) = text.split_once("\nspecs:\n")?;
    let mut kept = String::new();
    for line in entries.lines() {
        if !line.starts_with(START) {
            return None;
        }
        if starts.iter().any(|start| line.starts_with(start.as_str())) {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    let empty = if kept.trim_end().is_empty() {
        " []"
    } else {
        ""
    };
    Some(format!("{head}\nspecs:{empty}\n{kept}"))
}

impl Entry {
    fn of(spec: &SpecFile) -> Self {
        let Operation {
            operation,
            product,
            version,
            locale,
            ..
        } = &spec.operation;
        Self {
            operation: operation.clone(),
            product: product.clone(),
            version: version.clone(),
            locale: locale.clone(),
            file: spec.file.clone(),
            hash: spec.hash.clone(),
            overlay: spec.overlay.as_ref().map(|overlay| overlay.hash.clone()),
        }
    }

    /// The file, from the folder that the index is of.
    ///
    /// # Errors
    ///
    /// [`FileError::Outside`] if the path would leave the folder.
    pub fn path(&self, root: &Path) -> Result<PathBuf, FileError> {
        files::inside(root, &self.file)
    }
}
