//! What was read of an answer, as a flat list of paths.

use doctract_spec::model::{Field, Type};

/// Where a field stands in the answer.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The path with the names of wrapped elements.
    own: String,
    /// The path without them.
    unwrapped: String,
}

/// A field of the answer as the comparison sees it.
pub(crate) struct Read<'a> {
    /// The path with the names of wrapped elements.
    pub(crate) own: String,
    /// The path without them.
    pub(crate) unwrapped: String,
    /// The last name of the path.
    pub(crate) name: &'a str,
    pub(crate) kind: &'static str,
    pub(crate) field: &'a Field,
}

impl Read<'_> {
    /// The names by which a row may call the field, in lower case: its own, and that with its
    /// parent's before a dot.
    pub(crate) fn names(&self) -> Vec<String> {
        let own = self.name.to_lowercase();
        let above = self.own.len().checked_sub(self.name.len() + 1);
        let parent = above.and_then(|end| self.own[..end].rsplit('.').next());
        let dotted = parent.map(|parent| format!("{}.{own}", parent.to_lowercase()));
        [own].into_iter().chain(dotted).collect()
    }

    /// The name that a row gives the elements of a list and that answers do not show.
    pub(crate) fn element(&self) -> Option<String> {
        let items = self.field.items.as_ref();
        let element = items.and_then(|items| items.doc_type.as_ref());
        element.map(|name| name.to_lowercase())
    }
}

/// Every field of an answer; a wrapped list is an object and its element a list.
pub(crate) fn paths<'a>(fields: &'a [Field], above: &Place, found: &mut Vec<Read<'a>>) {
    let below = |path: &str, name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    for field in fields {
        let mut place = Place {
            own: below(&above.own, &field.name),
            unwrapped: below(&above.unwrapped, &field.name),
        };
        let kind = if field.wrapper.is_some() {
            "object"
        } else {
            type_name(field.kind)
        };
        found.push(Read {
            own: place.own.clone(),
            unwrapped: place.unwrapped.clone(),
            name: &field.name,
            kind,
            field,
        });
        if let Some(wrapper) = &field.wrapper {
            place.own = below(&place.own, wrapper);
            found.push(Read {
                own: place.own.clone(),
                unwrapped: place.unwrapped.clone(),
                name: wrapper,
                kind: "array",
                field,
            });
        }
        if let Some(items) = &field.items {
            paths(&items.properties, &place, found);
        }
        paths(&field.properties, &place, found);
    }
}

/// The name of a type in a spec.
pub(crate) fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Long => "long",
        Type::Float => "float",
        Type::Double => "double",
        Type::Boolean => "boolean",
        Type::Array => "array",
        Type::Object => "object",
        Type::Json => "json",
        Type::Any => "any",
    }
}
