//! What is told of rows whose place or type is in doubt, and of fields that no row documents.

use super::super::align::Placement;
use super::super::catalogue;
use super::super::examples::shape::Shape;
use super::super::report::Report;
use super::super::types::Known;
use super::Context;
use super::rows::Row;
use super::tree::Node;

/// Tells that the depth of the rows was inferred.
pub(super) fn tell_guesses(
    context: &Context<'_>,
    rows: &[Row<'_, '_>],
    placed: &[Placement],
    report: &mut Report<'_>,
) {
    let nested = placed
        .iter()
        .filter(|placement| placement.parent.is_some())
        .count();
    if let Some(first) = rows.first().filter(|_| nested > 0) {
        let message = format!("{nested} of {} fields placed below others", rows.len());
        let entry = &catalogue::NESTING_GUESSED;
        report.at(context.page, &first.record.range, entry, message);
    }
}

/// Tells of each row whose place is ambiguous, that no example shows (where there are examples), or
/// whose type is no known word.
pub(super) fn tell_rows(
    context: &Context<'_>,
    rows: &[Row<'_, '_>],
    placed: &[Placement],
    has_example: bool,
    report: &mut Report<'_>,
) {
    let page = context.page;
    for (row, placement) in rows.iter().zip(placed) {
        let range = &row.record.range;
        if row.implied {
            continue;
        }
        if placement.ambiguous {
            let place = placement
                .parent
                .map_or("the answer itself", |parent| rows[parent].name.as_str());
            let message = format!("`{}` taken as part of {place}", row.name);
            report.at(page, range, &catalogue::NESTING_AMBIGUOUS, message);
        } else if placement.inferred {
            let message = format!("`{}`", row.name);
            report.at(page, range, &catalogue::FIELD_ELSEWHERE, message);
        } else if !placement.shown && !placement.names_elements && has_example {
            let message = format!("`{}`", row.name);
            report.at(page, range, &catalogue::FIELD_NOT_SHOWN, message);
        }
        let word = row.record.kind.as_deref().unwrap_or_default();
        match row.word.known {
            Known::Misspelt => {
                report.at(page, range, &catalogue::MISSPELT_TYPE, format!("`{word}`"));
            }
            Known::Unknown => {
                let message = format!("`{word}` is no known type");
                report.at(page, range, &catalogue::UNKNOWN_TYPE, message);
            }
            Known::Word | Known::Name => {}
        }
    }
}

/// Names the fields of the examples that no row documents.
pub(super) fn tell_undocumented(
    context: &Context<'_>,
    nodes: &[Node<'_, '_, '_>],
    shape: Option<&Shape>,
    report: &mut Report<'_>,
) {
    let (Some(shape), Some(range)) = (shape, &context.shown.answer_range) else {
        return;
    };
    let mut missing = Vec::new();
    undocumented(nodes, shape, "", &mut missing);
    if !missing.is_empty() {
        let message = format!("`{}`", missing.join("`, `"));
        let entry = &catalogue::FIELD_UNDOCUMENTED;
        report.at(context.page, range, entry, message);
    }
}

/// Collects the paths of shown fields that have no node. Where no member is documented at all, the
/// table does not go that deep.
fn undocumented(nodes: &[Node<'_, '_, '_>], shape: &Shape, above: &str, missing: &mut Vec<String>) {
    let node = |name: &str| {
        nodes
            .iter()
            .find(|node| node.row.name.eq_ignore_ascii_case(name))
    };
    let element = match &shape.children[..] {
        [element] if node(&element.name).is_none() => Some(element),
        _ => None,
    };
    // Members listed right below the list: the element between them needs no row.
    if let Some(element) = element.filter(|element| !element.children.is_empty()) {
        return undocumented(nodes, element, above, missing);
    }
    for child in shape.children.iter() {
        let path = if above.is_empty() {
            child.name.clone()
        } else {
            format!("{above}.{}", child.name)
        };
        match node(&child.name) {
            Some(node) if !node.children.is_empty() => {
                undocumented(&node.children, child, &path, missing);
            }
            Some(_) => {}
            None if element.is_some() && !above.is_empty() => {}
            None => missing.push(path),
        }
    }
}
