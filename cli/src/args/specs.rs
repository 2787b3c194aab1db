//! The arguments of the commands about specs themselves: lint, diff, update, overlays, exports.

use super::{DiagnosticFormat, Inputs, Reading, Selection};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What specs are exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One OpenAPI 3.1 document
    Openapi,
    /// The JSON Schema of each request
    JsonSchema,
}

/// A severity by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    Note,
    Warning,
    Error,
}

/// How the changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write: openapi or json-schema
    pub(crate) format: ExportFormat,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// How many elements of a flattened list are written out
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) max_index: u32,
    /// The server's address in the document; may be repeated
    #[arg(long, value_name = "URL")]
    pub(crate) server: Vec<String>,
    /// Write the document to this file [default: standard output]
    #[arg(
        short,
        long,
        value_name = "FILE",
        conflicts_with = "one_file_per_operation"
    )]
    pub(crate) out: Option<PathBuf>,
    /// Write one file per operation below this folder [default: one document]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) one_file_per_operation: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Specs (.yaml) or folders of them
    #[arg(required = true, value_name = "SPECS")]
    pub(crate) specs: Vec<PathBuf>,
    /// Fail at findings of this severity: error, warning or note
    /// [default: warning, or `level` in doctract.toml]
    #[arg(long, value_name = "SEVERITY", verbatim_doc_comment)]
    pub(crate) level: Option<Level>,
    /// List the sentences that read like rules and gave none, the most frequent shape first
    #[arg(long)]
    pub(crate) unread: bool,
    /// How findings are written
    #[arg(long, default_value = "human")]
    pub(crate) format: DiagnosticFormat,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  doctract diff old-specs/ new-specs/\n  doctract diff HEAD~5 HEAD -- specs/    two revisions of a folder\n  doctract diff HEAD specs/              the last commit and the working tree"
)]
pub(crate) struct Diff {
    /// The old page, spec or folder, or a git revision; an existing path wins
    pub(crate) old: PathBuf,
    /// The new page, spec or folder, or a git revision; an existing path wins
    pub(crate) new: PathBuf,
    /// What to read of a git revision [default: the path on the other side, or this folder]
    #[arg(last = true, value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Fail at this class of change: breaking, server-breaking, contract or any
    #[arg(long, value_name = "CLASS")]
    pub(crate) fail_on: Option<String>,
    /// How the changes are written
    #[arg(long, default_value = "human")]
    pub(crate) format: DiffFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Pages (.md) or folders of them, then the folder of the specs
    #[arg(required = true, num_args = 2.., value_names = ["PAGES", "SPECS"])]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Write nothing; fail if the specs are not what the pages say
    #[arg(long)]
    pub(crate) check: bool,
    /// Remove the specs of operations that the pages no longer have [default: keep and tell]
    #[arg(long)]
    pub(crate) remove_gone: bool,
    /// Fail at this class of change: breaking, server-breaking, contract or any
    #[arg(long, value_name = "CLASS")]
    pub(crate) fail_on: Option<String>,
    /// How the changes are written
    #[arg(long, default_value = "human")]
    pub(crate) format: DiffFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Overlay {
    #[command(subcommand)]
    pub(crate) command: OverlayCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OverlayCommand {
    /// Add a correction to the overlay of a spec
    Add(OverlayAdd),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  doctract overlay add specs/ecs/2014-05-26/CreateSnapshot.yaml \\\n    'errors[code=InvalidDescription.Malformed].status' 400 --because 'ticket 1234'"
)]
pub(crate) struct OverlayAdd {
    /// The spec that is corrected
    pub(crate) spec: PathBuf,
    /// The place in the spec: request.parameters[name=Tag].required
    pub(crate) path: String,
    /// What belongs there, as YAML
    #[arg(required_unless_present = "remove", conflicts_with = "remove")]
    pub(crate) value: Option<String>,
    /// Why the page is wrong
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: String,
    /// Add the value to the list that stands there
    #[arg(long)]
    pub(crate) append: bool,
    /// Take away what stands there
    #[arg(long, conflicts_with = "append")]
    pub(crate) remove: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Index {
    /// The folder of the specs
    #[arg(value_name = "SPECS")]
    pub(crate) specs: PathBuf,
    /// Write nothing; fail if the index is stale
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where the project is [default: this folder]
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// The product, for pages that do not name it
    #[arg(long, value_name = "NAME")]
    pub(crate) product: Option<String>,
    /// The API version, for pages that do not name it
    #[arg(long, value_name = "DATE")]
    pub(crate) api_version: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as page-short-row; none lists all codes
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which format: operation, overlay, …
    #[arg(default_value = "operation")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write a page for each command below this folder [default: print the page of doctract]
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
}
