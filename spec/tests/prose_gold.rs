//! The labelled parameters: how much of what pages state is read, and how much of what is read
//! they state. Labels were made by reading the pages, not by running the reader; those in
//! `held-out.yaml` were made after the first rules, and looked at since; those in `shut-*.yaml`
//! belong to pages that nobody opened while rules were written, and were looked at after their first run.

#![cfg(feature = "extract")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "gold/facts.rs"]
mod facts;
#[path = "gold/score.rs"]
mod score;
#[path = "gold/stated.rs"]
mod stated;

use doctract_spec::extract::{Options, extract_page};
use doctract_spec::model::{Constraint, IndexRange, Operation};
use doctract_spec::names::Names;
use facts::facts;
use score::{Count, Label, Table, compare, total};
use std::collections::BTreeMap;
use std::path::Path;

const PRODUCTS: [(&str, &str); 7] = [
    ("cdn", "Cdn"),
    ("cms", "Cms"),
    ("ecs", "Ecs"),
    ("elasticsearch", "elasticsearch"),
    ("ess", "Ess"),
    ("ram", "Ram"),
    ("slb", "Slb"),
];

fn read(corpus: &Path, page: &str) -> Option<Operation> {
    let (product, rest) = page.split_once('/')?;
    let (locale, _) = rest.split_once('/')?;
    let file = format!("{page}.md");
    let bytes = std::fs::read(corpus.join(&file)).ok()?;
    let product = PRODUCTS.iter().find(|(folder, _)| *folder == product)?.1;
    let options = Options {
        product: Some(product.to_owned()),
        version: Some("unversioned".to_owned()),
        locale: Some(
            if locale.ends_with("en-US") {
                "en-US"
            } else {
                "zh-CN"
            }
            .to_owned(),
        ),
        ..Options::default()
    };
    extract_page(&file, &bytes, &options).operation
}

/// The statements about one documented name, and the range of its innermost list.
fn stated(operation: &Operation, name: &str) -> Option<(Vec<Constraint>, Option<IndexRange>)> {
    let names = Names::new(operation);
    let leaf = names.leaves().iter().find(|leaf| leaf.pattern == name)?;
    Some(stated::stated(leaf))
}

fn score_part(file: &str) -> Option<BTreeMap<&'static str, Table>> {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return None;
    };
    let labels: Vec<Label> = serde_yaml::from_str(file).unwrap();
    assert!(labels.len() >= 80);
    let mut tables: BTreeMap<&'static str, Table> = BTreeMap::new();
    for label in &labels {
        let operation = read(Path::new(&corpus), &label.page);
        let operation = operation.unwrap_or_else(|| panic!("{}: no operation", label.page));
        let Some((constraints, index)) = stated(&operation, &label.parameter) else {
            panic!("{}: no parameter {}", label.page, label.parameter);
        };
        let expected = facts(&label.holds, label.index.as_ref());
        let found = facts(&constraints, index.as_ref());
        let language = if label.page.contains("en-US") {
            "en"
        } else {
            "zh"
        };
        compare(tables.entry(language).or_default(), &expected, &found);
        let (missed, wrong) = compare(tables.entry("all").or_default(), &expected, &found);
        for (what, list) in [("missed", missed), ("wrong ", wrong)] {
            for fact in list {
                println!(
                    "{what} {}#{}: {} {}",
                    label.page, label.parameter, fact.kind, fact.value
                );
            }
        }
    }
    for (name, table) in &tables {
        println!("\n{name:<20} right wrong missed  precision recall     F1");
        for (kind, count) in table {
            print(kind, *count);
        }
        print("total", total(table));
    }
    Some(tables)
}

fn print(name: &str, count: Count) {
    println!(
        "{name:<20} {:>5} {:>5} {:>6}  {:>9.3} {:>6.3} {:>6.3}",
        count.right,
        count.wrong,
        count.missed,
        count.precision(),
        count.recall(),
        count.f1()
    );
}

fn floor(tables: &BTreeMap<&'static str, Table>, precision: f64, recall: f64) {
    for (name, table) in tables {
        let sum = total(table);
        assert!(
            sum.precision() >= precision,
            "{name}: precision {}",
            sum.precision()
        );
        assert!(sum.recall() >= recall, "{name}: recall {}", sum.recall());
    }
}

#[test]
fn labels_that_were_seen_while_writing_rules() {
    if let Some(tables) = score_part(include_str!("gold/dev.yaml")) {
        floor(&tables, 0.985, 0.985);
    }
}

#[test]
fn labels_that_were_made_after_the_rules() {
    if let Some(tables) = score_part(include_str!("gold/held-out.yaml")) {
        floor(&tables, 0.975, 0.98);
    }
}

#[test]
fn labels_of_shut_pages_looked_at_after_their_first_run() {
    for (file, precision) in [
        (include_str!("gold/shut-first.yaml"), 0.98),
        (include_str!("gold/shut-second.yaml"), 0.98),
        (include_str!("gold/shut-third.yaml"), 0.975),
        (include_str!("gold/shut-fourth.yaml"), 0.98),
        (include_str!("gold/shut-fifth.yaml"), 0.98),
        (include_str!("gold/shut-sixth.yaml"), 0.97),
        (include_str!("gold/shut-seventh.yaml"), 0.97),
    ] {
        if let Some(tables) = score_part(file) {
            floor(&tables, precision, 0.93);
        }
    }
}
