//! The HTML report in a real browser: opened, searched, used by keys, printed, in both colour
//! schemes, with ten thousand cases and with texts that mean harm.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::operation;
use doctract_conformance::exchange::Sent;
use doctract_conformance::expect::Basis;
use doctract_conformance::report::{Format, JsonLines, render};
use doctract_conformance::verdict::Recorded;
use doctract_conformance::{CaseResult, Family, Report, Verdict};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Texts that would do something if they were taken for markup or for the end of the data.
const HARM: &str = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'> \
                    <!-- \u{2028} \u{202e} ' \" & {{title}}";

fn result(name: &str, verdict: Verdict, why: &str) -> CaseResult {
    CaseResult {
        id: format!("Ecs/CreateSnapshot/invalid/{name}"),
        family: Family::Invalid,
        statements: vec!["SnapshotName/notPrefix.2".to_owned()],
        why: why.to_owned(),
        verdict,
        elapsed_ms: 1,
        exchanges: Vec::new(),
    }
}

fn failure(name: &str, why: &str) -> CaseResult {
    let mut result = result(name, Verdict::fail(why, "a refusal", why, Basis::Page), why);
    result.exchanges.push(Recorded {
        step: 0,
        sent: Sent {
            method: "GET".to_owned(),
            url: format!("http://127.0.0.1/?Name={why}"),
            headers: vec![("x-name".to_owned(), why.to_owned())],
            body: String::new(),
        },
        status: Some(200),
        content_type: Some(why.to_owned()),
        body: why.to_owned(),
        started: String::new(),
        elapsed_ms: 1,
    });
    result
}

fn write(folder: &Path, name: &str, results: &[CaseResult]) -> PathBuf {
    let operation = operation();
    let mut report = Report::new(&[&operation], "http://127.0.0.1:1", 1);
    let (endpoint, names) = (report.endpoint.clone(), report.operations.clone());
    let mut lines = JsonLines::begin(Vec::new(), &endpoint, 1, &names).unwrap();
    for result in results {
        report.add(result);
        lines.result(result).unwrap();
    }
    let lines = lines.end(&report).unwrap();
    let path = folder.join(name);
    let mut file = std::fs::File::create(&path).unwrap();
    render(Format::Html, &lines, &|_, _| None, &mut file).unwrap();
    path
}

/// The program and the folder of node modules, if both are there.
fn browser() -> Option<(PathBuf, PathBuf)> {
    let modules = std::env::var_os("DOCTRACT_NODE_MODULES").map(PathBuf::from)?;
    let modules = modules
        .join("playwright-core")
        .exists()
        .then_some(modules)?;
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|folder| folder.join("chromium"));
    Some((places.find(|place| place.is_file())?, modules))
}

#[test]
fn a_person_can_use_the_report_in_a_browser() {
    let Some((program, modules)) = browser() else {
        assert!(
            std::env::var_os("CI").is_none(),
            "chromium must be installed and DOCTRACT_NODE_MODULES hold playwright-core"
        );
        println!("skipped: no chromium, or DOCTRACT_NODE_MODULES holds no playwright-core");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let usual = [
        failure("auto", "The name cannot start with auto."),
        failure("harm", HARM),
        result("zebra", Verdict::pass(), "A zebra is no horse."),
        result(
            "open",
            Verdict::undecided("no sentence says"),
            "An open end.",
        ),
    ];
    let usual = write(folder.path(), "usual.html", &usual);
    let large: Vec<CaseResult> = (0..10_000)
        .map(|number| {
            let name = format!("case-{number}");
            match number % 10 {
                0 => failure(&name, "The name cannot start with auto."),
                _ => result(&name, Verdict::pass(), "The name cannot start with auto."),
            }
        })
        .collect();
    let large = write(folder.path(), "large.html", &large);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/look.cjs");
    let output = Command::new("node")
        .arg(script)
        .args([&modules, &program, &usual, &large])
        .args(std::env::var_os("DOCTRACT_SHOTS"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |key: &str| told[key].as_str().unwrap().to_owned();
    let number = |key: &str| told[key].as_i64().unwrap();

    assert_eq!(text("title"), "Ecs/CreateSnapshot: does not conform");
    assert_eq!(text("verdict"), "does not conform");
    assert_eq!(text("all"), "4 cases");
    assert!(text("first").ends_with("/invalid/auto"), "{told:#}");
    assert!(text("curl").starts_with("curl -sS"), "{told:#}");
    assert_eq!(text("sentence"), "The name cannot start with auto.");

    assert!(text("next").ends_with("/harm"), "{told:#}");
    assert_eq!(text("back"), text("first"));
    assert!(text("end").ends_with("/zebra"), "{told:#}");
    assert!(text("failure").ends_with("/auto"), "{told:#}");
    assert_eq!(text("searched"), "1 of 4");
    assert!(text("found").ends_with("/zebra"), "{told:#}");
    assert_eq!(text("cleared"), "4 cases");
    assert_eq!(text("withoutFailures"), "2 of 4");
    assert_eq!(told["coverage"], true);
    let statements = doctract_spec::statement::statements(&operation());
    assert_eq!(
        number("statements"),
        i64::try_from(statements.len()).unwrap()
    );
    assert_eq!(text("ofFamily"), "2 of 4");

    assert_eq!(number("scripts"), 2, "a text became a script");
    assert_eq!(number("foreign"), 0, "a text became an element");
    assert_eq!(told["pwned"], true, "a text was run");
    assert_eq!(number("printed"), 2);
    assert_eq!(told["printedVisible"], true);
    assert_eq!(told["errors"], serde_json::json!([]));
    let requests = told["requests"].as_array().unwrap();
    assert!(
        requests
            .iter()
            .all(|url| url.as_str().unwrap().starts_with("file:")),
        "{requests:?}"
    );
    assert_ne!(told["light"], told["dark"]);
    assert!(number("sideways") <= 0, "it scrolls sideways on a phone");

    assert_eq!(text("largeAll"), "10000 cases");
    assert!(number("largeNodes") < 1500, "{told:#}");
    assert!(number("mostRows") < 80, "{told:#}");
    assert!(text("lastRow").ends_with("case-9999"), "{told:#}");
    assert_eq!(text("largeSearched"), "1 of 10000");
    assert_eq!(told["largeErrors"], serde_json::json!([]));
}
