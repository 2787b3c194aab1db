//! The parameters of a request as members of structs.

use super::types::{closed_set, scalar};
use super::{Body, EnumVariant, Kind, Member, TypeId, TypeTable};
use crate::docs;
use crate::ident::{self, Scope};
use crate::rename::Renames;
use doctract_spec::Operation;
use doctract_spec::names::{Names, Node, Shape};

/// The members of the request, in documented order. Constants have none.
pub(crate) fn lower_request(
    operation: &Operation,
    names: &Names<'_>,
    renames: &mut Renames<'_>,
    types: &mut TypeTable,
) -> Vec<Member> {
    let mut lowering = Lowering {
        operation: &operation.operation,
        names,
        renames,
        types,
    };
    lowering.members(None, &operation.operation)
}

struct Lowering<'l, 'r> {
    operation: &'l str,
    names: &'l Names<'l>,
    renames: &'l mut Renames<'r>,
    types: &'l mut TypeTable,
}

impl Lowering<'_, '_> {
    /// The members below `parent`; `around` is the name of the type that they make.
    fn members(&mut self, parent: Option<usize>, around: &str) -> Vec<Member> {
        let names = self.names;
        let mut scope = Scope::default();
        let mut members = Vec::new();
        let mut seen = Vec::new();
        for (at, node) in names.nodes().iter().enumerate() {
            let twice = seen.contains(&node.pattern.as_str());
            if node.parent != parent || node.field.constant.is_some() || twice {
                continue;
            }
            seen.push(&node.pattern);
            let renamed = self.renames.of_field(self.operation, &node.pattern);
            let wire = own_name(node, parent.and_then(|parent| names.nodes().get(parent)));
            let wanted = renamed.unwrap_or_else(|| ident::snake(&wire));
            let name = scope.take(&wanted, &format!("parameter_{}", members.len() + 1));
            let kind = self.kind(at, node, &wire, around);
            members.push(Member {
                name,
                wire,
                aliases: node.field.aliases.clone(),
                wrapper: None,
                kind,
                required: node.field.required,
                node: Some(at),
                docs: docs::parameter(node),
            });
        }
        members
    }

    fn kind(&mut self, at: usize, node: &Node<'_>, wire: &str, around: &str) -> Kind {
        match node.shape {
            Shape::Leaf | Shape::Items => self.leaf(node, wire, around),
            Shape::Object => Kind::Struct(self.object(at, node, wire, around)),
            Shape::List => {
                let child = self.names.nodes().get(at + 1);
                let child = child.filter(|child| child.parent == Some(at));
                let item = match child {
                    Some(items) if items.pattern == node.pattern => {
                        self.kind(at + 1, items, wire, around)
                    }
                    Some(_) => Kind::Struct(self.object(at, node, wire, around)),
                    None => Kind::Text,
                };
                Kind::List(Box::new(item))
            }
        }
    }

    fn object(&mut self, at: usize, node: &Node<'_>, wire: &str, around: &str) -> TypeId {
        let renamed = self.renames.of_type(self.operation, &node.pattern);
        let wanted = renamed.unwrap_or_else(|| ident::pascal(wire));
        let members = self.members(Some(at), &wanted);
        let docs = docs::object(node);
        self.types.add(&wanted, around, Body::Object(members), docs)
    }

    fn leaf(&mut self, node: &Node<'_>, wire: &str, around: &str) -> Kind {
        let Some(values) = closed_set(node.field) else {
            return scalar(node.field);
        };
        let renamed = self.renames.of_type(self.operation, &node.pattern);
        let wanted = renamed.unwrap_or_else(|| ident::pascal(wire));
        let mut rename = |value: &str| {
            let key = format!("{}={value}", node.pattern);
            self.renames.of_type(self.operation, &key)
        };
        let variants = variants(&values, &mut rename);
        let docs = docs::closed_set(&node.pattern);
        Kind::Enum(self.types.add(&wanted, around, Body::Enum(variants), docs))
    }
}

/// The variants of a closed set.
pub(super) fn variants(
    values: &[(String, Option<String>)],
    rename: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<EnumVariant> {
    let mut scope = Scope::default();
    scope.take("Unknown", "");
    let mut seen = Vec::new();
    let mut variants = Vec::new();
    for (value, meaning) in values {
        if seen.contains(&value) {
            continue;
        }
        seen.push(value);
        let wanted = rename(value).unwrap_or_else(|| ident::pascal(value));
        let wanted = match wanted.as_str() {
            "Self" => "SelfValue",
            wanted => wanted,
        };
        variants.push(EnumVariant {
            name: scope.take(wanted, &format!("Value{}", variants.len() + 1)),
            wire: value.clone(),
            docs: docs::variant(value, meaning.as_deref()),
        });
    }
    variants
}

/// The name of a node within the object above it: what its pattern adds to that one's.
fn own_name(node: &Node<'_>, parent: Option<&Node<'_>>) -> String {
    let pattern = node.pattern.strip_suffix(".N").unwrap_or(&node.pattern);
    let above = parent.map(|parent| parent.pattern.as_str());
    let below = above.and_then(|above| pattern.strip_prefix(above)?.strip_prefix('.'));
    below.unwrap_or(pattern).to_owned()
}
