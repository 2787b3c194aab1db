//! What a request is refused with.

use serde::Deserialize;
use std::borrow::Cow;

/// An error answer: HTTP status, code and message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The error code.
    pub(crate) code: Cow<'static, str>,
    /// The message.
    pub(crate) message: Cow<'static, str>,
}

impl Refusal {
    /// A refusal whose words are known beforehand.
    pub(crate) const fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            message: Cow::Borrowed(message),
        }
    }
}
