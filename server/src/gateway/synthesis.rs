//! Answers for operations without behaviour: the page's example, else values by type.

use crate::answer::Node;
use doctract_spec::Operation;
use doctract_spec::model::{BodyFormat, Field, Type};
use std::borrow::Cow;

/// How deep an answer is made up.
const MOST_DEPTH: usize = 12;

/// A success answer of an operation, without its `RequestId`.
pub(crate) fn answer(spec: &Operation) -> Node {
    let mut node = example(spec).unwrap_or_else(|| object(&spec.response.fields, 0));
    node.remove("RequestId");
    complete_masks(&mut node);
    node
}

/// The first JSON example of a success, if it can be read.
fn example(spec: &Operation) -> Option<Node> {
    let mut responses = spec.examples.responses.iter();
    let shown = responses.find(|shown| shown.format == BodyFormat::Json && !shown.failure)?;
    match Node::from_json(serde_json::from_str(&shown.body).ok()?) {
        node @ Node::Object(_) => Some(node),
        _ => None,
    }
}

fn object(fields: &[Field], depth: usize) -> Node {
    let members = fields.iter().map(|field| {
        let name = Cow::Owned(field.name.clone());
        (name, value(field, depth + 1))
    });
    Node::Object(members.collect())
}

fn value(field: &Field, depth: usize) -> Node {
    if depth > MOST_DEPTH {
        return Node::Null;
    }
    match field.kind {
        Type::Array => {
            let item = field.items.as_deref().map(|item| value(item, depth + 1));
            let items = Node::Array(item.into_iter().collect());
            match &field.wrapper {
                Some(wrapper) => Node::Object(vec![(Cow::Owned(wrapper.clone()), items)]),
                None => items,
            }
        }
        Type::Object => object(&field.properties, depth),
        _ => scalar(field),
    }
}

fn scalar(field: &Field) -> Node {
    let example = field.example.as_deref().filter(|text| !text.is_empty());
    match field.kind {
        Type::Integer | Type::Long => {
            Node::Integer(example.and_then(|text| text.parse().ok()).unwrap_or(1))
        }
        Type::Float | Type::Double => {
            let number = example.and_then(|text| text.parse::<f64>().ok());
            Node::Decimal(number.filter(|n| n.is_finite()).unwrap_or(0.5).to_string())
        }
        Type::Boolean => {
            Node::Boolean(example.is_some_and(|text| text.eq_ignore_ascii_case("true")))
        }
        _ => Node::text(example.unwrap_or_default().to_owned()),
    }
}

/// Fills in what a page has masked: each asterisk of a run of three or more becomes a character.
fn complete_masks(node: &mut Node) {
    match node {
        Node::Text(text) if text.contains("***") => {
            let filling = "k3x9q7w2m5z8".chars().cycle();
            let filled = text.chars().zip(filling);
            let filled = filled.map(|(c, filling)| if c == '*' { filling } else { c });
            *text = Cow::Owned(filled.collect());
        }
        Node::Object(members) => members
            .iter_mut()
            .for_each(|(_, node)| complete_masks(node)),
        Node::Array(items) => items.iter_mut().for_each(complete_masks),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doctract_spec::model::ResponseExample;

    #[test]
    fn an_example_goes_before_types_and_its_masks_are_filled() {
        let mut spec = Operation::default();
        spec.response.fields.push(Field {
            name: "Count".to_owned(),
            kind: Type::Integer,
            example: Some("7".to_owned()),
            ..Field::default()
        });
        assert_eq!(answer(&spec).to_json(), r#"{"Count":7}"#);
        spec.examples.responses.push(ResponseExample {
            format: BodyFormat::Json,
            failure: false,
            status: None,
            body: r#"{"RequestId":"X","Id":"d-bp67****","Disks":{"Disk":[]}}"#.to_owned(),
        });
        let json = answer(&spec).to_json();
        assert!(
            json.starts_with(r#"{"Id":"d-bp67"#) && !json.contains('*'),
            "{json}"
        );
        assert!(!json.contains("RequestId"));
    }
}
