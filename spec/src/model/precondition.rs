//! What must be true of the world before an operation can succeed.

use super::Confidence;
use serde::{Deserialize, Serialize};

/// A statement about the world, not about the request: a quota, the state of a resource …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Precondition {
    /// Unique within the operation: `quota`, `instance-state`, `quota-2`.
    pub id: String,
    /// The class of the statement.
    pub kind: PreconditionKind,
    /// The resource it is about, a lower-case noun: `disk`, `instance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The attribute that must have one of `values`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// The values; wire strings where the page prints them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The largest number, for a quota or a frequency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// The other operation it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// How sure the reading is.
    #[serde(default, skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
    /// The words of the page.
    pub text: String,
}

/// The classes of preconditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PreconditionKind {
    /// At most so many.
    Quota,
    /// A resource is in one of several states.
    State,
    /// Two resources belong together: attached, same zone.
    Relation,
    /// Something happened before.
    History,
    /// A resource is not locked, an account not in arrears.
    Lock,
    /// Some time has passed.
    Timing,
    /// Nothing else is in progress.
    Concurrency,
    /// Only some kinds of resources, regions or accounts.
    Support,
    /// At most so many calls in some time.
    Frequency,
    /// Another operation must be called first.
    PriorStep,
    /// What this operation does to others; nothing that must hold before.
    Effect,
}
