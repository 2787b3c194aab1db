//! What a person can ask of a conformance run: scenarios, baselines, reviewed plans, hooks, and an
//! end in good order whatever happens.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use doctract_server::Server;
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::{Said, doctract, workspace};

const SCENARIO: &str = "examples/scenarios/disk-with-snapshots.yaml";
const FAULT: &str = "name-auto-accepted";
const FOUND: &str = "Ecs/CreateSnapshot/invalid/SnapshotName/notPrefix.2/auto";

/// `doctract test examples/ecs` and further arguments, reports in a folder.
fn test(folder: &Path, arguments: &[&str]) -> Said {
    let report = format!("jsonl={}", folder.join("report.jsonl").display());
    let mut all = vec!["test", "examples/ecs", "--report", &report];
    all.extend(arguments);
    doctract(&all)
}

/// The results of the last run: id and status.
fn results(folder: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder.join("report.jsonl")).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|line: &Value| line["line"] == "result")
        .map(|line| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&line["id"]), text(&line["verdict"]["status"]))
        })
        .collect()
}

#[test]
fn a_dry_run_tells_what_a_run_would_take_and_sends_nothing() {
    let said = doctract(&[
        "test",
        "examples/ecs",
        "--dry-run",
        "--endpoint",
        "http://192.0.2.1:9",
        "--filter",
        "*/quota/*",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let words: Vec<Vec<&str>> = said
        .out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let quota = words.iter().find(|row| row.first() == Some(&"quota"));
    assert_eq!(quota.unwrap()[1..], ["5", "10", "10", "0"], "{}", said.out);
    assert!(said.out.contains("d-quota-last-{n}"), "{}", said.out);
}

#[test]
fn a_failure_is_told_with_its_place_and_a_command_that_sends_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let sarif = folder.path().join("found.sarif");
    let report = format!("sarif={}", sarif.display());
    let said = test(folder.path(), &["--fault", FAULT, "--report", &report]);
    assert_eq!(said.code, 1, "{}", said.err);
    let again = said.out.lines().find(|line| line.contains("curl"));
    let again = again.unwrap_or_else(|| panic!("no curl in {}", said.out));
    assert!(again.contains("SnapshotName=auto"), "{again}");

    let log: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let page = place["artifactLocation"]["uri"].as_str().unwrap();
    let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
    let page = fs::read_to_string(workspace().join(page)).unwrap();
    let row = page.lines().nth(line - 1).unwrap();
    assert!(row.starts_with("|SnapshotName|"), "{row}");
}

#[test]
fn a_failure_in_a_spec_is_placed_at_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let specs = folder.path().join("specs");
    let specs = specs.to_str().unwrap();
    let page = "examples/ecs/en-US/CreateSnapshot.md";
    assert_eq!(doctract(&["extract", page, "-o", specs]).code, 0);
    let sarif = folder.path().join("found.sarif");
    let report = format!("sarif={}", sarif.display());
    let said = doctract(&["test", specs, "--fault", FAULT, "--report", &report]);
    assert_eq!(said.code, 1, "{}", said.err);
    let log: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let file = place["artifactLocation"]["uri"].as_str().unwrap();
    let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(file).unwrap();
    let row = text.lines().nth(line - 1).unwrap();
    assert!(row.contains("notPrefix") && row.contains("auto"), "{row}");
}

#[test]
fn a_scenario_is_walked_shrunk_and_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let only = ["--scenario", SCENARIO, "--filter", "*/scenario/*"];
    let said = test(folder.path(), &only);
    assert_eq!(said.code, 0, "{}", said.out);

    let mut faulty = only.to_vec();
    faulty.extend(["--fault", "progress-ignored", "--seed", "5"]);
    let said = test(folder.path(), &faulty);
    assert_eq!(said.code, 1, "{}", said.err);
    let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("(after the walk: create, create-again)"),
        "{told}"
    );
    faulty.extend(["--replay", "create,create-again"]);
    assert_eq!(test(folder.path(), &faulty).code, 1);
    let said = test(folder.path(), &["--scenario", SCENARIO, "--replay", "leap"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("has no action `leap`"), "{}", said.err);
}

#[test]
fn a_broken_scenario_is_drawn_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.yaml");
    fs::write(&file, "scenario: 1\nname: x\nsteps:\n  - cal: A\n").unwrap();
    let said = test(folder.path(), &["--scenario", file.to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("unknown field `cal`"), "{}", said.err);
    assert!(said.err.contains("broken.yaml:4"), "{}", said.err);
}

#[test]
fn a_baseline_accepts_what_is_known_fails_on_what_is_new_and_tells_what_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("baseline.yaml");
    let baseline = ["--baseline", file.to_str().unwrap()];
    let run = |arguments: &[&str]| {
        let mut all = baseline.to_vec();
        all.extend(arguments);
        test(folder.path(), &all)
    };
    assert_eq!(run(&[]).code, 2, "the file is not there");
    assert_eq!(run(&["--fault", FAULT, "--update-baseline"]).code, 0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(FOUND), "{text}");

    let known = run(&["--fault", FAULT]);
    assert_eq!(known.code, 0, "{}", known.out);
    assert!(known.out.contains("1 failure accepted, 0 new, 0 mended"));
    let new = run(&["--fault", FAULT, "--fault", "quota-65-accepted"]);
    assert_eq!(new.code, 1, "{}", new.out);
    let mended = run(&[]);
    assert_eq!(mended.code, 5, "{}", mended.out);
    assert!(mended.out.contains(&format!("mended   {FOUND}")));

    let dated = text.replace("say why", "say why\n  until: 2020-01-01");
    fs::write(&file, dated).unwrap();
    let expired = run(&["--fault", FAULT]);
    assert_eq!(expired.code, 1, "{}", expired.out);
    assert!(expired.out.contains("until 2020-01-01"), "{}", expired.out);
}

#[test]
fn only_what_failed_is_run_again() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(test(folder.path(), &["--fault", FAULT]).code, 1);
    let before = folder.path().join("before.jsonl");
    fs::rename(folder.path().join("report.jsonl"), &before).unwrap();
    let said = test(folder.path(), &["--rerun-failed", before.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.out);
    let mut cases = results(folder.path());
    // What holds over the whole run is judged besides.
    cases.retain(|(id, _)| !id.contains("/response/"));
    assert_eq!(cases, [(FOUND.to_owned(), "pass".to_owned())]);
}

#[test]
fn a_reviewed_plan_is_run_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let listed = doctract(&["cases", "examples/ecs", "--format", "jsonl"]);
    let kept: Vec<&str> = listed.out.lines().step_by(50).collect();
    let plan = folder.path().join("plan.jsonl");
    fs::write(&plan, kept.join("\n")).unwrap();
    let arguments = ["--plan", plan.to_str().unwrap()];
    let said = test(folder.path(), &arguments);
    assert_eq!(said.code, 0, "{}", said.out);
    let id = |line: &&str| serde_json::from_str::<Value>(line).unwrap()["id"].clone();
    let planned: Vec<Value> = kept.iter().map(id).collect();
    let run = results(folder.path());
    for id in &planned {
        assert!(run.iter().any(|(run, _)| run == id), "{id} was not run");
    }
    fs::write(&plan, format!("{}\n{{}}\n", kept[0])).unwrap();
    let said = test(folder.path(), &arguments);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("plan.jsonl:2: this is no case"),
        "{}",
        said.err
    );
}

#[test]
fn programs_give_values_sign_and_judge() {
    let folder = tempfile::tempdir().unwrap();
    let script = |name: &str, body: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("while read -r line; do\n{body}\ndone\n")).unwrap();
        format!("sh {}", path.display())
    };
    let fixtures = folder.path().join("fixtures.yaml");
    fs::write(&fixtures, "fixtures: 1\n").unwrap();
    let values = script("values.sh", "echo '\"d-ok-4711\"'");
    let minimal = ["--filter", "*/valid/minimal", "--fixtures"];
    let mut arguments = minimal.to_vec();
    arguments.push(fixtures.to_str().unwrap());
    let without = test(folder.path(), &arguments);
    assert_ne!(without.code, 0, "without a disk nothing is accepted");
    arguments.extend(["--values-from", &values, "--header", "x-key: testid"]);
    let with = test(folder.path(), &arguments);
    let report = fs::read_to_string(folder.path().join("report.jsonl")).unwrap();
    assert!(report.contains("d-ok-4711"), "{}{}", with.out, with.err);

    let remark = r#"echo '[{"reason":"by the house rules","expected":"a","seen":"b"}]'"#;
    let inspect = script("inspect.sh", remark);
    let only = ["--filter", "*/valid/minimal", "--inspect-with", &inspect];
    let said = test(folder.path(), &only);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("by the house rules"), "{}", said.out);

    let refuse = script("sign.sh", r#"echo '{"error":"no key here"}'"#);
    let only = ["--filter", "*/valid/minimal", "--sign-with", &refuse];
    let said = test(folder.path(), &only);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.contains("no key here"), "{}", said.out);
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    for options in [["--report", "tap=/dev/full/x"], ["--journal", "/dev/full"]] {
        let folder = tempfile::tempdir().unwrap();
        let said = test(folder.path(), &options);
        assert_eq!(said.code, 2, "{options:?}: {}{}", said.out, said.err);
        assert!(said.err.contains("/dev/full"), "{}", said.err);
        // What the run came to is told all the same.
        let ran = options[0] == "--report";
        assert_eq!(said.out.contains(": conforms"), ran, "{}", said.out);
    }
}

/// A reference server in this process.
struct Serving {
    _runtime: tokio::runtime::Runtime,
    address: SocketAddr,
    _server: Server,
}

impl Serving {
    fn start() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let server = runtime.block_on(Server::builder().start()).unwrap();
        Self {
            _runtime: runtime,
            address: server.addr(),
            _server: server,
        }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The snapshots in its world.
    fn snapshots(&self) -> usize {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request =
            "GET /_doctract/world HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text.matches("\"s-").count() + text.matches("id: s-").count()
    }
}

/// A slow run against a server, with a journal, until it has made something.
fn slow_run(serving: &Serving, folder: &Path) -> (Child, std::path::PathBuf) {
    let journal = folder.join("journal.jsonl");
    let report = format!("jsonl={}", folder.join("report.jsonl").display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_doctract"))
        .args(["test", "examples/ecs", "--rate", "60", "--report", &report])
        .args(["--endpoint", &serving.url()])
        .args(["--journal", journal.to_str().unwrap()])
        .current_dir(workspace())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let made = || {
        let text = fs::read_to_string(&journal).unwrap_or_default();
        text.matches("\"made\"").count()
    };
    while made() < 20 && begun.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(10));
    }
    if made() < 20 {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("nothing is made");
    }
    (child, journal)
}

#[test]
fn a_killed_run_leaves_nothing_behind_once_it_is_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start();
    let before = serving.snapshots();
    let (mut child, journal) = slow_run(&serving, folder.path());
    // SIGKILL: the run cannot do anything about it.
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        serving.snapshots() >= before + 20,
        "{}",
        serving.snapshots()
    );

    let said = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("removed"), "{}", said.out);
    assert_eq!(serving.snapshots(), before);
    let again = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!((again.code, again.out.as_str()), (0, "nothing is left\n"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_tells_what_it_has_and_how_to_clean_up() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start();
    let before = serving.snapshots();
    let (child, journal) = slow_run(&serving, folder.path());
    let signal = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signal.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert_eq!(output.status.code(), Some(130), "{out}{err}");
    assert!(out.contains("stopped early: it was told to stop"), "{out}");
    assert!(err.contains("doctract cleanup"), "{err}");
    let run = results(folder.path());
    assert!(run.len() >= 20 && run.len() < 300, "{}", run.len());
    let said = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(serving.snapshots(), before);
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_ends_the_run_and_what_was_made_can_be_removed() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start();
    let before = serving.snapshots();
    let journal = folder.path().join("journal.jsonl");
    // No file may grow beyond so many blocks: the journal and the results both come to an end.
    let script = format!(
        "trap '' XFSZ; ulimit -f 40; exec '{}' test examples/ecs --endpoint {} --journal '{}'",
        env!("CARGO_BIN_EXE_doctract"),
        serving.url(),
        journal.display()
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(workspace())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("cannot write"), "{err}");
    assert!(serving.snapshots() > before);
    let said = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(serving.snapshots(), before);
}

#[test]
fn a_cleanup_without_an_endpoint_says_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.jsonl");
    let said = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("cannot read"), "{}", said.err);
    let intent = r#"{"intent":{"number":1,"operation":"CreateSnapshot","version":"2014-05-26","member":"SnapshotId","parameters":[]}}"#;
    fs::write(&journal, intent.to_owned() + "\n").unwrap();
    let said = doctract(&["cleanup", journal.to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--endpoint"), "{}", said.err);
}
