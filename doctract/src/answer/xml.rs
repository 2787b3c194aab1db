//! XML into the tree: elements become members, repeated elements a list, attributes are passed
//! over.

use super::{DecodeError, Node};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

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
    /// The places of the children by name, once there are many.
    places: HashMap<String, usize>,
}

/// So many children are looked through for a name.
const FEW: usize = 32;

impl Element {
    fn named(name: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).into_owned(),
            ..Self::default()
        }
    }

    /// Adds a child; further ones of its name become a list with it.
    fn add(&mut self, name: String, node: Node) {
        let known = if self.children.len() <= FEW {
            self.children.iter().position(|(known, _)| *known == name)
        } else {
            if self.places.is_empty() {
                let names = self.children.iter().enumerate();
                self.places = names.map(|(at, (name, _))| (name.clone(), at)).collect();
            }
            self.places.get(&name).copied()
        };
        match known.and_then(|at| self.children.get_mut(at)) {
            Some((_, Node::List(items))) => items.push(node),
            Some((_, first)) => {
                let items = vec![std::mem::replace(first, Node::Null), node];
                *first = Node::List(items);
            }
            None => {
                if !self.places.is_empty() {
                    self.places.insert(name.clone(), self.children.len());
                }
                self.children.push((name, node));
            }
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
    parent.add(element.name, node);
    Ok(())
}

fn broken(error: &dyn std::fmt::Display) -> DecodeError {
    DecodeError::new("XML", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::parse;
    use std::fmt::Write as _;

    #[test]
    fn repeated_names_become_lists_among_many_others() {
        let names = (0..50).chain(0..50);
        let text: String = names.fold(String::new(), |mut text, name| {
            write!(text, "<n{name}>{name}</n{name}>").unwrap();
            text
        });
        let Node::Object(members) = parse(&format!("<r>{text}</r>")).unwrap() else {
            panic!("an object");
        };
        assert_eq!(members.len(), 50);
        for (at, (name, node)) in members.into_iter().enumerate() {
            assert_eq!(name, format!("n{at}"));
            let item = Node::Text(at.to_string());
            assert_eq!(node, Node::List(vec![item.clone(), item]));
        }
    }

    /// Were each name looked for among all before it, this would not end.
    #[test]
    fn an_answer_of_as_many_names_as_elements_is_read() {
        const MANY: usize = 300_000;
        let text = (0..MANY).fold(String::new(), |mut text, name| {
            write!(text, "<n{name}/>").unwrap();
            text
        });
        let Node::Object(members) = parse(&format!("<r>{text}</r>")).unwrap() else {
            panic!("an object");
        };
        assert_eq!(members.len(), MANY);
    }
}
