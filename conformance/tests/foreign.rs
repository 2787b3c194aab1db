//! Servers that are not ours: what is reported of them is true. Each failure below was checked by
//! reading the recorded answer, the server and the page; README.md beside the servers tells how.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{operation, patience};
use doctract_conformance::{Auth, Case, CaseResult, Endpoint, Options, Plan, Runner, Status};
use doctract_core::signing::Credentials;
use doctract_spec::fixture;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A program that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs cases against an address; the failures and the cases without a verdict.
async fn run(address: &str, auth: Auth, chosen: impl Fn(&Case) -> bool) -> Vec<CaseResult> {
    let text = "fixtures: 1\nresources:\n  - { parameter: DiskId, pool: 'd-ok-{n}' }\n";
    let fixtures = fixture::load("fixtures.yaml", text).unwrap();
    let operation = operation();
    let plan = Plan::new(&operation, &fixtures, 1);
    let endpoint = Endpoint::new(address).unwrap();
    let endpoint = endpoint.with_auth(auth).with_limits(patience());
    let options = Options {
        concurrency: 4,
        ..Options::default()
    };
    let runner = Runner::new(endpoint, &fixtures, options).unwrap();
    let cases = plan.cases().filter(|case| chosen(case));
    let mut results = Vec::new();
    let report = runner
        .run_cases(&[&operation], cases, &mut |event| {
            if let doctract_conformance::Event::Done(result) = event {
                results.push(result.clone());
            }
        })
        .await;
    assert!(report.total().pass > 40, "{:?}", report.total());
    results.retain(|one| matches!(one.verdict.status, Status::Fail | Status::Error));
    results
}

/// The failing cases of the Python server (without `Ecs/CreateSnapshot/`), by the departure that
/// each comes from.
const OF_PYTHON: &[(&str, &[&str])] = &[
    (
        "129 characters of a name are accepted",
        &[
            "invalid/SnapshotName/maxLength/above",
            "invalid/SnapshotName/maxLength/above-chinese",
        ],
    ),
    (
        "Chinese characters beyond the BMP are refused in names: the regular expression of the \
         server knows the basic block alone",
        &[
            "valid/SnapshotName/minLength/min-beyond-bmp",
            "valid/SnapshotName/maxLength/max-beyond-bmp",
        ],
    ),
    (
        "InvalidDescription.Malformed comes with 400, the page says 404",
        &[
            "error/InvalidDescription.Malformed",
            "invalid/Description/minLength/below",
            "invalid/Description/minLength/below-chinese",
            "invalid/Description/minLength/below-beyond-bmp",
            "invalid/Description/maxLength/above",
            "invalid/Description/maxLength/above-chinese",
            "invalid/Description/maxLength/above-beyond-bmp",
            "invalid/Description/notPrefix/http:%2F%2F",
            "invalid/Description/notPrefix/https:%2F%2F",
        ],
    ),
    (
        "a tag value that begins with aliyun is accepted, in both spellings of the name",
        &[
            "invalid/Tag.N.Value/notPrefix/aliyun",
            "invalid/Tag.N.value/notPrefix/aliyun",
        ],
    ),
    (
        "IdempotentParameterMismatch comes with 400 and another message, the page says 403",
        &[
            "error/IdempotentParameterMismatch",
            "idempotency/mismatch",
            "idempotency/mismatch-resource",
        ],
    ),
    (
        "an XML answer says that it is text/plain",
        &["response/every-answer/content-type/xml"],
    ),
    (
        "http.server answers methods that it does not know with 501 and an HTML page",
        &["protocol/head", "protocol/put", "protocol/delete"],
    ),
    (
        "the parameter Version is not looked at",
        &["protocol/unknown-version", "protocol/missing-version"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_reported_of_a_server_in_python_is_true() {
    let python = std::env::var("DOCTRACT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/snapshots.py");
    let started = Command::new(&python)
        .arg(script)
        .stdout(Stdio::piped())
        .spawn();
    let Ok(child) = started else {
        assert!(std::env::var_os("CI").is_none(), "{python} must be there");
        println!("skipped: there is no {python}");
        return;
    };
    let mut child = Running(child);
    let mut port = String::new();
    BufReader::new(child.0.stdout.take().unwrap())
        .read_line(&mut port)
        .unwrap();
    let address = format!("http://127.0.0.1:{}", port.trim());
    let found = run(&address, Auth::None, |_| true).await;
    the_same(&found, OF_PYTHON);
}

/// Exactly these cases fail.
fn the_same(found: &[CaseResult], known: &[(&str, &[&str])]) {
    let ids = found.iter().map(|result| result.id.as_str());
    let mut found: Vec<&str> = ids
        .map(|id| id.strip_prefix("Ecs/CreateSnapshot/").unwrap())
        .collect();
    let known = known.iter().flat_map(|(_, ids)| ids.iter().copied());
    let mut known: Vec<&str> = known.collect();
    found.sort_unstable();
    known.sort_unstable();
    assert_eq!(found, known);
}

/// The failing cases of Prism (without `Ecs/CreateSnapshot/`), by what it does otherwise than the page
/// says.
const OF_PRISM: &[(&str, &[&str])] = &[
    (
        "422 with the code `string`, made up from the error's schema, where the page (or \
         the vendor's convention) has a code",
        &[
            "error/InvalidDescription.Malformed",
            "response/json-error",
            "invalid/ClientToken/maxLength/above",
            "invalid/ClientToken/charset/chinese",
            "invalid/ClientToken/charset/chinese-beyond-bmp",
            "invalid/ClientToken/charset/cyrillic",
            "invalid/ClientToken/charset/emoji",
            "invalid/ClientToken/charset/full-width",
            "invalid/ClientToken/charset/full-width-digit",
            "invalid/ClientToken/charset/greek",
            "invalid/ClientToken/charset/hangul",
            "invalid/ClientToken/charset/kana",
            "invalid/ClientToken/charset/latin-accent",
            "invalid/Description/maxLength/above",
            "invalid/Description/maxLength/above-beyond-bmp",
            "invalid/Description/maxLength/above-chinese",
            "invalid/Description/minLength/below",
            "invalid/Description/minLength/below-beyond-bmp",
            "invalid/Description/minLength/below-chinese",
            "invalid/Description/notPrefix/http:%2F%2F",
            "invalid/Description/notPrefix/https:%2F%2F",
        ],
    ),
    (
        "parameters that the export does not list are passed over, Tag.0 and Tag.21 among \
         them",
        &[
            "invalid/Tag.N/indexRange/above",
            "invalid/Tag.N/indexRange/above-alone",
            "invalid/Tag.N/indexRange/below",
        ],
    ),
    (
        "an empty value of a parameter counts as none, an empty tag key too",
        &[
            "invalid/Tag.N.Key/notEmpty/empty",
            "invalid/Tag.N.key/notEmpty/empty",
        ],
    ),
    (
        "it has no world: a disk that nobody has is as good as any",
        &["error/InvalidVolumeId.NotFound"],
    ),
    (
        "it keeps no state: a token may be used again with other parameters",
        &[
            "error/IdempotentParameterMismatch",
            "idempotency/mismatch",
            "idempotency/mismatch-resource",
            "idempotency/replay-after-mismatch",
        ],
    ),
    (
        "every success is the one example, so ids and RequestIds repeat",
        &[
            "idempotency/last-character",
            "idempotency/two-tokens",
            "response/every-answer/RequestId/unique",
            "response/every-answer/SnapshotId/unique",
            "response/two-ids",
        ],
    ),
    (
        "it answers in JSON although XML was asked for: the export has no other format",
        &["response/xml", "response/xml-error"],
    ),
];

/// Prism and the export of the operation for it.
fn prism(folder: &Path) -> Option<(Running, String)> {
    let modules = PathBuf::from(std::env::var_os("DOCTRACT_NODE_MODULES")?);
    let program = modules.join("@stoplight/prism-cli/dist/index.js");
    if !program.exists() {
        return None;
    }
    let options = doctract_spec::export::OpenApiOptions::default();
    let mut document = doctract_spec::export::openapi(&[operation()], &options);
    // Prism knows no signatures: it would refuse everything for want of a header.
    document.as_object_mut()?.remove("security");
    let file = folder.join("openapi.json");
    std::fs::write(&file, document.to_string()).unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let child = Command::new("node")
        .arg(program)
        .args(["mock", "--errors", "-m", "false", "-p", &port.to_string()])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut child = Running(child);
    let mut lines = BufReader::new(child.0.stdout.take()?).lines();
    let listening =
        |line: &std::io::Result<String>| line.as_ref().is_ok_and(|line| line.contains("listening"));
    if !lines.any(|line| listening(&line)) {
        return None;
    }
    // Nobody reading its log would stop it.
    std::thread::spawn(move || lines.for_each(drop));
    Some((child, format!("http://127.0.0.1:{port}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_reported_of_prism_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let Some((mut child, address)) = prism(folder.path()) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_NODE_MODULES must hold @stoplight/prism-cli"
        );
        println!("skipped: DOCTRACT_NODE_MODULES holds no @stoplight/prism-cli");
        return;
    };
    let key = || Auth::V1(Credentials::new("testid", "testsecret"));
    // A name outside the pattern ends Prism 5.14 (it puts the pattern, Chinese characters and all,
    // into a header), so these cases come last.
    let ends_it = |case: &Case| case.id.contains("SnapshotName");
    let about = [
        "/invalid/",
        "/valid/",
        "/idempotency/",
        "/response/",
        "/error/",
    ];
    let plain = |case: &Case| about.iter().any(|part| case.id.contains(part)) && !ends_it(case);
    let found = run(&address, key(), plain).await;
    for result in &found {
        let verdict = &result.verdict;
        println!("{}: {}; seen {:?}", result.id, verdict.reason, verdict.seen);
    }
    the_same(&found, OF_PRISM);
    let is_alive = child.0.try_wait().unwrap().is_none();
    assert!(is_alive, "Prism has ended");
}
