//! Request tables → parameters: nesting, positions, constants, aliases, the rules in the prose.

mod entry;
mod flat;
mod members;
pub(crate) mod path;
mod row;
mod spelling;
mod tree;

use super::blame::Named;
use super::catalogue;
use super::dialect::{Column, SectionKind, Vocabulary};
use super::document::Page;
use super::examples::Shown;
use super::prose;
use super::report::Report;
use super::tables::{Documented, Subject};
use super::types::{self, Known};
use super::wire_name::Part;
use crate::model::{Constraint, Field, Position, Request};
use path::RequestLine;
use row::Row;
use std::ops::Range;
use tree::{Entry, Placed, Tree};

/// What is needed beside the tables.
#[derive(Debug)]
pub(crate) struct Context<'c> {
    pub(crate) page: &'c Page<'c>,
    pub(crate) dialect: &'c Vocabulary,
    pub(crate) operation: &'c str,
    pub(crate) english: bool,
    pub(crate) line: Option<&'c RequestLine>,
    pub(crate) shown: &'c Shown,
}

/// The request, and where each parameter stands in the page.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    /// The request.
    pub(crate) request: Request,
    /// The path of each parameter in the spec, and its row.
    pub(crate) places: Vec<(String, Range<usize>)>,
    /// The documented names, as errors may name them.
    pub(crate) named: Vec<Named>,
    /// The documented names.
    pub(crate) patterns: Vec<String>,
}

/// Reads the request of a page.
pub(crate) fn read(
    context: &Context<'_>,
    tables: &[Documented<'_, '_>],
    report: &mut Report<'_>,
) -> Parameters {
    let mut rows = rows(context, tables, report);
    spelling::canonical_names(&mut rows);
    let mut parameters = Parameters {
        patterns: rows.iter().map(|row| row.pattern.clone()).collect(),
        ..Parameters::default()
    };
    let entries = entries(context, &rows, &parameters.patterns, report);
    let mut tree = Tree::default();
    let mut body = Tree::default();
    let whole = rows.iter().position(|row| is_whole_body(context, row));
    for (at, row, entry) in entries {
        let named = Named::new(&row.pattern, entry.field.role);
        parameters.named.push(named);
        let in_body = whole.is_some_and(|whole| at >= whole);
        let placed = if in_body && row.position == Some(Position::Body) {
            body.insert(entry, "request.body")
        } else {
            tree.insert(entry, "request.parameters")
        };
        if placed == Placed::Duplicate && !row.is_alias {
            let message = format!("`{}` stands twice", row.pattern);
            let range = &row.record.range;
            report.at(context.page, range, &catalogue::DUPLICATE_NAME, message);
        }
    }
    members::place(context, tables, &mut tree, &parameters.patterns, report);
    tell_unknown_types(context, &rows, &tree, report);
    path::add_variables(context, &mut tree, &mut parameters, report);
    parameters.request.parameters = tree.fields;
    parameters.places = tree.places;
    add_body(body, &mut parameters);
    parameters
}

/// The rows of all tables that list parameters, those of members left out.
fn rows<'r, 'a>(
    context: &Context<'_>,
    tables: &'r [Documented<'_, 'a>],
    report: &mut Report<'_>,
) -> Vec<Row<'r, 'a>> {
    let mut rows = Vec::new();
    for table in tables {
        let subject = table.subject;
        if !matches!(subject, Subject::Request | Subject::Headers | Subject::Body) {
            continue;
        }
        if subject == Subject::Request && !table.has(Column::Required) {
            let entry = &catalogue::NO_REQUIRED;
            report.at(context.page, &table.range, entry, "");
        }
        rows.extend(row::rows_of(context, table, report));
    }
    rows
}

/// The entries of rows, each with the place of its row. Other spellings come last, so that a field
/// says what its canonical row says.
fn entries<'e, 'r, 'a>(
    context: &Context<'_>,
    rows: &'e [Row<'r, 'a>],
    patterns: &[String],
    report: &mut Report<'_>,
) -> Vec<(usize, &'e Row<'r, 'a>, Entry)> {
    let (main, aliases): (Vec<_>, Vec<_>) =
        rows.iter().enumerate().partition(|(_, row)| !row.is_alias);
    let mut entries: Vec<(usize, &Row<'_, '_>, Entry)> = main
        .into_iter()
        .chain(aliases)
        .map(|(at, row)| (at, row, entry::entry(context, row, patterns, report)))
        .collect();
    let mut stated: Vec<(&str, &mut Vec<Constraint>)> = entries
        .iter_mut()
        .map(|(_, row, entry)| (row.pattern.as_str(), &mut entry.field.constraints))
        .collect();
    prose::relate(&mut stated);
    entries
}

/// Says of which rows the type is a name that no table of members stands for.
fn tell_unknown_types(
    context: &Context<'_>,
    rows: &[Row<'_, '_>],
    tree: &Tree,
    report: &mut Report<'_>,
) {
    for row in rows.iter().filter(|row| row.word.known == Known::Name) {
        let described = find(&tree.fields, &row.parts).is_some_and(|field| {
            let items = field.items.as_deref().unwrap_or(field);
            !items.properties.is_empty()
        });
        if !described {
            row::tell_unknown_type(context, row.record, report);
        }
    }
}

/// The field at the end of a way.
fn find<'f>(fields: &'f [Field], parts: &[Part]) -> Option<&'f Field> {
    let mut names = parts.iter().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        Part::Index => None,
    });
    let first = names.next()?;
    let mut field = fields.iter().find(|field| field.name == *first)?;
    for name in names {
        let inside = field.items.as_deref().unwrap_or(field);
        field = inside.properties.iter().find(|field| field.name == *name)?;
    }
    Some(field)
}

/// Adds the body that is one value of its own.
fn add_body(body: Tree, parameters: &mut Parameters) {
    parameters.request.body = body.fields.into_iter().next().map(|mut field| {
        field.name.clear();
        field.position = None;
        Box::new(field)
    });
    let rooted = |(path, range): (String, Range<usize>)| {
        let below = path.find(']').map_or("", |at| &path[at + 1..]);
        (format!("request.body{below}"), range)
    };
    let places = body.places.into_iter().map(rooted);
    parameters.places.extend(places);
}

/// Whether a row stands for the body as a whole, because the body is a list.
fn is_whole_body(context: &Context<'_>, row: &Row<'_, '_>) -> bool {
    row.position == Some(Position::Body)
        && row.name.marks == 0
        && types::is_container(row.word.kind)
        && context.dialect.sections.get(&row.record.name) == Some(SectionKind::RequestBody)
}
