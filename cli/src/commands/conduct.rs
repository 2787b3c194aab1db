//! A conformance run being conducted: cases chosen, sent, written down as they come, stopped when
//! somebody says so.

use super::planning::{self, Suite};
use crate::args::{Rate, Test};
use crate::console::{Console, Level};
use crate::failure::Failure;
use crate::{files, progress};
use doctract_conformance::baseline::{Baseline, Comparison, Drift};
use doctract_conformance::report::{JsonLines, Line, read};
use doctract_conformance::{
    Case, Endpoint, Event, Options, Plan, Report, Runner, Status, StopHandle,
};
use doctract_spec::Operation;
use std::collections::HashSet;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::NamedTempFile;

/// What a run came to.
pub(crate) struct Conducted {
    pub(crate) report: Report,
    /// Every result, as JSON lines.
    pub(crate) lines: NamedTempFile,
    pub(crate) drift: Option<Drift>,
    /// Whether somebody stopped it.
    pub(crate) interrupted: bool,
    /// Where what may be left behind is noted.
    pub(crate) journal: Option<PathBuf>,
}

/// The exit code of a run that was interrupted, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

/// Where an address that is not loopback gets its journal.
const USUAL_JOURNAL: &str = ".doctract/journal.jsonl";

/// Which cases are run and how, by the arguments.
pub(crate) fn options(arguments: &Test) -> Result<Options, Failure> {
    let mut options = Options {
        concurrency: arguments.running.concurrency,
        allow_mutation: arguments.running.allow_mutation,
        shuffle: arguments.running.shuffle,
        cleanup: arguments.running.clean,
        journal: arguments.running.journal.clone(),
        keep_exchanges: arguments.output.keep_exchanges,
        ..planning::choice(&arguments.planning)
    };
    for Rate {
        operation,
        per_second,
    } in &arguments.running.rate
    {
        match operation {
            Some(operation) => {
                options.rates.insert(operation.clone(), *per_second);
            }
            None => options.rate = Some(*per_second),
        }
    }
    if let Some(path) = &arguments.running.rerun_failed {
        options.only = Some(failed(path)?);
    }
    Ok(options)
}

/// The ids of what failed or had no verdict.
fn failed(path: &Path) -> Result<HashSet<String>, Failure> {
    let lines = read(path).map_err(Failure::read(path))?;
    let failed = lines.filter_map(|line| match line {
        Ok(Line::Result(result)) => {
            let again = matches!(result.verdict.status, Status::Fail | Status::Error);
            again.then(|| Ok(result.id.clone()))
        }
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    });
    failed
        .collect::<io::Result<_>>()
        .map_err(Failure::read(path))
}

/// The cases of a reviewed plan, or of the plans of the suite and its scenarios.
pub(crate) fn cases<'s>(
    arguments: &Test,
    suite: &'s Suite,
    plans: &'s [Plan<'s>],
) -> Result<Box<dyn Iterator<Item = Case> + 's>, Failure> {
    if let Some(path) = &arguments.running.plan {
        return Ok(Box::new(reviewed(path, suite)?.into_iter()));
    }
    let planned = plans.iter().flat_map(Plan::cases);
    Ok(Box::new(planned.chain(suite.scenario_cases())))
}

fn reviewed(path: &Path, suite: &Suite) -> Result<Vec<Case>, Failure> {
    let bytes = files::read(path)?;
    let mut cases = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let wrong =
            |reason: String| Failure::usage(format!("{}:{}: {reason}", path.display(), at + 1));
        let case: Case = serde_json::from_slice(line)
            .map_err(|error| wrong(format!("this is no case: {error}")))?;
        let known = suite
            .operations
            .iter()
            .any(|one| one.operation == case.operation);
        if !known {
            let reason = format!("the inputs have no operation {}", case.operation);
            return Err(wrong(reason));
        }
        cases.push(case);
    }
    Ok(cases)
}

/// Runs the cases; every result goes to a file of JSON lines as it comes.
pub(crate) async fn conduct(
    arguments: &Test,
    suite: &Suite,
    mut options: Options,
    endpoint: Endpoint,
    baseline: Option<&Baseline>,
    console: Console,
) -> Result<Conducted, Failure> {
    let plans = suite.plans();
    let mut drawn = None;
    if progress::is_seen(console) {
        let chosen = cases(arguments, suite, &plans)?.filter(|case| options.chooses(&case.id));
        drawn = Some(chosen.count() as u64);
    }
    let bar = progress::bar(drawn.unwrap_or(0), "cases", console);
    if !endpoint.is_loopback() && options.allow_mutation {
        options.journal.get_or_insert_with(|| USUAL_JOURNAL.into());
    }
    let journal = options.journal.clone();
    if let Some(folder) = journal.as_deref().and_then(Path::parent) {
        std::fs::create_dir_all(folder).map_err(Failure::write(folder))?;
    }
    let url = endpoint.url();
    let mut runner = Runner::new(endpoint, &suite.fixtures, options)
        .map_err(|error| Failure::usage(error.to_string()))?
        .with_conventions(suite.conventions.clone())
        .with_scenarios(suite.scenarios.clone());
    if let Some(command) = &arguments.judging.inspect_with {
        runner = runner.with_inspection(Arc::new(planning::program(command)?));
    }
    let stop = runner.stop_handle();
    let interrupted = Arc::new(AtomicBool::new(false));
    let listening = tokio::spawn(listen(stop.clone(), Arc::clone(&interrupted), console));
    let file = NamedTempFile::new().map_err(Failure::write(Path::new("a temporary file")))?;
    let seed = arguments.planning.seed;
    let mut lines = JsonLines::begin(BufWriter::new(file), &url, seed, &suite.names())?;
    let mut written = Ok(());
    let mut comparison = baseline.map(|baseline| Comparison::new(baseline, None));
    let references: Vec<&Operation> = suite.operations.iter().collect();
    let chosen = cases(arguments, suite, &plans)?;
    let mut report = runner
        .run_cases(&references, chosen, &mut |event| match event {
            Event::Done(result) => {
                bar.inc(1);
                if let Some(comparison) = &mut comparison {
                    comparison.add(result);
                }
                if written.is_ok() {
                    written = lines.result(result);
                    // A result that cannot be kept is no result: what runs is cleaned up, and said.
                    if written.is_err() {
                        stop.stop();
                    }
                }
            }
            Event::Stopped(reason) => bar.println(reason),
        })
        .await;
    listening.abort();
    bar.finish_and_clear();
    let kept = Path::new("the results");
    written.map_err(Failure::write(kept))?;
    for plan in &plans {
        report.coverage.add_notes(plan.operation(), &plan.notes());
    }
    let out = lines.end(&report).map_err(Failure::write(kept))?;
    let lines = out.into_inner().map_err(io::IntoInnerError::into_error);
    let lines = lines.map_err(Failure::write(kept))?;
    Ok(Conducted {
        report,
        lines,
        drift: comparison.map(Comparison::finish),
        interrupted: interrupted.load(Ordering::Relaxed),
        journal,
    })
}

/// The first Ctrl-C lets what runs come to its end; the second ends at once.
async fn listen(stop: StopHandle, interrupted: Arc<AtomicBool>, console: Console) {
    if told_to_stop().await.is_err() {
        return;
    }
    interrupted.store(true, Ordering::Relaxed);
    stop.stop();
    if console.level > Level::Quiet {
        console.plain("stopping: cases under way come to their end (Ctrl-C again ends at once)");
    }
    if told_to_stop().await.is_ok() {
        std::process::exit(i32::from(INTERRUPTED));
    }
}

#[cfg(unix)]
async fn told_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        told = tokio::signal::ctrl_c() => told,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
