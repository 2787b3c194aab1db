//! Who signs, and when.

use std::fmt;

/// An access key. Its secret and token are never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key_id: String,
    secret: String,
    security_token: Option<String>,
}

impl Credentials {
    /// A lasting access key.
    pub fn new(access_key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret: secret.into(),
            security_token: None,
        }
    }

    /// The same key as a temporary one, which travels with its token.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// The public part: `AccessKeyId`.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret part.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The token of a temporary key.
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// What makes a signed request fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// The present time, UTC: `2018-01-01T12:00:00Z` in versions 1 and 3, the HTTP date
    /// `Mon, 01 Jan 2018 12:00:00 GMT` in the path style.
    pub time: &'a str,
    /// A text that no other request carries.
    pub nonce: &'a str,
}
