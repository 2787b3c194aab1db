//! The command line: what can be asked for, in the words a person reads in `--help`.

mod conformance;
mod serve;
mod specs;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

pub(crate) use conformance::{
    Auth, CaseFormat, Cases, Cleanup, Planning, Rate, ReportArguments, Target, Test,
};
pub(crate) use serve::{AccessLog, Serve, Signatures};
pub(crate) use specs::{
    Completions, Diff, DiffFormat, Explain, Export, ExportFormat, Index, Init, Level, Lint, Man,
    Overlay, OverlayAdd, OverlayCommand, Schema, Update,
};

/// Vendor API reference pages are the contract: specs, Rust code, conformance runs, a server.
#[derive(Debug, Parser)]
#[command(
    name = "doctract",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Start here:\n  doctract test examples/ecs              run every case of the example pages\n  doctract extract PAGES… -o specs/       turn your own pages into specs\n\nExit codes: 0 fine, 1 findings or failures, 2 usage, configuration or file errors;\n`doctract test` also: 3 endpoint unusable, 4 nothing ran, 5 only baseline drift,\n130 interrupted."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Global {
    /// Say less: only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more; twice for what happens on the wire
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: ColorChoice,
    /// The configuration file [default: doctract.toml beside the specs or in this folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// When to use colours: auto, always, never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// Human-readable text or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

/// Text, JSON or SARIF, for diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagnosticFormat {
    Human,
    Json,
    Sarif,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reference pages and write specs
    Extract(Extract),
    /// Write Rust code for specs: requests, validators, errors
    Generate(Generate),
    /// List the conformance cases without running them
    Cases(Cases),
    /// Run the conformance cases against an endpoint
    Test(Box<Test>),
    /// Remove what an interrupted run left behind, from its journal
    Cleanup(Cleanup),
    /// Write specs for the tools of the OpenAPI world
    Export(Export),
    /// Find what is doubtful in specs
    Lint(Lint),
    /// Compare two specs, folders or git revisions as contracts: what breaks whom
    Diff(Diff),
    /// Read changed pages again: keep corrections, show what changed, drop nothing silently
    Update(Update),
    /// Write corrections of specs that survive their regeneration
    Overlay(Overlay),
    /// Bring the index of a folder of specs in step with its files
    Index(Index),
    /// Start a project: write doctract.toml, with every setting explained
    Init(Init),
    /// Join the reports of several parts of one plan, or bring one into another format
    Report(ReportArguments),
    /// Serve specs: a reference server that behaves as the pages say
    Serve(Serve),
    /// Tell what a diagnostic means and what to do about it
    Explain(Explain),
    /// Print the JSON Schema of a file format
    Schema(Schema),
    /// Print the completion script of a shell
    Completions(Completions),
    /// Print the manual page, or write one for each command
    Man(Man),
}

/// What the operations are read from.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Pages (.md), specs (.yaml), folders of them, or - for one on standard input
    #[arg(required = true, value_name = "PAGES-OR-SPECS")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What pages may not say themselves.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// The product, for pages that do not name it
    #[arg(long, value_name = "NAME", help_heading = "Reading pages")]
    pub(crate) product: Option<String>,
    /// The API version, for pages that do not name it
    #[arg(long, value_name = "DATE", help_heading = "Reading pages")]
    pub(crate) api_version: Option<String>,
    /// The vocabulary of another vendor's pages [default: the built-in one]
    #[arg(long, value_name = "FILE", help_heading = "Reading pages")]
    pub(crate) dialect: Option<PathBuf>,
}

/// Which operations of the inputs are used.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Only this operation; may be repeated
    #[arg(long = "operation", value_name = "NAME")]
    pub(crate) operations: Vec<String>,
    /// The language to use where an operation is there in several
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Write the specs below this folder [default: print the specs]
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
    /// Fail if anything was diagnosed as an error
    #[arg(long)]
    pub(crate) strict: bool,
    /// How diagnostics are written
    #[arg(long, default_value = "human")]
    pub(crate) format: DiagnosticFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Write the code to this .rs file, or a file per operation below this folder [default: print]
    #[arg(short, long, value_name = "TARGET")]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing; fail if the target is not what would be written
    #[arg(long, requires = "output")]
    pub(crate) check: bool,
    /// Compile each operation, or each product, with a feature of your crate
    #[arg(
        long,
        value_name = "OF",
        default_value = "none",
        hide_possible_values = true
    )]
    pub(crate) features: FeaturesOf,
    /// Print the features of the code for Cargo.toml instead of the code
    #[arg(long, conflicts_with_all = ["output", "check"])]
    pub(crate) list_features: bool,
    /// Let requests be read back from wire pairs
    #[arg(long)]
    pub(crate) from_pairs: bool,
    /// Keep members of answers that the page does not list
    #[arg(long)]
    pub(crate) keep_unknown: bool,
}

/// What has a feature: none, operation, product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FeaturesOf {
    None,
    Operation,
    Product,
}
