//! Collects what was found wrong with one page.

use super::catalogue::Entry;
use super::document::Page;
use crate::{Diagnostic, Span};
use std::ops::Range;

/// So many diagnostics of one page are kept; a page with more has a single cause.
const MOST: usize = 1000;

/// The diagnostics of one page.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    file: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    /// An empty report about `file`.
    pub(crate) fn new(file: &'a str) -> Self {
        Self {
            file,
            diagnostics: Vec::new(),
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
        let message = match message {
            "" => entry.title.to_owned(),
            detail => format!("{}: {detail}", entry.title),
        };
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(Diagnostic {
                code: entry.code,
                severity: entry.severity,
                file: self.file.to_owned(),
                span,
                message,
                advice: Some(entry.advice.to_owned()),
            });
        }
    }

    /// The findings, in the order of the page.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics
            .sort_by_key(|found| found.span.map_or(0, |span| span.start));
        self.diagnostics
    }
}
