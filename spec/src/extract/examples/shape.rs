//! The structure that examples show: names, lists and objects, without the values.

use super::json::Value;
use super::xml::Element;
use crate::model::Type;

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
    /// The members, of a list those of its elements.
    pub(crate) children: Vec<Shape>,
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
        let mut members = self.children.iter();
        let exact = members.find(|child| child.name == name);
        exact.or_else(|| {
            let mut alike = self
                .children
                .iter()
                .filter(|child| child.name.eq_ignore_ascii_case(name));
            alike.next().filter(|_| alike.next().is_none())
        })
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
        for child in other.children {
            self.add(child);
        }
    }

    /// Takes in a member.
    fn add(&mut self, child: Self) {
        let is_full = self.children.len() >= MOST_MEMBERS;
        match self
            .children
            .iter_mut()
            .find(|known| known.name == child.name)
        {
            Some(known) => known.merge(child),
            None if is_full => {}
            None => self.children.push(child),
        }
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
                    shape.add(Self::of_json(name, value));
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    let element = Self::of_json(name, element);
                    shape.scalar = shape.scalar.or(element.scalar);
                    shape.merge(element);
                }
                shape.kind = ShapeKind::Array;
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
            let repeated = shape.children.iter().any(|known| known.name == child.name);
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
}
