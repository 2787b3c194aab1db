//! Rows with dotted names → a tree of fields: lists by index, objects by dot, members by mark.

use super::super::wire_name::{Part, bounded};
use crate::model::{Constraint, Field, Type};
use std::ops::Range;

/// One row, ready to take its place in the tree.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The way to the field from the outermost parameter on.
    pub(crate) parts: Vec<Part>,
    /// The last part as this row spells it, where that is not the canonical spelling.
    pub(crate) alias: Option<String>,
    /// The field; its name and `flatten` are given by the tree.
    pub(crate) field: Field,
    /// Whether lists and objects on the way travel flattened, as in `Tag.1.Key`.
    pub(crate) flattened: bool,
    /// The bytes of the row.
    pub(crate) range: Range<usize>,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    /// It is a field of its own, or another spelling of one.
    New,
    /// A row before it has the same name.
    Duplicate,
}

/// The tree while it grows.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The outermost parameters.
    pub(crate) fields: Vec<Field>,
    /// Where each row's field stands in the spec, and the row.
    pub(crate) places: Vec<(String, Range<usize>)>,
}

impl Tree {
    /// Puts an entry into its place; containers on the way come into being.
    pub(crate) fn insert(&mut self, mut entry: Entry, root: &str) -> Placed {
        entry.parts = bounded(entry.parts);
        let mut walk = Walk {
            path: root.to_owned(),
            flat: String::new(),
        };
        let range = entry.range.clone();
        let placed = walk.place(&mut self.fields, 0, entry);
        self.places.push((walk.path, range));
        placed
    }
}

struct Walk {
    /// The path in the spec.
    path: String,
    /// The wire name so far.
    flat: String,
}

impl Walk {
    fn place(&mut self, fields: &mut Vec<Field>, at: usize, mut entry: Entry) -> Placed {
        let Some(Part::Name(name)) = entry.parts.get(at).cloned() else {
            return Placed::Duplicate;
        };
        let is_last = entry.parts.len() == at + 1
            || (entry.parts.len() == at + 2 && entry.parts[at + 1] == Part::Index);
        let known = fields.iter().position(|field| field.name == name);
        let is_new = known.is_none();
        let index = known.unwrap_or_else(|| {
            fields.push(Field {
                name: name.clone(),
                position: entry.field.position,
                ..Field::default()
            });
            fields.len() - 1
        });
        self.path.extend(["[name=", &name, "]"]);
        if !self.flat.is_empty() {
            self.flat.push('.');
        }
        self.flat.push_str(&name);
        let field = &mut fields[index];
        if let Some(alias) = entry.alias.take_if(|_| is_last)
            && !field.aliases.contains(&alias)
            && alias != field.name
        {
            field.aliases.push(alias);
        }
        let mut next = at + 1;
        let indexed = entry.parts.get(next) == Some(&Part::Index);
        if indexed {
            next += 1;
            self.make_list(field, entry.flattened);
            // "N: 1 to 20" in a member's row is about the list that the member stands in.
            let innermost = next < entry.parts.len() && !entry.parts[next..].contains(&Part::Index);
            if innermost && let Some(range) = entry.field.index_range.take() {
                field.index_range.get_or_insert(range);
            }
        }
        if next >= entry.parts.len() {
            return settle(field, entry.field, indexed, is_new);
        }
        // A JSON text that holds a list has its elements in `items` too.
        let json_list = field.kind == Type::Json && field.items.is_some();
        if indexed || field.kind == Type::Array || json_list {
            if !indexed && !json_list {
                self.make_list(field, entry.flattened);
            }
            let items = field.items.get_or_insert_default();
            if !matches!(items.kind, Type::Object | Type::Json) {
                items.kind = Type::Object;
            }
            self.path.push_str(".items.properties");
            return self.place(&mut items.properties, next, entry);
        }
        if field.kind != Type::Json {
            field.kind = Type::Object;
            if entry.flattened {
                field.flatten = Some(self.flat.clone());
            }
        }
        self.path.push_str(".properties");
        self.place(&mut field.properties, next, entry)
    }

    fn make_list(&mut self, field: &mut Field, flattened: bool) {
        field.kind = Type::Array;
        field.items.get_or_insert_default();
        if flattened {
            self.flat.push_str(".N");
            field.flatten = Some(self.flat.clone());
        }
    }
}

/// Gives a field what its row says.
fn settle(field: &mut Field, row: Field, indexed: bool, is_new: bool) -> Placed {
    let has_members = !field.properties.is_empty() || field.items.is_some();
    let described =
        field.description.is_some() || field.example.is_some() || field.doc_type.is_some();
    let placed = if is_new || !described {
        Placed::New
    } else {
        Placed::Duplicate
    };
    let constraints = row.constraints;
    if placed == Placed::New {
        field.required |= row.required;
        field.required_text = field.required_text.take().or(row.required_text);
        field.role = field.role.or(row.role);
        field.constant = field.constant.take().or(row.constant);
        field.description = row.description;
        field.doc_type = row.doc_type;
        field.index_range = field.index_range.take().or(row.index_range);
        // The row of `InstanceId.N` describes the elements; its type is theirs.
        if let (Some(items), true) = (&mut field.items, indexed) {
            items.example = row.example;
            if items.properties.is_empty() {
                items.kind = match (row.kind, row.items) {
                    (Type::Array, Some(inner)) => inner.kind,
                    (Type::Array, None) => Type::String,
                    (kind, _) => kind,
                };
            }
        } else {
            field.example = row.example;
            if !has_members {
                field.kind = row.kind;
                field.items = row.items;
                field.flatten = row.flatten.or(field.flatten.take());
                field.properties = row.properties;
            }
        }
    } else {
        field.required |= row.required;
        field.index_range = field.index_range.take().or(row.index_range);
    }
    for constraint in constraints {
        add_constraint(field, constraint, indexed);
    }
    placed
}

/// Adds a statement once: to the elements of a list if it is about each of them.
fn add_constraint(field: &mut Field, constraint: Constraint, indexed: bool) {
    let constraints = match &mut field.items {
        Some(items) if indexed && !is_about_list(&constraint) => &mut items.constraints,
        _ => &mut field.constraints,
    };
    if !constraints.contains(&constraint) {
        constraints.push(constraint);
    }
}

/// Whether a statement is about the list as a whole: how many elements, when it is present.
fn is_about_list(constraint: &Constraint) -> bool {
    constraint.min_items.is_some()
        || constraint.max_items.is_some()
        || constraint.unique_items
        || constraint.required_if.is_some()
        || constraint.effective_if.is_some()
        || !constraint.dependent_required.is_empty()
        || !constraint.exactly_one_of.is_empty()
        || !constraint.at_least_one_of.is_empty()
        || !constraint.mutually_exclusive.is_empty()
        || !constraint.precedes.is_empty()
        || constraint.deprecated
        || constraint.replaced_by.is_some()
}

#[cfg(test)]
mod tests {
    use super::{Entry, Placed, Tree};
    use crate::extract::Dialect;
    use crate::extract::wire_name::WireName;
    use crate::model::{Field, Type};

    fn entry(name: &str, description: &str) -> Entry {
        Entry {
            parts: WireName::read(name, Dialect::built_in().vocabulary()).parts,
            flattened: true,
            field: Field {
                description: Some(description.to_owned()),
                ..Field::default()
            },
            ..Entry::default()
        }
    }

    #[test]
    fn dotted_names_become_lists_and_objects() {
        let mut tree = Tree::default();
        for name in [
            "Tag.N.Key",
            "Tag.N.Value",
            "SystemDisk.Size",
            "InstanceId.N",
        ] {
            assert_eq!(
                tree.insert(entry(name, "d"), "request.parameters"),
                Placed::New
            );
        }
        assert_eq!(
            tree.insert(entry("Tag.N.Key", "e"), "request.parameters"),
            Placed::Duplicate
        );
        let [tag, disk, id] = &tree.fields[..] else {
            panic!("three parameters");
        };
        assert_eq!(
            (tag.kind, tag.flatten.as_deref()),
            (Type::Array, Some("Tag.N"))
        );
        assert_eq!(
            tag.items.as_ref().map(|items| items.properties.len()),
            Some(2)
        );
        assert_eq!(
            (disk.kind, disk.flatten.as_deref()),
            (Type::Object, Some("SystemDisk"))
        );
        assert_eq!(
            (id.kind, id.flatten.as_deref()),
            (Type::Array, Some("InstanceId.N"))
        );
        assert_eq!(
            tree.places[0].0,
            "request.parameters[name=Tag].items.properties[name=Key]"
        );
    }
}
