//! What a step of a case must be answered with.

use serde::{Deserialize, Serialize};

/// What must come back for one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Expectation {
    /// A success with the documented answer.
    Accepted(Accepted),
    /// A refusal.
    Refused(Refused),
    /// No sentence of the page decides it: the answer is looked at, never failed.
    Open(Open),
    /// Several alike at once: all that are accepted give one and the same result, at least one is,
    /// and the others are refused so.
    OneResult(Refused),
}

/// What a success is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Accepted {
    /// The result (all members but the request id) equals that of this earlier step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<usize>,
    /// The resource id differs from that of this earlier step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs_from: Option<usize>,
    /// What rests on a convention rather than on the page: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<String>,
    /// What the case is about beside the success itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// What a success is looked at for, where a case is about the answer and not about the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// The documented fields, their types, the root of an XML answer.
    Body,
    /// It comes within the deadline: one that is late is a failure, not an error.
    InTime,
    /// It is as long as it says: one that breaks off or goes on is a failure, not an error.
    Framed,
}

/// How a refusal must look. Without `any_of`: any well-formed 4xx.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Refused {
    /// One of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<ErrorTriple>,
    /// What the triples rest on; that the request is refused at all is the page's statement unless
    /// `convention` says otherwise.
    #[serde(skip_serializing_if = "Basis::is_page")]
    pub basis: Basis,
    /// That it is refused at all rests on a convention: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<String>,
    /// A HEAD request: the answer has no body to look at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bodiless: bool,
}

/// Status, code and message template of one error, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ErrorTriple {
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code; `*` stands for any run of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The message, with the page's placeholders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Where an expectation comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The page says so.
    #[default]
    Page,
    /// The vendor's common behaviour, which the user can state otherwise or relax.
    Convention,
}

impl Basis {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    fn is_page(&self) -> bool {
        *self == Self::Page
    }
}

/// A behaviour that the page leaves open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Open {
    /// What no sentence says: `whether letter case counts in a forbidden prefix`.
    pub question: String,
    /// An answer of 500 or above is a failure all the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub never_5xx: bool,
}

impl Expectation {
    /// A plain success.
    pub fn accepted() -> Self {
        Self::Accepted(Accepted::default())
    }

    /// Any well-formed 4xx.
    pub fn refused() -> Self {
        Self::Refused(Refused::default())
    }

    /// No sentence says so.
    pub fn open(question: impl Into<String>) -> Self {
        Self::Open(Open {
            question: question.into(),
            never_5xx: false,
        })
    }
}

impl std::fmt::Display for ErrorTriple {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut gap = "";
        if let Some(status) = self.status {
            write!(f, "{status}")?;
            gap = " ";
        }
        if let Some(code) = &self.code {
            write!(f, "{gap}{code}")?;
            gap = " ";
        }
        if let Some(message) = &self.message {
            write!(f, "{gap}\"{message}\"")?;
        }
        Ok(())
    }
}
