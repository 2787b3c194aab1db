//! Request signing, both ways: a client signs, a server verifies.
//!
//! | module | scheme | travels in |
//! |---|---|---|
//! | [`v1`] | version 1.0, HMAC-SHA1 | the parameters |
//! | [`v3`] | ACS3-HMAC-SHA256 | headers |
//! | [`roa`] | `acs <id>:<signature>`, HMAC-SHA1 | headers, for operations with paths |
//!
//! Each has the same three steps in the open (the text that is signed, its signature, the check of
//! one), and one function that makes an outgoing request whole. Clocks, nonces and the lookup of
//! keys are the caller's.

mod credentials;
mod digest;
mod error;
pub mod roa;
pub mod v1;
pub mod v3;

pub use credentials::{Credentials, Stamp};
pub use digest::{constant_time_eq, md5_base64, sha256_hex};
pub use error::SignatureError;

/// The parts of a request that version 3 and the path style sign.
///
/// `S` is the text type of names and values: `String` as parsed, `&str` in constants.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a, S = String> {
    /// The HTTP method; signed in upper case.
    pub method: &'a str,
    /// The path as it travels, `/` for operations without one; an empty path counts as `/`.
    pub path: &'a str,
    /// The pairs of the query, decoded. A form in the body is not among them.
    pub query: &'a [(S, S)],
    /// The headers. Letter case of names and blanks around values do not matter.
    pub headers: &'a [(S, S)],
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl<S: AsRef<str>> Request<'_, S> {
    /// The trimmed values of a header, in order.
    fn header_values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.as_ref().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_ref().trim())
    }

    /// The first value of a header.
    fn header(&self, name: &str) -> Option<&str> {
        self.header_values(name).next()
    }

    /// The distinct names of the headers that pass the test, in lower case, sorted.
    fn header_names(&self, test: impl Fn(&str) -> bool) -> Vec<String> {
        let mut names: Vec<_> = self
            .headers
            .iter()
            .map(|(name, _)| name.as_ref().to_ascii_lowercase())
            .filter(|name| test(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// A header as it is signed: `name:value`, several values sorted and joined by commas.
    fn push_header_line(&self, text: &mut String, name: &str) {
        let mut values: Vec<_> = self.header_values(name).collect();
        values.sort_unstable();
        text.push_str(name);
        text.push(':');
        text.push_str(&values.join(","));
        text.push('\n');
    }

    /// The path that is signed.
    fn signed_path(&self) -> &str {
        if self.path.is_empty() { "/" } else { self.path }
    }
}

/// The same pairs, borrowed.
fn borrowed<S: AsRef<str>>(pairs: &[(S, S)]) -> Vec<(&str, &str)> {
    pairs
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .collect()
}

/// Appends a pair unless its name is there already, whatever its letter case.
fn add_missing(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    if !pairs
        .iter()
        .any(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        pairs.push((name.to_owned(), value.to_owned()));
    }
}
