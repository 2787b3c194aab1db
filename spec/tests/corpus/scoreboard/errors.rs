//! Error codes against a scan of the page that knows nothing of column titles.

use super::Board;
use super::codes::raw_codes;
use crate::material::Page;
use doctract_spec::Operation;
use std::collections::HashSet;

impl Board {
    /// Which codes were read. Each difference is settled by name, so none is held out.
    pub(super) fn errors(&mut self, page: &Page, operation: &Operation) {
        let raw = raw_codes(&page.text);
        let errors = operation.errors.iter();
        let read: HashSet<&str> = errors.map(|error| error.code.as_str()).collect();
        let miss = |code: &str| format!("{} {code}", page.name);
        for code in &raw {
            let found = read.contains(code.as_str());
            self.count("A error codes, recall by raw scan", found, || miss(code));
        }
        for code in read {
            let found = raw.contains(code);
            self.count("B error codes, precision by raw scan", found, || miss(code));
        }
    }
}
