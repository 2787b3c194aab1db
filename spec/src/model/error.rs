//! The documented errors of an operation.

use super::Confidence;
use serde::{Deserialize, Serialize};

/// One row of the error table. The key of a row is (status, code, message).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ErrorRow {
    /// The HTTP status, as printed; absent where the table has no such column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code, as printed.
    pub code: String,
    /// The message, a template where it holds `%s`, `${…}` or the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What the page says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What is at fault: inferred, in one direction only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blames: Vec<Blame>,
}

/// What an error says is at fault: a parameter or a precondition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Blame {
    /// The wire name of the parameter: `Tag.N.Key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The id of the precondition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precondition: Option<String>,
    /// How sure that is.
    #[serde(skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
}

/// What the page's error section holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ErrorSection {
    /// A table of errors.
    Table,
    /// A definition list of errors.
    DefinitionList,
    /// Only a link to the list of all errors, or a word such as "none".
    LinkOnly,
    /// A heading with nothing below.
    Empty,
    /// No such section.
    #[default]
    Absent,
}
