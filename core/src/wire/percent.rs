//! Percent-encoding: one strict way out, a strict and a lenient way in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt;

/// What is encoded: all but the unreserved characters of RFC 3986, `A-Z a-z 0-9 - _ . ~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Encodes `text` strictly: all but `A-Z a-z 0-9 - _ . ~` as `%XY`, upper-case, over UTF-8.
///
/// ```
/// assert_eq!(doctract_core::wire::encode("a b*~/中"), "a%20b%2A~%2F%E4%B8%AD");
/// ```
pub fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Appends the strictly encoded `text` to `out`. See [`encode`].
pub fn encode_into(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Decodes a name or a value of a query or a form: `%XY` is a byte, `+` a blank.
///
/// An escape without two hexadecimal digits and bytes that are no UTF-8 are errors.
///
/// ```
/// use doctract_core::wire::{WireErrorKind, decode};
///
/// assert_eq!(decode("a+b%2B").unwrap(), "a b+");
/// let error = decode("50%").unwrap_err();
/// assert_eq!((error.kind, error.at), (WireErrorKind::BrokenEscape, 2));
/// ```
pub fn decode(text: &str) -> Result<Cow<'_, str>, WireError> {
    if let Some(at) = broken_escape(text.as_bytes()) {
        return Err(WireError {
            kind: WireErrorKind::BrokenEscape,
            at,
        });
    }
    match bytes(text) {
        None => Ok(Cow::Borrowed(text)),
        Some(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|error| WireError {
                kind: WireErrorKind::NotUtf8,
                at: raw_position(text, error.utf8_error().valid_up_to()),
            }),
    }
}

/// Decodes like [`decode`], but keeps a broken escape as it stands and replaces bytes that are no
/// UTF-8 by U+FFFD.
pub fn decode_lenient(text: &str) -> Cow<'_, str> {
    match bytes(text) {
        None => Cow::Borrowed(text),
        Some(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

/// The decoded bytes; `None` if nothing is to be decoded.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return None;
    }
    let blanks: Vec<u8> = text
        .bytes()
        .map(|byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    Some(percent_decode(&blanks).collect())
}

fn broken_escape(text: &[u8]) -> Option<usize> {
    let hex = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    (0..text.len()).find(|&at| text[at] == b'%' && !(hex(at + 1) && hex(at + 2)))
}

/// Where in `text`, all of whose escapes are whole, the decoded byte number `decoded` stands.
fn raw_position(text: &str, decoded: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..decoded {
        at += if bytes.get(at) == Some(&b'%') { 3 } else { 1 };
    }
    at
}

/// What is wrong in a query or form text, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WireError {
    /// What is wrong.
    pub kind: WireErrorKind,
    /// The byte offset in the text as it was received.
    pub at: usize,
}

/// What can be wrong in a query or form text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireErrorKind {
    /// A `%` that two hexadecimal digits do not follow.
    BrokenEscape,
    /// Escapes whose bytes are no UTF-8.
    NotUtf8,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            WireErrorKind::BrokenEscape => "`%` without two hexadecimal digits",
            WireErrorKind::NotUtf8 => "escapes that are no UTF-8",
        };
        write!(f, "{what} at byte {}", self.at)
    }
}

impl std::error::Error for WireError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_point_into_the_text_as_received() {
        let at = |text| decode(text).map_err(|error| (error.kind, error.at));
        assert_eq!(at("a%2"), Err((WireErrorKind::BrokenEscape, 1)));
        assert_eq!(at("%41%4G"), Err((WireErrorKind::BrokenEscape, 3)));
        assert_eq!(at("%E4%B8%AD+%FF"), Err((WireErrorKind::NotUtf8, 10)));
        assert_eq!(at("中%C3"), Err((WireErrorKind::NotUtf8, 3)));
    }

    #[test]
    fn the_lenient_form_keeps_what_it_cannot_read() {
        assert_eq!(decode_lenient("100%+%zz%41"), "100% %zzA");
        assert_eq!(decode_lenient("%FFa"), "\u{fffd}a");
    }
}
