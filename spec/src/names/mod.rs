//! The flat view of a request: every wire name an operation takes, and what a given name means.

mod steps;

use crate::model::{Field, IndexRange, Operation, Position, Style, Type};
use doctract_core::Indices;
use std::collections::HashMap;
use std::ops::Range;
use steps::{Steps, index_of};

/// A parameter that carries one value: a top-level scalar or a member of a list or an object.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// The documented name: `Tag.N.Key`.
    pub pattern: String,
    /// The field itself; for a flattened list of plain values its `items`, where it has them.
    pub field: &'a Field,
    /// The fields above it, outermost first.
    pub parents: Vec<&'a Field>,
    /// Its place in [`Names::nodes`].
    pub node: usize,
}

/// One field of the tree: a leaf, or a list or an object above leaves.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The documented name. A flattened list and its items share one: `Tag.N`.
    pub pattern: String,
    /// The field itself.
    pub field: &'a Field,
    /// The place in the spec: `request.parameters[name=Tag].items`.
    pub path: String,
    /// The list or object that it belongs to.
    pub parent: Option<usize>,
    /// What it is in the flat view.
    pub shape: Shape,
    /// The flattened lists that it stands in, outermost first: one for each `N` of a member's
    /// name. A list does not stand in itself.
    pub lists: Vec<usize>,
    /// The leaves at or below it.
    pub leaves: Range<usize>,
    /// One past the last node below it.
    pub end: usize,
}

/// What a field is in the flat view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Carries one value.
    Leaf,
    /// An object whose members carry values.
    Object,
    /// A list whose elements carry values, by index.
    List,
    /// The elements of a list that travels as one value: no name of their own.
    Items,
}

/// A wire name's place in the spec.
#[derive(Debug, Clone, Copy)]
pub struct Resolved<'n, 'a> {
    /// The field that the name carries a value for: a leaf of the tree.
    pub field: &'a Field,
    /// The documented name: `Tag.N.Key` (canonical spelling, also when an alias was sent).
    pub pattern: &'n str,
    /// The indices in the name, outermost first. Digits that are no index (`-1`, `01` or more
    /// than 32 bits) are given as 0.
    pub indices: Indices,
    /// Whether an alias was sent.
    pub alias: bool,
    /// The place of the leaf in [`Names::leaves`].
    pub leaf: usize,
    /// The first index, counted from the outermost, that is out of its list's range. Index 0 and
    /// digits that are no index are out of every range.
    pub outside: Option<usize>,
}

/// All wire names of one operation, ready for lookup. Build once, use for every request.
///
/// ```
/// use doctract_spec::model::{Field, IndexRange, Operation, Type};
/// use doctract_spec::names::Names;
///
/// let mut operation = Operation::default();
/// operation.request.parameters.push(Field {
///     name: "InstanceId".into(),
///     kind: Type::Array,
///     flatten: Some("InstanceId.N".into()),
///     index_range: Some(IndexRange { min: 1, max: Some(20), text: None }),
///     items: Some(Box::default()),
///     ..Field::default()
/// });
/// let names = Names::new(&operation);
/// assert_eq!(names.resolve("InstanceId.3").unwrap().indices.as_slice(), [3]);
/// assert_eq!(names.resolve("InstanceId.21").unwrap().outside, Some(0));
/// assert!(names.resolve("InstanceId").is_none());
/// ```
#[derive(Debug)]
pub struct Names<'a> {
    nodes: Vec<Node<'a>>,
    leaves: Vec<Leaf<'a>>,
    documented: HashMap<String, usize>,
    steps: Steps<'a>,
}

impl<'a> Names<'a> {
    /// Collects the names of an operation.
    ///
    /// Objects are always seen flat (`SystemDisk.Size`), lists where `flatten` says so and in the
    /// body of an HTTP-path operation; a caller who has a JSON body names its values that way.
    /// Other lists, and fields of type `json`, are one value.
    pub fn new(operation: &'a Operation) -> Self {
        let mut names = Self {
            nodes: Vec::new(),
            leaves: Vec::new(),
            documented: HashMap::new(),
            steps: Steps::new(),
        };
        let top = Place {
            parent: None,
            prefix: "",
            step: 0,
            lists: &[],
            in_body: false,
        };
        let roa = operation.style == Style::Roa;
        for field in &operation.request.parameters {
            let path = format!("request.parameters[name={}]", field.name);
            let in_body = roa && field.position == Some(Position::Body);
            names.add(field, path, &Place { in_body, ..top });
        }
        if let Some(body) = &operation.request.body {
            let in_body = true;
            names.add(body, "request.body".into(), &Place { in_body, ..top });
        }
        names.steps.finish();
        names
    }

    /// Every field of the request, in document order, each before those below it.
    pub fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// The leaves in document order.
    pub fn leaves(&self) -> &[Leaf<'a>] {
        &self.leaves
    }

    /// The place in [`Names::nodes`] of a documented name: `Tag.N.Key`, `Tag.N` or `Tag`.
    pub fn find(&self, documented: &str) -> Option<usize> {
        self.documented.get(documented).copied()
    }

    /// What a wire name means; `None` if the operation has no such parameter. A name that fits a
    /// list but for its index resolves, with [`Resolved::outside`] set.
    pub fn resolve(&self, name: &str) -> Option<Resolved<'_, 'a>> {
        let mut step = 0;
        let mut alias = false;
        let mut indices = Indices::NONE;
        let mut depth = 0;
        let mut zero = None;
        for part in name.split('.') {
            if let Some(next) = self.steps.by_name(step, part) {
                (step, alias) = (next.to, alias || next.alias);
                continue;
            }
            let index = index_of(part)?;
            step = self.steps.by_index(step)?;
            indices = indices.with(index);
            if index == 0 {
                zero = zero.or(Some(depth));
            }
            depth += 1;
        }
        let at = self.steps.leaf(step)?;
        let leaf = self.leaves.get(at)?;
        Some(Resolved {
            field: leaf.field,
            pattern: &leaf.pattern,
            indices,
            alias,
            leaf: at,
            outside: zero.or_else(|| self.first_outside(leaf.node, indices)),
        })
    }

    fn first_outside(&self, node: usize, indices: Indices) -> Option<usize> {
        let lists = &self.nodes.get(node)?.lists;
        let mut pairs = lists.iter().zip(indices.as_slice());
        pairs.position(|(list, index)| {
            let list = self.nodes.get(*list);
            let range = list.and_then(|list| list.field.index_range.as_ref());
            range.is_some_and(|range| !range.contains(*index))
        })
    }

    fn add(&mut self, field: &'a Field, path: String, place: &Place<'_>) {
        let own = match field.name.as_str() {
            "" => "body",
            name => name,
        };
        let object = !field.properties.is_empty() && field.kind != Type::Json;
        let flattened = field.flatten.is_some() || place.in_body;
        let shape = match (field.kind == Type::Array && flattened, object) {
            (true, _) => Shape::List,
            (false, true) => Shape::Object,
            (false, false) => Shape::Leaf,
        };
        let (start, head) = match field.flatten.as_deref() {
            Some(flat) if shape == Shape::List => (0, flat.strip_suffix(".N").unwrap_or(flat)),
            Some(flat) => (0, flat),
            None => (place.step, own),
        };
        let name = if start == 0 {
            head.to_owned()
        } else {
            format!("{}.{head}", place.prefix)
        };
        let mut step = self.steps.walk(start, head);
        for alias in &field.aliases {
            self.steps.alias(place.step, alias, step);
        }
        let mut lists = place.lists.to_vec();
        let mut pattern = name.clone();
        if shape == Shape::List {
            step = self.steps.below_index(step);
            lists.push(self.nodes.len());
            pattern.push_str(".N");
        }
        let node = self.push_node(field, pattern.clone(), path, shape, place);
        self.documented.entry(name).or_insert(node);
        let below = Place {
            parent: Some(node),
            prefix: &pattern,
            step,
            lists: &lists,
            in_body: place.in_body,
        };
        match (shape, &field.items) {
            (Shape::List, Some(items)) => self.add_items(items, node, &below),
            (Shape::Leaf, items) => {
                self.push_leaf(node, step);
                if let Some(items) = items {
                    let path = self.path_below(node, ".items");
                    self.push_node(items, pattern.clone(), path, Shape::Items, &below);
                }
            }
            _ if object => self.add_properties(field, node, &below),
            _ => self.push_leaf(node, step),
        }
        self.close(node);
    }

    fn add_items(&mut self, items: &'a Field, list: usize, place: &Place<'_>) {
        let path = self.path_below(list, ".items");
        let object = !items.properties.is_empty() && items.kind != Type::Json;
        let shape = if object { Shape::Object } else { Shape::Leaf };
        let node = self.push_node(items, place.prefix.to_owned(), path, shape, place);
        if object {
            let below = Place {
                parent: Some(node),
                ..*place
            };
            self.add_properties(items, node, &below);
        } else {
            self.push_leaf(node, place.step);
        }
        self.close(node);
    }

    fn add_properties(&mut self, field: &'a Field, node: usize, place: &Place<'_>) {
        for property in &field.properties {
            let path = self.path_below(node, &format!(".properties[name={}]", property.name));
            self.add(property, path, place);
        }
    }

    fn push_node(
        &mut self,
        field: &'a Field,
        pattern: String,
        path: String,
        shape: Shape,
        place: &Place<'_>,
    ) -> usize {
        let node = self.nodes.len();
        self.documented.entry(pattern.clone()).or_insert(node);
        self.nodes.push(Node {
            pattern,
            field,
            path,
            parent: place.parent,
            shape,
            lists: place.lists.to_vec(),
            leaves: self.leaves.len()..self.leaves.len(),
            end: node + 1,
        });
        node
    }

    fn push_leaf(&mut self, node: usize, step: usize) {
        let Some(this) = self.nodes.get(node) else {
            return;
        };
        let mut parents = Vec::new();
        let mut above = this.parent;
        while let Some(parent) = above.and_then(|parent| self.nodes.get(parent)) {
            parents.push(parent.field);
            above = parent.parent;
        }
        parents.reverse();
        self.steps.mark(step, self.leaves.len());
        self.leaves.push(Leaf {
            pattern: this.pattern.clone(),
            field: this.field,
            parents,
            node,
        });
    }

    fn close(&mut self, node: usize) {
        let (leaves, end) = (self.leaves.len(), self.nodes.len());
        if let Some(node) = self.nodes.get_mut(node) {
            node.leaves.end = leaves;
            node.end = end;
        }
    }

    fn path_below(&self, node: usize, step: &str) -> String {
        let path = self
            .nodes
            .get(node)
            .map(|node| node.path.as_str())
            .unwrap_or_default();
        format!("{path}{step}")
    }
}

/// Where in the tree a field is added.
#[derive(Clone, Copy)]
struct Place<'p> {
    parent: Option<usize>,
    prefix: &'p str,
    step: usize,
    lists: &'p [usize],
    in_body: bool,
}

impl IndexRange {
    /// Whether `index` is legal.
    pub fn contains(&self, index: u32) -> bool {
        self.min <= index && self.max.is_none_or(|max| index <= max)
    }
}

#[cfg(test)]
mod tests;
