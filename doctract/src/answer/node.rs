//! The tree of an answer.

use std::borrow::Cow;

/// One value of an answer, whichever format it came in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// JSON's `null`.
    Null,
    /// JSON's `true` or `false`.
    Boolean(bool),
    /// A JSON number, as it was written.
    Number(String),
    /// A text; in XML every value without children.
    Text(String),
    /// A list; in XML several children of one name.
    List(Vec<Node>),
    /// Named members, in the order of the answer.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The member of that name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                let mut found = members.iter().filter(|(member, _)| member == name);
                found.next().map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// The text of a single value: a text, a number, a truth.
    pub fn to_text(&self) -> Option<String> {
        self.as_text().map(Cow::into_owned)
    }

    pub(super) fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(Cow::Borrowed(text)),
            Self::Boolean(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    pub(super) fn describe(&self) -> String {
        match self {
            Self::Null => "null".into(),
            Self::Boolean(truth) => truth.to_string(),
            Self::Number(number) => number.clone(),
            Self::Text(text) if text.chars().count() > 40 => {
                let start: String = text.chars().take(40).collect();
                format!("the text {start:?}…")
            }
            Self::Text(text) => format!("the text {text:?}"),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Object(members) => format!("an object of {} members", members.len()),
        }
    }
}
