//! The examples that a page prints.

use serde::{Deserialize, Serialize};

/// All examples of a page, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Examples {
    /// Requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<RequestExample>,
    /// Answers, errors among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<ResponseExample>,
}

impl Examples {
    /// Whether the page prints none.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.responses.is_empty()
    }
}

/// One printed request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct RequestExample {
    /// The text as printed.
    pub text: String,
    /// The HTTP method, where the text names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path with its real values, for HTTP-path operations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The decoded parameters in printed order; placeholders for common parameters left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<ExampleParameter>,
    /// The body, where the text has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// One parameter of a printed request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ExampleParameter {
    /// The wire name as printed, index included.
    pub name: String,
    /// The decoded value.
    pub value: String,
}

/// One printed answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ResponseExample {
    /// The format of the body.
    pub format: BodyFormat,
    /// Whether it shows a failure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failure: bool,
    /// The HTTP status, where the text names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The body as printed.
    pub body: String,
}

/// The format of a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BodyFormat {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
    /// Anything else.
    Text,
}
