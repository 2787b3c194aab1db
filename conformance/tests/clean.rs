//! The reference server without faults: no failure, no gap, nothing skipped, in any order.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, run, server};
use doctract_conformance::report::{JsonLines, Style, Summary};
use doctract_conformance::{Auth, Coverage, Options, Report, Status};
use doctract_core::signing::Credentials;

fn assert_clean(report: &Report) {
    let style = Style {
        verbose: true,
        ..Style::default()
    };
    let total = report.total();
    assert_eq!(
        (total.fail, total.error, total.skip, report.exit_code()),
        (0, 0, 0, 0),
        "{}",
        Summary::new(report, style)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_holds_or_cannot_be_tested() {
    let server = server(&[]).await;
    let (results, report) = run(endpoint(&server), Options::default()).await;
    println!("{}", Summary::new(&report, Style::default()));
    assert_clean(&report);
    for row in report.coverage.rows() {
        let state = row.state();
        assert!(
            matches!(state, Coverage::Passed | Coverage::Untestable),
            "{row:?}"
        );
    }
    let undecided = results
        .iter()
        .filter(|result| result.verdict.status == Status::Undecided);
    for part in ["http:%2F%2F-other-case", "Tag.N/Key-twice", "DiskId/empty"] {
        assert!(
            undecided.clone().any(|result| result.id.contains(part)),
            "{part}"
        );
    }
    let mut lines = JsonLines::begin(
        Vec::new(),
        &report.endpoint,
        report.seed,
        &report.operations,
    )
    .unwrap();
    for result in &results {
        lines.result(result).unwrap();
    }
    let text = String::from_utf8(lines.end(&report).unwrap()).unwrap();
    let count = results.len() + report.coverage.rows().len() + 2;
    assert_eq!(text.lines().count(), count);
    assert!(!text.contains("testsecret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_seeds_shuffled_and_64_at_once_raise_no_alarm() {
    let server = server(&[]).await;
    for seed in 0..20 {
        let options = Options {
            seed,
            shuffle: true,
            concurrency: 64,
            ..Options::default()
        };
        let endpoint = endpoint(&server);
        let key = Credentials::new("testid", "testsecret");
        let endpoint = if seed % 2 == 0 {
            endpoint
        } else {
            endpoint.with_auth(Auth::V3(key))
        };
        let (_, report) = run(endpoint, options).await;
        assert_clean(&report);
    }
}
