//! The lint: each rule on its own examples, and on the sample.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::lint::{Levels, Rule, lint, lint_text};
use doctract_spec::yaml::{self, SPEC};
use doctract_spec::{Operation, Severity};

/// The codes found in an example of the table.
fn codes(example: &str) -> Vec<&'static str> {
    let mut keys = String::new();
    for (key, value) in [
        ("doctract", "1"),
        ("product", "P"),
        ("version", "v"),
        ("operation", "O"),
    ] {
        if !example.starts_with(&format!("{{{key}:")) {
            keys.push_str(&format!(", {key}: {value}"));
        }
    }
    let text = example.strip_suffix('}').unwrap().to_owned() + &keys + "}";
    let operation: Operation =
        yaml::read("f", &text, &SPEC).unwrap_or_else(|errors| panic!("{text}: {errors:#?}"));
    lint(&operation, &Levels::default())
        .iter()
        .map(|found| found.code)
        .collect()
}

#[test]
fn each_rule_finds_its_bad_example_and_not_its_good_one() {
    for rule in Rule::ALL {
        let entry = rule.entry();
        assert!(
            codes(entry.bad).contains(&entry.code),
            "{}: {:?}",
            entry.code,
            codes(entry.bad)
        );
        assert!(
            !codes(entry.good).contains(&entry.code),
            "{}: {:?}",
            entry.code,
            codes(entry.good)
        );
    }
}

#[test]
fn the_sample_has_only_what_its_page_leaves_open() {
    let text = include_str!("fixtures/CreateSnapshot.yaml");
    let mut levels = Levels::default();
    assert!(levels.set("lint-precondition-silent", None));
    assert!(levels.set("lint-error-blames-nothing", Some(Severity::Note)));
    let found = lint_text("CreateSnapshot.yaml", text, &levels);
    let mut counts = std::collections::BTreeMap::new();
    for finding in &found {
        assert!(finding.span.is_some(), "{finding}");
        *counts.entry(finding.code).or_insert(0) += 1;
    }
    let counts: Vec<_> = counts.into_iter().collect();
    // `http://` and `https://` are outside the characters of a SnapshotName.
    assert_eq!(
        counts,
        [("lint-error-blames-nothing", 5), ("lint-never-alone", 2)]
    );
}

#[test]
fn what_pages_print_by_habit_is_no_finding() {
    for example in [
        // The meaning of a value is no rule of its own.
        "{request: {parameters: [{name: Copy, type: boolean, description: \"Whether to copy.\\n- true: allowed\\n- false: not allowed\"}]}}",
        // A value that the page shortens.
        "{request: {parameters: [{name: Ids, type: string, example: '[\"a\", … \"z\"]', constraints: [{list: {json: true}}], description: d}]}}",
        // Too many calls are refused by an error that all operations share.
        "{preconditions: [{id: frequency, kind: frequency, limit: 10, text: At most 10 calls a second.}]}",
        // Members that nothing lists may be sent.
        "{request: {parameters: [{name: Filter, type: object, description: d}]}, examples: {requests: [{text: t, parameters: [{name: Filter.Age, value: '1'}]}]}}",
    ] {
        assert_eq!(codes(example), [""; 0], "{example}");
    }
}
