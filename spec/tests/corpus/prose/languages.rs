//! What the prose of the Chinese and of the English page of one operation states.
//!
//! `DOCTRACT_UNLIKE=FILE` writes every parameter and kind of statement that differ, with both texts.

use super::facts::{Fact, facts};
use super::{description, percent, stated::stated, write_shuffled};
use crate::locales::pairs;
use crate::material::{self, Page};
use doctract_spec::names::Names;
use std::collections::{BTreeMap, BTreeSet};

/// Pages of two languages differ in age and wording; less than this, in percent, is the reader.
const LEAST: f64 = 80.0;

/// How often both say the same, other things, or only one of them anything.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    equal: usize,
    differ: usize,
    chinese: usize,
    english: usize,
}

impl Count {
    fn all(self) -> usize {
        self.equal + self.differ + self.chinese + self.english
    }
}

/// The statements about one parameter by kind, and the text that they were read from.
struct Row {
    kinds: BTreeMap<String, BTreeSet<Fact>>,
    text: String,
}

#[test]
fn both_languages_state_alike() {
    let Some(pages) = material::pages() else {
        return;
    };
    let pairs = pairs(pages);
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut parameters = 0;
    let mut unlike = Vec::new();
    for (chinese, english) in &pairs {
        let (left, right) = (rows(chinese), rows(english));
        for (name, left) in &left {
            let Some(right) = right.get(name) else {
                continue;
            };
            parameters += 1;
            let kinds: BTreeSet<&String> = left.kinds.keys().chain(right.kinds.keys()).collect();
            for kind in kinds {
                let count = counts.entry(kind.clone()).or_default();
                let (mine, theirs) = (left.kinds.get(kind), right.kinds.get(kind));
                match (mine, theirs) {
                    (Some(mine), Some(theirs)) if mine == theirs => {
                        count.equal += 1;
                        continue;
                    }
                    (Some(_), Some(_)) => count.differ += 1,
                    (Some(_), None) => count.chinese += 1,
                    _ => count.english += 1,
                }
                unlike.push(format!(
                    "{}\t{}\t{name}\t{kind}\t{}\t{}\t{}\t{}",
                    chinese.name,
                    english.name,
                    values(mine),
                    values(theirs),
                    left.text,
                    right.text
                ));
            }
        }
    }
    println!("{} operations, {parameters} parameters", pairs.len());
    print(&counts);
    let equal: usize = counts.values().map(|count| count.equal).sum();
    let all: usize = counts.values().map(|count| count.all()).sum();
    println!("equal are {equal} of {all}: {:.1} %", percent(equal, all));
    assert!(all > 5_000, "{all} statements");
    assert!(percent(equal, all) > LEAST, "{equal} of {all}");
    write_shuffled("DOCTRACT_UNLIKE", unlike);
}

/// The documented parameters of a page.
fn rows(page: &Page) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    let Some(operation) = &page.extraction.operation else {
        return rows;
    };
    for leaf in Names::new(operation).leaves() {
        let (constraints, range) = stated(leaf);
        let mut kinds: BTreeMap<String, BTreeSet<Fact>> = BTreeMap::new();
        for fact in facts(&constraints, range.as_ref()) {
            kinds.entry(fact.kind.clone()).or_default().insert(fact);
        }
        let text = description(leaf);
        rows.insert(leaf.pattern.clone(), Row { kinds, text });
    }
    rows
}

fn values(facts: Option<&BTreeSet<Fact>>) -> String {
    let values = facts.into_iter().flatten().map(|fact| fact.value.as_str());
    values.collect::<Vec<_>>().join("; ")
}

fn print(counts: &BTreeMap<String, Count>) {
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(count.all()));
    println!("| kind | equal | differ | zh only | en only | equal |\n|---|---|---|---|---|---|");
    for (kind, count) in rows {
        let share = percent(count.equal, count.all());
        println!(
            "| {kind} | {} | {} | {} | {} | {share:.1} % |",
            count.equal, count.differ, count.chinese, count.english
        );
    }
}
