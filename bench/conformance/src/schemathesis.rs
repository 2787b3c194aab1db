//! Schemathesis on the OpenAPI export of the same spec, against the same server with the same
//! faults: which it tells from the clean server, and how long both take.

use crate::servers::Serving;
use crate::{Outcome, suite};
use doctract_conformance::{Auth, Endpoint, Options, Plan, Runner};
use doctract_server::{Fault, Ground};
use doctract_spec::export::{OpenApiOptions, openapi};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What one run of a tool said.
struct Found {
    /// Kinds of failures, without what differs from run to run.
    kinds: BTreeSet<String>,
    elapsed: Duration,
}

pub(crate) fn run(program: &str, names: &[&str]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let schema = folder.path().join("openapi.json");
    let document = openapi(&[suite::operation()?], &OpenApiOptions::default());
    std::fs::write(&schema, serde_json::to_vec(&document)?)?;
    let clean = theirs(program, &schema, &Serving::start(&[])?.url)?;
    println!(
        "on the clean server, Schemathesis takes {:.1} s and reports {} kinds of failure:",
        clean.elapsed.as_secs_f64(),
        clean.kinds.len()
    );
    for kind in &clean.kinds {
        println!("  {kind}");
    }
    println!(
        "\n{:<32} {:>12} {:>8} {:>8} {:>8}",
        "fault", "Schemathesis", "s", "doctract", "s"
    );
    let (mut found, mut ours_found, mut all) = (0, 0, 0);
    let chosen = |fault: &&Fault| {
        let named = names.is_empty() || names.contains(&fault.name);
        named && fault.ground != Ground::Undecided
    };
    for fault in Fault::ALL.iter().filter(chosen) {
        let server = Serving::start(&[fault.name])?;
        let theirs = theirs(program, &schema, &server.url)?;
        let new = theirs.kinds.difference(&clean.kinds).next().is_some();
        let server = Serving::start(&[fault.name])?;
        let (own, elapsed) = ours(&server.url)?;
        all += 1;
        found += usize::from(new);
        ours_found += usize::from(own);
        println!(
            "{:<32} {:>12} {:>8.1} {:>8} {:>8.2}",
            fault.name,
            if new { "found" } else { "-" },
            theirs.elapsed.as_secs_f64(),
            if own { "found" } else { "-" },
            elapsed.as_secs_f64()
        );
    }
    println!("\n{all} faults: Schemathesis finds {found}, doctract {ours_found}");
    Ok(())
}

/// A run with all checks and phases. A kind is a headline of its report.
fn theirs(program: &str, schema: &Path, url: &str) -> Outcome<Found> {
    // Its cache of earlier failures belongs to one run alone, and nothing is left behind.
    let folder = tempfile::tempdir()?;
    let program = match Path::new(program).components().count() {
        1 => program.into(),
        _ => std::path::absolute(program)?,
    };
    let start = Instant::now();
    let output = Command::new(program)
        .current_dir(&folder)
        .args(["run", "--checks", "all", "--mode", "all", "--seed", "1"])
        .args(["--max-examples", "100", "--no-color", "--url", url])
        .arg(schema)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let kinds = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .map(|line| line.split(" (").next().unwrap_or(line).trim().to_owned())
        .filter(|line| !line.starts_with("Test Case ID") && !line.is_empty())
        .collect();
    Ok(Found {
        kinds,
        elapsed: start.elapsed(),
    })
}

fn ours(url: &str) -> Outcome<(bool, Duration)> {
    let (operation, fixtures) = (suite::operation()?, suite::fixtures()?);
    let start = Instant::now();
    let plan = Plan::new(&operation, &fixtures, 1);
    let endpoint = Endpoint::new(url)?.with_auth(Auth::V1(suite::key()));
    let runner = Runner::new(endpoint, &fixtures, Options::default())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let report = runtime.block_on(runner.run(&plan, &mut |_| {}));
    Ok((report.total().fail > 0, start.elapsed()))
}
