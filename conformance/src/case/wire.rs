//! How a request travels: method, carrier, format, and departures from what a good client sends.

use serde::{Deserialize, Serialize};

/// The HTTP method of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the methods of HTTP by their own names")]
pub enum Method {
    #[default]
    Get,
    Post,
    Head,
    Put,
    Delete,
    Patch,
    Options,
}

impl Method {
    /// The method as it stands in a request line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Options => "OPTIONS",
        }
    }

    /// The method of this name, in any letter case.
    pub fn by_name(name: &str) -> Option<Self> {
        [
            Self::Get,
            Self::Post,
            Self::Head,
            Self::Put,
            Self::Delete,
            Self::Patch,
            Self::Options,
        ]
        .into_iter()
        .find(|method| method.name().eq_ignore_ascii_case(name))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub(super) fn is_default(&self) -> bool {
        *self == Self::Get
    }
}

/// Where the parameters of a request travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// All in the query.
    #[default]
    Query,
    /// All in a form body.
    Form,
    /// Common parameters in the query, the operation's own in a form body.
    Mixed,
}

impl Carrier {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub(super) fn is_default(&self) -> bool {
        *self == Self::Query
    }
}

/// The format of the answer that a request asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// JSON, by the parameter `Format`.
    #[default]
    Json,
    /// XML, by the parameter `Format`.
    Xml,
    /// Nothing is asked for.
    Nothing,
}

impl Asked {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub(super) fn is_default(&self) -> bool {
        *self == Self::Json
    }
}

/// One departure from what a good client sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Departure {
    /// Signed by this scheme, whatever the run's own is.
    Scheme(Scheme),
    /// A signature that is not the right one.
    WrongSignature,
    /// An access key that nobody has.
    UnknownKey,
    /// A time so many seconds away from now.
    TimeShift(i64),
    /// A time with milliseconds, as some clients send it.
    Milliseconds,
    /// The nonce of an earlier step of the case.
    NonceOf(usize),
    /// A common parameter (or, for version 3, its header) is left out before signing.
    Without(String),
    /// A common parameter has this value; put in before signing.
    With(String, String),
    /// A header is sent besides.
    Header(String, String),
    /// The query ends in these characters, exactly as they stand.
    RawQuery(String),
    /// Blanks travel as `+`, and `* ( ) ' !` as they are.
    LooseEncoding,
    /// Written byte by byte by the exact HTTP/1.1 transport, which compares the length that the
    /// answer announces with the bytes that come.
    Exact,
}

/// A way of signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Nothing is signed.
    None,
    /// Version 1.0, HMAC-SHA1.
    V1,
    /// ACS3-HMAC-SHA256.
    V3,
    /// The HTTP-path style.
    Roa,
}
