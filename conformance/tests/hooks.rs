//! Another vendor's ways: own signing, own values, own judgement, in Rust and by a program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{fixtures, operation, server};
use doctract_conformance::hooks::{Inspect, Program, Remark, Sign, Unsigned, Values};
use doctract_conformance::verdict::Recorded;
use doctract_conformance::{Auth, Case, Endpoint, Event, Options, Plan, Runner, Status};
use doctract_core::signing::{Credentials, Stamp, v1};
use doctract_core::wire;
use doctract_spec::fixture;
use std::sync::Arc;
use std::time::Duration;

/// The vendor's own scheme, as somebody would bring it in.
#[derive(Debug)]
struct Own;

impl Sign for Own {
    fn sign(&self, request: &mut Unsigned) -> Result<(), String> {
        let (path, query) = request
            .target
            .split_once('?')
            .unwrap_or((&request.target, ""));
        let mut pairs = wire::parse_query_lenient(query);
        let now = jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string();
        let nonce = format!(
            "{}{}",
            std::process::id(),
            jiff::Timestamp::now().as_nanosecond()
        );
        let key = Credentials::new("testid", "testsecret");
        v1::sign_pairs(
            &request.method,
            &mut pairs,
            &key,
            Stamp {
                time: &now,
                nonce: &nonce,
            },
        );
        request.target = format!("{path}?{}", wire::encode_pairs(&pairs));
        Ok(())
    }
}

#[derive(Debug)]
struct Disks(u32);

impl Values for Disks {
    fn value(&self, operation: &str, parameter: &str, slot: u32) -> Result<Option<String>, String> {
        let disk = || format!("d-ok-{}{}{slot}", self.0, operation.len());
        Ok((parameter == "DiskId").then(disk))
    }
}

#[derive(Debug)]
struct Strict;

impl Inspect for Strict {
    fn inspect(&self, case: &Case, exchanges: &[Recorded]) -> Result<Vec<Remark>, String> {
        let long = exchanges.iter().any(|one| one.body.contains("RequestId"));
        let remark = Remark {
            reason: "no RequestId wanted here".into(),
            ..Remark::default()
        };
        Ok(if long && case.id.ends_with("/minimal") {
            vec![remark]
        } else {
            Vec::new()
        })
    }
}

async fn run(plan: &Plan<'_>, runner: Runner) -> Vec<(String, Status, String)> {
    let mut results = Vec::new();
    runner
        .run(plan, &mut |event| {
            if let Event::Done(result) = event {
                let verdict = result.verdict.clone();
                results.push((result.id.clone(), verdict.status, verdict.reason));
            }
        })
        .await;
    results
}

#[tokio::test(flavor = "multi_thread")]
async fn own_signing_values_and_judgement_take_part() {
    let server = server(&[]).await;
    let operation = operation();
    let none = fixture::load("fixtures.yaml", "fixtures: 1").unwrap();
    let plan = |number| Plan::new(&operation, &none, 1).with_values(Arc::new(Disks(number)));
    let address = format!("http://{}", server.addr());
    let endpoint = Endpoint::new(&address)
        .unwrap()
        .with_auth(Auth::Custom(Arc::new(Own)));
    let options = Options {
        filter: Some("*/valid/minimal".into()),
        ..Options::default()
    };
    let runner = Runner::new(endpoint.clone(), &none, options.clone()).unwrap();
    let results = run(&plan(7), runner).await;
    let minimal = |results: &[(String, Status, String)]| {
        results
            .iter()
            .find(|(id, ..)| id.ends_with("/valid/minimal"))
            .unwrap()
            .clone()
    };
    assert_eq!(minimal(&results).1, Status::Pass, "{results:?}");
    let runner = Runner::new(endpoint, &none, options).unwrap();
    let results = run(&plan(8), runner.with_inspection(Arc::new(Strict))).await;
    let (_, status, reason) = minimal(&results);
    assert_eq!(
        (status, reason.as_str()),
        (Status::Fail, "no RequestId wanted here")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_and_judges_line_by_line() {
    let script = r#"
while read -r line; do
  case "$line" in
    *'"inspect"'*) echo '[{"reason":"by the program","expected":"a","seen":"b"}]' ;;
    *'"value"'*) echo '"d-ok-4711"' ;;
    *) echo '{"error":"unknown question"}' ;;
  esac
done
"#;
    let program = || Program::new(vec!["sh".into(), "-c".into(), script.into()]);
    assert_eq!(
        program().value("CreateSnapshot", "DiskId", 0),
        Ok(Some("d-ok-4711".to_owned()))
    );
    let error = program().sign(&mut Unsigned::default()).unwrap_err();
    assert_eq!(error, "the program `sh`: unknown question");
    let missing = Program::new(vec!["/no/such/program".into()]);
    assert!(
        missing
            .sign(&mut Unsigned::default())
            .unwrap_err()
            .contains("/no/such/program")
    );

    let server = server(&[]).await;
    let (operation, fixtures) = (operation(), fixtures());
    let plan = Plan::new(&operation, &fixtures, 1);
    let options = Options {
        filter: Some("*/valid/minimal".into()),
        ..Options::default()
    };
    let runner = Runner::new(common::endpoint(&server), &fixtures, options).unwrap();
    let results = run(&plan, runner.with_inspection(Arc::new(program()))).await;
    assert!(
        results
            .iter()
            .any(|(_, status, reason)| *status == Status::Fail && reason == "by the program")
    );
}

fn shell(script: &str) -> Program {
    Program::new(vec!["sh".into(), "-c".into(), script.into()])
}

#[test]
fn a_program_that_hangs_ends_or_talks_nonsense_is_an_error_and_is_given_up() {
    for (script, part) in [
        ("sleep 60", "no answer within 200ms"),
        ("read -r line; exit 3", "it ended without an answer"),
        ("read -r line; echo oops", "its answer is no JSON"),
        ("read -r line; echo 7", "its answer does not fit"),
        (
            "head -c 9000000 /dev/zero | tr '\\0' 1; sleep 60",
            "more than 8388608 bytes",
        ),
    ] {
        let limit = if part.contains("200ms") { 200 } else { 20_000 };
        let program = shell(script).with_limit(Duration::from_millis(limit));
        let error = program.value("CreateSnapshot", "DiskId", 0).unwrap_err();
        assert!(
            error.starts_with("the program `sh`: ") && error.contains(part),
            "{error}"
        );
    }
    let program = shell("read -r line; exit 3");
    let error = |_| program.sign(&mut Unsigned::default()).unwrap_err();
    let last = (0..4).map(error).last().unwrap_or_default();
    assert!(
        last.contains("asked no more after 3 failures, the last: it ended"),
        "{last}"
    );
}

#[test]
fn where_the_source_of_values_fails_cases_that_need_one_are_skipped_with_its_words() {
    let operation = operation();
    let none = fixture::load("fixtures.yaml", "fixtures: 1").unwrap();
    let failing = shell("while read -r line; do echo '{\"error\":\"no disk today\"}'; done");
    let plan = Plan::new(&operation, &none, 1).with_values(Arc::new(failing));
    let minimal = plan
        .cases()
        .find(|case| case.id.ends_with("/valid/minimal"));
    assert_eq!(
        minimal.unwrap().skip.as_deref(),
        Some("no value for DiskId: the program `sh`: no disk today")
    );
}
