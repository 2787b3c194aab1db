//! One tree for JSON and XML answers.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde_json::Value as Json;
use std::collections::HashMap;

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A text; in XML any value without members.
    Text(String),
    /// A JSON number, as it stands.
    Number(String),
    /// A JSON truth value.
    Bool(bool),
    /// JSON null.
    Null,
    /// A JSON array; in XML several elements of one name.
    List(Vec<Self>),
    /// Members, in order.
    Object(Vec<(String, Self)>),
}

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        }
    }
}

/// An answer that has been read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub(crate) format: Format,
    /// The name of the root element of XML.
    pub(crate) root: Option<String>,
    pub(crate) node: Node,
}

/// Deepest nesting of XML that is read; JSON has its own limit in `serde_json`.
const MOST_DEPTH: usize = 100;

impl Node {
    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, node)| node),
            _ => None,
        }
    }

    /// The same to change it.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => members
                .iter_mut()
                .find(|(known, _)| known == name)
                .map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text of a value without members.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The node at a path of member names joined by `.`; a number is a place in a list. In XML a
    /// list of one cannot be told from its element.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.')
            .try_fold(self, |node, name| match (node, name.parse::<usize>()) {
                (Self::List(items), Ok(place)) => items.get(place),
                (Self::Object(_), Ok(0)) if node.get(name).is_none() => Some(node),
                _ => node.get(name),
            })
    }

    /// What it is, in a word.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Bool(_) => "boolean",
            Self::Null => "null",
            Self::List(_) => "list",
            Self::Object(_) => "object",
        }
    }

    /// The same tree without one member at its top.
    pub(crate) fn without(&self, name: &str) -> Self {
        match self {
            Self::Object(members) => Self::Object(
                members
                    .iter()
                    .filter(|(known, _)| known != name)
                    .cloned()
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}

/// Reads an answer; else what is wrong with it.
pub(crate) fn parse(body: &[u8]) -> Result<Tree, String> {
    let text = std::str::from_utf8(body).map_err(|_| "the answer is no UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.chars().next() {
        None => Err("the answer is empty".to_owned()),
        Some('<') if is_html(text) => Err("the answer is an HTML page".to_owned()),
        Some('<') => parse_xml(text),
        Some('{' | '[') => {
            let json: Json = serde_json::from_str(text)
                .map_err(|error| format!("the answer is broken JSON: {error}"))?;
            Ok(Tree {
                format: Format::Json,
                root: None,
                node: from_json(json),
            })
        }
        Some(_) => {
            let start: String = text.chars().take(40).collect();
            Err(format!("the answer is neither JSON nor XML: {start:?}"))
        }
    }
}

fn is_html(text: &str) -> bool {
    let start: String = text
        .chars()
        .take(20)
        .collect::<String>()
        .to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

fn from_json(json: Json) -> Node {
    match json {
        Json::Null => Node::Null,
        Json::Bool(value) => Node::Bool(value),
        Json::Number(number) => Node::Number(number.to_string()),
        Json::String(text) => Node::Text(text),
        Json::Array(items) => Node::List(items.into_iter().map(from_json).collect()),
        Json::Object(members) => Node::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, from_json(value)))
                .collect(),
        ),
    }
}

/// An element that has begun: its name, members and text so far.
struct Open {
    name: String,
    members: Vec<(String, Node)>,
    text: String,
}

fn parse_xml(text: &str) -> Result<Tree, String> {
    let broken = |what: &str| format!("the answer is broken XML: {what}");
    let mut reader = Reader::from_str(text);
    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<(String, Node)> = None;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(&error.to_string()))?;
        match event {
            Event::Start(start) => {
                if stack.len() >= MOST_DEPTH {
                    return Err(broken("nested too deeply"));
                }
                if root.is_some() {
                    return Err(broken("a second root"));
                }
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                stack.push(Open {
                    name,
                    members: Vec::new(),
                    text: String::new(),
                });
            }
            Event::Empty(start) => {
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                let node = Node::Text(String::new());
                match stack.last_mut() {
                    Some(above) => above.members.push((name, node)),
                    None => root = Some((name, node)),
                }
            }
            Event::End(_) => {
                let Some(open) = stack.pop() else {
                    return Err(broken("an end without a start"));
                };
                let node = closed(open.members, &open.text);
                match stack.last_mut() {
                    Some(above) => above.members.push((open.name, node)),
                    None => root = Some((open.name, node)),
                }
            }
            Event::Text(part) => {
                let raw = part.decode().map_err(|error| broken(&error.to_string()))?;
                let plain = unescape(&raw).map_err(|error| broken(&error.to_string()))?;
                match stack.last_mut() {
                    Some(open) => open.text.push_str(&plain),
                    None if plain.trim().is_empty() => {}
                    None => return Err(broken("text outside the root")),
                }
            }
            Event::GeneralRef(part) => {
                let raw = part.decode().map_err(|error| broken(&error.to_string()))?;
                let raw = format!("&{raw};");
                let plain = unescape(&raw).map_err(|error| broken(&error.to_string()))?;
                if let Some(open) = stack.last_mut() {
                    open.text.push_str(&plain);
                }
            }
            Event::CData(part) => {
                let raw = part.decode().map_err(|error| broken(&error.to_string()))?;
                if let Some(open) = stack.last_mut() {
                    open.text.push_str(&raw);
                }
            }
            Event::DocType(_) => return Err(broken("a document type")),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    if !stack.is_empty() {
        return Err(broken("it ends in the middle"));
    }
    let (name, node) = root.ok_or_else(|| broken("no root"))?;
    // A root without members is still an answer with none.
    let node = match node {
        Node::Text(text) if text.trim().is_empty() => Node::Object(Vec::new()),
        node => node,
    };
    Ok(Tree {
        format: Format::Xml,
        root: Some(name),
        node,
    })
}

/// Elements of one name that stand side by side are a list.
fn closed(members: Vec<(String, Node)>, text: &str) -> Node {
    if members.is_empty() {
        return Node::Text(text.trim().to_owned());
    }
    // By name, since an answer may have as many names as it has elements.
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut grouped: Vec<(String, Vec<Node>)> = Vec::new();
    for (name, node) in members {
        let place = *places.entry(name.clone()).or_insert(grouped.len());
        match grouped.get_mut(place) {
            Some((_, nodes)) => nodes.push(node),
            None => grouped.push((name, vec![node])),
        }
    }
    Node::Object(
        grouped
            .into_iter()
            .map(|(name, mut nodes)| match (nodes.len(), nodes.pop()) {
                (1, Some(node)) => (name, node),
                (_, Some(last)) => {
                    nodes.push(last);
                    (name, Node::List(nodes))
                }
                (_, None) => (name, Node::Null),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_xml_give_one_tree() {
        let json =
            parse(br#"{"RequestId":"A","Disks":{"Disk":[{"Id":"a"},{"Id":"b & c"}]}}"#).unwrap();
        let xml = parse(
            b"<?xml version=\"1.0\"?><DescribeDisksResponse><RequestId>A</RequestId><Disks>\
              <Disk><Id>a</Id></Disk><Disk><Id>b &amp; c</Id></Disk></Disks></DescribeDisksResponse>",
        )
        .unwrap();
        assert_eq!(json.node, xml.node);
        assert_eq!(xml.root.as_deref(), Some("DescribeDisksResponse"));
    }

    #[test]
    fn what_is_no_answer_says_what_it_is() {
        for (body, part) in [
            (&b""[..], "empty"),
            (b"<!DOCTYPE html><html>", "HTML"),
            (b"{\"a\":", "broken JSON"),
            (b"<a><b></a>", "broken XML"),
            (b"<a>", "ends in the middle"),
            (
                b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                "document type",
            ),
            (b"oops", "neither"),
            (b"\xff\xfe", "UTF-8"),
        ] {
            let error = parse(body).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
        let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
        assert!(parse(deep.as_bytes()).unwrap_err().contains("deeply"));
    }

    /// Were each name looked for among all before it, this would not end.
    #[test]
    fn an_answer_of_as_many_names_as_elements_is_read() {
        const MANY: usize = 200_000;
        let names = (0..MANY).map(|name| format!("<n{name}>1</n{name}>"));
        let tree = parse(format!("<r>{}</r>", names.collect::<String>()).as_bytes()).unwrap();
        assert_eq!(tree.node.at("n7").and_then(Node::text), Some("1"));
        let Node::Object(members) = tree.node else {
            panic!("an object");
        };
        assert_eq!(members.len(), MANY);
    }
}
