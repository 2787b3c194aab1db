//! The arguments of the commands around conformance: `cases`, `test`, `report`, `cleanup`.

use super::{Format, Inputs, Selection};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How the case list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CaseFormat {
    Human,
    Json,
    Jsonl,
}

/// Which cases are planned.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which cases")]
pub(crate) struct Planning {
    /// Only cases whose id matches; * stands for anything
    #[arg(long, value_name = "PATTERN", conflicts_with = "case")]
    pub(crate) filter: Option<String>,
    /// Only the part I of N, by a hash of the case's id: 2/5
    #[arg(long, value_name = "I/N")]
    pub(crate) partition: Option<Partition>,
    /// Only this case
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// The seed of all made-up values
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Try pairs of legal values of all parameters together, too
    #[arg(long)]
    pub(crate) pairs: bool,
    /// How to get resources in the states that cases need [default: the reference server's]
    #[arg(long, value_name = "FILE")]
    pub(crate) fixtures: Option<PathBuf>,
    /// A scenario to play besides, or to make what fixtures name; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Vec<PathBuf>,
    /// Walk a scenario's actions in this order, as a failing walk was told: create,delete
    #[arg(
        long,
        value_name = "ACTIONS",
        value_delimiter = ',',
        requires = "scenario"
    )]
    pub(crate) replay: Vec<String>,
    /// Ask a program for values that neither fixtures nor rules give
    #[arg(long, value_name = "COMMAND")]
    pub(crate) values_from: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Cases {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) planning: Planning,
    /// How the cases are written
    #[arg(long, default_value = "human", help_heading = "Output")]
    pub(crate) format: CaseFormat,
}

/// Where requests go, and as whom.
#[derive(Debug, Args)]
#[command(next_help_heading = "Endpoint")]
pub(crate) struct Target {
    /// The server under test [default: the built-in reference server]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// How requests are signed; the key comes from `DOCTRACT_ACCESS_KEY_ID` and
    /// `DOCTRACT_ACCESS_KEY_SECRET` [default: v3, for the built-in server its own key]
    #[arg(long, value_name = "HOW", verbatim_doc_comment)]
    pub(crate) auth: Option<Auth>,
    /// Sign by a program that gets each request as a line of JSON
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["auth", "header"])]
    pub(crate) sign_with: Option<String>,
    /// A header that every request carries, in place of a signature; may be repeated
    #[arg(long, value_name = "NAME: VALUE", conflicts_with = "auth")]
    pub(crate) header: Vec<String>,
    /// The certificate authorities that the endpoint is trusted by, a PEM file
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// How long one answer may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    pub(crate) deadline: f64,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) planning: Planning,
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) running: Running,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// How cases are run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct Running {
    /// Run a reviewed plan, as `cases --format jsonl` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scenario", "pairs"])]
    pub(crate) plan: Option<PathBuf>,
    /// Only what failed or had no verdict in this report in JSON lines
    #[arg(long, value_name = "REPORT", conflicts_with_all = ["filter", "case"])]
    pub(crate) rerun_failed: Option<PathBuf>,
    /// Show how many cases there are and what they take; send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Allow calls that change things at an address that is not loopback
    #[arg(long)]
    pub(crate) allow_mutation: bool,
    /// Note what may be created in this file before it is sent
    /// [default: .doctract/journal.jsonl at an address that is not loopback]
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub(crate) journal: Option<PathBuf>,
    /// Remove what each case made also at a loopback address
    #[arg(long)]
    pub(crate) clean: bool,
    /// How many cases are under way at once
    #[arg(long, value_name = "N", default_value_t = 16)]
    pub(crate) concurrency: usize,
    /// At most so many requests a second of each operation, or of one: CreateDisk=2
    #[arg(long, value_name = "[OPERATION=]N")]
    pub(crate) rate: Vec<Rate>,
    /// Mix the order of the cases, by the seed
    #[arg(long)]
    pub(crate) shuffle: bool,
    /// Switch a fault of the built-in server on; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "endpoint")]
    pub(crate) fault: Vec<String>,
}

/// What counts as a failure.
#[derive(Debug, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct Judging {
    /// Accept any well-formed 4xx where the page prints no code
    #[arg(long)]
    pub(crate) relaxed: bool,
    /// Accept the failures in this file; fail on new ones, exit with 5 for mended ones
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write what fails now to the baseline
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
    /// Ask a program about the exchanges of cases that pass
    #[arg(long, value_name = "COMMAND")]
    pub(crate) inspect_with: Option<String>,
}

/// What is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// How the result is written
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Write a report: jsonl, junit, tap, markdown, har, sarif or html; may be repeated
    /// [default: html=.doctract/report.html]
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(crate) report: Vec<String>,
    /// Keep the exchanges of cases that pass in the reports, too
    #[arg(long)]
    pub(crate) keep_exchanges: bool,
}

/// So many requests a second, of one operation or of each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rate {
    pub(crate) operation: Option<String>,
    pub(crate) per_second: f64,
}

impl std::str::FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (operation, number) = match text.split_once('=') {
            Some((operation, number)) => (Some(operation.to_owned()), number),
            None => (None, text),
        };
        match number.parse::<f64>() {
            Ok(per_second) if per_second > 0.0 && per_second.is_finite() => Ok(Self {
                operation,
                per_second,
            }),
            _ => Err(format!(
                "`{text}` is no rate; write 20, or CreateDisk=2 for one operation"
            )),
        }
    }
}

/// One of several parts of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Partition {
    pub(crate) index: u32,
    pub(crate) count: u32,
}

impl std::str::FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/').and_then(|(index, count)| {
            Some((index.parse::<u32>().ok()?, count.parse::<u32>().ok()?))
        });
        match parts {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Self { index, count }),
            _ => Err(format!(
                "`{text}` is no part; write 2/5 for the second of five"
            )),
        }
    }
}

/// How requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Auth {
    None,
    V1,
    V3,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Reports in JSON lines, as `test --report jsonl=FILE` writes them
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    /// Write the joined report: jsonl, junit, tap, markdown, har, sarif or html; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", required = true)]
    pub(crate) report: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Cleanup {
    /// The journal of the run
    pub(crate) journal: PathBuf,
    #[command(flatten)]
    pub(crate) target: Target,
    /// The fixtures of the run [default: the reference server's]
    #[arg(long, value_name = "FILE")]
    pub(crate) fixtures: Option<PathBuf>,
}
