//! One row → one entry of the tree: what the cells say and what the prose says.

use super::super::catalogue;
use super::super::prose::{self, RowContext};
use super::super::records::Record;
use super::super::report::Report;
use super::super::wire_name::Part;
use super::Context;
use super::row::Row;
use super::tree::Entry;
use crate::model::{Constraint, Field, Type};
use doctract_core::ValueKind;

/// Makes the tree's entry of a row: what the cells say and what the prose says.
pub(super) fn entry(
    context: &Context<'_>,
    row: &Row<'_, '_>,
    patterns: &[String],
    report: &mut Report<'_>,
) -> Entry {
    let record = row.record;
    let required = record
        .required
        .as_deref()
        .map(|text| (text, context.dialect.required.get(text)));
    let said_first = required_first(context, record).filter(|_| required.is_none());
    let mut field = Field {
        kind: row.word.kind,
        doc_type: row.word.doc.clone(),
        required: matches!(required, Some((_, Some(true)))) || said_first == Some(true),
        required_text: match required {
            Some((text, None)) => Some(text.to_owned()),
            _ => None,
        },
        position: row.position,
        example: record.example.as_deref().map(str::to_owned),
        description: record.description.as_deref().map(str::to_owned),
        ..Field::default()
    };
    if let Some(text) = &field.required_text {
        report.at(
            context.page,
            &record.range,
            &catalogue::ODD_REQUIRED,
            format!("`{text}`"),
        );
    }
    tell_example(context, row, report);
    if field.kind == Type::Array {
        field.items = Some(Box::new(Field {
            kind: row.word.item.unwrap_or(match row.word.named {
                Some(_) => Type::Object,
                None => Type::String,
            }),
            ..Field::default()
        }));
        if row.flattened && travels_by_index(context, row) {
            field.flatten = Some(format!("{}.N", row.pattern));
        }
    }
    let is_action = context
        .dialect
        .operation_parameter
        .as_deref()
        .is_some_and(|name| row.pattern.eq_ignore_ascii_case(name));
    if is_action {
        field.constant = Some(context.operation.to_owned());
    } else if let Some(description) = &record.description {
        let reading = prose::read_row(
            description,
            &RowContext {
                english: context.english,
                operation: context.operation,
                name: &row.pattern,
                kind: row.word.kind,
                example: record.example.as_deref(),
                parameters: patterns,
            },
        );
        field.constraints = reading.constraints;
        // That another spelling is going away says nothing about the one that is sent.
        if row.is_alias {
            field
                .constraints
                .retain(|constraint| !constraint.deprecated);
        }
        if let Some(items) = field
            .items
            .as_deref_mut()
            .filter(|_| row.word.item.is_none())
            && items.kind == Type::String
            && field.constraints.iter().any(bounds_numbers)
        {
            // "RepeatList" says nothing of the elements; that they lie between numbers does.
            items.kind = Type::Integer;
        }
        field.index_range = reading.index_range;
        field.role = reading.role;
        let in_words = reading.required_text.filter(|_| said_first.is_none());
        field.required_text = field.required_text.or(in_words);
        for sentence in reading.unread {
            report.at(
                context.page,
                &record.range,
                &catalogue::RULE_UNREAD,
                sentence,
            );
        }
    }
    Entry {
        parts: row.parts.clone(),
        alias: row.alias.clone(),
        field,
        flattened: row.flattened,
        range: record.range.clone(),
    }
}

/// `Required. The ID of the shelf.`: what a row without a cell for it says in a first sentence of
/// that word alone.
fn required_first(context: &Context<'_>, record: &Record<'_>) -> Option<bool> {
    let description = record.description.as_deref()?;
    let (first, _) = description.split_once(['.', '。'])?;
    context.dialect.required.get(first)
}

/// Whether a statement is about how large a whole number may be.
fn bounds_numbers(constraint: &Constraint) -> bool {
    let bounds = [constraint.minimum, constraint.maximum];
    let mut bounds = bounds.into_iter().flatten().peekable();
    bounds.peek().is_some() && bounds.all(|bound| bound.0.as_i64().is_some())
}

/// Names an example value that its row's type does not admit; a masked value is no violation.
fn tell_example(context: &Context<'_>, row: &Row<'_, '_>, report: &mut Report<'_>) {
    let Some(example) = row.record.example.as_deref() else {
        return;
    };
    let Some(kind) = row
        .word
        .kind
        .value_kind()
        .filter(|kind| *kind != ValueKind::Json)
    else {
        return;
    };
    let masked = example.contains(['*', 'x', 'X']);
    if !kind.admits(example.trim()) && !masked && row.parts.last() != Some(&Part::Index) {
        let message = format!("`{example}` is no {}", kind.name());
        report.at(
            context.page,
            &row.record.range,
            &catalogue::EXAMPLE_TYPE,
            message,
        );
    }
}

/// Whether a list without `.N` in its name is sent by index all the same: its type word says so,
/// or the example does.
fn travels_by_index(context: &Context<'_>, row: &Row<'_, '_>) -> bool {
    if row.parts.last() == Some(&Part::Index) {
        return false;
    }
    let repeated = row
        .word
        .doc
        .as_deref()
        .is_some_and(|word| word.eq_ignore_ascii_case("RepeatList"));
    let requests = context.shown.examples.requests.iter();
    let mut sent = requests.flat_map(|request| &request.parameters);
    let by_index = sent.any(|pair| {
        let rest = pair
            .name
            .strip_prefix(&row.pattern)
            .and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    });
    repeated || by_index
}
