//! The founding page, statement by statement: read from our own page of the same facts in both
//! languages, and from the page itself where it is at hand.

#![cfg(feature = "extract")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "gold/facts.rs"]
mod facts;

use doctract_spec::extract::{Options, extract_page};
use doctract_spec::model::{Constraint, Field, Operation, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What the parameters hold: name, constraints, range of the index.
const HOLDS: &str = "
DiskId: []
ClientToken: [{unique: request}, {maxLength: 64, charset: ascii}]
Description: [{minLength: 2, maxLength: 256}, {notPrefix: ['http://', 'https://']}, {default: {absent: true}}]
OwnerAccount: []
SnapshotName:
  - {minLength: 2, maxLength: 128}
  - {startsWith: letter han}
  - {charset: 'letter digit han [:_-]'}
  - {notPrefix: ['http://', 'https://']}
  - {notPrefix: [auto]}
Key: [{notEmpty: true}, {maxLength: 64}, {notPrefix: [aliyun, 'acs:', 'http://', 'https://']}]
Value: [{allowEmpty: true}, {maxLength: 128}, {notPrefix: [aliyun, 'acs:', 'http://', 'https://']}]
";

/// The statements of the introduction: id, resource, the rest.
const PRECONDITIONS: [(&str, &str, &str); 8] = [
    ("quota", "disk", "limit 64"),
    ("state", "instance", "Status in Stopped, Running"),
    ("relation", "disk", ""),
    ("history", "instance", ""),
    ("lock", "instance", "LockReason in security"),
    ("timing", "disk", ""),
    ("concurrency", "disk", ""),
    ("effect", "snapshot", "CreateImage"),
];

fn operation(file: &str, page: &[u8]) -> Operation {
    let options = Options {
        product: Some("Ecs".to_owned()),
        version: Some("2014-05-26".to_owned()),
        locale: Some(
            if file.contains("en-US") {
                "en-US"
            } else {
                "zh-CN"
            }
            .to_owned(),
        ),
        ..Options::default()
    };
    extract_page(file, page, &options).operation.unwrap()
}

fn leaves(fields: &[Field]) -> BTreeMap<String, &Field> {
    let mut found = BTreeMap::new();
    for field in fields {
        let members = field
            .items
            .as_deref()
            .map_or(&field.properties, |items| &items.properties);
        if members.is_empty() {
            found.insert(field.name.clone(), field);
        } else {
            found.extend(leaves(members));
        }
    }
    found
}

fn check(operation: &Operation) {
    let expected: BTreeMap<String, Vec<Constraint>> = serde_yaml::from_str(HOLDS).unwrap();
    let read = leaves(&operation.request.parameters);
    for (name, constraints) in &expected {
        let field = read
            .get(name)
            .unwrap_or_else(|| panic!("no parameter {name}"));
        let facts = |list: &[Constraint]| -> BTreeSet<(String, String)> {
            facts::facts(list, None)
                .into_iter()
                .map(|fact| (fact.kind, fact.value))
                .collect()
        };
        assert_eq!(facts(&field.constraints), facts(constraints), "{name}");
        assert!(
            field
                .constraints
                .iter()
                .all(|constraint| constraint.text.is_some()),
            "{name}"
        );
    }
    let tag = operation
        .request
        .parameters
        .iter()
        .find(|field| field.name == "Tag")
        .unwrap();
    let range = tag.index_range.as_ref().unwrap();
    assert_eq!((range.min, range.max), (1, Some(20)));
    assert_eq!(read["ClientToken"].role, Some(Role::IdempotencyToken));
    let found: Vec<(String, String, String)> = operation
        .preconditions
        .iter()
        .map(|found| {
            let limit = found.limit.map(|limit| format!("limit {limit}"));
            let state = found
                .attribute
                .as_ref()
                .map(|attribute| format!("{attribute} in {}", found.values.join(", ")));
            let rest = limit.or(state).or_else(|| found.operation.clone());
            (
                found.id.clone(),
                found.resource.clone().unwrap_or_default(),
                rest.unwrap_or_default(),
            )
        })
        .collect();
    let stated: Vec<(String, String, String)> = PRECONDITIONS
        .iter()
        .map(|(id, resource, rest)| ((*id).to_owned(), (*resource).to_owned(), (*rest).to_owned()))
        .collect();
    assert_eq!(found, stated);
    assert!(!operation.deprecated);
}

#[test]
fn our_chinese_page_is_read_statement_by_statement() {
    let page = include_bytes!("../../examples/ecs/zh-CN/CreateSnapshot.md");
    check(&operation("zh-CN/CreateSnapshot.md", page));
}

#[test]
fn our_english_page_is_read_statement_by_statement() {
    let page = include_bytes!("../../examples/ecs/en-US/CreateSnapshot.md");
    check(&operation("en-US/CreateSnapshot.md", page));
}

#[test]
fn the_page_itself_is_read_statement_by_statement() {
    let Some(folder) = std::env::var_os("DOCTRACT_SEED") else {
        assert!(std::env::var_os("CI").is_none(), "DOCTRACT_SEED is not set");
        println!("skipped: DOCTRACT_SEED is not set");
        return;
    };
    let page = std::fs::read(std::path::Path::new(&folder).join("CreateSnapshot.md")).unwrap();
    check(&operation("CreateSnapshot.md", &page));
}
