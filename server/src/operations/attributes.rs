//! Attributes out of requests and into answers.

use super::Parameters;
use crate::answer::Node;
use crate::model::Attributes;

/// The attributes of these names that a request tells, each after `prefix`: `SystemDisk.`.
pub(super) fn told(parameters: &Parameters, prefix: &str, names: &[&str]) -> Attributes {
    let told = names.iter().filter_map(|name| {
        let value = if prefix.is_empty() {
            parameters.owned(name)
        } else {
            parameters.owned(&format!("{prefix}{name}"))
        };
        Some(((*name).to_owned(), value?))
    });
    Attributes::new(told)
}

/// Puts attributes where an answer shows their names, each as a value of the kind that stands there.
pub(super) fn show(attributes: &Attributes, node: &mut Node) {
    for (name, value) in attributes.iter() {
        set(node, name, value);
    }
}

/// Sets the member of this name, an outer one before an inner one.
fn set(node: &mut Node, name: &str, value: &str) -> bool {
    if let Some(own) = node.member(name) {
        match own {
            Node::Boolean(own) => *own = value.eq_ignore_ascii_case("true"),
            Node::Integer(own) => *own = value.parse().unwrap_or(*own),
            Node::Array(items) => *items = vec![Node::text(value.to_owned())],
            Node::Object(_) => return false,
            own => *own = Node::text(value.to_owned()),
        }
        return true;
    }
    match node {
        Node::Object(members) => members.iter_mut().any(|(_, own)| set(own, name, value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Parameters(owned.collect())
    }

    #[test]
    fn attributes_show_where_their_names_are() {
        let given = parameters(&[
            ("Disk.Level", "PL2"),
            ("Disk.Encrypted", "True"),
            ("Disk.Group", "sg-1"),
            ("Disk.Bandwidth", "5"),
            ("Disk.Other", "x"),
        ]);
        let told = told(
            &given,
            "Disk.",
            &["Level", "Encrypted", "Group", "Bandwidth"],
        );
        let mut node = Node::object([
            ("Level", Node::text("")),
            ("Encrypted", Node::Boolean(false)),
            ("Bandwidth", Node::Integer(0)),
            ("Groups", Node::list("Group", Vec::new())),
            ("Inner", Node::object([("Level", Node::text(""))])),
        ]);
        show(&told, &mut node);
        assert_eq!(
            node.to_json(),
            r#"{"Level":"PL2","Encrypted":true,"Bandwidth":5,"Groups":{"Group":["sg-1"]},"Inner":{"Level":""}}"#
        );
    }
}
