//! JSON as pages print it: read strictly first, then as it was meant, in one pass.
//!
//! What is not JSON but clear is read and named: a missing or trailing comma, missing outer braces,
//! comments, full-width quotes, bare quotes in a text, an ellipsis, a second value.

mod parser;
mod words;

use parser::Parser;

/// A value. Texts are slices of the source, escapes left in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Members in printed order.
    Object(Vec<(&'a str, Value<'a>)>),
    /// Elements.
    Array(Vec<Value<'a>>),
    /// A text.
    String(&'a str),
    /// A number.
    Number(&'a str),
    /// True or false.
    Boolean,
    /// Null.
    Null,
}

/// What was read, and what was wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parsed<'a> {
    /// The value; of several in one text the first.
    pub(crate) value: Value<'a>,
    /// The first mistake that could be read over, and its place.
    pub(crate) mistake: Option<(&'static str, usize)>,
    /// Whether something could not be read at all.
    pub(crate) broken: bool,
}

/// Reads a text that looks like JSON.
pub(crate) fn read(text: &str) -> Parsed<'_> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
        mistake: None,
        broken: false,
    };
    parser.blanks();
    let fragment = matches!(parser.peek(), Some(b'"')) && parser.is_member();
    let value = if fragment {
        parser.fault("no braces around the members");
        parser.object()
    } else {
        parser.value()
    };
    parser.blanks();
    if parser.at < text.len() {
        parser.fault("more text after the value");
    }
    Parsed {
        value,
        mistake: parser.mistake,
        broken: parser.broken,
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    fn members(text: &str) -> Vec<&str> {
        match read(text).value {
            Value::Object(members) => members.into_iter().map(|(name, _)| name).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn json_is_read_without_a_mistake() {
        let parsed = read(r#" {"a": [1, -2.5e3, "x\"y"], "b": {"c": null, "d": true}} "#);
        assert_eq!(parsed.mistake, None);
        assert!(!parsed.broken);
    }

    #[test]
    fn clear_mistakes_are_read_over_and_named() {
        for (text, names) in [
            ("{\"a\": 1, \"b\": 2,}", vec!["a", "b"]),
            ("{\"a\": 1\n \"b\": 2}", vec!["a", "b"]),
            ("\"a\": {\"x\": 1},\n\"b\": 2", vec!["a", "b"]),
            ("{“a”: “x”, \"b\": 2}", vec!["a", "b"]),
            ("{\"a\": 1, // why\n \"b\": 2, ...}", vec!["a", "b"]),
            ("{\"a\": \"for \"i-x\".\",\n\"b\": 2}", vec!["a", "b"]),
            ("{\"a\": {\"x\": [1, 2}, \"b\": 2}", vec!["a", "b"]),
            ("{\"a\": 1, \"b\": 2}\n{\"c\": 3}", vec!["a", "b"]),
            ("{a: 1, b: xx**}", vec!["a", "b"]),
        ] {
            assert_eq!(members(text), names, "{text}");
            assert!(read(text).mistake.is_some(), "{text}");
        }
    }

    #[test]
    fn deep_nesting_ends_the_reading() {
        let deep = "[".repeat(100_000);
        assert!(read(&deep).broken);
    }
}
