//! Error codes against a scan of the page that knows nothing of tables.

use super::Board;
use super::cells::raw_codes;
use crate::material::Page;
use std::collections::HashSet;

impl Board {
    /// Error codes against a scan of the page that knows nothing of tables.
    pub(super) fn errors(&mut self, page: &Page, product: &'static str) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        let raw = raw_codes(&page.text);
        let read: HashSet<&str> = operation
            .errors
            .iter()
            .map(|error| error.code.as_str())
            .collect();
        for code in &raw {
            self.count(
                "A error codes, recall by raw scan",
                product,
                read.contains(code.as_str()),
                || format!("{} {code}", page.name),
            );
        }
        for code in read {
            self.count(
                "B error codes, precision by raw scan",
                product,
                raw.contains(code),
                || format!("{} {code}", page.name),
            );
        }
    }
}
