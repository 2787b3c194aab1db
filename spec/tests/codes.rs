//! The codes of the page reader: each example is a page that has it.
#![cfg(feature = "extract")]
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use doctract_spec::codes;
use doctract_spec::extract::{Options, catalogue, extract_page};

#[test]
fn the_example_of_each_page_code_provokes_it() {
    let (mut told, mut wrong) = (Vec::new(), Vec::new());
    for entry in catalogue::ALL {
        let example = codes::find(entry.code).unwrap().example;
        if example.starts_with('(') {
            told.push(entry.code);
            continue;
        }
        let page = extract_page("StopThing.md", example.as_bytes(), &Options::default());
        let found: Vec<_> = page.diagnostics.iter().map(|found| found.code).collect();
        if !found.contains(&entry.code) {
            wrong.push(format!("{}: {found:?}", entry.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What no text of one page shows.
    let only_told = [
        "page-unreadable",
        "page-too-large",
        "page-encoding",
        "page-empty",
        "page-overview",
        "page-locales-differ",
        "page-older",
    ];
    assert_eq!(told, only_told);
}
