//! The same run twice with one seed gives the same report but for times and ids.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, run, server};
use doctract_conformance::Options;
use doctract_conformance::report::{JsonLines, read};
use serde_json::{Value, json};

/// A text without the place in it where the server stumbled: it stands behind the signature, whose
/// length differs.
fn without_place(text: &str) -> String {
    match text.split_once("at byte ") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}at byte{after}")
        }
        None => text.to_owned(),
    }
}

/// Takes times, and texts that carry ids and signatures, out of a report line.
fn without_times_and_ids(value: &mut Value) {
    const GONE: [&str; 6] = ["elapsedMs", "started", "url", "headers", "endpoint", "body"];
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !GONE.contains(&name.as_str()));
            members.values_mut().for_each(without_times_and_ids);
        }
        Value::Array(items) => items.iter_mut().for_each(without_times_and_ids),
        Value::String(text) => *text = without_place(text),
        _ => {}
    }
}

/// The lines of a whole report, in an order that does not depend on which answer came first.
async fn report(faults: &[&str], seed: u64, concurrency: usize) -> Vec<Value> {
    let server = server(faults).await;
    let options = Options {
        seed,
        concurrency,
        ..Options::default()
    };
    let (results, report) = run(endpoint(&server), options).await;
    let mut lines = JsonLines::begin(Vec::new(), "", seed, &report.operations).unwrap();
    for result in &results {
        lines.result(result).unwrap();
    }
    let lines = lines.end(&report).unwrap();
    let mut values: Vec<Value> = read(&lines)
        .unwrap()
        .map(|line| json!(line.unwrap()))
        .collect();
    values.iter_mut().for_each(without_times_and_ids);
    values.sort_by_key(|value| {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        (text("line"), text("id"), text("statement"))
    });
    values
}

#[tokio::test(flavor = "multi_thread")]
async fn one_seed_gives_one_report_and_another_other_values() {
    for faults in [&[][..], &["description-status-400", "name-auto-accepted"]] {
        let first = report(faults, 7, 16).await;
        assert!(first.len() > 340, "{}", first.len());
        let again = report(faults, 7, 16).await;
        for (one, other) in first.iter().zip(&again) {
            assert_eq!(one, other);
        }
        assert_eq!(first.len(), again.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_do_not_depend_on_how_many_run_at_once() {
    let verdicts = |lines: Vec<Value>| -> Vec<(Value, Value)> {
        let results = lines.into_iter().filter(|line| line["line"] == "result");
        results
            .map(|line| (line["id"].clone(), line["verdict"]["status"].clone()))
            .collect()
    };
    let faults = ["tag-value-acs-accepted"];
    let alone = verdicts(report(&faults, 3, 1).await);
    let together = verdicts(report(&faults, 3, 64).await);
    assert_eq!(alone, together);
}
