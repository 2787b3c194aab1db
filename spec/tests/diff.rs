//! The diff: every rule by its own example, noise that is none, and what holds for all diffs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use doctract_spec::Operation;
use doctract_spec::diff::{self, Change, Options, Rule};
use doctract_spec::yaml;

const HEAD: [&str; 4] = [
    "doctract: 1",
    "product: Ecs",
    "version: 2014-05-26",
    "operation: Start",
];

/// An operation from the keys that matter, given as a YAML map; none from nothing.
fn operation(keys: &str) -> Option<Operation> {
    if keys.is_empty() {
        return None;
    }
    let body = keys.trim().trim_start_matches('{');
    let body = if keys.trim().starts_with('{') {
        body.strip_suffix('}').unwrap()
    } else {
        body
    };
    let head = HEAD.iter().filter(|line| {
        let key = line.split(':').next().unwrap();
        !body.contains(&format!("{key}:")) || key == "doctract"
    });
    let head: Vec<_> = head.copied().collect();
    let text = format!("{{{}, {body}}}", head.join(", "));
    Some(yaml::load("test.yaml", &text).unwrap_or_else(|errors| panic!("{text}\n{errors:?}")))
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (operation(old), operation(new));
    let (old, new): (Vec<_>, Vec<_>) = (old.into_iter().collect(), new.into_iter().collect());
    let report = diff::diff_all(&old, &new, &Options::default());
    let operations = report.operations.into_iter();
    operations.flat_map(|diff| diff.changes).collect()
}

fn rules(old: &str, new: &str) -> Vec<&'static str> {
    let changes = changes(old, new);
    changes.iter().map(|change| change.rule.id()).collect()
}

#[test]
fn every_rule_finds_its_example_and_no_other() {
    for rule in Rule::ALL {
        let entry = rule.entry();
        assert_eq!(rules(entry.old, entry.new), [entry.id], "{}", entry.id);
        let mirror = rule.mirror().id();
        assert_eq!(
            rules(entry.new, entry.old),
            [mirror],
            "{} backwards",
            entry.id
        );
        for change in changes(entry.old, entry.new) {
            assert_eq!(
                (change.callers, change.servers),
                (entry.callers, entry.servers)
            );
            assert!(!change.before.path.is_empty() && !change.after.path.is_empty());
        }
    }
}
