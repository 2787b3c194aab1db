//! YAML values that keep the words of the file: `1.10` stays `1.10`.

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// A value of a YAML text.
///
/// A plain word is kept as written, since only the place where it is put says what it is: a
/// number, a truth value or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A plain word: `404`, `true`, `1.10`, `string`.
    Plain(String),
    /// A text in quotes or in a block.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Any value that has a YAML form.
    pub fn of<T: Serialize>(value: &T) -> Self {
        serde_json::to_value(value).map_or(Self::Plain("null".into()), Self::from)
    }

    /// The word or text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Self::Plain(text) | Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The member of a mapping.
    pub fn member(&self, key: &str) -> Option<&Self> {
        let Self::Map(members) = self else {
            return None;
        };
        members
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Whether two values say the same: scalars by their text, quoted or not, mappings in any
    /// order.
    pub fn says_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(left), Self::List(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.says_same(b))
            }
            (Self::Map(left), Self::Map(_)) => {
                let same = |(key, value): &(String, Self)| {
                    other
                        .member(key)
                        .is_some_and(|other| value.says_same(other))
                };
                left.len() == other.len() && left.iter().all(same)
            }
            _ => self.scalar().is_some() && self.scalar() == other.scalar(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Map(members) => members.len(),
            _ => 0,
        }
    }
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Plain("null".to_owned()),
            Value::Bool(flag) => Self::Plain(flag.to_string()),
            // Without an exponent, which readers of YAML 1.1 take for a text.
            Value::Number(number) => Self::Plain(match number.as_f64() {
                Some(float) if number.is_f64() => float.to_string(),
                _ => number.to_string(),
            }),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.into_iter();
                Self::Map(
                    members
                        .map(|(key, value)| (key, Self::from(value)))
                        .collect(),
                )
            }
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(members) => serializer.collect_map(members.iter().map(|(k, v)| (k, v))),
            Self::Plain(word) => match same_in_json(word) {
                Some(value) => value.serialize(serializer),
                None => serializer.serialize_str(word),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    /// Plain words lose their spelling here; [`Places`](super::Places) has it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

/// The number, truth value or nothing that JSON writes with the same word.
fn same_in_json(word: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(word).ok()?;
    let written = value.to_string();
    (written == word).then_some(value)
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Plain("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let mut map = Vec::new();
        while let Some(member) = members.next_entry()? {
            map.push(member);
        }
        Ok(Tree::Map(map))
    }
}
