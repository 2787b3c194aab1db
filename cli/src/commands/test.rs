//! `doctract test`: the conformance run, against an endpoint or the built-in server.

use super::conduct::{Conducted, INTERRUPTED, cases, conduct, options};
use super::endpoint::{endpoint, key_of, key_of_environment};
use super::planning::Suite;
use super::report::{self, Wanted};
use super::{baseline, dry_run, serve};
use crate::args::{Format, Test};
use crate::config::Config;
use crate::console::{Console, Level, print};
use crate::failure::{Failure, plural};
use doctract_conformance::baseline::Baseline;
use doctract_conformance::journal;
use doctract_conformance::report::{Format as ReportFormat, Style, Summary, render};
use doctract_server::{Fault, Server};
use std::path::{Path, PathBuf};

pub(crate) fn run(arguments: &Test, named: Option<&Path>, console: Console) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let reports = reports(&arguments.output.report)?;
    let faults = serve::faults(&arguments.running.fault)?;
    let (inputs, selection) = (&arguments.inputs, &arguments.selection);
    let mut suite = Suite::read(inputs, selection, &arguments.planning, &config, console)?;
    suite.conventions.relaxed =
        arguments.judging.relaxed || config.test.conventions.as_deref() == Some("relaxed");
    if arguments.running.dry_run {
        let (plans, options) = (suite.plans(), options(arguments)?);
        let chosen = cases(arguments, &suite, &plans)?;
        print(&dry_run::told(
            chosen.filter(|case| options.chooses(&case.id)),
        ))?;
        return Ok(0);
    }
    let file = arguments.judging.baseline.as_ref();
    let file = file.or(config.test.baseline.as_ref());
    let baseline = file
        .map(|path| baseline::open(path, arguments.judging.update_baseline, console))
        .transpose()?;
    let url = arguments.target.endpoint.clone();
    let url = url.or_else(|| config.test.endpoint.clone());
    let done = conducted(arguments, &suite, url, &faults, baseline.as_ref(), console)?;
    let put = |wanted: &Wanted| report::write(wanted, done.lines.path(), &suite.places);
    let written = reports.iter().try_for_each(put);
    // What came of the run is told even where a report cannot be written.
    let told: &[Wanted] = if written.is_ok() { &reports } else { &[] };
    tell(arguments, &done, told, file, console)?;
    written?;
    if let (Some(baseline), Some(path), true) = (&baseline, file, arguments.judging.update_baseline)
    {
        baseline::update(baseline, path, done.lines.path())?;
        console.note(format_args!("baseline: {}", path.display()));
        return Ok(0);
    }
    Ok(exit_code(&done))
}

/// Runs against the address, or against a server that is started for it.
fn conducted(
    arguments: &Test,
    suite: &Suite,
    url: Option<String>,
    faults: &[&'static Fault],
    baseline: Option<&Baseline>,
    console: Console,
) -> Result<Conducted, Failure> {
    let options = options(arguments)?;
    serve::runtime()?.block_on(async {
        let mut server = None;
        let (url, key) = if let Some(url) = url {
            (url, key_of_environment())
        } else {
            let started = Server::builder()
                .operations(suite.operations.clone())
                .faults(faults.iter().copied())
                .start()
                .await
                .map_err(|error| Failure::usage(error.to_string()))?;
            let url = format!("http://{}", started.addr());
            server = Some(started);
            (url, None)
        };
        let key = key.or_else(|| key_of(&suite.fixtures));
        let endpoint = endpoint(&url, &arguments.target, key)?;
        let result = conduct(arguments, suite, options, endpoint, baseline, console).await;
        if let Some(server) = server {
            server.stop().await;
        }
        result
    })
}

/// Prints what came of the run.
fn tell(
    arguments: &Test,
    done: &Conducted,
    reports: &[Wanted],
    baseline: Option<&PathBuf>,
    console: Console,
) -> Result<(), Failure> {
    let run = &done.report;
    match arguments.output.format {
        Format::Json => {
            let mut out = std::io::stdout().lock();
            let lines = done.lines.path().to_owned();
            render(ReportFormat::JsonLines, &lines, &|_, _| None, &mut out)?;
        }
        Format::Human => {
            let style = Style {
                colour: console.color_on_stdout(),
                verbose: console.level == Level::Detailed,
                ..Style::default()
            };
            let mut text = Summary::new(run, style).to_string();
            if let (Some(drift), Some(path)) = (&done.drift, baseline) {
                text.push_str(&baseline::told(drift, path));
            }
            print(&text)?;
            for wanted in reports {
                console.note(format_args!(
                    "{} report: {}",
                    wanted.format.name(),
                    wanted.path.display()
                ));
            }
        }
    }
    if let Some(path) = &done.journal {
        let left = journal::left(path).map_err(Failure::read(path))?;
        let many = left.made.len() + left.unanswered.len();
        if many > 0 {
            console.note(format_args!(
                "{} may be left behind: doctract cleanup {}",
                plural(many, "resource"),
                path.display()
            ));
        }
    }
    if run.exit_code() == 3 {
        console.error(format_args!(
            "{url} cannot be used: no request got a usable answer",
            url = run.endpoint
        ));
    }
    Ok(())
}

fn exit_code(done: &Conducted) -> u8 {
    match &done.drift {
        _ if done.interrupted => INTERRUPTED,
        Some(drift) => drift.exit_code(done.report.total()),
        None => done.report.exit_code(),
    }
}

/// Where the HTML report goes when none is asked for.
const DEFAULT_REPORT: &str = ".doctract/report.html";

/// The reports of `--report FORMAT=FILE`, else the one for people.
fn reports(texts: &[String]) -> Result<Vec<Wanted>, Failure> {
    if texts.is_empty() {
        let path = PathBuf::from(DEFAULT_REPORT);
        return Ok(vec![Wanted {
            format: ReportFormat::Html,
            path,
        }]);
    }
    report::wanted(texts)
}
