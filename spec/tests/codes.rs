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
    // What no text of one page shows, or only one that is long.
    let only_told = [
        "page-unreadable",
        "page-too-large",
        "page-too-many",
        "page-encoding",
        "page-empty",
        "page-overview",
        "page-too-many-rows",
        "page-row-aside",
        "page-locales-differ",
        "page-older",
        "page-twin",
        "page-twin-differs",
        "dialect-invalid",
        "dialect-ambiguous",
        "dialect-unused",
    ];
    assert_eq!(told, only_told);
}
