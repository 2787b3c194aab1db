//! When something applies: a comparison with another parameter, or several joined.

use super::OperatorName;
use serde::{Deserialize, Serialize};

/// A condition over the parameters of one request.
///
/// Exactly one form is used: a comparison (`parameter`, `operator` and, where the operator needs
/// them, `values`), `all`, `any`, or `text` alone for a condition that no parameter value decides.
///
/// ```yaml
/// when: { parameter: DiskCategory, operator: eq, values: [cloud] }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Condition {
    /// The wire name of the parameter that is looked at (`Tag.N.Key` for a list member).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// How it is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorName>,
    /// What it is compared with; wire strings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Every one of these holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<Condition>,
    /// At least one of these holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Condition>,
    /// The words of the page, where the condition is no comparison of parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
