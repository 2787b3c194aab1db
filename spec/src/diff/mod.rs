//! Two contracts compared as contracts, not as text, and judged from both ends.
//!
//! A change is *breaking for callers* if a program written to the old contract may fail with a
//! service that keeps the new one, and *breaking for servers* if a service that keeps the old
//! contract may fail programs written to the new one. So `diff(b, a)` finds the changes of
//! `diff(a, b)` with the places swapped, each by its [mirror](Rule::mirror) rule, and the classes
//! of the two ends swapped. Whether a server is *exact*, refusing what it must refuse, is another
//! question: the conformance cases ask it.
//!
//! What pages change without meaning it is no change here: markup, blanks and punctuation, the
//! order of rows, `Tag.n.Key` against `Tag.N.Key` and other letter case, whether `Action` is
//! called required, another word for the same type, a description that moves from an error's
//! message to its description. Words and examples are reported, as `docs`.
//!
//! ```
//! use doctract_spec::diff::{self, Class, Options};
//! use doctract_spec::model::{Constraint, Field, Operation};
//!
//! let with = |max| {
//!     let mut operation = Operation { operation: "CreateDisk".into(), ..Operation::default() };
//!     operation.request.parameters.push(Field {
//!         name: "DiskName".into(),
//!         constraints: vec![Constraint { max_length: Some(max), ..Constraint::default() }],
//!         ..Field::default()
//!     });
//!     operation
//! };
//! let changes = diff::diff(&with(128), &with(64), &Options::default()).changes;
//! assert_eq!(changes.len(), 1);
//! assert_eq!(changes[0].rule.id(), "constraint-tightened");
//! assert_eq!(changes[0].summary(), "maxLength 128 → 64");
//! assert_eq!((changes[0].callers, changes[0].servers), (Class::Breaking, Class::Compatible));
//! ```
//!
#![doc = include_str!("RULES.md")]

mod catalogue;
mod change;
mod errors;
mod facts;
mod groups;
mod matching;
mod operations;
mod pairing;
mod preconditions;
mod render;
mod report;
mod request;
mod response;
mod rule;
mod rules;
mod table;
mod values;
mod view;
mod wording;
mod words;

pub use catalogue::catalogue;
pub(crate) use operations::pair;

pub use change::{Change, OperationDiff, OperationName, Side};
pub use render::{TextOptions, json, markdown, text};
pub use report::{Counts, FailOn, Ignore, IgnoreError, Ignored, Report, UnknownLevel};
pub use rule::{Class, Entry, UnknownRule};
pub use table::Rule;

use crate::Operation;

/// How to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Parameters that the vendor's own tools send and that pages list or leave out by chance.
    pub internal_parameters: Vec<String>,
    /// Changes that are known and accepted.
    pub ignore: Vec<Ignore>,
}

/// What pages of the Alibaba Cloud family list now and then; `OwnerAccount` came 136 times and
/// went 113 times in their revisions.
const INTERNAL_PARAMETERS: [&str; 4] = [
    "OwnerAccount",
    "OwnerId",
    "ResourceOwnerAccount",
    "ResourceOwnerId",
];

impl Default for Options {
    fn default() -> Self {
        Self {
            internal_parameters: INTERNAL_PARAMETERS.map(str::to_owned).to_vec(),
            ignore: Vec::new(),
        }
    }
}

/// Compares two operations, whatever their names are; the ignore list is not looked at.
pub fn diff(old: &Operation, new: &Operation, options: &Options) -> OperationDiff {
    operations::compare(old, new, options)
}

/// Compares two lists of operations, and takes out what is ignored.
///
/// Operations are one if product, version, name and language are; else if only the letter case of
/// the name or the version differs; else if names and parameters are alike.
pub fn diff_all(old: &[Operation], new: &[Operation], options: &Options) -> Report {
    Report::of(operations::compare_all(old, new, options), &options.ignore)
}
