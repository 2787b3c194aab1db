//! Pages of our own, one for each form that pages have, and what is read from each.
//!
//! `golden/NAME.md` gives exactly `golden/NAME.yaml` (absent where the page documents no operation)
//! and says exactly `golden/NAME.txt`. After a wanted change of reading run with `UPDATE_GOLDEN=1`
//! and read the diff: it must be what a person reads from the page.
#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use doctract_spec::extract::{Extraction, Options, extract_page};
use doctract_spec::yaml;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDER: &str = "tests/golden";

/// The names of the pages.
fn names() -> BTreeSet<String> {
    stems("md")
}

fn stems(extension: &str) -> BTreeSet<String> {
    let files = fs::read_dir(FOLDER)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn path(name: &str, extension: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}.{extension}"))
}

fn read(name: &str) -> Extraction {
    let options = Options {
        product: Some("Depot".to_owned()),
        version: Some("2020-02-02".to_owned()),
        ..Options::default()
    };
    let page = fs::read(path(name, "md")).unwrap();
    extract_page(&format!("{name}.md"), &page, &options)
}

/// Compares with the file, or writes it; an empty text is no file.
fn differs(file: &Path, text: &str) -> bool {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        if text.is_empty() {
            // It may never have been there.
            let _ = fs::remove_file(file);
        } else {
            fs::write(file, text).unwrap();
        }
    }
    fs::read_to_string(file).unwrap_or_default() != text
}

#[test]
fn every_page_gives_its_spec_and_its_diagnostics() {
    let mut stale = Vec::new();
    for name in names() {
        let extraction = read(&name);
        let spec = extraction.operation.as_ref().map(yaml::write);
        let lines = extraction
            .diagnostics
            .iter()
            .map(|found| format!("{found}\n"));
        let spec_file = path(&name, "yaml");
        let diagnostics_file = path(&name, "txt");
        if differs(&spec_file, &spec.unwrap_or_default()) {
            stale.push(spec_file);
        }
        if differs(&diagnostics_file, &lines.collect::<String>()) {
            stale.push(diagnostics_file);
        }
    }
    assert_eq!(stale, Vec::<PathBuf>::new(), "UPDATE_GOLDEN=1 writes them");
}

#[test]
fn every_spec_is_valid_and_loads_to_the_same_value() {
    for name in names() {
        if let Some(operation) = read(&name).operation {
            let loaded = yaml::load(&name, &yaml::write(&operation));
            assert_eq!(loaded, Ok(operation), "{name}");
        }
    }
}

#[test]
fn every_file_belongs_to_a_page() {
    let pages = names();
    assert!(pages.len() >= 60, "{} pages", pages.len());
    for extension in ["yaml", "txt"] {
        let strays: Vec<_> = stems(extension).difference(&pages).cloned().collect();
        assert_eq!(strays, Vec::<String>::new(), "without a page");
    }
}
