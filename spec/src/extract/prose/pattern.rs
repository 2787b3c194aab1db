//! A pattern of a phrase table, compiled when a text may match it for the first time.

use regex::Regex;
use std::sync::OnceLock;

/// A regular expression. Most texts need few of a table's hundreds, and compiling is the dear part.
#[derive(Debug)]
pub(super) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn new(text: String) -> Self {
        Self {
            text,
            compiled: OnceLock::new(),
        }
    }

    /// The expression as written, its shapes filled in.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The compiled expression; `None` only if it is broken, which the tests of the tables exclude.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&self.text).ok())
            .as_ref()
    }
}
