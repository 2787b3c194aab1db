//! Every operation that the reference server performs as its page says, tested by the runner against the
//! newest page of each: no case fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use support::doctract;

/// The newest pages of the operations with behaviour, of one locale of real pages; none without them.
fn pages(locale: &str) -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must be set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return Vec::new();
    };
    let folder = Path::new(&corpus).join("ecs").join(locale);
    let names = doctract_server::operations_with_behaviour();
    let pages = names.map(|name| folder.join(format!("{name}.md")));
    pages.filter(|page| page.exists()).collect()
}

fn nothing_fails(locale: &str) {
    let pages = pages(locale);
    if pages.is_empty() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results.jsonl");
    let report = format!("jsonl={}", results.display());
    let mut arguments = vec!["test", "--report", &report];
    arguments.extend(pages.iter().map(|page| page.to_str().unwrap()));
    let said = doctract(&arguments);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut failed = Vec::new();
    for line in std::fs::read_to_string(results).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let verdict = &line["verdict"];
        let Some(status) = verdict["status"].as_str() else {
            continue;
        };
        *counts.entry(status.to_owned()).or_default() += 1;
        if ["fail", "error"].contains(&status) {
            failed.push(format!("{}: {verdict}", line["id"]));
        }
    }
    println!("{locale}: {} pages, {counts:?}", pages.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let expected = doctract_server::operations_with_behaviour().count();
    assert!(pages.len() * 10 >= expected * 9, "{} pages", pages.len());
    assert!(counts["pass"] > 3000, "{counts:?}");
}

#[test]
fn no_case_of_a_chinese_page_fails() {
    nothing_fails("cn.zh-CN");
}

#[test]
fn no_case_of_an_english_page_fails() {
    nothing_fails("intl.en-US");
}
