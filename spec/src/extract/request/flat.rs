//! Flat rows of a request's body, nested as the printed body shows.

use super::super::align::{self, Declared, FlatRow, Hidden, Level};
use super::super::catalogue;
use super::super::report::Report;
use super::super::types::is_container;
use super::super::wire_name::Part;
use super::Context;
use super::row::{Row, pattern};
use crate::model::{Position, Type};
use std::collections::HashSet;

/// Puts rows without marks below the fields that the example shows them in. Rows that it does not
/// show, or not at one place, stay where they are.
pub(super) fn nest(context: &Context<'_>, rows: &mut [Row<'_, '_>], report: &mut Report<'_>) {
    let shape = context.shown.body.as_ref();
    let Some(shape) = shape.filter(|shape| !shape.children.is_empty()) else {
        return;
    };
    let is_flat = |row: &Row<'_, '_>| row.name.marks == 0 && row.parts.len() == 1;
    let places: Vec<usize> = (0..rows.len())
        .filter(|at| rows[*at].position == Some(Position::Body))
        .collect();
    let has_container = places.iter().any(|at| is_container(rows[*at].word.kind));
    if !has_container || !places.iter().all(|at| is_flat(&rows[*at])) {
        return;
    }
    let names: Vec<String> = places
        .iter()
        .map(|at| rows[*at].name.last().to_owned())
        .collect();
    let flat: Vec<FlatRow<'_>> = places
        .iter()
        .zip(&names)
        .map(|(at, name)| FlatRow {
            name,
            declared: declared(&rows[*at]),
            may_name_elements: false,
            level: Level::Free,
            member_of: None,
            closed: false,
        })
        .collect();
    let documented: HashSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let hidden = Hidden::new(Some(shape), &documented);
    let placements = align::align(&flat, Some(shape), &hidden);
    let mut nested = 0;
    for (at, placement) in places.iter().zip(&placements) {
        let certain = placement.shown && !placement.ambiguous && !placement.inferred;
        let parent = placement.parent.filter(|_| certain);
        let Some(parent) = parent.and_then(|parent| places.get(parent)) else {
            continue;
        };
        let mut parts = rows[*parent].parts.clone();
        if rows[*parent].word.kind == Type::Array && parts.last() != Some(&Part::Index) {
            parts.push(Part::Index);
        }
        parts.append(&mut rows[*at].parts);
        rows[*at].pattern = pattern(&parts);
        rows[*at].parts = parts;
        nested += 1;
    }
    if nested > 0 {
        let range = &rows[places[0]].record.range;
        let message = format!("{nested} of {} members placed below others", places.len());
        report.at(context.page, range, &catalogue::NESTING_GUESSED, message);
    }
}

fn declared(row: &Row<'_, '_>) -> Declared {
    match row.word.kind {
        Type::Array if row.word.item.is_some_and(|item| !is_container(item)) => Declared::Plain,
        Type::Array | Type::Object => Declared::Container,
        Type::Json | Type::Any => Declared::Open,
        _ => Declared::Plain,
    }
}
