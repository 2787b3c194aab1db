//! A request or an answer as a tree of units: what has a name of its own, with what is below it.

use crate::model::{Confidence, Field, Operation, Type};

/// A parameter or a field of an answer with its elements taken in: a list and its `items` are one
/// unit, as they are one row of a page.
#[derive(Debug, Clone)]
pub(super) struct Unit<'a> {
    /// The name in full: `Tag.N.Key` in a request, `Snapshots.Snapshot.SnapshotId` in an answer.
    pub(super) subject: String,
    /// The place in the spec.
    pub(super) path: String,
    /// The field itself.
    pub(super) field: &'a Field,
    /// The elements, if it is a list that states them.
    pub(super) items: Option<&'a Field>,
    /// What is below it.
    pub(super) children: Vec<Unit<'a>>,
    /// How sure its place in the tree is: its own reading, or that of what it stands in.
    pub(super) confidence: Confidence,
    /// Its place among all units of the tree, in document order.
    pub(super) id: usize,
}

impl Unit<'_> {
    /// The name on its own level, as names are matched: letter case does not count.
    pub(super) fn key(&self) -> String {
        self.field.name.to_lowercase()
    }

    /// The type of the values that it holds: of the elements, for a list.
    pub(super) fn element_kind(&self) -> Option<Type> {
        self.items.map(|items| items.kind)
    }

    /// The place of the list that it is a member of.
    pub(super) fn holder(&self) -> &str {
        match self.path.rfind("[name=") {
            Some(end) => &self.path[..end],
            None => &self.path,
        }
    }

    /// Whether its place in the tree, or that of what stands in it, is not printed.
    pub(super) fn is_unsure(&self) -> bool {
        let children = self.children.iter().map(|child| child.confidence);
        children.max().max(Some(self.confidence)) > Some(Confidence::High)
    }

    /// How many units are here and below.
    pub(super) fn size(&self) -> usize {
        1 + self.children.iter().map(Self::size).sum::<usize>()
    }
}

/// The tree of a request.
pub(super) fn request(operation: &Operation) -> Vec<Unit<'_>> {
    let mut next = 0;
    let mut units: Vec<_> = operation
        .request
        .parameters
        .iter()
        .map(|field| {
            let path = format!("request.parameters[name={}]", field.name);
            unit(field, path, &Above::default(), request_name, &mut next)
        })
        .collect();
    if let Some(body) = &operation.request.body {
        let path = "request.body".to_owned();
        units.push(unit(body, path, &Above::default(), request_name, &mut next));
    }
    units
}

/// The tree of an answer.
pub(super) fn response(operation: &Operation) -> Vec<Unit<'_>> {
    let mut next = 0;
    let fields = operation.response.fields.iter();
    fields
        .map(|field| {
            let path = format!("response.fields[name={}]", field.name);
            unit(field, path, &Above::default(), response_name, &mut next)
        })
        .collect()
}

/// A field's name in full, and the head of the names below it.
type Naming = fn(&Field, &str) -> (String, String);

fn request_name(field: &Field, above: &str) -> (String, String) {
    let name = match (&field.flatten, field.name.as_str()) {
        (Some(flatten), _) => flatten.clone(),
        (None, "") => "body".to_owned(),
        (None, name) => joined(above, name),
    };
    (name.clone(), name)
}

fn response_name(field: &Field, above: &str) -> (String, String) {
    let name = joined(above, &field.name);
    let below = match &field.wrapper {
        Some(wrapper) => joined(&name, wrapper),
        None => name.clone(),
    };
    (name, below)
}

fn joined(above: &str, name: &str) -> String {
    match above {
        "" => name.to_owned(),
        above => format!("{above}.{name}"),
    }
}

/// What a unit stands in.
#[derive(Default)]
struct Above {
    name: String,
    confidence: Confidence,
}

fn unit<'a>(
    field: &'a Field,
    path: String,
    above: &Above,
    naming: Naming,
    next: &mut usize,
) -> Unit<'a> {
    let (subject, below) = naming(field, &above.name);
    let confidence = above.confidence.max(field.confidence);
    let below = Above {
        name: below,
        confidence,
    };
    let id = *next;
    *next += 1;
    let mut children = Vec::new();
    let (mut holder, mut holder_path) = (field, path.clone());
    loop {
        for property in &holder.properties {
            let path = format!("{holder_path}.properties[name={}]", property.name);
            children.push(unit(property, path, &below, naming, next));
        }
        match &holder.items {
            Some(items) => holder = items,
            None => break,
        }
        holder_path.push_str(".items");
    }
    Unit {
        subject,
        path,
        field,
        items: field.items.as_deref(),
        children,
        confidence,
        id,
    }
}
