//! The parameters of a request as OpenAPI has them: flat, lists unrolled to a few indices.

use super::conditions::Between;
use super::object;
use super::value::Schema;
use crate::Operation;
use crate::model::{Field, Position, Style};
use crate::names::{Leaf, Names, Node, Shape};
use serde_json::{Value, json};
use std::collections::HashSet;

/// More parameters than this are not made by unrolling lists in lists.
const MOST_PARAMETERS: usize = 2000;

/// The parameters of an operation that do not travel in the body. `path` is the path template.
pub(super) fn parameters(operation: &Operation, path: &str, most_indices: u32) -> Vec<Value> {
    let names = Names::new(operation);
    let mut list = List::default();
    if operation.style == Style::Rpc {
        list.constant("Action", &operation.operation);
        list.constant("Version", &operation.version);
    }
    for leaf in names.leaves() {
        if in_body(operation, leaf) || leaf.field.position == Some(Position::Host) {
            continue;
        }
        for wire in unrolled(&names, leaf, most_indices) {
            if list.found.len() < MOST_PARAMETERS {
                list.leaf(leaf, &wire, path);
            }
        }
    }
    for variable in variables(path) {
        if !list.seen.contains(&("path", variable.to_owned())) {
            list.push("path", variable, true, json!({ "type": "string" }), None);
        }
    }
    list.found
}

/// The names in braces of a path template.
pub(super) fn variables(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0))
}

/// Whether a leaf travels in the body of an HTTP-path operation.
fn in_body(operation: &Operation, leaf: &Leaf<'_>) -> bool {
    let outer = leaf.parents.first().copied().unwrap_or(leaf.field);
    let is_body = operation.request.body.as_deref();
    operation.style == Style::Roa && outer.position == Some(Position::Body)
        || is_body.is_some_and(|body| std::ptr::eq(body, outer))
}

/// One name on the wire: `Tag.1.Key`, with its place in the lists that it stands in.
struct Wire {
    name: String,
    /// Whether every index is the first of its list.
    first: bool,
}

/// The wire names of a leaf, the first few indices of each list.
fn unrolled(names: &Names<'_>, leaf: &Leaf<'_>, most: u32) -> Vec<Wire> {
    let mut wires = vec![Wire {
        name: String::new(),
        first: true,
    }];
    let mut lists = lists_of(names, leaf).into_iter();
    for part in leaf.pattern.split('.') {
        let list = (part == "N").then(|| lists.next()).flatten();
        let range = list.and_then(|list| list.field.index_range.as_ref());
        let from = range.map_or(1, |range| range.min);
        let to = from.saturating_add(most.max(1) - 1);
        let to = range
            .and_then(|range| range.max)
            .map_or(to, |max| max.min(to));
        let steps: Vec<(String, bool)> = match list {
            Some(_) => (from..=to.max(from))
                .map(|at| (at.to_string(), at == from))
                .collect(),
            None => vec![(part.to_owned(), true)],
        };
        wires = wires
            .iter()
            .flat_map(|wire| {
                steps.iter().map(|(step, first)| Wire {
                    name: match wire.name.as_str() {
                        "" => step.clone(),
                        name => format!("{name}.{step}"),
                    },
                    first: wire.first && *first,
                })
            })
            .take(MOST_PARAMETERS)
            .collect();
    }
    wires
}

/// The flattened lists that a leaf stands in or is, outermost first.
fn lists_of<'n, 'a>(names: &'n Names<'a>, leaf: &Leaf<'a>) -> Vec<&'n Node<'a>> {
    let mut lists = Vec::new();
    let mut at = Some(leaf.node);
    while let Some(node) = at.and_then(|at| names.nodes().get(at)) {
        if node.shape == Shape::List {
            lists.push(node);
        }
        at = node.parent;
    }
    lists.reverse();
    lists
}

#[derive(Default)]
struct List {
    found: Vec<Value>,
    seen: HashSet<(&'static str, String)>,
}

impl List {
    fn constant(&mut self, name: &str, value: &str) {
        let schema = json!({ "type": "string", "const": value });
        self.push("query", name, true, schema, None);
    }

    fn leaf(&mut self, leaf: &Leaf<'_>, wire: &Wire, path: &str) {
        let field = leaf.field;
        let outer = leaf.parents.first().copied().unwrap_or(field);
        let position = match outer.position.or(field.position) {
            Some(Position::Header) => "header",
            Some(Position::Path) if variables(path).any(|known| known == wire.name) => "path",
            _ => "query",
        };
        // A member is required where all that it stands in is, and in the first element of a list.
        let mut chain = leaf.parents.iter().copied().chain([field]);
        let required = position == "path"
            || (wire.first && chain.all(|one| one.required || one.name.is_empty()));
        let Value::Object(mut schema) = object::schema(field, &Between::default()) else {
            return;
        };
        for key in ["description", "deprecated", "x-doctract-in"] {
            schema.remove(key);
        }
        self.push(position, &wire.name, required, schema.into(), Some(field));
    }

    fn push(
        &mut self,
        position: &'static str,
        name: &str,
        required: bool,
        mut schema: Value,
        field: Option<&Field>,
    ) {
        if !self.seen.insert((position, name.to_owned())) {
            return;
        }
        let mut parameter = Schema::new();
        parameter.insert("name".into(), name.into());
        parameter.insert("in".into(), position.into());
        if let Some(description) = field.and_then(|field| field.description.as_ref()) {
            parameter.insert("description".into(), description.clone().into());
        }
        if required {
            parameter.insert("required".into(), true.into());
        }
        if field.is_some_and(|field| field.constraints.iter().any(|entry| entry.deprecated)) {
            parameter.insert("deprecated".into(), true.into());
        }
        let examples = schema
            .as_object_mut()
            .and_then(|schema| schema.remove("examples"));
        let example = examples
            .as_ref()
            .and_then(|examples| examples.get(0))
            .cloned();
        let mut holder = Schema::new();
        // What is a list or an object in one value travels as JSON, which is a content of its own.
        let whole = ["array", "object"]
            .iter()
            .any(|kind| schema["type"] == *kind);
        holder.insert("schema".into(), schema);
        if let Some(example) = example {
            holder.insert("example".into(), example);
        }
        if whole {
            parameter.insert("content".into(), json!({ "application/json": holder }));
        } else {
            parameter.extend(holder);
        }
        self.found.push(parameter.into());
    }
}
