//! Parameters of a request and fields of an answer: one recursive shape for both.

use super::{Confidence, Constraint};
use doctract_core::ValueKind;
use serde::{Deserialize, Serialize};

/// A parameter, a field of an answer, a property of an object, or the items of a list.
///
/// Keys that say how a parameter travels (`in`, `flatten`, `role`, `constant`) occur in requests,
/// `wrapper` in answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Field {
    /// The wire name of this level: `DiskId`, `Tag`, `Key`. Empty only in `items`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The page's own word for the type, where it says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_type: Option<String>,
    /// Whether a request without it is refused.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// What the page's "required" column says where it is neither yes nor no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_text: Option<String>,
    /// Where the parameter travels; absent means the query (or the form, which is the same set).
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// How a list or an object travels: `Tag.N` means `Tag.1.Key=…`, `SystemDisk` means
    /// `SystemDisk.Size=…`. The full name from the outermost parameter on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flatten: Option<String>,
    /// The legal indices of a flattened list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_range: Option<IndexRange>,
    /// The one value that the parameter has: the operation's name in `Action`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// What the parameter is for, where the tool must know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Other spellings that the page lists; the name is the one that is sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The name of the element in an answer's list that is wrapped twice: `Snapshot` in
    /// `"Snapshots": {"Snapshot": […]}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrapper: Option<String>,
    /// The page's example value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The page's description, as plain text with line breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How sure the place in the tree is, where the page leaves it open.
    #[serde(skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
    /// The statements of the page about the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// The elements of an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Field>>,
    /// The members of an object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Field>,
}

/// The type of a field.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Text.
    #[default]
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A decimal number.
    Float,
    /// A decimal number.
    Double,
    /// True or false.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
    /// A JSON text.
    Json,
    /// Not known.
    Any,
}

impl Type {
    /// The word for the type in a spec: `integer`.
    pub const fn name(self) -> &'static str {
        match (self, self.value_kind()) {
            (_, Some(kind)) => kind.name(),
            (Self::Object, None) => "object",
            (_, None) => "array",
        }
    }

    /// The type of the one value that such a field carries; `None` for a list or an object, which
    /// the type alone does not describe.
    pub const fn value_kind(self) -> Option<ValueKind> {
        Some(match self {
            Self::String => ValueKind::String,
            Self::Integer => ValueKind::Integer,
            Self::Long => ValueKind::Long,
            Self::Float => ValueKind::Float,
            Self::Double => ValueKind::Double,
            Self::Boolean => ValueKind::Boolean,
            Self::Json => ValueKind::Json,
            Self::Any => ValueKind::Any,
            Self::Array | Self::Object => return None,
        })
    }

    /// Whether some text is no value of the type.
    pub const fn can_be_broken(self) -> bool {
        !matches!(self, Self::String | Self::Any | Self::Array | Self::Object)
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the path.
    Path,
    /// In the body.
    Body,
    /// In the host name.
    Host,
}

/// What a parameter is for, where the tool must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Makes a repeated request harmless.
    IdempotencyToken,
    /// Only checks the request.
    DryRun,
    /// The number of a page of results.
    PageNumber,
    /// How many results a page has.
    PageSize,
    /// Where the next page begins.
    NextToken,
    /// How many results come at most.
    MaxResults,
}

/// The legal indices of a flattened list, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct IndexRange {
    /// The first index.
    pub min: u32,
    /// The last index, if the page names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The words of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
