//! XML into the tree: elements become members, repeated elements a list, attributes are passed
//! over.

use super::{DecodeError, Node};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Elements below elements that an answer may have.
const MOST_DEPTH: usize = 64;

/// Reads an XML text; the result is what stands inside its root.
pub(super) fn parse(text: &str) -> Result<Node, DecodeError> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        match event {
            Event::Start(start) => {
                if open.len() > MOST_DEPTH {
                    return Err(DecodeError::new("XML", "elements nested too deep"));
                }
                open.push(Element::named(start.local_name().as_ref()));
            }
            Event::Empty(empty) => {
                let element = Element::named(empty.local_name().as_ref());
                close(&mut open, element)?;
            }
            Event::Text(text) => push(&mut open, &text.decode().map_err(|error| broken(&error))?),
            Event::CData(text) => push(&mut open, &text.decode().map_err(|error| broken(&error))?),
            Event::GeneralRef(reference) => {
                let resolved = reference
                    .resolve_char_ref()
                    .map_err(|error| broken(&error))?;
                let name = reference.decode().map_err(|error| broken(&error))?;
                match (
                    resolved,
                    quick_xml::escape::resolve_predefined_entity(&name),
                ) {
                    (Some(c), _) => push(&mut open, c.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => push(&mut open, text),
                    (None, None) => {
                        return Err(DecodeError::new(
                            "XML",
                            format!("the unknown entity {name}"),
                        ));
                    }
                }
            }
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                close(&mut open, element)?;
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(document), true) => match document.children.into_iter().next() {
            Some((_, root)) => Ok(root),
            None => Err(DecodeError::new("XML", "no element")),
        },
        _ => Err(DecodeError::new("XML", "an element that is not closed")),
    }
}

#[derive(Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<(String, Node)>,
}

impl Element {
    fn named(name: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).into_owned(),
            ..Self::default()
        }
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn close(open: &mut [Element], element: Element) -> Result<(), DecodeError> {
    let node = if element.children.is_empty() {
        Node::Text(element.text)
    } else {
        Node::Object(element.children)
    };
    let Some(parent) = open.last_mut() else {
        return Err(DecodeError::new("XML", "an end without a start"));
    };
    let mut siblings = parent.children.iter_mut();
    match siblings.find(|(name, _)| *name == element.name) {
        Some((_, Node::List(items))) => items.push(node),
        Some((_, first)) => {
            let items = vec![std::mem::replace(first, Node::Null), node];
            *first = Node::List(items);
        }
        None => parent.children.push((element.name, node)),
    }
    Ok(())
}

fn broken(error: &dyn std::fmt::Display) -> DecodeError {
    DecodeError::new("XML", error.to_string())
}
