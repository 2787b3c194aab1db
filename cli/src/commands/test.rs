//! `doctract test`: the conformance run, against an endpoint or the built-in server.

use super::report::{self, Wanted};
use super::{planning, serve};
use crate::args::{Auth, Format, Test};
use crate::config::Config;
use crate::console::{Console, Level, print};
use crate::failure::Failure;
use crate::{input, progress};
use doctract_conformance::report::{Format as ReportFormat, JsonLines, Style, Summary, render};
use doctract_conformance::{
    Auth as Signing, Conventions, Endpoint, Event, Limits, Options, Plan, Report, Runner,
};
use doctract_core::signing::Credentials;
use doctract_server::Server;
use doctract_spec::Operation;
use doctract_spec::fixture::Fixtures;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// Where the key of a run comes from; the first pair that is set wins.
const KEY_VARIABLES: [(&str, &str, &str); 2] = [
    (
        "DOCTRACT_ACCESS_KEY_ID",
        "DOCTRACT_ACCESS_KEY_SECRET",
        "DOCTRACT_SECURITY_TOKEN",
    ),
    (
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ALIBABA_CLOUD_SECURITY_TOKEN",
    ),
];

pub(crate) fn run(arguments: &Test, named: Option<&Path>, console: Console) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let reports = reports(&arguments.report)?;
    let faults = serve::faults(&arguments.fault)?;
    let operations = input::selected(&arguments.inputs, &arguments.selection, &config, console)?;
    let fixtures = planning::fixtures(&arguments.planning, &config, console)?;
    let url = arguments
        .endpoint
        .clone()
        .or_else(|| config.test.endpoint.clone());
    let runtime = serve::runtime()?;
    let (run, lines) = runtime.block_on(async {
        let mut server = None;
        let (url, key) = if let Some(url) = url {
            (url, key_of_environment())
        } else {
            let started = Server::builder()
                .operations(operations.clone())
                .faults(faults.iter().copied())
                .start()
                .await
                .map_err(|error| Failure::usage(error.to_string()))?;
            let url = format!("http://{}", started.addr());
            server = Some(started);
            (url, None)
        };
        let key = key.or_else(|| key_of(&fixtures));
        let endpoint = endpoint(&url, arguments, key)?;
        let result = conduct(
            arguments,
            &config,
            &operations,
            &fixtures,
            endpoint,
            console,
        )
        .await;
        if let Some(server) = server {
            server.stop().await;
        }
        result
    })?;
    for wanted in &reports {
        report::write(wanted, lines.path())?;
    }
    match arguments.format {
        Format::Json => {
            let mut out = std::io::stdout().lock();
            render(
                ReportFormat::JsonLines,
                &lines.path().to_owned(),
                &|_, _| None,
                &mut out,
            )?;
        }
        Format::Human => {
            let style = Style {
                colour: console.color_on_stdout(),
                verbose: console.level == Level::Detailed,
                ..Style::default()
            };
            print(&Summary::new(&run, style).to_string())?;
            for wanted in &reports {
                console.note(format_args!(
                    "{} report: {}",
                    wanted.format.name(),
                    wanted.path.display()
                ));
            }
        }
    }
    if run.exit_code() == 3 {
        console.error(format_args!(
            "{url} cannot be used: no request got a usable answer",
            url = run.endpoint
        ));
    }
    Ok(run.exit_code())
}

/// Runs the plans; every result goes to a file of JSON lines as it comes.
async fn conduct(
    arguments: &Test,
    config: &Config,
    operations: &[Operation],
    fixtures: &Fixtures,
    endpoint: Endpoint,
    console: Console,
) -> Result<(Report, NamedTempFile), Failure> {
    let relaxed = arguments.relaxed || config.test.conventions.as_deref() == Some("relaxed");
    let conventions = Conventions {
        relaxed,
        ..Conventions::default()
    };
    let plans = planning::plans(operations, fixtures, &arguments.planning, &conventions);
    let options = Options {
        concurrency: arguments.concurrency,
        allow_mutation: arguments.allow_mutation,
        ..planning::choice(&arguments.planning)
    };
    let total = plans
        .iter()
        .flat_map(Plan::cases)
        .filter(|case| options.chooses(&case.id))
        .count();
    let bar = progress::bar(total as u64, "cases", console);
    let names: Vec<String> = operations
        .iter()
        .map(|operation| format!("{}/{}", operation.product, operation.operation))
        .collect();
    let url = endpoint.url();
    let runner = Runner::new(endpoint, fixtures, options)
        .map_err(|error| Failure::usage(error.to_string()))?
        .with_conventions(conventions);
    let file = NamedTempFile::new().map_err(Failure::write(Path::new("a temporary file")))?;
    let out = BufWriter::new(file);
    let mut lines = JsonLines::begin(out, &url, arguments.planning.seed, &names)?;
    let mut written = Ok(());
    let references: Vec<&Operation> = operations.iter().collect();
    let cases = plans.iter().flat_map(Plan::cases);
    let mut report = runner
        .run_cases(&references, cases, &mut |event| match event {
            Event::Done(result) => {
                bar.inc(1);
                if written.is_ok() {
                    written = lines.result(result);
                }
            }
            Event::Stopped(reason) => bar.println(reason),
        })
        .await;
    bar.finish_and_clear();
    written?;
    for plan in &plans {
        report.coverage.add_notes(plan.operation(), &plan.notes());
    }
    let mut out = lines.end(&report)?;
    out.flush()?;
    let file = out
        .into_inner()
        .map_err(|error| Failure::Print(error.into_error()))?;
    Ok((report, file))
}

fn endpoint(url: &str, arguments: &Test, key: Option<Credentials>) -> Result<Endpoint, Failure> {
    let auth = match (arguments.auth, key) {
        (Some(Auth::None), _) | (None, None) => Signing::None,
        (Some(Auth::V1), Some(key)) => Signing::V1(key),
        (Some(Auth::V3) | None, Some(key)) => Signing::V3(key),
        (Some(Auth::V1 | Auth::V3), None) => {
            return Err(Failure::usage(format!(
                "signing needs a key: set {} and {}",
                KEY_VARIABLES[0].0, KEY_VARIABLES[0].1
            )));
        }
    };
    if !(arguments.deadline.is_finite() && (0.001..=3600.0).contains(&arguments.deadline)) {
        return Err(Failure::usage(
            "--deadline takes seconds from 0.001 to 3600",
        ));
    }
    let deadline = Duration::from_secs_f64(arguments.deadline);
    let endpoint = Endpoint::new(url).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(endpoint.with_auth(auth).with_limits(Limits {
        deadline,
        ..Limits::default()
    }))
}

fn key_of_environment() -> Option<Credentials> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    KEY_VARIABLES.iter().find_map(|(id, secret, token)| {
        let credentials = Credentials::new(set(id)?, set(secret)?);
        Some(match set(token) {
            Some(token) => credentials.with_security_token(token),
            None => credentials,
        })
    })
}

fn key_of(fixtures: &Fixtures) -> Option<Credentials> {
    let key = fixtures.credentials.get("default")?;
    Some(Credentials::new(
        key.access_key_id.clone(),
        key.secret.clone(),
    ))
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
