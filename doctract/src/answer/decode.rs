//! From the tree of an answer to Rust types, lenient where real servers differ from their pages.

use super::Node;
use std::fmt;

/// A type that can be read from an answer.
///
/// A number may arrive as a text and a text as a number; a missing member is `None` or an empty
/// list; members that the type does not know are passed over.
pub trait Decode: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// Where in the answer something else was found than expected.
    fn decode(node: &Node) -> Result<Self, DecodeError>;

    /// What stands for a member that the answer does not have, if anything can.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads a whole answer, XML or JSON.
    ///
    /// # Errors
    ///
    /// As for [`decode`](Decode::decode), and for a text that is neither.
    fn from_body(body: &str) -> Result<Self, DecodeError> {
        Self::decode(&super::parse(body)?)
    }
}

/// Where an answer departs from the documented form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: &'static str,
    found: String,
}

impl DecodeError {
    pub(crate) fn new(expected: &'static str, found: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            expected,
            found: found.into(),
        }
    }

    pub(crate) fn below(mut self, name: &str) -> Self {
        if !self.path.is_empty() {
            self.path.insert(0, '.');
        }
        self.path.insert_str(0, name);
        self
    }

    /// The place in the answer: `Snapshots.Snapshot.2.Progress`; empty for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = match self.path.as_str() {
            "" => "answer",
            path => path,
        };
        write!(
            f,
            "{path}: expected {}, found {}",
            self.expected, self.found
        )
    }
}

impl std::error::Error for DecodeError {}

impl Node {
    /// Reads a member.
    ///
    /// # Errors
    ///
    /// If it has another type, or is missing and must not be.
    pub fn field<T: Decode>(&self, name: &str) -> Result<T, DecodeError> {
        match self.get(name) {
            Some(node) => T::decode(node).map_err(|error| error.below(name)),
            None => self.missing(name),
        }
    }

    /// Reads a list that is wrapped twice: `"Snapshots": {"Snapshot": […]}`. One that is not
    /// wrapped is read as well.
    ///
    /// # Errors
    ///
    /// If an item has another type.
    pub fn wrapped<T: Decode>(&self, name: &str, wrapper: &str) -> Result<Vec<T>, DecodeError> {
        match self.get(name) {
            Some(node) => match node.get(wrapper) {
                Some(items) => Vec::decode(items).map_err(|error| error.below(wrapper)),
                None if matches!(node, Self::Object(_)) => Ok(Vec::new()),
                None => Vec::decode(node),
            }
            .map_err(|error| error.below(name)),
            None => self.missing(name),
        }
    }

    fn missing<T: Decode>(&self, name: &str) -> Result<T, DecodeError> {
        match self {
            Self::Object(_) | Self::Null => {}
            // XML has no other form for an object without members.
            Self::Text(text) if text.trim().is_empty() => {}
            other => return Err(DecodeError::new("an object", other.describe())),
        }
        T::absent().ok_or_else(|| DecodeError::new("a value", "none").below(name))
    }

    /// The members that are not in `known`.
    pub fn others(&self, known: &[&str]) -> Vec<(String, Self)> {
        match self {
            Self::Object(members) => {
                let unknown = |(name, _): &&(String, Self)| !known.contains(&name.as_str());
                members.iter().filter(unknown).cloned().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Decode for Node {
    fn decode(node: &Node) -> Result<Self, DecodeError> {
        Ok(node.clone())
    }

    fn absent() -> Option<Self> {
        Some(Self::Null)
    }
}

impl Decode for String {
    fn decode(node: &Node) -> Result<Self, DecodeError> {
        let text = node.to_text();
        text.ok_or_else(|| DecodeError::new("a text", node.describe()))
    }
}

impl Decode for bool {
    fn decode(node: &Node) -> Result<Self, DecodeError> {
        let truth = match node.as_text().as_deref() {
            Some(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        truth.ok_or_else(|| DecodeError::new("true or false", node.describe()))
    }
}

macro_rules! decode_number {
    ($($kind:ty => $expected:literal),*) => {$(
        impl Decode for $kind {
            fn decode(node: &Node) -> Result<Self, DecodeError> {
                let text = match node {
                    Node::Number(text) | Node::Text(text) => text.trim(),
                    _ => "",
                };
                text.parse().map_err(|_| DecodeError::new($expected, node.describe()))
            }
        }
    )*};
}

decode_number!(
    i32 => "a whole number of 32 bits",
    i64 => "a whole number of 64 bits",
    f64 => "a number"
);

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node) -> Result<Self, DecodeError> {
        match node {
            Node::Null => Ok(None),
            // An empty XML element, or a number that a server left blank.
            Node::Text(text) if text.is_empty() => Ok(T::decode(node).ok()),
            _ => T::decode(node).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node) -> Result<Self, DecodeError> {
        let item = |(at, node): (usize, &Node)| {
            T::decode(node).map_err(|error| error.below(&(at + 1).to_string()))
        };
        match node {
            Node::Null => Ok(Self::new()),
            Node::Text(text) if text.is_empty() => Ok(Self::new()),
            Node::List(items) => items.iter().enumerate().map(item).collect(),
            single => T::decode(single).map(|item| vec![item]),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}
