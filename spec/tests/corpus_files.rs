//! The file form over the corpus: every spec that extraction gives survives its file, can be
//! loaded again, and has a place for each of its statements.
#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::extract::{Options, extract_page};
use doctract_spec::overlay;
use doctract_spec::statement::statements;
use doctract_spec::yaml::{self, Places};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The pages of products; folders such as `_types` hold pages of no operation.
fn pages(root: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with('_') {
            continue;
        }
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn survives(root: &Path, file: &Path) -> bool {
    let name = file.strip_prefix(root).unwrap().to_str().unwrap();
    let page = std::fs::read(file).unwrap();
    let Some(operation) = extract_page(name, &page, &Options::default()).operation else {
        return false;
    };
    let text = yaml::write(&operation);
    let again = yaml::load(name, &text).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
    assert!(again == operation, "{name}: another operation comes back");
    assert!(
        yaml::write(&again) == text,
        "{name}: another text comes back"
    );
    let places = Places::of(&text);
    for statement in statements(&operation) {
        let path = statement
            .path
            .parse()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(places.find(&path).is_some(), "{name}: no place for {path}");
    }
    true
}

/// An overlay with one action of each kind, and what it makes of a spec of a page.
#[test]
fn an_overlay_applied_twice_is_applied_once() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    let mut files = Vec::new();
    pages(&corpus, &mut files);
    files.sort();
    let mut specs = 0;
    for file in files.iter().step_by(40) {
        let page = std::fs::read(file).unwrap();
        let name = file.to_str().unwrap();
        let Some(operation) = extract_page(name, &page, &Options::default()).operation else {
            continue;
        };
        let mut text = "overlay: 1\nbecause: a test\nactions:\n\
            - { target: summary, set: Corrected. }\n\
            - { target: errors, add: { status: 418, code: Teapot } }\n"
            .to_owned();
        if let Some(field) = operation.request.parameters.first() {
            let target = format!("request.parameters[name={}]", field.name);
            text.push_str(&format!("- {{ target: '{target}', remove: true }}\n"));
        }
        let overlay = overlay::load("overlay", &text).unwrap();
        let (once, found) = overlay::apply(&operation, &overlay);
        assert!(found.is_empty(), "{name}: {found:?}");
        let (twice, _) = overlay::apply(&once, &overlay);
        assert!(once == twice, "{name}");
        assert!(once != operation, "{name}");
        specs += 1;
    }
    assert!(specs > 60, "{specs}");
}

#[test]
fn every_spec_of_the_corpus_survives_its_file() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    let mut files = Vec::new();
    pages(&corpus, &mut files);
    let (next, specs) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    specs.fetch_add(usize::from(survives(&corpus, file)), Ordering::Relaxed);
                }
            });
        }
    });
    let specs = specs.into_inner();
    assert!(
        specs > 3600,
        "only {specs} of {} pages gave a spec",
        files.len()
    );
}
