//! One operation: the root of a spec file.

use super::{BodyFormat, Constraint, ErrorRow, ErrorSection, Examples, Field, Precondition};
use serde::{Deserialize, Serialize};

/// The version of the spec format that this crate reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// Everything that a page says about one operation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Operation {
    /// The version of the format: [`FORMAT_VERSION`].
    pub doctract: u32,
    /// The product: `Ecs`.
    pub product: String,
    /// The API version: `2014-05-26`, or `unversioned`.
    pub version: String,
    /// The name: `CreateSnapshot`.
    pub operation: String,
    /// How it is called.
    #[serde(default)]
    pub style: Style,
    /// The HTTP methods; for HTTP-path operations as printed, else empty (GET and POST).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// The path template of an HTTP-path operation, variables in braces: `/instances/{InstanceId}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The language of the page: `zh-CN`, `en-US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The page it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The page's title, where it is not the operation's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The first paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The description section, as plain text; bullets begin with `- `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the page says that the operation is going away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// What must be true of the world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preconditions: Vec<Precondition>,
    /// Statements about several parameters at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// The request.
    #[serde(default)]
    pub request: Request,
    /// The answer.
    #[serde(default)]
    pub response: Response,
    /// What the page's error section holds.
    #[serde(default)]
    pub error_section: ErrorSection,
    /// The documented errors, in the order of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorRow>,
    /// The printed examples.
    #[serde(default, skip_serializing_if = "Examples::is_empty")]
    pub examples: Examples,
}

/// How an operation is called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// One path, the operation named by the parameter `Action`.
    #[default]
    Rpc,
    /// A method and a path of its own.
    Roa,
}

/// The page that a spec was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Source {
    /// The path as given to `extract`, relative where it was.
    pub page: String,
    /// The SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// What a request carries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Request {
    /// The parameters, in the order of the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Field>,
    /// The body, where it is one value of its own (an array) and not named parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<Field>>,
}

/// What a successful answer carries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Response {
    /// The formats that the page shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<BodyFormat>,
    /// The fields, in the order of the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}
