//! The diff: every rule by its own example, noise that is none, and what holds for all diffs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod support;

use doctract_spec::Operation;
use doctract_spec::diff::{self, Change, Options, Rule};
use doctract_spec::yaml;
use proptest::prelude::*;

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

/// Two pages that say the same in ways that pages differ in.
#[test]
fn noise_is_no_change_of_the_contract() {
    let parameter = |text: &str| format!("request: {{parameters: [{text}]}}");
    let answer = |text: &str| format!("response: {{fields: [{text}]}}");
    for (old, new, found) in [
        // Whether the constant is called required.
        (
            parameter("{name: Action, type: string, constant: Start}"),
            parameter("{name: Action, type: string, constant: Start, required: true}"),
            [""; 0].as_slice(),
        ),
        // The letter of an index, and letter case.
        (
            parameter("{name: Tag, type: array, flatten: Tag.n, items: {type: object, properties: [{name: key, type: string}]}}"),
            parameter("{name: Tag, type: array, flatten: Tag.N, items: {type: object, properties: [{name: Key, type: string}]}}"),
            &["request-parameter-respelled", "request-parameter-respelled"],
        ),
        // A type that the page came to state, or has another word for.
        (
            answer("{name: Rules, type: any, properties: [{name: Port, type: integer}]}"),
            answer("{name: Rules, type: array, docType: Array of Rule, items: {type: object, properties: [{name: Port, type: integer}]}}"),
            &["response-type-respelled"],
        ),
        (
            parameter("{name: Force, type: string, constraints: [{enum: [{value: 'True'}, {value: 'False'}]}]}"),
            parameter("{name: Force, type: boolean, docType: Boolean}"),
            &["request-type-respelled"],
        ),
        // The order of rows, markup, blanks and the width of punctuation.
        (
            parameter("{name: A, type: string, description: '磁盘 ID。取值：**1～20**'}, {name: B, type: string}"),
            parameter("{name: B, type: string}, {name: A, type: string, description: '磁盘ID。取值: 1~20'}"),
            &[],
        ),
        // One rule said in two ways, once and twice.
        (
            parameter("{name: A, type: integer, constraints: [{exclusiveMinimum: 0, maximum: 9}]}"),
            parameter("{name: A, type: integer, constraints: [{minimum: 1, text: a}, {minimum: 1, exclusiveMaximum: 10}]}"),
            &[],
        ),
        (
            parameter("{name: A, type: string, constraints: [{notPrefix: ['http://'], minLength: 1}]}"),
            parameter("{name: A, type: string, constraints: [{notPrefix: ['http://'], notEmpty: true}]}"),
            &[],
        ),
        (
            parameter("{name: A, type: string, constraints: [{maxLength: 9, when: {parameter: B, operator: eq, values: [x]}}]}, {name: B, type: string}"),
            parameter("{name: A, type: string, constraints: [{maxLength: 9, when: {all: [{parameter: b, operator: in, values: [x]}]}}]}, {name: B, type: string}"),
            &[],
        ),
        // A message that moves to the description, or is only a place for one.
        (
            "errors: [{status: 404, code: NoDisk, message: There is no such disk.}]".into(),
            "errors: [{status: 404, code: NoDisk, description: There is no such disk.}]".into(),
            &[],
        ),
        (
            "errors: [{status: 404, code: NoDisk, message: There is no such disk.}, {status: 404, code: NoDisk, message: '%s'}]".into(),
            "errors: [{status: 404, code: NoDisk, message: '%s'}]".into(),
            &[],
        ),
    ] {
        assert_eq!(rules(&old, &new), found, "{old}\n{new}");
        assert_eq!(rules(&new, &old), found, "{new}\n{old}");
    }
}

/// Which way a rule went, by the values that it allows.
#[test]
fn sets_of_values_are_compared_not_their_words() {
    let one = |rules: &str| {
        format!(
            "request: {{parameters: [{{name: A, type: string, constraints: [{rules}]}}, \
             {{name: B, type: string}}]}}"
        )
    };
    for (wide, narrow) in [
        ("{maxLength: 64}", "{maxLength: 64, lengthUnit: bytes}"),
        ("{maxLength: 64, lengthUnit: bytes}", "{maxLength: 16}"),
        (
            "{charset: 'letter digit han [_-]'}",
            "{charset: 'letter digit [_-]'}",
        ),
        ("{notPrefix: ['http://']}", "{notPrefix: [http]}"),
        ("{prefix: [d-, s-]}", "{prefix: [d-]}"),
        ("{format: ip}", "{format: ipv4}"),
        (
            "{minimum: 1, maximum: 9, specialValues: ['-1']}",
            "{minimum: 1, maximum: 9}",
        ),
        ("{multipleOf: 5}", "{multipleOf: 10}"),
        ("{maxItems: 9}", "{maxItems: 8}"),
        (
            "{maxLength: 9, when: {parameter: B, operator: eq, values: [x]}}",
            "{maxLength: 9}",
        ),
        (
            "{maxLength: 9, when: {parameter: B, operator: eq, values: [x]}}",
            "{maxLength: 9, when: {parameter: B, operator: present}}",
        ),
        (
            "{requiredIf: {parameter: B, operator: eq, values: [x]}}",
            "{requiredIf: {parameter: B, operator: in, values: [x, y]}}",
        ),
        ("{maxLength: 9, violation: truncated}", "{maxLength: 9}"),
        (
            "{mutuallyExclusive: [A, B]}",
            "{exactlyOneOf: [A, B]}, {mutuallyExclusive: [A, B]}",
        ),
    ] {
        assert_eq!(
            rules(&one(wide), &one(narrow)),
            ["constraint-tightened"],
            "{wide} {narrow}"
        );
        assert_eq!(
            rules(&one(narrow), &one(wide)),
            ["constraint-loosened"],
            "{narrow} {wide}"
        );
    }
}

fn sorted(changes: impl Iterator<Item = Change>) -> Vec<String> {
    let mut lines: Vec<_> = changes.map(|change| format!("{change:?}")).collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn backwards_is_the_mirror(old in support::operation(), new in support::operation()) {
        let options = Options::default();
        prop_assert!(diff::diff(&old, &old, &options).changes.is_empty());
        let there = diff::diff(&old, &new, &options).changes;
        let back = diff::diff(&new, &old, &options).changes;
        prop_assert_eq!(sorted(there.iter().map(Change::mirrored)), sorted(back.into_iter()));
        let mut mixed = old.clone();
        mixed.request.parameters.extend(new.request.parameters.iter().cloned());
        mixed.response.fields.extend(new.response.fields.iter().rev().cloned());
        mixed.errors.extend(new.errors.iter().cloned());
        let there = diff::diff(&old, &mixed, &options).changes;
        let back = diff::diff(&mixed, &old, &options).changes;
        prop_assert_eq!(sorted(there.iter().map(Change::mirrored)), sorted(back.into_iter()));
    }
}
