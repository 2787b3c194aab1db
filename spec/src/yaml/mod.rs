//! The YAML form of specs and their companions: strict loading with positions, byte-stable
//! writing.

mod emit;
mod fault;
mod places;
mod scalar;
mod tree;

pub use places::{Place, Places};
pub use tree::Tree;

use crate::model::FORMAT_VERSION;
use crate::validate::validate;
use crate::{Diagnostic, Operation, Severity, Span};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The largest file that is read, in bytes. The largest reference page known has 0.2 MB.
pub const MOST_BYTES: usize = 8 << 20;

/// One kind of file: the key that holds its format version, and the newest version known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// The key: `doctract`, `overlay`, `index`.
    pub key: &'static str,
    /// The newest version that can be read; they begin at 1.
    pub version: u32,
}

/// Specs.
pub const SPEC: Format = Format {
    key: "doctract",
    version: FORMAT_VERSION,
};

impl Format {
    pub(crate) fn unsupported(&self, file: &str, span: Option<Span>, version: u64) -> Diagnostic {
        let Self {
            key,
            version: known,
        } = self;
        let advice = match version {
            0 => format!("write `{key}: {known}`"),
            _ => "a newer doctract reads it".to_owned(),
        };
        Diagnostic {
            code: "spec-version",
            severity: Severity::Error,
            file: file.to_owned(),
            span,
            message: format!("`{key}: {version}` is a format that this program does not read"),
            advice: Some(advice),
        }
    }
}

/// Reads one spec. `file` is the name shown in diagnostics.
///
/// Unknown keys, keys that stand twice, values of another type and newer format versions are
/// errors; so is whatever makes a spec unusable (see [`validate`]).
///
/// # Errors
///
/// Every error found, with line and column.
///
/// ```
/// let text = "doctract: 1\nproduct: Ecs\nversion: v1\noperation: Ping\nsumary: Says pong.\n";
/// let errors = doctract_spec::yaml::load("Ping.yaml", text).unwrap_err();
/// assert_eq!(
///     errors[0].to_string(),
///     "Ping.yaml:5:1: error[spec-unknown-key]: unknown key `sumary` (did you mean `summary`?)",
/// );
/// ```
pub fn load(file: &str, text: &str) -> Result<Operation, Vec<Diagnostic>> {
    let (operation, diagnostics) = load_reporting(file, text);
    match operation {
        Some(operation) => Ok(operation),
        None => Err(only_errors(diagnostics)),
    }
}

/// [`load`], with the warnings about a spec that can be used. There is no operation if any
/// diagnostic is an error.
pub fn load_reporting(file: &str, text: &str) -> (Option<Operation>, Vec<Diagnostic>) {
    let operation: Operation = match read(file, text, &SPEC) {
        Ok(operation) => operation,
        Err(errors) => return (None, errors),
    };
    let findings = validate(&operation);
    if findings.is_empty() {
        return (Some(operation), Vec::new());
    }
    let places = Places::of(text);
    let place = |finding: crate::validate::Finding| finding.placed(file, &places);
    let diagnostics: Vec<_> = findings.into_iter().map(place).collect();
    let failed = diagnostics
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    (Some(operation).filter(|_| !failed), diagnostics)
}

fn only_errors(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let errors = diagnostics.into_iter();
    errors
        .filter(|finding| finding.severity == Severity::Error)
        .collect()
}

/// Reads a file of any format of ours into its type, strictly. The type itself refuses unknown
/// keys (`deny_unknown_fields`).
///
/// # Errors
///
/// Every error found, with line and column.
pub fn read<T: DeserializeOwned>(
    file: &str,
    text: &str,
    format: &Format,
) -> Result<T, Vec<Diagnostic>> {
    if text.len() > MOST_BYTES {
        return Err(vec![Diagnostic {
            code: "spec-too-big",
            severity: Severity::Error,
            file: file.to_owned(),
            span: None,
            message: format!("the file has {} bytes, more than {MOST_BYTES}", text.len()),
            advice: None,
        }]);
    }
    serde_yaml::from_str(text).map_err(|error| fault::explain::<T>(file, text, format, &error))
}

/// Reads a file that people write beside specs (fixtures, worlds, dialects) into its type.
///
/// # Errors
///
/// The first mistake under this code, with its place. It has no advice.
///
/// ```
/// let text = "name: 名\nage: old\n";
/// #[derive(serde::Deserialize, Debug)]
/// struct Person { name: String, age: u8 }
/// let mistake = doctract_spec::yaml::parse::<Person>("person-invalid", "p.yaml", text).unwrap_err();
/// let span = mistake.span.unwrap();
/// assert_eq!((span.line, span.column, &text[span.start..]), (2, 6, "old\n"));
/// ```
pub fn parse<T: DeserializeOwned>(
    code: &'static str,
    file: &str,
    text: &str,
) -> Result<T, Box<Diagnostic>> {
    serde_yaml::from_str(text).map_err(|error| {
        let place = error.location();
        Box::new(Diagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            // Counted anew: what the error calls an index is a number of characters.
            span: place.map(|at| Places::of(text).at(at.line(), at.column())),
            message: error.to_string(),
            advice: None,
        })
    })
}

/// Writes one spec: fixed key order, the same bytes for the same value.
pub fn write(operation: &Operation) -> String {
    to_text(operation)
}

/// [`write()`] with a first line by which editors find the schema at `schema`, a path relative to
/// the file.
pub fn write_with_schema(operation: &Operation, schema: &str) -> String {
    format!("{}{}", schema_line(schema), to_text(operation))
}

/// The first line by which editors find a schema.
pub fn schema_line(schema: &str) -> String {
    format!("# yaml-language-server: $schema={schema}\n")
}

/// Writes any value in the layout of specs. A value that is no YAML (a map with keys that are no
/// text) is written as `null`.
pub fn to_text<T: Serialize>(value: &T) -> String {
    emit::document(&Tree::of(value))
}

/// Writes a tree in the layout of specs.
pub fn tree_text(tree: &Tree) -> String {
    emit::document(tree)
}
