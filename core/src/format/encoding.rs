//! Encodings: whether a text is so encoded, and what it says.

use crate::Encoding;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// Whether `text` is so encoded. Allocates nothing.
///
/// Base64 is the standard alphabet with its padding, nothing between (RFC 4648, section 4).
/// Percent-encoded text is ASCII without blanks and quotes, all its escapes whole; `+` is a blank.
pub fn is_encoded(encoding: Encoding, text: &str) -> bool {
    match encoding {
        Encoding::Base64 => is_base64(text.as_bytes()),
        Encoding::Url => is_percent_encoded(text.as_bytes()),
        Encoding::Utf8 => true,
        Encoding::Hex => {
            text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
    }
}

/// The decoded form of `text`; `None` if it is not so encoded.
pub fn decode(encoding: Encoding, text: &str) -> Option<Cow<'_, [u8]>> {
    if !is_encoded(encoding, text) {
        return None;
    }
    match encoding {
        Encoding::Base64 => STANDARD.decode(text).ok().map(Cow::Owned),
        Encoding::Url => {
            let blanks = text.replace('+', " ");
            Some(Cow::Owned(
                percent_encoding::percent_decode_str(&blanks).collect(),
            ))
        }
        Encoding::Utf8 => Some(Cow::Borrowed(text.as_bytes())),
        Encoding::Hex => {
            let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
            let bytes = digits?
                .chunks_exact(2)
                .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
                .collect::<Option<Vec<u8>>>()?;
            Some(Cow::Owned(bytes))
        }
    }
}

fn is_base64(text: &[u8]) -> bool {
    let digits = text
        .strip_suffix(b"==")
        .or(text.strip_suffix(b"="))
        .unwrap_or(text);
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    // The bits of the last digit that belong to no byte have to be zero.
    let unused = match digits.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => 0,
    };
    text.len().is_multiple_of(4)
        && digits.iter().all(|byte| value(*byte).is_some())
        && digits
            .last()
            .and_then(|byte| value(*byte))
            .is_none_or(|last| last & unused == 0)
}

fn is_percent_encoded(text: &[u8]) -> bool {
    let hex = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    text.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => hex(at + 1) && hex(at + 2),
        b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
        byte => byte.is_ascii_graphic(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_gives_the_bytes() {
        for (encoding, text, bytes) in [
            (Encoding::Base64, "aGk=", Some(&b"hi"[..])),
            (Encoding::Base64, "", Some(b"")),
            (Encoding::Base64, "aGk", None),
            (Encoding::Base64, "aGl=", None),
            (Encoding::Base64, "a===", None),
            (Encoding::Base64, "aG k", None),
            (Encoding::Url, "a+b%2B%FF", Some(b"a b+\xff")),
            (Encoding::Url, "a b", None),
            (Encoding::Url, "a%2", None),
            (Encoding::Url, "中", None),
            (Encoding::Hex, "00fF", Some(b"\x00\xff")),
            (Encoding::Hex, "0", None),
            (Encoding::Hex, "+1", None),
            (Encoding::Utf8, "中", Some("中".as_bytes())),
        ] {
            assert_eq!(
                decode(encoding, text).as_deref(),
                bytes,
                "{encoding:?} {text:?}"
            );
        }
    }
}
