//! Nothing is lost: every page gives its operation, every line that starts with a pipe is read or
//! named.

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

/// A pipe outside every table would be a row that nobody read.
#[test]
fn every_line_that_starts_with_a_pipe_belongs_to_a_table() {
    let Some(pages) = material::pages() else {
        return;
    };
    let diagnostics = pages.iter().flat_map(|page| &page.extraction.diagnostics);
    let outside: Vec<_> = diagnostics
        .filter(|diagnostic| diagnostic.code == "page-pipe-outside")
        .map(ToString::to_string)
        .collect();
    assert_eq!(outside, Vec::<String>::new());
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
