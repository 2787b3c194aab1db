//! What an operation's success answer must hold, and what an answer lacks of it.

use super::tree::{Format, Node, Tree, parse};
use doctract_core::ValueKind;
use doctract_spec::Operation;
use doctract_spec::model::{BodyFormat, Field, Role, Type};
use std::collections::{HashMap, HashSet};

/// The documented answer of one operation.
#[derive(Debug)]
pub(crate) struct Contract {
    fields: Vec<Field>,
    /// What the page's examples show: the path of a member and how it stands there.
    shown: HashMap<String, Shown>,
    /// How many examples there are to show anything.
    examples: usize,
    /// The member whose value names the resource that a success made.
    pub(crate) resource: Option<String>,
    /// The parameter that makes a repeated request harmless.
    pub(crate) token: Option<String>,
    /// Whether the page lists `RequestId` in its answer.
    pub(crate) promises_request_id: bool,
    root: String,
}

/// A member in the page's examples.
#[derive(Debug, Default)]
struct Shown {
    /// The kinds that it has in JSON; what XML shows has no kind of its own.
    kinds: HashSet<&'static str>,
    /// The examples that it stands in.
    examples: HashSet<usize>,
}

/// One departure from the documented answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The statement: `response/SnapshotId`; `root` for the root of XML.
    pub(crate) statement: String,
    pub(crate) expected: String,
    pub(crate) seen: String,
}

impl Contract {
    pub(crate) fn new(operation: &Operation, creating: bool) -> Self {
        let mut shown = HashMap::new();
        let mut read = 0;
        let examples = operation.examples.responses.iter();
        for example in
            examples.filter(|example| !example.failure && example.format != BodyFormat::Text)
        {
            let Ok(mut tree) = parse(example.body.as_bytes()) else {
                continue;
            };
            // Some pages wrap the answer in its name in JSON too.
            let root = format!("{}Response", operation.operation);
            let node = match tree.node.get_mut(&root) {
                Some(inner) => std::mem::replace(inner, Node::Null),
                None => tree.node,
            };
            let node = &as_documented(node, &operation.response.fields);
            record(node, "", tree.format, read, &mut shown);
            read += 1;
        }
        // What a request sends comes back, and names nothing new.
        let sent = |name: &str| {
            operation
                .request
                .parameters
                .iter()
                .any(|own| own.name == name)
        };
        let resource = |field: &&Field| {
            let named = field.name.ends_with("Id") && field.name != REQUEST_ID;
            field.kind == Type::String && named && !sent(&field.name)
        };
        let fields = &operation.response.fields;
        Self {
            resource: fields
                .iter()
                .find(resource)
                .filter(|_| creating)
                .map(|field| field.name.clone()),
            token: operation
                .request
                .parameters
                .iter()
                .find(|field| field.role == Some(Role::IdempotencyToken))
                .map(|field| field.name.clone()),
            promises_request_id: fields.iter().any(|field| field.name == REQUEST_ID),
            fields: fields.clone(),
            shown,
            examples: read,
            root: format!("{}Response", operation.operation),
        }
    }

    /// The departures of a success answer.
    pub(crate) fn findings(&self, tree: &Tree) -> Vec<Finding> {
        let mut found = Vec::new();
        if let Some(root) = tree.root.as_ref().filter(|root| **root != self.root) {
            found.push(Finding {
                statement: ROOT.into(),
                expected: format!("<{}>", self.root),
                seen: format!("<{root}>"),
            });
        }
        for field in &self.fields {
            let id = field.name == REQUEST_ID || self.resource.as_ref() == Some(&field.name);
            match tree.node.get(&field.name) {
                Some(node) if id && node.text().is_some_and(str::is_empty) => found.push(Finding {
                    statement: format!("response/{}", field.name),
                    expected: format!("an id in {}", field.name),
                    seen: "it is empty".into(),
                }),
                Some(node) => self.field(field, node, &field.name, tree.format, &mut found),
                None if self.must_be_there(&field.name) => found.push(Finding {
                    statement: format!("response/{}", field.name),
                    expected: format!("a member {}", field.name),
                    seen: "it is absent".into(),
                }),
                None => {}
            }
        }
        found
    }

    /// A member at the top is due if all of the page's examples show it, or there are none: where
    /// two examples differ, the page says that both are answers.
    fn must_be_there(&self, name: &str) -> bool {
        let shown = self.shown.get(name).map_or(0, |shown| shown.examples.len());
        shown == self.examples
    }

    fn field(
        &self,
        field: &Field,
        node: &Node,
        path: &str,
        format: Format,
        found: &mut Vec<Finding>,
    ) {
        let statement = || format!("response/{path}");
        let wrong = |expected: String, node: &Node| Finding {
            statement: statement(),
            expected,
            seen: seen(node),
        };
        match field.kind {
            Type::Array => {
                let below = match &field.wrapper {
                    Some(wrapper) => format!("{path}.{wrapper}"),
                    None => path.to_owned(),
                };
                match elements(field, node, format) {
                    Some(elements) => {
                        let Some(items) = &field.items else { return };
                        for element in elements {
                            self.element(items, element, &below, format, found);
                        }
                    }
                    None => found.push(wrong("a list".into(), node)),
                }
            }
            Type::Object => match node {
                Node::Object(_) => self.members(&field.properties, node, path, format, found),
                Node::Text(text) if format == Format::Xml && text.is_empty() => {}
                Node::Null => {}
                _ => found.push(wrong("an object".into(), node)),
            },
            Type::Any => {}
            _ => {
                if !self.scalar(field, node, path, format) {
                    found.push(wrong(expected_kind(field.kind).to_owned(), node));
                }
            }
        }
    }

    fn element(
        &self,
        items: &Field,
        node: &Node,
        path: &str,
        format: Format,
        found: &mut Vec<Finding>,
    ) {
        match items.kind {
            Type::Object if items.properties.is_empty() => {}
            Type::Object => self.members(&items.properties, node, path, format, found),
            _ => self.field(items, node, path, format, found),
        }
    }

    fn members(
        &self,
        fields: &[Field],
        node: &Node,
        path: &str,
        format: Format,
        found: &mut Vec<Finding>,
    ) {
        for field in fields {
            if let Some(node) = node.get(&field.name) {
                self.field(
                    field,
                    node,
                    &format!("{path}.{}", field.name),
                    format,
                    found,
                );
            }
        }
    }

    /// Whether a value without members has the documented type, or the kind that the page's own
    /// example gives it.
    fn scalar(&self, field: &Field, node: &Node, path: &str, format: Format) -> bool {
        let shown = self.shown.get(path).map(|shown| &shown.kinds);
        let as_shown = match format {
            Format::Json => shown.is_some_and(|kinds| kinds.contains(node.kind())),
            // XML has texts alone: where JSON shows one, any will do.
            Format::Xml => shown.is_some_and(|kinds| kinds.contains("text")),
        };
        if as_shown && node.text().is_some() {
            return true;
        }
        let text = node.text();
        let admits =
            |kind: ValueKind| text.is_some_and(|text| text.is_empty() || kind.admits(text));
        match (format, field.kind, node) {
            (_, _, Node::Null) | (Format::Json, Type::Json, _) => true,
            (Format::Json, Type::String, node) => matches!(node, Node::Text(_)),
            (Format::Json, Type::Boolean, node) => matches!(node, Node::Bool(_)),
            (Format::Xml, kind, _) | (Format::Json, kind, Node::Number(_)) => {
                kind.value_kind().is_none_or(admits)
            }
            (Format::Json, _, _) => false,
        }
    }
}

/// What is said of the root of an XML answer.
pub(crate) const ROOT: &str = "root";

/// The member that every answer carries.
pub(crate) const REQUEST_ID: &str = "RequestId";

/// The elements of a list: wrapped twice in JSON and in XML, or directly; an empty XML element is
/// an empty list.
fn elements<'n>(field: &Field, node: &'n Node, format: Format) -> Option<Vec<&'n Node>> {
    let inner = match &field.wrapper {
        Some(wrapper) => match node.get(wrapper) {
            Some(inner) => inner,
            None => node,
        },
        None => node,
    };
    match inner {
        Node::List(items) => Some(items.iter().collect()),
        Node::Null => Some(Vec::new()),
        Node::Text(text) if format == Format::Xml && text.is_empty() => Some(Vec::new()),
        Node::Object(members)
            if format == Format::Xml && field.wrapper.is_none() && members.len() == 1 =>
        {
            // <Ids><Id>a</Id><Id>b</Id></Ids> without a documented name for the element.
            match &members[0].1 {
                Node::List(items) => Some(items.iter().collect()),
                one => Some(vec![one]),
            }
        }
        other if format == Format::Xml => Some(vec![other]),
        Node::Object(members) if members.len() == 1 => match &members[0].1 {
            Node::List(items) => Some(items.iter().collect()),
            _ => None,
        },
        _ => None,
    }
}

const fn expected_kind(kind: Type) -> &'static str {
    match kind {
        Type::Integer | Type::Long => "a whole number",
        Type::Float | Type::Double => "a number",
        Type::Boolean => "true or false",
        _ => "a text",
    }
}

fn seen(node: &Node) -> String {
    match node.text() {
        Some(text) => {
            let short: String = text.chars().take(40).collect();
            format!("{} {short:?}", node.kind())
        }
        None => node.kind().to_owned(),
    }
}

/// An example with its lists under the names that the page documents for their elements, where it
/// prints another: a list that stands alone there is the one that is meant.
fn as_documented(node: Node, fields: &[Field]) -> Node {
    match node {
        Node::Object(members) => {
            let members = members.into_iter().map(|(name, node)| {
                let field = fields.iter().find(|field| field.name == name);
                let node = match field {
                    Some(field) => member_as_documented(node, field),
                    None => node,
                };
                (name, node)
            });
            Node::Object(members.collect())
        }
        Node::List(items) => {
            let items = items.into_iter();
            Node::List(items.map(|item| as_documented(item, fields)).collect())
        }
        other => other,
    }
}

fn member_as_documented(node: Node, field: &Field) -> Node {
    let items = field.items.as_deref();
    let below = items.map_or(&field.properties, |items| &items.properties);
    match (node, &field.wrapper) {
        (Node::Object(mut members), Some(wrapper)) if members.len() == 1 => {
            let list = members.pop().map(|(name, node)| {
                let name = match node {
                    Node::List(_) => wrapper.clone(),
                    _ => name,
                };
                (name, as_documented(node, below))
            });
            Node::Object(list.into_iter().collect())
        }
        (node, _) => as_documented(node, below),
    }
}

/// Notes every member of an example, the `number`th, with its kind.
fn record(
    node: &Node,
    path: &str,
    format: Format,
    number: usize,
    shown: &mut HashMap<String, Shown>,
) {
    match node {
        Node::Object(members) => {
            for (name, member) in members {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let noted = shown.entry(below.clone()).or_default();
                noted.examples.insert(number);
                if format == Format::Json && member.text().is_some() {
                    noted.kinds.insert(member.kind());
                }
                record(member, &below, format, number, shown);
            }
        }
        Node::List(items) => {
            for item in items {
                record(item, path, format, number, shown);
            }
        }
        _ => {}
    }
}
