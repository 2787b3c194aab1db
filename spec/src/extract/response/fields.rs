//! Nodes → fields of the model: lists, objects, and the elements that wrap lists.

use super::super::examples::shape::{Shape, ShapeKind};
use super::tree::Node;
use crate::model::{Confidence, Field, Type};
use std::collections::HashMap;
use std::ops::Range;

/// The path of each field in the spec, and its row in the page.
pub(super) type Places = Vec<(String, Range<usize>)>;

/// The fields that nodes make. `path` is where they go in the spec; the place of each row in the
/// page is added to `places`.
pub(super) fn of_nodes(
    nodes: Vec<Node<'_, '_, '_>>,
    path: &str,
    places: &mut Places,
) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::with_capacity(nodes.len());
    let mut known: HashMap<String, usize> = HashMap::with_capacity(nodes.len());
    for node in nodes {
        let own = format!("{path}[name={}]", node.row.name);
        places.push((own.clone(), node.row.record.range.clone()));
        let field = field(node, &own, places);
        if let Some(twin) = known.get(&field.name).and_then(|at| fields.get_mut(*at)) {
            *twin = merge(std::mem::take(twin), field);
        } else {
            known.insert(field.name.clone(), fields.len());
            fields.push(field);
        }
    }
    fields
}

fn field(node: Node<'_, '_, '_>, path: &str, places: &mut Places) -> Field {
    let record = &node.row.record;
    let mut field = Field {
        name: node.row.name.clone(),
        doc_type: node.row.word.doc.clone(),
        example: record.example.as_deref().map(str::to_owned),
        description: record.description.as_deref().map(str::to_owned),
        confidence: node.confidence,
        ..Field::default()
    };
    let (kind, wrapper) = container(&node);
    field.kind = kind;
    let element = node.element;
    let is_bare = node
        .shape
        .is_some_and(|shape| shape.kind == ShapeKind::Array);
    if element.is_some() && wrapper == element && is_bare {
        field.confidence = field.confidence.max(Confidence::Medium);
    }
    let mut children = node.children;
    if let Some(wrapper) = wrapper {
        // The row of the wrapped element, if there is one, gives way to its members.
        let only = children.len() == 1 && children[0].row.name == wrapper;
        if only {
            let element = children.remove(0);
            places.push((format!("{path}.items"), element.row.record.range.clone()));
            let description = element.row.record.description.as_deref();
            field.description = field.description.or_else(|| description.map(str::to_owned));
            let mut items = element_field(&element);
            items.properties = of_nodes(
                element.children,
                &format!("{path}.items.properties"),
                places,
            );
            settle_items(&mut items);
            field.items = Some(Box::new(items));
            field.wrapper = Some(wrapper);
            return field;
        }
        field.wrapper = Some(wrapper);
    }
    if kind == Type::Array {
        let shape = node.shape.and_then(|shape| match &field.wrapper {
            Some(wrapper) => shape.child(wrapper).or(shape.children.first()),
            None => Some(shape),
        });
        let scalar = shape.and_then(|shape| shape.scalar);
        let mut items = Field {
            kind: node.row.word.item.or(scalar).unwrap_or(Type::Any),
            doc_type: element.filter(|_| field.wrapper.is_none()),
            properties: of_nodes(children, &format!("{path}.items.properties"), places),
            ..Field::default()
        };
        settle_items(&mut items);
        field.items = Some(Box::new(items));
    } else {
        field.properties = of_nodes(children, &format!("{path}.properties"), places);
    }
    field
}

/// The elements of a list have members or are plain.
fn settle_items(items: &mut Field) {
    if !items.properties.is_empty() {
        items.kind = Type::Object;
    }
}

fn element_field(element: &Node<'_, '_, '_>) -> Field {
    let word = &element.row.word;
    let scalar = element.shape.and_then(|shape| shape.scalar);
    let kind = match word.kind {
        Type::Array | Type::Any => word.item.or(scalar).unwrap_or(Type::Any),
        other => other,
    };
    Field {
        kind,
        doc_type: word.doc.clone(),
        example: element.row.record.example.as_deref().map(str::to_owned),
        ..Field::default()
    }
}

/// Whether a field is a list, an object or plain, and the name of the element that wraps its list.
fn container(node: &Node<'_, '_, '_>) -> (Type, Option<String>) {
    let word = &node.row.word;
    let shape = node.shape;
    let is_plain = word.kind.can_be_broken() || word.kind == Type::String;
    let shown_list = |shape: &Shape| {
        shape.kind == ShapeKind::Array && (shape.listed || !is_plain || !shape.children.is_empty())
    };
    // An object with one member that is a list: the form of lists in RPC answers.
    let wrapped = shape
        .filter(|shape| shape.kind == ShapeKind::Object)
        .and_then(|shape| match &shape.children[..] {
            [element] => {
                // Examples made from XML show a list of one as an object; the page's type knows, or
                // the names tell: `Servers` of `Server`.
                let members = !element.children.is_empty();
                let plural = word.kind == Type::Any && is_plural(&node.row.name, &element.name);
                let one_of_many = members && (word.kind == Type::Array || plural);
                let listed = shown_list(element) || one_of_many;
                let documented = match &node.children[..] {
                    [child] => {
                        let name = child.row.name.as_str();
                        name == element.name || element.child(name).is_some()
                    }
                    [] => true,
                    children => !children.iter().any(|child| child.row.name == element.name),
                };
                (listed && documented).then(|| element.name.clone())
            }
            _ => None,
        });
    let named = node.element.clone();
    // Where the table and the examples name the element differently, the table is right: examples
    // are written by hand.
    if wrapped.is_some() {
        return (Type::Array, named.or(wrapped));
    }
    // The same where examples print the list bare: the row for its element is not there for nothing.
    if named.is_some() && (node.renamed || shape.is_some_and(shown_list)) {
        return (Type::Array, named);
    }
    if let Some(shape) = shape {
        if shown_list(shape) {
            return (Type::Array, None);
        }
        if shape.exact && shape.kind == ShapeKind::Object && !shape.children.is_empty() {
            return (Type::Object, None);
        }
    }
    // No example tells: a list of one row that has members is a wrapped list.
    if let (Type::Array | Type::Any, [child], None) = (word.kind, &node.children[..], shape)
        && child.row.record.is_name_only()
        && !child.children.is_empty()
    {
        return (Type::Array, Some(child.row.name.clone()));
    }
    let has_members = !node.children.is_empty() || named.is_some();
    match word.kind {
        Type::Any if has_members => (Type::Object, None),
        Type::Any => (
            shape.and_then(|shape| shape.scalar).unwrap_or(Type::Any),
            None,
        ),
        kind if has_members && !matches!(kind, Type::Array | Type::Json) => (Type::Object, None),
        kind => (kind, None),
    }
}

/// Whether a list's name is its element's with an ending: `Servers`, `Policies`, `InfoSet`.
fn is_plural(list: &str, element: &str) -> bool {
    let Some(stem) = element.len().checked_sub(1).filter(|stem| *stem > 1) else {
        return false;
    };
    let (list, element) = (list.as_bytes(), element.as_bytes());
    (element.len() + 1..=element.len() + 3).contains(&list.len())
        && list[..stem].eq_ignore_ascii_case(&element[..stem])
}

/// Two rows of one name at one place: the members of both.
fn merge(mut known: Field, other: Field) -> Field {
    let members = |properties: &mut Vec<Field>, others: Vec<Field>| {
        for other in others {
            match properties.iter_mut().find(|own| own.name == other.name) {
                Some(own) => *own = merge(std::mem::take(own), other),
                None => properties.push(other),
            }
        }
    };
    let inner = other.items.map_or(Vec::new(), |items| items.properties);
    let others = other.properties.into_iter().chain(inner).collect();
    match &mut known.items {
        Some(items) => {
            members(&mut items.properties, others);
            settle_items(items);
        }
        None => members(&mut known.properties, others),
    }
    if known.kind == Type::Any {
        known.kind = other.kind;
    }
    known.description = known.description.or(other.description);
    known.example = known.example.or(other.example);
    known
}

#[cfg(test)]
mod tests {
    use super::is_plural;

    #[test]
    fn lists_are_named_after_their_elements() {
        for (list, element) in [
            ("BackendServers", "BackendServer"),
            ("Policies", "Policy"),
            ("DiskSet", "Disk"),
        ] {
            assert!(is_plural(list, element), "{list}");
        }
        for (list, element) in [
            ("Data", "Item"),
            ("PriceInfo", "Price"),
            ("Server", "Servers"),
        ] {
            assert!(!is_plural(list, element), "{list}");
        }
    }
}
