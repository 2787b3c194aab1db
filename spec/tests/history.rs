//! Fifty pairs of real revisions: what the diff finds is what a reader of both pages finds.
#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::Operation;
use doctract_spec::diff::{self, Change, Class, Options};
use doctract_spec::extract::{self, extract_page};
use doctract_spec::overlay::{self, Action, Overlay};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What a person who read both pages says changed in the contract; words are left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reviewed {
    pair: u32,
    operation: String,
    /// The changes: rule id and place, the new one if there is a new one.
    #[serde(default)]
    expect: Vec<String>,
    /// Of these, those that the diff cannot find because the page is not read that far.
    #[serde(default)]
    unread: Vec<String>,
    /// What the diff finds beside them because a sentence is misread.
    #[serde(default)]
    misread: Vec<String>,
}

fn corpus() -> Option<PathBuf> {
    let corpus = env::var_os("DOCTRACT_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        assert!(env::var_os("CI").is_none(), "DOCTRACT_CORPUS is not set");
        println!("skipped: DOCTRACT_CORPUS is not set");
    }
    corpus
}

/// The old and the new page of each pair, by its number, with the locale.
fn pairs(corpus: &Path) -> BTreeMap<u32, (String, Operation, Operation)> {
    let index = fs::read_to_string(corpus.join("history/index.tsv")).unwrap();
    index
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let read = |age: &str| {
                let file = format!("history/{}.{}.{age}.md", cells[1], cells[0]);
                let options = extract::Options {
                    product: Some("Ecs".into()),
                    version: Some("2014-05-26".into()),
                    locale: cells[2].split('.').next_back().map(str::to_owned),
                    ..extract::Options::default()
                };
                let page = fs::read(corpus.join(&file)).unwrap();
                extract_page(&file, &page, &options).operation.unwrap()
            };
            let number = cells[0].parse().unwrap();
            (number, (cells[1].to_owned(), read("old"), read("new")))
        })
        .collect()
}

/// A change as the review writes it: rule, name and, for a rule about values, the term.
fn told(change: &Change) -> String {
    let side = match change.after.value {
        Some(_) => &change.after,
        None => &change.before,
    };
    let last = side.path.rsplit('.').next().unwrap();
    let term = side.path.contains("constraints[") || last == "indexRange";
    let head = format!("{} {}", change.rule, change.subject());
    if term { format!("{head} {last}") } else { head }
}

fn contract(old: &Operation, new: &Operation) -> Vec<String> {
    let changes = diff::diff(old, new, &Options::default()).changes;
    let contract = changes.iter().filter(|change| change.class() > Class::Docs);
    let mut told: Vec<_> = contract.map(told).collect();
    told.sort_unstable();
    told
}

/// Items of `from` that `other` lacks, each as often as it is missing.
fn missing<'s>(from: &'s [String], other: &[String]) -> Vec<&'s str> {
    let mut other = other.to_vec();
    let lacking = |item: &&String| match other.iter().position(|known| known == *item) {
        Some(at) => {
            other.swap_remove(at);
            false
        }
        None => true,
    };
    from.iter().filter(lacking).map(String::as_str).collect()
}

#[test]
fn every_pair_is_classified_as_its_readers_do() {
    let Some(corpus) = corpus() else { return };
    let reviewed: Vec<Reviewed> = serde_yaml::from_str(include_str!("history.yaml")).unwrap();
    let pairs = pairs(&corpus);
    assert_eq!(pairs.len(), reviewed.len());
    let (mut wrong, mut due, mut found_due, mut beside) = (Vec::new(), 0, 0, 0);
    for review in &reviewed {
        let (name, old, new) = &pairs[&review.pair];
        let pair = format!("{} {name}", review.pair);
        assert_eq!(*name, review.operation);
        assert!(missing(&review.unread, &review.expect).is_empty(), "{pair}");
        let found = contract(old, new);
        let lacking: Vec<String> = missing(&review.expect, &found)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let more: Vec<String> = missing(&found, &review.expect)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut tell = |changes: Vec<&str>, what: &str| {
            wrong.extend(
                changes
                    .iter()
                    .map(|change| format!("{pair} {what} {change}")),
            );
        };
        tell(missing(&lacking, &review.unread), "lacks");
        tell(missing(&review.unread, &lacking), "has read");
        tell(missing(&more, &review.misread), "has");
        tell(missing(&review.misread, &more), "no longer misreads");
        due += review.expect.len();
        found_due += found.len() - more.len();
        beside += more.len();
    }
    println!("{found_due} of {due} changes found, {beside} beside them");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A pair of which something is not read, and what it would be if it were.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsRead {
    pair: u32,
    #[serde(default)]
    old: Vec<Action>,
    #[serde(default)]
    new: Vec<Action>,
    finds: Vec<String>,
}

/// The operation with actions that all apply.
fn put_right(operation: &Operation, actions: &[Action]) -> Operation {
    let overlay = Overlay {
        overlay: 1,
        actions: actions.to_vec(),
        ..Overlay::default()
    };
    let (corrected, found) = overlay::apply(operation, &overlay);
    let name = &operation.operation;
    assert!(found.is_empty(), "{name}: {found:?}");
    corrected
}

/// What the reader of pages misses is not missed by the diff.
#[test]
fn changes_in_what_is_not_read_are_found_when_it_is() {
    let Some(corpus) = corpus() else { return };
    let cases: Vec<AsRead> = serde_yaml::from_str(include_str!("history_as_read.yaml")).unwrap();
    let pairs = pairs(&corpus);
    for case in cases {
        let (name, old, new) = &pairs[&case.pair];
        // Where the reader has come to read it, nothing is left to put right.
        if missing(&case.finds, &contract(old, new)).is_empty() {
            continue;
        }
        let found = contract(&put_right(old, &case.old), &put_right(new, &case.new));
        let lacking = missing(&case.finds, &found);
        assert!(
            lacking.is_empty(),
            "{} {name}: {lacking:?} {found:#?}",
            case.pair
        );
    }
}

/// What may change without meaning it: the rules that the eight controls use at most.
#[test]
fn the_controls_change_words_and_spellings_only() {
    let Some(corpus) = corpus() else { return };
    for (number, (name, old, new)) in pairs(&corpus) {
        if (41..=48).contains(&number) {
            assert_eq!(contract(&old, &new), [""; 0], "{number} {name}");
        }
    }
}
