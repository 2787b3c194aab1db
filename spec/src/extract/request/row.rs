//! Rows of request tables with their names taken apart: where each field belongs, and of what type.

use super::super::catalogue;
use super::super::dialect::Column;
use super::super::records::Record;
use super::super::report::Report;
use super::super::tables::{Documented, Subject};
use super::super::types::{self, Known, TypeWord};
use super::super::wire_name::{Part, WireName, bounded};
use super::spelling::unfold_fixed_indices;
use super::{Context, flat};
use crate::model::{Position, Type};

/// A row with its name taken apart.
pub(super) struct Row<'r, 'a> {
    pub(super) record: &'r Record<'a>,
    pub(super) name: WireName,
    /// The whole way to the field.
    pub(super) parts: Vec<Part>,
    /// The documented name, index letters as `N`.
    pub(super) pattern: String,
    pub(super) word: TypeWord,
    pub(super) position: Option<Position>,
    pub(super) flattened: bool,
    /// Another spelling of a name that has a row of its own.
    pub(super) is_alias: bool,
    /// The last part as this row spells it, where that differs.
    pub(super) alias: Option<String>,
}

/// Takes the rows of a table apart; one without a name is told and left out.
pub(super) fn rows_of<'r, 'a>(
    context: &Context<'_>,
    table: &'r Documented<'_, 'a>,
    report: &mut Report<'_>,
) -> Vec<Row<'r, 'a>> {
    let mut rows: Vec<Row<'r, 'a>> = Vec::with_capacity(table.records.len());
    for record in &table.records {
        let name = WireName::read(&record.name, context.dialect);
        let page = context.page;
        if name.parts.is_empty() {
            report.at(
                page,
                &record.range,
                &catalogue::EMPTY_NAME,
                "no name in the row",
            );
            continue;
        }
        if name.odd {
            let message = format!("`{}` read as `{name}`", record.name.trim());
            report.at(page, &record.range, &catalogue::ODD_NAME, message);
        }
        let word = type_of(context, record, table.has(Column::Type), report);
        let position = position(context, table, record, &name);
        let flattened = position != Some(Position::Body);
        let parent = rows.iter().rev().find(|row| row.name.marks < name.marks);
        let mut parts = Vec::new();
        if let (Some(parent), true) = (parent, name.marks > 0) {
            parts.extend(parent.parts.iter().cloned());
            if parent.word.kind == Type::Array && parts.last() != Some(&Part::Index) {
                parts.push(Part::Index);
            }
        }
        parts.extend(name.parts.iter().cloned());
        let parts = bounded(parts);
        rows.push(Row {
            pattern: pattern(&parts),
            parts,
            name,
            record,
            word,
            position,
            flattened,
            is_alias: false,
            alias: None,
        });
    }
    unfold_fixed_indices(&mut rows);
    flat::nest(context, &mut rows, report);
    rows
}

/// The documented name that parts make.
pub(super) fn pattern(parts: &[Part]) -> String {
    let name = WireName {
        parts: parts.to_vec(),
        ..WireName::default()
    };
    name.to_string()
}

fn type_of(
    context: &Context<'_>,
    record: &Record<'_>,
    has_column: bool,
    report: &mut Report<'_>,
) -> TypeWord {
    let Some(text) = &record.kind else {
        let shown = record.example.as_deref().unwrap_or_default().trim_start();
        let kind = if shown.starts_with(['{', '[']) {
            Type::Json
        } else {
            Type::String
        };
        if has_column {
            report.at(
                context.page,
                &record.range,
                &catalogue::NO_TYPE,
                format!("`{}` has no type", record.name),
            );
        }
        return TypeWord {
            kind,
            ..TypeWord::default()
        };
    };
    let word = types::read(text, record.kind_link.as_ref(), context.dialect);
    match word.known {
        Known::Misspelt => {
            report.at(
                context.page,
                &record.range,
                &catalogue::MISSPELT_TYPE,
                format!("`{text}`"),
            );
        }
        // A name may be that of a table of members, which is read later.
        Known::Word | Known::Name => {}
        Known::Unknown => tell_unknown_type(context, record, report),
    }
    word
}

/// Says that nothing tells what a type is.
pub(super) fn tell_unknown_type(
    context: &Context<'_>,
    record: &Record<'_>,
    report: &mut Report<'_>,
) {
    let text = record.kind.as_deref().unwrap_or_default();
    let message = format!("`{text}` is no known type");
    report.at(
        context.page,
        &record.range,
        &catalogue::UNKNOWN_TYPE,
        message,
    );
}

fn position(
    context: &Context<'_>,
    table: &Documented<'_, '_>,
    record: &Record<'_>,
    name: &WireName,
) -> Option<Position> {
    let stated = record
        .position
        .as_deref()
        .and_then(|text| context.dialect.positions.get(text));
    let own = name.to_string();
    let in_path = || {
        context
            .line
            .is_some_and(|line| line.variables().any(|variable| variable == own))
    };
    match (stated, table.subject) {
        (Some(Position::Query), _) => None,
        (Some(stated), _) => Some(stated),
        (None, Subject::Headers) => Some(Position::Header),
        (None, Subject::Body) => Some(Position::Body),
        (None, _) => in_path().then_some(Position::Path),
    }
}
