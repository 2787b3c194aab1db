//! Collects what was found wrong with one page.

use super::catalogue::{self, Entry};
use super::document::Page;
use crate::{Diagnostic, Span};
use std::ops::Range;

/// So many diagnostics of one page are kept; a page with more has a single cause. How many were
/// left out is said.
const MOST: usize = 1000;

/// The diagnostics of one page.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    file: &'a str,
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
}

impl<'a> Report<'a> {
    /// An empty report about `file`.
    pub(crate) fn new(file: &'a str) -> Self {
        Self {
            file,
            diagnostics: Vec::new(),
            left_out: 0,
        }
    }

    /// Adds a finding at a place of the page.
    pub(crate) fn at(
        &mut self,
        page: &Page<'_>,
        range: &Range<usize>,
        entry: &'static Entry,
        message: impl Into<String>,
    ) {
        self.add(Some(page.span(range)), entry, &message.into());
    }

    /// Adds a finding about the page as a whole.
    pub(crate) fn whole(&mut self, entry: &'static Entry, message: impl Into<String>) {
        self.add(None, entry, &message.into());
    }

    fn add(&mut self, span: Option<Span>, entry: &'static Entry, message: &str) {
        if self.diagnostics.len() < MOST {
            self.push(span, entry, message);
        } else {
            self.left_out += 1;
        }
    }

    fn push(&mut self, span: Option<Span>, entry: &'static Entry, message: &str) {
        let message = match message {
            "" => entry.title.to_owned(),
            detail => format!("{}: {detail}", entry.title),
        };
        self.diagnostics.push(Diagnostic {
            code: entry.code,
            severity: entry.severity,
            file: self.file.to_owned(),
            span,
            message,
            advice: Some(entry.advice.to_owned()),
        });
    }

    /// Where the findings of a kind begin.
    pub(crate) fn starts_of(&self, entry: &'static Entry) -> impl Iterator<Item = usize> {
        let own = self
            .diagnostics
            .iter()
            .filter(|found| found.code == entry.code);
        own.filter_map(|found| found.span.map(|span| span.start))
    }

    /// The findings, in the order of the page.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics
            .sort_by_key(|found| found.span.map_or(0, |span| span.start));
        if self.left_out > 0 {
            let message = format!("{} more are not listed", self.left_out);
            self.push(None, &catalogue::TOO_MANY, &message);
        }
        self.diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Report, catalogue};

    #[test]
    fn what_is_left_out_is_counted() {
        let mut report = Report::new("page.md");
        for _ in 0..MOST + 7 {
            report.whole(&catalogue::EMPTY_NAME, "");
        }
        let found = report.finish();
        assert_eq!(found.len(), MOST + 1);
        let last = found.last().map(|last| (last.code, last.message.clone()));
        let said = "too many findings: 7 more are not listed".to_owned();
        assert_eq!(last, Some(("page-too-many", said)));
    }
}
