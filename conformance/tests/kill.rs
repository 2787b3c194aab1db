//! Every fault of the reference server is found by a case of the right rule, none on the clean
//! one. Prints the table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, run, server};
use doctract_conformance::{CaseResult, Limits, Options, Status};
use doctract_server::{Fault, Ground};
use std::time::Duration;

/// Parts of the ids of cases that find a fault of HTTP or of the wire.
fn cases_of(breaks: &str) -> &'static [&'static str] {
    match breaks {
        "wire/content-type" => &["/content-type/"],
        "wire/xml-root" => &["/response/xml", "/every-answer/root"],
        "wire/format" => &["/response/xml-error"],
        "wire/method" => &[
            "/protocol/post-",
            "/protocol/head",
            "/protocol/put",
            "/protocol/delete",
        ],
        "wire/name-case" => &["/protocol/name-other-case"],
        "http/content-length" => &["/protocol/framing"],
        "http/answer" => &["/protocol/in-time", "/protocol/framing"],
        _ => &[],
    }
}

fn finds(fault: &Fault, result: &CaseResult) -> bool {
    let by_case = cases_of(fault.breaks)
        .iter()
        .any(|part| result.id.contains(part));
    by_case
        || result
            .statements
            .iter()
            .any(|statement| statement == fault.breaks)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_found_by_the_right_rule() {
    let mut wrong = Vec::new();
    println!(
        "{:<38} {:<10} {:>5} {:>5}  first",
        "fault", "outcome", "fail", "right"
    );
    for fault in Fault::ALL {
        let server = server(&[fault.name]).await;
        // A short deadline for the fault that is about it alone: on a busy machine others break it too.
        let late = fault.name.starts_with("answers-after");
        let deadline = if late {
            Duration::from_millis(400)
        } else {
            Duration::from_secs(20)
        };
        let endpoint = endpoint(&server).with_limits(Limits {
            deadline,
            ..Limits::default()
        });
        let options = Options {
            concurrency: if late { 64 } else { 16 },
            ..Options::default()
        };
        let (results, _) = run(endpoint, options).await;
        let failed: Vec<&CaseResult> = results
            .iter()
            .filter(|result| result.verdict.status == Status::Fail)
            .collect();
        let right = failed.iter().filter(|result| finds(fault, result)).count();
        let outcome = match (fault.ground, failed.len(), right) {
            (Ground::Undecided, 0, _) => "undecided",
            (Ground::Undecided, ..) => "ALARM",
            (_, 0, _) => "MISSED",
            (_, _, 0) => "OTHER RULE",
            _ => "found",
        };
        let first = failed
            .iter()
            .find(|result| finds(fault, result))
            .or(failed.first());
        let first = first.map_or("", |result| result.id.as_str());
        println!(
            "{:<38} {outcome:<10} {:>5} {right:>5}  {first}",
            fault.name,
            failed.len()
        );
        if !["undecided", "found"].contains(&outcome) {
            wrong.push(fault.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
