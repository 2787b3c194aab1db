//! The diff over real pages: nothing between a page and itself, and the same from both sides.
#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::Operation;
use doctract_spec::diff::{self, Change, Options};
use doctract_spec::extract::{self, extract_page};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;

/// All operations of the corpus, those of one name together: other languages, older dialects.
fn families() -> Option<Vec<Vec<Operation>>> {
    let Some(corpus) = env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(env::var_os("CI").is_none(), "DOCTRACT_CORPUS is not set");
        println!("skipped: DOCTRACT_CORPUS is not set");
        return None;
    };
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let files: Vec<String> = manifest
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (cells[3] == "operation").then(|| cells[2].to_owned())
        })
        .collect();
    let read = |file: &String| {
        let page = fs::read(corpus.join(file)).unwrap();
        extract_page(file, &page, &extract::Options::default()).operation
    };
    let operations: Vec<Operation> = files.par_iter().filter_map(read).collect();
    assert!(operations.len() > 3000, "{}", operations.len());
    let mut families: BTreeMap<(String, String), Vec<Operation>> = BTreeMap::new();
    for one in operations {
        let name = (one.product.clone(), one.operation.to_lowercase());
        families.entry(name).or_default().push(one);
    }
    Some(families.into_values().collect())
}

fn sorted(changes: impl Iterator<Item = Change>) -> Vec<String> {
    let mut lines: Vec<_> = changes.map(|change| format!("{change:?}")).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_holds_for_every_pair_of_pages() {
    let Some(families) = families() else { return };
    let options = Options::default();
    families.par_iter().for_each(|family| {
        for (at, old) in family.iter().enumerate() {
            let same = diff::diff(old, old, &options).changes;
            assert!(same.is_empty(), "{} {same:#?}", old.operation);
            if let Some(new) = family.get(at + 1) {
                let there = diff::diff(old, new, &options).changes;
                let back = diff::diff(new, old, &options).changes;
                let source = |one: &Operation| one.source.clone().unwrap().page;
                assert_eq!(
                    sorted(there.iter().map(Change::mirrored)),
                    sorted(back.into_iter()),
                    "{} {}",
                    source(old),
                    source(new),
                );
            }
        }
    });
}
