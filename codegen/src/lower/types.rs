//! The types that members can have, and the nested types of one operation.

use crate::ident::{self, Scope};
use doctract_spec::model::Field;
use std::fmt::Write as _;

/// The place of a nested type in its [`TypeTable`].
pub(crate) type TypeId = usize;

/// The Rust type of a value, before `Option`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `String`
    Text,
    /// `i32`
    Integer,
    /// `i64`
    Long,
    /// `f64`
    Double,
    /// `bool`
    Boolean,
    /// A nested struct.
    Struct(TypeId),
    /// A nested enum.
    Enum(TypeId),
    /// `Vec` of it.
    List(Box<Kind>),
}

/// One field of a struct.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// The name of the field.
    pub(crate) name: String,
    /// The wire name at this level; for lists of answers the one outside.
    pub(crate) wire: String,
    /// Other wire names for it at this level.
    pub(crate) aliases: Vec<String>,
    /// The name that answers wrap items in.
    pub(crate) wrapper: Option<String>,
    /// The type.
    pub(crate) kind: Kind,
    /// Whether the value must be there: the field is no `Option`.
    pub(crate) required: bool,
    /// The place in the flat view; answers have none.
    pub(crate) node: Option<usize>,
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
}

/// One variant of an open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnumVariant {
    /// The name of the variant.
    pub(crate) name: String,
    /// The value as it travels.
    pub(crate) wire: String,
    /// What the page says about it.
    pub(crate) docs: Vec<String>,
}

/// What a nested type is made of.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// A struct of a request.
    Object(Vec<Member>),
    /// A struct of an answer.
    Answer(Vec<Member>),
    /// An open enum.
    Enum(Vec<EnumVariant>),
}

/// One nested type.
#[derive(Debug, Clone)]
pub(crate) struct TypeDef {
    /// Its name in the operation's module.
    pub(crate) name: String,
    /// What it is made of.
    pub(crate) body: Body,
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
}

/// The nested types of one operation. Two of the same make are one.
#[derive(Debug, Default)]
pub(crate) struct TypeTable {
    types: Vec<TypeDef>,
    scope: Scope,
}

impl TypeTable {
    /// Keeps a name free of nested types.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.scope.take(name, "Type");
    }

    /// All types, in the order of their first use.
    pub(crate) fn all(&self) -> &[TypeDef] {
        &self.types
    }

    /// The type of that place.
    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id)
    }

    /// Adds a type, or finds the one of the same wanted name and make. Where the name is taken by
    /// another type, the name of the type around it goes in front.
    pub(crate) fn add(
        &mut self,
        wanted: &str,
        around: &str,
        body: Body,
        docs: Vec<String>,
    ) -> TypeId {
        let make = self.make(&body);
        let same = |known: &TypeDef| {
            known.name.ends_with(ident::pascal(wanted).as_str()) && self.make(&known.body) == make
        };
        if let Some(known) = self.types.iter().position(same) {
            return known;
        }
        let mut name = ident::pascal(wanted);
        if self.scope.has(&name) {
            name = format!("{around}{name}");
        }
        let name = self.scope.take_type(&name);
        self.types.push(TypeDef { name, body, docs });
        self.types.len() - 1
    }

    /// What a type is made of, as a text: equal for types that can stand for each other.
    pub(crate) fn make(&self, body: &Body) -> String {
        let mut make = String::new();
        match body {
            Body::Object(members) => {
                make.push_str("object");
                self.make_members(members, &mut make);
            }
            Body::Answer(members) => {
                make.push_str("answer");
                self.make_members(members, &mut make);
            }
            Body::Enum(variants) => {
                for variant in variants {
                    let _ = write!(make, " {}={:?}", variant.name, variant.wire);
                }
            }
        }
        make
    }

    fn make_members(&self, members: &[Member], make: &mut String) {
        make.push('{');
        for member in members {
            let _ = write!(
                make,
                "{} {:?} {:?} {:?} {} {};",
                member.name,
                member.wire,
                member.aliases,
                member.wrapper,
                member.required,
                self.make_kind(&member.kind)
            );
        }
        make.push('}');
    }

    fn make_kind(&self, kind: &Kind) -> String {
        match kind {
            Kind::Struct(id) | Kind::Enum(id) => match self.get(*id) {
                Some(named) => format!("{}{}", named.name, self.make(&named.body)),
                None => String::new(),
            },
            Kind::List(item) => format!("[{}]", self.make_kind(item)),
            plain => format!("{plain:?}"),
        }
    }
}

/// The Rust type of a field that carries one value.
pub(crate) fn scalar(field: &Field) -> Kind {
    use doctract_spec::model::Type;
    if field.constraints.iter().any(|entry| entry.list.is_some()) {
        return Kind::Text;
    }
    match field.kind {
        Type::Integer => Kind::Integer,
        Type::Long => Kind::Long,
        Type::Float | Type::Double => Kind::Double,
        Type::Boolean => Kind::Boolean,
        Type::String | Type::Json | Type::Any | Type::Array | Type::Object => Kind::Text,
    }
}

/// The values of a closed set, if the field has one that no condition limits.
pub(crate) fn closed_set(field: &Field) -> Option<Vec<(String, Option<String>)>> {
    use doctract_spec::model::{Confidence, Scope, Type, Violation};
    if field.kind != Type::String {
        return None;
    }
    let mut sets = field
        .constraints
        .iter()
        .filter(|entry| !entry.enumeration.is_empty());
    let (Some(entry), None) = (sets.next(), sets.next()) else {
        return None;
    };
    let plain = entry.when.is_none()
        && entry.scope == Scope::Value
        && entry.violation == Violation::Rejected
        && entry.confidence == Confidence::High
        && entry.list.is_none()
        && field.constraints.iter().all(|entry| entry.list.is_none());
    let worded = entry
        .enumeration
        .iter()
        .any(|value| value.value.contains(|c: char| c.is_ascii_alphabetic()));
    (plain && worded).then(|| {
        let values = entry.enumeration.iter();
        let value = values.map(|value| (value.value.clone(), value.meaning.clone()));
        value.collect()
    })
}
