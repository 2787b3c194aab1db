//! The checker, held to what the sample page says and to each term of the vocabulary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::check::{Breach, Checker};
use doctract_spec::model::{Operation, Violation};
use doctract_spec::yaml;

const NOW: &str = "2026-01-31T12:00:00Z";

fn sample() -> Operation {
    let text = include_str!("fixtures/CreateSnapshot.yaml");
    yaml::load("CreateSnapshot.yaml", text).unwrap()
}

/// Breaches as `statement @ wire name`, other outcomes than a refusal marked.
fn told(breaches: &[Breach]) -> Vec<String> {
    let line = |breach: &Breach| match breach.violation {
        Violation::Rejected => format!("{} @ {}", breach.statement, breach.wire_name),
        other => format!("{} @ {} {other:?}", breach.statement, breach.wire_name),
    };
    breaches.iter().map(line).collect()
}

fn on_sample(pairs: &[(&str, &str)]) -> Vec<String> {
    let operation = sample();
    let mut request = vec![("DiskId", "d-1")];
    request.extend_from_slice(pairs);
    told(&Checker::new(&operation).check(&request, NOW))
}

/// Checks `query` (`A=1&B=2`) against parameters given as YAML.
fn on(parameters: &str, query: &str) -> Vec<String> {
    let head = "doctract: 1\nproduct: X\nversion: v\noperation: Y\n";
    let text = format!("{head}{parameters}");
    let operation = yaml::load("test.yaml", &text).unwrap_or_else(|errors| panic!("{errors:?}"));
    let pairs: Vec<_> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|pair| pair.split_once('=').unwrap())
        .collect();
    told(&Checker::new(&operation).check(&pairs, NOW))
}

#[test]
fn every_rule_of_the_sample_holds_at_its_limits_and_breaks_beyond() {
    let long = |length: usize| "字".repeat(length);
    let none: [&str; 0] = [];
    assert_eq!(
        on_sample(&[("Description", &long(256)), ("SnapshotName", &long(128))]),
        none
    );
    assert_eq!(
        on_sample(&[("Tag.20.Key", &long(64)), ("Tag.20.value", "")]),
        none
    );
    assert_eq!(
        on_sample(&[("Tag.1.Key", "a"), ("Tag.1.key", "a"), ("RegionId", "x")]),
        none
    );
    let broken: [(&str, &str, &str); 17] = [
        ("ClientToken", "é", "ClientToken/charset"),
        ("ClientToken", &"a".repeat(65), "ClientToken/maxLength"),
        ("Description", "", "Description/minLength"),
        ("Description", "a", "Description/minLength"),
        ("Description", &long(257), "Description/maxLength"),
        ("Description", "https://x", "Description/notPrefix"),
        ("SnapshotName", &long(129), "SnapshotName/maxLength"),
        ("SnapshotName", "1ab", "SnapshotName/startsWith"),
        ("SnapshotName", "ab c", "SnapshotName/charset"),
        ("SnapshotName", "auto1", "SnapshotName/notPrefix.2"),
        ("Tag.3.Key", "", "Tag.N.Key/notEmpty"),
        ("Tag.3.key", &long(65), "Tag.N.Key/maxLength"),
        ("Tag.3.Key", "acs:x", "Tag.N.Key/notPrefix"),
        ("Tag.3.Value", &long(129), "Tag.N.Value/maxLength"),
        ("Tag.3.Value", "aliyun", "Tag.N.Value/notPrefix"),
        ("Tag.0.Key", "a", "Tag.N/indexRange"),
        ("Tag.21.Key", "a", "Tag.N/indexRange"),
    ];
    for (name, value, statement) in broken {
        assert_eq!(
            on_sample(&[(name, value)]),
            [format!("{statement} @ {name}")]
        );
    }
    let both = [
        "SnapshotName/notPrefix @ SnapshotName",
        "SnapshotName/charset @ SnapshotName",
    ];
    assert_eq!(on_sample(&[("SnapshotName", "http://x")]), both);
    let operation = sample();
    let missing = Checker::new(&operation).check::<&str>(&[], NOW);
    assert_eq!(told(&missing), ["DiskId/required @ DiskId"]);
}

#[test]
fn the_samples_printed_request_is_valid_and_its_statements_are_told_apart() {
    let operation = sample();
    let checker = Checker::new(&operation);
    let printed = &operation.examples.requests[0].parameters;
    let pairs: Vec<_> = printed
        .iter()
        .map(|pair| (&*pair.name, &*pair.value))
        .collect();
    assert_eq!(told(&checker.check(&pairs, NOW)), [""; 0]);
    let mut ids: Vec<_> = checker
        .statements()
        .iter()
        .map(|statement| &statement.id)
        .collect();
    assert!(ids.contains(&&"error/QuotaExceed.Snapshot".to_owned()));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), checker.statements().len());
}

#[test]
fn members_are_required_in_each_element_that_is_there() {
    let spec = "
request:
  parameters:
  - name: Disk
    type: array
    flatten: Disk.N
    items:
      type: object
      properties:
      - { name: Size, type: integer, required: true }
      - { name: Category }
  - name: System
    type: object
    properties:
    - { name: Size, type: integer, required: true }
    - { name: Category, constraints: [ { requiredIf: { parameter: Kind, operator: eq, values: [big] } } ] }
  - { name: Kind }
";
    assert_eq!(on(spec, ""), [""; 0]);
    assert_eq!(
        on(spec, "Disk.2.Category=x"),
        ["Disk.N.Size/required @ Disk.2.Size"]
    );
    assert_eq!(
        on(spec, "Disk.1.Size=x"),
        ["Disk.N.Size/type @ Disk.1.Size"]
    );
    assert_eq!(
        on(spec, "Kind=big"),
        ["System.Category/requiredIf @ System.Category"]
    );
    assert_eq!(
        on(spec, "System.Category=a"),
        ["System.Size/required @ System.Size"]
    );
    assert_eq!(on(spec, "Disk.0.Size=1"), [" @ Disk.0.Size"]);
}

#[test]
fn listed_booleans_come_in_any_letter_case() {
    let spec = "
request:
  parameters:
  - name: Force
    type: boolean
    constraints:
    - { enum: [ { value: 'true' }, { value: 'false' } ] }
  - name: Mode
    constraints:
    - { enum: [ { value: 'true' }, { value: auto } ] }
";
    assert_eq!(on(spec, "Force=True"), [""; 0]);
    assert_eq!(on(spec, "Mode=True"), ["Mode/enum @ Mode"]);
    assert_eq!(
        on(spec, "Force=yes"),
        ["Force/type @ Force", "Force/enum @ Force"]
    );
}

#[test]
fn ranges_apply_by_condition_and_conditions_see_defaults() {
    let spec = "
request:
  parameters:
  - name: Category
    constraints:
    - { enum: [ { value: cloud }, { value: ssd } ] }
    - { default: { value: cloud } }
  - name: Size
    type: integer
    constraints:
    - { minimum: 5, maximum: 2000, specialValues: ['-1'], when: { parameter: Category, operator: eq, values: [cloud] } }
    - { minimum: 20, when: { parameter: Category, operator: eq, values: [ssd] } }
    - { maximum: 1, when: { text: for a class of users } }
";
    assert_eq!(on(spec, "Category=cloud&Size=5"), [""; 0]);
    assert_eq!(on(spec, "Size=-1"), [""; 0]);
    assert_eq!(on(spec, "Size=4"), ["Size/minimum @ Size"]);
    assert_eq!(on(spec, "Category=ssd&Size=19"), ["Size/minimum.2 @ Size"]);
    assert_eq!(on(spec, "Category=ssd&Size=2001"), [""; 0]);
    assert_eq!(on(spec, "Size=many"), ["Size/type @ Size"]);
    assert_eq!(on(spec, "Size="), ["Size/type @ Size"]);
}

#[test]
fn lists_are_counted_and_looked_into_however_they_travel() {
    let spec = "
request:
  parameters:
  - name: Ids
    type: array
    constraints:
    - { list: { json: true }, maxItems: 2, uniqueItems: true }
    items: { type: string, constraints: [ { maxLength: 3 } ] }
  - name: Ports
    constraints:
    - { list: { separator: ',' }, minItems: 2 }
    - { minimum: 1, maximum: 9, scope: item }
  - name: Range
    constraints:
    - { minimum: 1, maximum: 65535, scope: part }
  - name: Name
    type: array
    flatten: Name.N
    constraints: [ { maxItems: 2, uniqueItems: true } ]
    items: { type: integer, constraints: [ { maximum: 5 } ] }
";
    assert_eq!(
        on(
            spec,
            "Ids=[\"a\",\"b\"]&Ports=1,9&Range=22/22&Name.1=4&Name.9=5"
        ),
        [""; 0]
    );
    assert_eq!(on(spec, "Ids=a"), ["Ids/list @ Ids"]);
    assert_eq!(on(spec, "Ids=[\"a\",\"a\"]"), ["Ids/uniqueItems @ Ids"]);
    assert_eq!(on(spec, "Ids=[1,2,3]"), ["Ids/maxItems @ Ids"]);
    assert_eq!(on(spec, "Ids=[\"abcd\"]"), ["Ids/maxLength @ Ids"]);
    assert_eq!(on(spec, "Ports=1"), ["Ports/minItems @ Ports"]);
    assert_eq!(on(spec, "Ports=1,10"), ["Ports/maximum @ Ports"]);
    assert_eq!(
        on(spec, "Range=0/70000"),
        ["Range/minimum @ Range", "Range/maximum @ Range"]
    );
    assert_eq!(
        on(spec, "Name.1=1&Name.2=2&Name.3=3"),
        ["Name.N/maxItems @ Name.1"]
    );
    assert_eq!(
        on(spec, "Name.1=1&Name.2=1"),
        ["Name.N/uniqueItems @ Name.1"]
    );
    assert_eq!(on(spec, "Name.7=6"), ["Name.N/maximum @ Name.7"]);
}

#[test]
fn parameters_are_held_against_each_other() {
    let spec = "
constraints:
- { atLeastOneOf: [Id, Name] }
request:
  parameters:
  - { name: Id, constraints: [ { mutuallyExclusive: [Name] } ] }
  - { name: Name, constraints: [ { dependentRequired: [Zone] } ] }
  - { name: Zone }
  - name: Start
    constraints:
    - { compare: { operator: lt, now: true } }
    - { withinPast: P30D }
  - name: End
    constraints:
    - { compare: { operator: gt, other: Start } }
    - { span: { other: Start, max: P1D } }
  - name: Period
    constraints: [ { effectiveIf: { parameter: Kind, operator: eq, values: [PrePaid] }, violation: ignored } ]
  - { name: Kind }
";
    assert_eq!(on(spec, ""), ["request/atLeastOneOf @ "]);
    assert_eq!(
        on(spec, "Id=1&Name=2&Zone=z"),
        ["Id/mutuallyExclusive @ Id"]
    );
    assert_eq!(on(spec, "Name=2"), ["Name/dependentRequired @ Name"]);
    assert_eq!(
        on(spec, "Id=1&Start=2026-01-31T11:59Z&End=2026-01-31T12:00Z"),
        [""; 0]
    );
    assert_eq!(
        on(spec, "Id=1&Start=2026-01-31T12:00Z"),
        ["Start/compare @ Start"]
    );
    assert_eq!(
        on(spec, "Id=1&Start=2025-12-31T12:00:00Z"),
        ["Start/withinPast @ Start"]
    );
    assert_eq!(
        on(
            spec,
            "Id=1&Start=2026-01-30T00:00:00Z&End=2026-01-31T00:00:01Z"
        ),
        ["End/span @ End"]
    );
    assert_eq!(
        on(spec, "Id=1&Period=1"),
        ["Period/effectiveIf @ Period Ignored"]
    );
    assert_eq!(on(spec, "Id=1&Period=1&Kind=PrePaid"), [""; 0]);
}
