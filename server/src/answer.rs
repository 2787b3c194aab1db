//! The tree of an answer, and its two written forms: JSON and XML say the same.

use crate::time;
use jiff::Timestamp;
use std::borrow::Cow;
use std::fmt::Write as _;

/// How much room an answer is given at first, in bytes: an item of a list takes about 600.
const USUAL_SIZE: usize = 1024;

/// A name of a member: nearly always known when the server is built.
pub(crate) type Name = Cow<'static, str>;

/// One node of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A text.
    Text(Cow<'static, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal number, as it is written.
    Decimal(String),
    /// True or false.
    Boolean(bool),
    /// A time to the second, UTC: a text that is only made where it is written.
    Time(Timestamp),
    /// Members in their order.
    Object(Vec<(Name, Node)>),
    /// A list. In XML each item is an element of the member's name.
    Array(Vec<Node>),
    /// No value: `null` in JSON, an empty element in XML.
    Null,
}

impl Node {
    /// An object of these members.
    pub(crate) fn object<const N: usize>(members: [(&'static str, Node); N]) -> Self {
        let members = members.into_iter();
        Self::Object(
            members
                .map(|(name, node)| (Cow::Borrowed(name), node))
                .collect(),
        )
    }

    /// A list wrapped as this API does it: `"Snapshots": {"Snapshot": […]}`.
    pub(crate) fn list(item: &'static str, items: Vec<Node>) -> Self {
        Self::object([(item, Self::Array(items))])
    }

    /// A text.
    pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The tree of a JSON value.
    pub(crate) fn from_json(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(value),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Self::Integer(whole),
                None => Self::Decimal(number.to_string()),
            },
            Value::String(text) => Self::text(text),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from_json).collect()),
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name), Self::from_json(value)))
                    .collect(),
            ),
        }
    }

    /// The member of this name, if this is an object that has it.
    pub(crate) fn member(&mut self, name: &str) -> Option<&mut Node> {
        match self {
            Self::Object(members) => members
                .iter_mut()
                .find_map(|(own, node)| (own == name).then_some(node)),
            _ => None,
        }
    }

    /// Takes the member of this name away.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(own, _)| own != name);
        }
    }

    /// Sets a member, at the front if it is new.
    pub(crate) fn set_first(&mut self, name: &'static str, node: Node) {
        if let Some(own) = self.member(name) {
            *own = node;
        } else if let Self::Object(members) = self {
            members.insert(0, (Cow::Borrowed(name), node));
        }
    }

    /// The JSON form.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::with_capacity(USUAL_SIZE);
        write_json(self, &mut out);
        out
    }

    /// The XML form under a root element of this name.
    pub(crate) fn to_xml(&self, root: &str) -> String {
        let mut out = String::with_capacity(USUAL_SIZE);
        out.push_str("<?xml version='1.0' encoding='UTF-8'?>");
        write_xml(root, self, &mut out);
        out
    }
}

fn write_json(node: &Node, out: &mut String) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Text(text) => write_json_text(text, out),
        Node::Integer(number) => push_display(number, out),
        Node::Decimal(number) => out.push_str(number),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Time(value) => {
            out.push('"');
            time::push(*value, out);
            out.push('"');
        }
        Node::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json(item, out);
            }
            out.push(']');
        }
        Node::Object(members) => {
            out.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json_text(name, out);
                out.push(':');
                write_json(member, out);
            }
            out.push('}');
        }
    }
}

fn write_json_text(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    // Nearly every text is plain. Looking at all of its bytes without a stop is the quickest way to know.
    let plain = !text
        .bytes()
        .fold(false, |found, byte| found | is_special_in_json(byte));
    if plain {
        out.push_str(text);
    } else {
        escape_json(text, out);
    }
    out.push('"');
}

fn escape_json(text: &str, out: &mut String) {
    let mut rest = text;
    // Everything that is escaped is ASCII, so that bytes can be looked at.
    while let Some(at) = rest.bytes().position(is_special_in_json) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(quoted @ ('"' | '\\')) => out.extend(['\\', quoted]),
            Some(control) => push_display(format_args!("\\u{:04x}", u32::from(control)), out),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

const fn is_special_in_json(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

fn write_xml(name: &str, node: &Node, out: &mut String) {
    let name = &*element_name(name);
    if let Node::Array(items) = node {
        for item in items {
            write_xml(name, item, out);
        }
        return;
    }
    out.extend(["<", name, ">"]);
    match node {
        Node::Null | Node::Array(_) => {}
        Node::Text(text) => write_xml_text(text, out),
        Node::Integer(number) => push_display(number, out),
        Node::Decimal(number) => out.push_str(number),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Time(value) => time::push(*value, out),
        Node::Object(members) => {
            for (name, member) in members {
                write_xml(name, member, out);
            }
        }
    }
    out.extend(["</", name, ">"]);
}

/// A name as an element can have it. Names come from pages, where anything may stand.
fn element_name(name: &str) -> Cow<'_, str> {
    let begins = |c: char| c.is_alphabetic() || c == '_';
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.starts_with(begins) && name.chars().all(goes_on) {
        return Cow::Borrowed(name);
    }
    let kept: String = name
        .trim()
        .chars()
        .map(|c| if goes_on(c) { c } else { '_' })
        .collect();
    if kept.starts_with(begins) {
        Cow::Owned(kept)
    } else {
        Cow::Owned(format!("_{kept}"))
    }
}

/// Characters that XML 1.0 cannot hold, not even as references, become U+FFFD. A carriage return
/// travels as a reference, since a parser would turn it into a line feed.
fn write_xml_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(is_special_in_xml) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        out.push_str(match characters.next() {
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('&') => "&amp;",
            Some('\r') => "&#13;",
            Some(_) => "\u{FFFD}",
            None => "",
        });
        rest = characters.as_str();
    }
    out.push_str(rest);
}

fn is_special_in_xml(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\r' | '\u{FFFE}' | '\u{FFFF}')
        || (c < ' ' && c != '\n' && c != '\t')
}

fn push_display(value: impl std::fmt::Display, out: &mut String) {
    // Writing to a string never fails.
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_are_wrapped_twice_in_both_forms() {
        let items = vec![Node::object([("SnapshotId", Node::text("s-1"))])];
        let node = Node::object([
            ("TotalCount", Node::Integer(1)),
            ("Snapshots", Node::list("Snapshot", items)),
            ("Tags", Node::list("Tag", Vec::new())),
        ]);
        assert_eq!(
            node.to_json(),
            r#"{"TotalCount":1,"Snapshots":{"Snapshot":[{"SnapshotId":"s-1"}]},"Tags":{"Tag":[]}}"#
        );
        assert_eq!(
            node.to_xml("R").split_once("?>").unwrap().1,
            "<R><TotalCount>1</TotalCount><Snapshots><Snapshot><SnapshotId>s-1</SnapshotId>\
             </Snapshot></Snapshots><Tags></Tags></R>"
        );
    }

    #[test]
    fn any_name_makes_a_sound_element() {
        for (name, shown) in [
            (" UserData", "UserData"),
            ("", "_"),
            ("1-a", "_1-a"),
            ("a b<", "a_b_"),
        ] {
            let node = Node::Object(vec![(Cow::Owned(name.to_owned()), Node::Null)]);
            let xml = node.to_xml("R");
            assert!(
                xml.ends_with(&format!("<R><{shown}></{shown}></R>")),
                "{xml}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in any::<String>()) {
            let node = Node::object([("A", Node::text(text.clone()))]);
            let json: serde_json::Value = serde_json::from_str(&node.to_json()).unwrap();
            prop_assert_eq!(json["A"].as_str(), Some(text.as_str()));

            let xml = node.to_xml("R");
            let mut reader = quick_xml::Reader::from_str(&xml);
            let mut read = String::new();
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Text(part) => read.push_str(&part.decode().unwrap()),
                    quick_xml::events::Event::GeneralRef(name) => match name.resolve_char_ref().unwrap() {
                        Some(c) => read.push(c),
                        None => read.push_str(match &*name.decode().unwrap() {
                            "lt" => "<", "gt" => ">", "amp" => "&", other => panic!("&{other};"),
                        }),
                    },
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            let kept = |c: char| if is_special_in_xml(c) && !"<>&\r".contains(c) { '\u{FFFD}' } else { c };
            prop_assert_eq!(read, text.chars().map(kept).collect::<String>());
        }
    }
}
