//! Names and values of a query or a form, as one text and as pairs.

use super::percent::{WireError, decode, decode_lenient, encode_into};
use std::borrow::Cow;

/// The pairs of a query or form text, in order, each decoded when it is asked for.
///
/// A piece without `=` is a name with an empty value; empty pieces (`a=1&&b=2`) are passed over.
/// Nothing is read ahead, so a caller can stop at a number of pairs. Positions in errors count
/// from the start of `text`.
pub fn query_pairs(
    text: &str,
) -> impl Iterator<Item = Result<(Cow<'_, str>, Cow<'_, str>), WireError>> {
    pieces(text).map(|(at, name, value)| {
        let shifted = |by: usize| {
            move |error: WireError| WireError {
                at: error.at + by,
                ..error
            }
        };
        Ok((
            decode(name).map_err(shifted(at))?,
            decode(value).map_err(shifted(at + name.len() + 1))?,
        ))
    })
}

/// All pairs of a query or form text, in order. See [`query_pairs`].
pub fn parse_query(text: &str) -> Result<Vec<(String, String)>, WireError> {
    query_pairs(text)
        .map(|pair| pair.map(|(name, value)| (name.into_owned(), value.into_owned())))
        .collect()
}

/// All pairs of a query or form text; what cannot be decoded stays as it stands.
/// See [`decode_lenient`].
pub fn parse_query_lenient(text: &str) -> Vec<(String, String)> {
    pieces(text)
        .map(|(_, name, value)| {
            (
                decode_lenient(name).into_owned(),
                decode_lenient(value).into_owned(),
            )
        })
        .collect()
}

/// Offset, raw name and raw value of each piece between `&`.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut next = 0;
    text.split('&')
        .map(move |piece| {
            let at = next;
            next += piece.len() + 1;
            (at, piece)
        })
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(at, piece)| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (at, name, value)
        })
}

/// The pairs as query or form text, in the order given, strictly encoded.
///
/// ```
/// let pairs = [("Tag.1.Key", "k 1"), ("Tag.1.Value", "")];
/// assert_eq!(doctract_core::wire::encode_pairs(&pairs), "Tag.1.Key=k%201&Tag.1.Value=");
/// ```
pub fn encode_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> String {
    joined(pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref())))
}

/// The pairs as text for a signature: sorted by name, by byte, and strictly encoded.
///
/// Names are sorted as they are before encoding. Pairs of one name keep their order.
pub fn canonical_query<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> String {
    let mut sorted: Vec<_> = pairs
        .iter()
        .map(|(n, v)| (n.as_ref(), v.as_ref()))
        .collect();
    sorted.sort_by_key(|(name, _)| *name);
    joined(sorted.into_iter())
}

fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode_into(&mut text, name);
        text.push('=');
        encode_into(&mut text, value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::WireErrorKind;

    #[test]
    fn pairs_come_as_sent() {
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect()
        };
        assert_eq!(
            parse_query("&a=1&b&a==+%3D&&=x&").unwrap(),
            owned(&[("a", "1"), ("b", ""), ("a", "= ="), ("", "x")])
        );
        assert_eq!(parse_query("").unwrap(), owned(&[]));
    }

    #[test]
    fn positions_count_from_the_start_of_the_text() {
        let error = parse_query("a=1&&Name=ok&Tag.1.Key=5%").unwrap_err();
        assert_eq!((error.kind, error.at), (WireErrorKind::BrokenEscape, 24));
        let error = parse_query("a=1&%C3%28=x").unwrap_err();
        assert_eq!((error.kind, error.at), (WireErrorKind::NotUtf8, 4));
    }
}
