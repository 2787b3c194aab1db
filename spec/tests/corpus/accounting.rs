//! Nothing is lost: every page gives its operation, every line that starts with a pipe is read or
//! named.

use crate::ledger::Ledger;
use crate::material;
use doctract_spec::Severity;
use doctract_spec::extract::{Options, extract_page};

#[test]
fn every_operation_page_gives_an_operation() {
    let Some(pages) = material::pages() else {
        return;
    };
    let without = pages
        .iter()
        .filter(|page| page.extraction.operation.is_none());
    let names: Vec<_> = without.map(|page| page.name.as_str()).collect();
    assert_eq!(names, Vec::<&str>::new());
}

/// Each line that starts with a pipe, each section and each code block ends in the spec or in a
/// diagnostic, by a scan that knows nothing of how pages are read.
#[test]
fn every_line_section_and_code_block_is_accounted_for() {
    let Some(pages) = material::pages() else {
        return;
    };
    let mut ledger = Ledger::default();
    for page in pages {
        ledger.enter(page);
    }
    for (what, count) in &ledger.counts {
        println!("{count:>8}  {what}");
    }
    println!("{:>8}  nowhere", ledger.lost.len());
    assert_eq!(ledger.lost, Vec::<String>::new());
}

/// How often the layout of pages was odd, over the whole corpus: a change of reading shows here.
const LAYOUT: [(&str, usize); 24] = [
    ("page-code-aside", 308),
    ("page-duplicate-name", 4),
    ("page-empty-errors", 4),
    ("page-empty-name", 0),
    ("page-header-width", 0),
    ("page-members", 71),
    ("page-misspelt-type", 11),
    ("page-no-delimiter", 514),
    ("page-no-name", 7),
    ("page-no-required", 0),
    ("page-odd-code", 30),
    ("page-odd-column", 42),
    ("page-odd-name", 5),
    ("page-orphan-table", 2),
    ("page-section-aside", 655),
    ("page-short-row", 12),
    ("page-stray-pipe", 2),
    ("page-surplus-cell", 354),
    ("page-unclosed-code", 2),
    ("page-unknown-heading", 24),
    ("page-unknown-table", 0),
    ("page-unknown-type", 4),
    ("page-unrelated-table", 53),
    ("page-unterminated-row", 2),
];

#[test]
fn odd_layouts_are_as_many_as_they_were() {
    let Some(pages) = material::pages() else {
        return;
    };
    let found = pages.iter().flat_map(|page| &page.extraction.diagnostics);
    let codes: Vec<&str> = found.map(|found| found.code).collect();
    let counted = LAYOUT.map(|(code, _)| {
        let own = codes.iter().filter(|found| **found == code);
        (code, own.count())
    });
    assert_eq!(counted, LAYOUT);
}

/// Errors stop a strict run, so each one on real pages is known by name.
#[test]
fn errors_are_few() {
    let Some(pages) = material::pages() else {
        return;
    };
    let is_error = |page: &&material::Page| {
        let mut found = page.extraction.diagnostics.iter();
        found.any(|diagnostic| diagnostic.severity == Severity::Error)
    };
    let with_errors = pages.iter().filter(is_error);
    let unexpected: Vec<_> = with_errors
        .map(|page| page.name.as_str())
        .filter(|name| !name.starts_with("cms/"))
        .collect();
    assert_eq!(unexpected, Vec::<&str>::new());
}

#[test]
fn a_second_reading_is_the_same() {
    let Some(pages) = material::pages() else {
        return;
    };
    for page in pages.iter().step_by(37) {
        let again = extract_page(&page.name, page.text.as_bytes(), &Options::default());
        assert_eq!(again.operation, page.extraction.operation, "{}", page.name);
        assert_eq!(
            again.diagnostics, page.extraction.diagnostics,
            "{}",
            page.name
        );
    }
}
