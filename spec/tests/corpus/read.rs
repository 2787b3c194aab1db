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
    pub(crate) kind: &'static str,
    pub(crate) field: &'a Field,
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
            kind,
            field,
        });
        if let Some(wrapper) = &field.wrapper {
            place.own = below(&place.own, wrapper);
            found.push(Read {
                own: place.own.clone(),
                unwrapped: place.unwrapped.clone(),
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

/// The last name of a path, in lower case.
pub(crate) fn last(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().to_lowercase()
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
