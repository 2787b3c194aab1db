//! The fields of an answer as members of structs.

use super::request::variants;
use super::types::{closed_set, scalar};
use super::{Body, Kind, Member, TypeTable};
use crate::docs;
use crate::ident::{self, Scope};
use crate::rename::Renames;
use crate::{Options, ident::pascal};
use doctract_spec::Operation;
use doctract_spec::model::{Field, Type};

/// The members of the answer, in documented order.
pub(crate) fn lower_response(
    operation: &Operation,
    renames: &mut Renames<'_>,
    options: &Options,
    types: &mut TypeTable,
) -> Vec<Member> {
    let mut lowering = Lowering {
        operation: &operation.operation,
        renames,
        keep_unknown: options.keep_unknown,
        types,
    };
    lowering.members(&operation.response.fields, &operation.operation)
}

struct Lowering<'l, 'r> {
    operation: &'l str,
    renames: &'l mut Renames<'r>,
    keep_unknown: bool,
    types: &'l mut TypeTable,
}

impl Lowering<'_, '_> {
    fn members(&mut self, fields: &[Field], around: &str) -> Vec<Member> {
        let mut scope = Scope::default();
        if self.keep_unknown {
            scope.take("others", "");
        }
        let mut members: Vec<Member> = Vec::new();
        for field in fields {
            if members.iter().any(|member| member.wire == field.name) {
                continue;
            }
            let renamed = self.renames.of_field(self.operation, &field.name);
            let wanted = renamed.unwrap_or_else(|| ident::snake(&field.name));
            members.push(Member {
                name: scope.take(&wanted, &format!("field_{}", members.len() + 1)),
                wire: field.name.clone(),
                aliases: Vec::new(),
                wrapper: field.wrapper.clone(),
                kind: self.kind(field, around),
                required: false,
                node: None,
                docs: docs::response_field(field),
            });
        }
        members
    }

    fn kind(&mut self, field: &Field, around: &str) -> Kind {
        let list = field.kind == Type::Array || field.wrapper.is_some();
        let inner = field.items.as_deref().unwrap_or(field);
        let name = match (&field.wrapper, inner.name.as_str()) {
            (Some(wrapper), _) => wrapper,
            (None, "") => &field.name,
            (None, name) => name,
        };
        let item = if inner.properties.is_empty() {
            self.scalar(inner, name, around)
        } else {
            let renamed = self.renames.of_type(self.operation, &field.name);
            let wanted = renamed.unwrap_or_else(|| pascal(name));
            let members = self.members(&inner.properties, &wanted);
            let docs = docs::answer_object(field);
            Kind::Struct(self.types.add(&wanted, around, Body::Answer(members), docs))
        };
        if list {
            Kind::List(Box::new(item))
        } else {
            item
        }
    }

    fn scalar(&mut self, field: &Field, name: &str, around: &str) -> Kind {
        let Some(values) = closed_set(field) else {
            return scalar(field);
        };
        let variants = variants(&values, &mut |value| {
            self.renames
                .of_type(self.operation, &format!("{name}={value}"))
        });
        let docs = docs::closed_set(name);
        Kind::Enum(
            self.types
                .add(&pascal(name), around, Body::Enum(variants), docs),
        )
    }
}
