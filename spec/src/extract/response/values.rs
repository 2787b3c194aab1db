//! The values that the descriptions of an answer's fields list.

use super::super::prose::{self, RowContext};
use super::Context;
use crate::model::{Field, Type};

/// Gives every plain field the values that its description lists.
pub(super) fn read(context: &Context<'_>, fields: &mut [Field]) {
    for field in fields {
        let inner = field
            .items
            .iter_mut()
            .flat_map(|items| &mut items.properties);
        for member in field.properties.iter_mut().chain(inner) {
            read(context, std::slice::from_mut(member));
        }
        let is_plain = matches!(field.kind, Type::String | Type::Integer | Type::Long);
        if let Some(description) = field.description.as_deref().filter(|_| is_plain) {
            let row = RowContext {
                english: context.english,
                operation: context.operation,
                name: &field.name,
                kind: field.kind,
                example: field.example.as_deref(),
                parameters: &[],
            };
            field.constraints = prose::read_values(description, &row);
        }
    }
}
