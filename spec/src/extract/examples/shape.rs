//! The structure that examples show: names, lists and objects, without the values.

use super::json::Value;
use super::members::Members;
use super::xml::Element;
use crate::model::Type;
use std::collections::HashSet;

/// A field as examples show it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shape {
    /// The name.
    pub(crate) name: String,
    /// What it is; of XML alone a list and an object with one member look the same.
    pub(crate) kind: ShapeKind,
    /// The type of a plain value, or of a list's plain elements.
    pub(crate) scalar: Option<Type>,
    /// Whether JSON tells lists from objects here.
    pub(crate) exact: bool,
    /// Whether JSON shows a list here; XML alone may repeat an element by mistake.
    pub(crate) listed: bool,
    /// The members, of a list those of its elements.
    pub(crate) children: Members,
}

/// What a field is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ShapeKind {
    /// Nothing is known, the example leaves it empty.
    #[default]
    Unknown,
    /// A plain value.
    Scalar,
    /// Members.
    Object,
    /// Elements.
    Array,
}

/// Members past this number belong to a map with free keys, not to a documented object.
const MOST_MEMBERS: usize = 2000;

impl Shape {
    /// The member of that name; of one in another letter case, if that is the only one.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    /// Takes in what another example shows of the same field.
    pub(crate) fn merge(&mut self, other: Self) {
        self.kind = match (self.kind, other.kind) {
            (ShapeKind::Array, _) | (_, ShapeKind::Array) => ShapeKind::Array,
            (ShapeKind::Object, _) | (_, ShapeKind::Object) => ShapeKind::Object,
            (ShapeKind::Scalar, _) | (_, ShapeKind::Scalar) => ShapeKind::Scalar,
            _ => ShapeKind::Unknown,
        };
        self.scalar = self.scalar.or(other.scalar);
        self.exact |= other.exact;
        self.listed |= other.listed;
        let mut others = other.children;
        for child in others.take() {
            self.add(child);
        }
    }

    /// Takes in a member.
    fn add(&mut self, child: Self) {
        let is_full = self.children.len() >= MOST_MEMBERS;
        let known = self.children.position(&child.name);
        match known.and_then(|at| self.children.at(at)) {
            Some(known) => known.merge(child),
            None if is_full => {}
            None => self.children.push(child),
        }
    }

    /// Collects the names that have a dot in them.
    pub(crate) fn collect_dotted(&self, names: &mut HashSet<String>) {
        for child in self.children.iter() {
            if child.name.contains('.') {
                names.insert(child.name.clone());
            }
            child.collect_dotted(names);
        }
    }

    /// Settles lists that one format prints with the element that wraps them and the other
    /// without: `{"Rules": [{"Id": 1}]}` beside `<Rules><Rule><Id>1</Id></Rule></Rules>`. The
    /// wrapped form is taken, since a printer can leave an element out but not invent one.
    pub(crate) fn settle_wrappers(&mut self) {
        if let Some(at) = self.hidden_wrapper() {
            let mut members = self.children.take();
            let mut wrapper = members.remove(at);
            for member in members {
                wrapper.add(member);
            }
            if self.kind == ShapeKind::Array {
                wrapper.kind = ShapeKind::Array;
                self.kind = ShapeKind::Object;
            }
            wrapper.exact = self.exact;
            self.children.push(wrapper);
        }
        for at in 0..self.children.len() {
            if let Some(child) = self.children.at(at) {
                child.settle_wrappers();
            }
        }
    }

    /// The place of a member that only one format has, and that holds what the other format has
    /// beside it.
    fn hidden_wrapper(&self) -> Option<usize> {
        if self.children.len() < 2 || !self.exact {
            return None;
        }
        let holds_others = |wrapper: &Self| {
            let others = self
                .children
                .iter()
                .filter(|other| other.name != wrapper.name);
            let shared = others.filter(|other| wrapper.children.position(&other.name).is_some());
            shared.count() * 2 >= wrapper.children.len().min(self.children.len() - 1)
        };
        let alone = |exact: bool| {
            let mut members = self.children.iter().enumerate();
            let mut of_format = members.by_ref().filter(|(_, child)| child.exact == exact);
            let first = of_format.next()?;
            of_format.next().is_none().then_some(first)
        };
        let wrappers = [alone(true), alone(false)].into_iter().flatten();
        let mut fitting =
            wrappers.filter(|(_, child)| !child.children.is_empty() && holds_others(child));
        fitting.next().map(|(at, _)| at)
    }

    /// The shape of a JSON value.
    pub(crate) fn of_json(name: &str, value: &Value<'_>) -> Self {
        let mut shape = Self {
            name: name.to_owned(),
            exact: true,
            ..Self::default()
        };
        match value {
            Value::Object(members) => {
                shape.kind = ShapeKind::Object;
                for (name, value) in members {
                    // `"Windows ": …`: no name ends in a blank.
                    shape.add(Self::of_json(name.trim(), value));
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    let element = Self::of_json(name, element);
                    shape.scalar = shape.scalar.or(element.scalar);
                    shape.merge(element);
                }
                shape.kind = ShapeKind::Array;
                shape.listed = true;
            }
            Value::String(_) => shape.set_scalar(Some(Type::String)),
            Value::Number(number) => {
                let whole = number
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-');
                shape.set_scalar(Some(if whole { Type::Integer } else { Type::Double }));
            }
            Value::Boolean => shape.set_scalar(Some(Type::Boolean)),
            Value::Null => {}
        }
        shape
    }

    fn set_scalar(&mut self, scalar: Option<Type>) {
        self.kind = ShapeKind::Scalar;
        self.scalar = scalar;
    }

    /// The shape of an XML element; siblings of one name are a list.
    pub(crate) fn of_xml(element: &Element<'_>) -> Self {
        let mut shape = Self {
            name: element.name.to_owned(),
            ..Self::default()
        };
        if element.children.is_empty() {
            shape.kind = if element.has_text {
                ShapeKind::Scalar
            } else {
                ShapeKind::Unknown
            };
            return shape;
        }
        shape.kind = ShapeKind::Object;
        for child in &element.children {
            let repeated = shape.children.position(child.name).is_some();
            let mut child = Self::of_xml(child);
            if repeated {
                child.kind = ShapeKind::Array;
            }
            shape.add(child);
        }
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::super::{json, xml};
    use super::{Shape, ShapeKind};

    #[test]
    fn json_and_xml_of_one_answer_have_one_shape() {
        let text = r#"{"Rules": {"Rule": [{"Id": "a"}, {"Port": 80}]}}"#;
        let mut shape = Shape::of_json("", &json::read(text).value);
        let text = "<R><Rules><Rule><Id>a</Id></Rule></Rules><Total>1</Total></R>";
        shape.merge(Shape::of_xml(&xml::read(text).roots[0]));
        let rule = shape.child("Rules").and_then(|rules| rules.child("Rule"));
        let rule = rule.expect("the wrapped list");
        assert_eq!((rule.kind, rule.children.len()), (ShapeKind::Array, 2));
        assert!(shape.child("Total").is_some());
    }

    fn both(json: &str, xml: &str) -> Shape {
        let mut shape = Shape::of_json("", &json::read(json).value);
        shape.merge(Shape::of_xml(&xml::read(xml).roots[0]));
        shape.settle_wrappers();
        shape
    }

    #[test]
    fn a_wrapper_that_one_format_leaves_out_is_kept() {
        for (json, xml) in [
            (
                r#"{"Rules": [{"Id": "a", "Port": 1}], "Total": 1}"#,
                "<R><Rules><Rule><Id>a</Id></Rule></Rules><Total>1</Total></R>",
            ),
            (
                r#"{"Rules": {"Rule": [{"Id": "a", "Port": 1}]}, "Total": 1}"#,
                "<R><Rules><Id>a</Id></Rules><Rules><Id>b</Id></Rules><Total>1</Total></R>",
            ),
        ] {
            let shape = both(json, xml);
            let rules = shape.child("Rules").expect("the list");
            let [rule] = &rules.children[..] else {
                panic!("the wrapper alone: {rules:?}");
            };
            assert_eq!(
                (rules.kind, rule.kind, rule.children.len()),
                (ShapeKind::Object, ShapeKind::Array, 2)
            );
        }
    }

    #[test]
    fn members_that_both_formats_have_are_no_wrapper() {
        let shape = both(
            r#"{"A": {"Item": {"Id": 1}, "Id": 2}}"#,
            "<R><A><Item><Id>1</Id></Item><Id>2</Id></A></R>",
        );
        assert_eq!(shape.child("A").map(|a| a.children.len()), Some(2));
    }
}
