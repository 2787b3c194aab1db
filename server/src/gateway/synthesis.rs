//! Answers for operations without behaviour: the page's example, else values by type.

use crate::answer::Node;
use crate::ids;
use doctract_spec::Operation;
use doctract_spec::model::{BodyFormat, Field, Type};
use std::borrow::Cow;

/// How deep an answer is made up.
const MOST_DEPTH: usize = 12;

/// A success answer of an operation, without its `RequestId`: the first JSON example of a success,
/// in the form that the documented fields have; without one, values by type.
pub(crate) fn answer(spec: &Operation) -> Node {
    let mut node = match example(spec) {
        Some(mut node) => {
            fit(&mut node, &spec.response.fields, 0);
            node
        }
        None => object(&spec.response.fields, 0),
    };
    node.remove("RequestId");
    complete_masks(&mut node);
    node
}

/// Gives an operation that makes something another id each time: the texts at the top that are ids
/// and were not sent keep their form, and end in something new. One that is printed empty gets the
/// first letters of its name for a prefix.
pub(crate) fn renew_ids(node: &mut Node, was_sent: impl Fn(&str) -> bool) {
    let Node::Object(members) = node else { return };
    for (name, value) in members {
        let Node::Text(text) = value else { continue };
        let Some(kind) = name.strip_suffix("Id").filter(|_| !was_sent(name)) else {
            continue;
        };
        let renewed = if text.is_empty() {
            let capitals = kind.chars().filter(char::is_ascii_uppercase);
            let prefix: String = capitals.map(|c| c.to_ascii_lowercase()).collect();
            Some(ids::resource_id(&prefix))
        } else {
            ids::another(text)
        };
        if let Some(renewed) = renewed {
            *text = Cow::Owned(renewed);
        }
    }
}

/// The first JSON example of a success, if it can be read. Some are printed inside the element
/// that XML has around it.
fn example(spec: &Operation) -> Option<Node> {
    let mut responses = spec.examples.responses.iter();
    let shown = responses.find(|shown| shown.format == BodyFormat::Json && !shown.failure)?;
    let tree = Node::from_json(serde_json::from_str(&shown.body).ok()?);
    let Node::Object(mut members) = tree else {
        return None;
    };
    let documented = |name: &str| spec.response.fields.iter().any(|field| field.name == name);
    if let [(name, Node::Object(_))] = members.as_slice()
        && name.ends_with("Response")
        && !documented(name)
        && let Some((_, inner)) = members.pop()
    {
        return Some(inner);
    }
    Some(Node::Object(members))
}

/// Lists of one item are often printed as that item, as a translation from XML leaves them: they
/// become lists where the page documents one.
fn fit(node: &mut Node, fields: &[Field], depth: usize) {
    let Node::Object(members) = node else { return };
    if depth > MOST_DEPTH {
        return;
    }
    for (name, member) in members {
        let Some(field) = fields.iter().find(|field| field.name == **name) else {
            continue;
        };
        match (field.kind, &field.items) {
            (Type::Array, Some(items)) => fit_list(member, field, items, depth),
            (Type::Object, _) => fit(member, &field.properties, depth + 1),
            _ => {}
        }
    }
}

fn fit_list(member: &mut Node, field: &Field, items: &Field, depth: usize) {
    let list = match &field.wrapper {
        Some(wrapper) if member.member(wrapper).is_some() => member.member(wrapper),
        Some(_) => return,
        None => Some(member),
    };
    let Some(list) = list else { return };
    if !matches!(list, Node::Array(_) | Node::Null) {
        let item = std::mem::replace(list, Node::Null);
        // An empty text stands for an empty element.
        let none = matches!(&item, Node::Text(text) if text.is_empty());
        *list = Node::Array(if none { Vec::new() } else { vec![item] });
    }
    if let Node::Array(own) = list {
        for item in own {
            fit(item, &items.properties, depth + 1);
        }
    }
}

/// Gives an answer the documented members that it lacks, without a value: an operation's behaviour
/// knows what the model keeps, its page prints more.
pub(crate) fn complete(node: &mut Node, fields: &[Field], depth: usize) {
    let Node::Object(members) = node else { return };
    if depth > MOST_DEPTH {
        return;
    }
    for field in fields {
        let own = members.iter_mut().find(|(name, _)| *name == field.name);
        let Some((_, member)) = own else {
            members.push((
                Cow::Owned(field.name.clone()),
                without_value(field, depth + 1),
            ));
            continue;
        };
        match (field.kind, &field.items) {
            (Type::Object, _) => complete(member, &field.properties, depth + 1),
            (Type::Array, Some(items)) if !items.properties.is_empty() => {
                let list = match &field.wrapper {
                    Some(wrapper) => member.member(wrapper),
                    None => Some(member),
                };
                if let Some(Node::Array(own)) = list {
                    for item in own {
                        complete(item, &items.properties, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What stands for no value of a field: of its type, and empty.
fn without_value(field: &Field, depth: usize) -> Node {
    match field.kind {
        Type::Array => {
            let none = Node::Array(Vec::new());
            match &field.wrapper {
                Some(wrapper) => Node::Object(vec![(Cow::Owned(wrapper.clone()), none)]),
                None => none,
            }
        }
        Type::Object => {
            let mut node = Node::Object(Vec::new());
            complete(&mut node, &field.properties, depth);
            node
        }
        Type::Integer | Type::Long => Node::Integer(0),
        Type::Float | Type::Double => Node::Decimal("0.0".to_owned()),
        Type::Boolean => Node::Boolean(false),
        _ => Node::text(""),
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
    fn a_printed_example_takes_the_documented_form() {
        let array = |name: &str, wrapper: Option<&str>| Field {
            name: name.to_owned(),
            kind: Type::Array,
            wrapper: wrapper.map(str::to_owned),
            items: Some(Box::default()),
            ..Field::default()
        };
        let mut spec = Operation::default();
        spec.response.fields = vec![
            array("Disks", Some("Disk")),
            array("Plain", None),
            array("None", None),
        ];
        spec.examples.responses.push(ResponseExample {
            format: BodyFormat::Json,
            failure: false,
            status: None,
            body: r#"{"ListResponse":{"Disks":{"Disk":"d-1"},"Plain":7,"None":""}}"#.to_owned(),
        });
        assert_eq!(
            answer(&spec).to_json(),
            r#"{"Disks":{"Disk":["d-1"]},"Plain":[7],"None":[]}"#
        );
    }

    #[test]
    fn documented_members_that_an_answer_lacks_are_there_without_a_value() {
        let field = |name: &str, kind: Type| Field {
            name: name.to_owned(),
            kind,
            ..Field::default()
        };
        let item = Field {
            properties: vec![field("Id", Type::String), field("Size", Type::Integer)],
            ..Field::default()
        };
        let fields = vec![
            Field {
                wrapper: Some("Disk".to_owned()),
                items: Some(Box::new(item)),
                ..field("Disks", Type::Array)
            },
            field("Price", Type::Float),
            field("Total", Type::Integer),
        ];
        let disk = Node::object([("Id", Node::text("d-1"))]);
        let mut node = Node::object([
            ("Disks", Node::list("Disk", vec![disk])),
            ("Total", Node::Integer(1)),
        ]);
        complete(&mut node, &fields, 0);
        assert_eq!(
            node.to_json(),
            r#"{"Disks":{"Disk":[{"Id":"d-1","Size":0}]},"Total":1,"Price":0.0}"#
        );
    }

    #[test]
    fn what_is_made_has_an_id_of_its_own() {
        let mut node = Node::object([
            ("VpcId", Node::text("vpc-bp1k3x9q7")),
            ("RegionId", Node::text("cn-hangzhou")),
            ("Name", Node::text("vpc-bp1k3x9q7")),
            ("AutoSnapshotPolicyId", Node::text("")),
        ]);
        let before = node.clone();
        renew_ids(&mut node, |name| name == "RegionId");
        let Some(Node::Text(id)) = node.member("VpcId") else {
            panic!("no id");
        };
        assert!(
            id.starts_with("vpc-") && id.len() == "vpc-bp1k3x9q7".len() && id != "vpc-bp1k3x9q7"
        );
        let Some(Node::Text(id)) = node.member("AutoSnapshotPolicyId") else {
            panic!("no id");
        };
        assert!(id.starts_with("asp-bp1"), "{id}");
        *id = "".into();
        node.set_first("VpcId", Node::text("vpc-bp1k3x9q7"));
        assert_eq!(node, before);
    }

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
