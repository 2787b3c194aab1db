//! Percent-encoding: one strict way out, a strict and a lenient way in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::convert::Infallible;
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
    // Most of a request is unreserved; room for a third as much again saves growing step by step.
    out.reserve(text.len() + text.len() / 3);
    for part in utf8_percent_encode(text, RESERVED) {
        out.push_str(part);
    }
}

/// The first step of a path that says "here" or "up": `.` or `..`, encoded or not. Programs that
/// take an address apart leave such steps out, so another path would arrive than was signed.
///
/// ```
/// use doctract_core::wire::dot_step;
///
/// assert_eq!(dot_step("/instances/%2e./nodes"), Some("%2e."));
/// assert_eq!(dot_step("/instances/.../v1.0"), None);
/// ```
pub fn dot_step(path: &str) -> Option<&str> {
    let is_dots = |step: &&str| {
        let plain = step.to_ascii_lowercase().replace("%2e", ".");
        matches!(plain.as_str(), "." | "..")
    };
    path.split('/').find(is_dots)
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
    let Some(start) = first_encoded(text) else {
        return Ok(Cow::Borrowed(text));
    };
    let error = |kind, at| WireError { kind, at };
    let bytes = decoded(text, start, |at| {
        Err(error(WireErrorKind::BrokenEscape, at))
    })?;
    String::from_utf8(bytes).map(Cow::Owned).map_err(|bad| {
        let at = raw_position(text, bad.utf8_error().valid_up_to());
        error(WireErrorKind::NotUtf8, at)
    })
}

/// Decodes like [`decode`], but keeps a broken escape as it stands and replaces bytes that are no
/// UTF-8 by U+FFFD.
pub fn decode_lenient(text: &str) -> Cow<'_, str> {
    let Some(start) = first_encoded(text) else {
        return Cow::Borrowed(text);
    };
    let Ok::<_, Infallible>(bytes) = decoded(text, start, |_| Ok(()));
    Cow::Owned(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

fn first_encoded(text: &str) -> Option<usize> {
    text.bytes().position(|byte| matches!(byte, b'%' | b'+'))
}

/// The decoded bytes of `text`, in which nothing is encoded before `start`. `broken` is asked
/// about each broken escape; if it lets it pass, it stays as it stands.
fn decoded<E>(
    text: &str,
    start: usize,
    broken: impl Fn(usize) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let (before, rest) = text.as_bytes().split_at(start);
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend_from_slice(before);
    let mut rest = rest;
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(match (first, after) {
            (b'+', _) => b' ',
            (b'%', &[high, low, ref after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest = after;
                hex(high) << 4 | hex(low)
            }
            (b'%', _) => {
                broken(text.len() - after.len() - 1)?;
                b'%'
            }
            (other, _) => *other,
        });
    }
    Ok(bytes)
}

/// The value of a hexadecimal digit.
fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
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
