//! Request tables → parameters: nesting, positions, constants, aliases, the rules in the prose.

mod members;
pub(crate) mod path;
mod tree;

use super::blame::Named;
use super::catalogue;
use super::dialect::{Column, Vocabulary};
use super::document::Page;
use super::examples::Shown;
use super::prose::{self, RowContext};
use super::records::Record;
use super::report::Report;
use super::tables::{Documented, Subject};
use super::types::{self, Known, TypeWord};
use super::wire_name::{Part, WireName};
use crate::model::{Constraint, Field, Position, Request, Type};
use doctract_core::ValueKind;
use path::RequestLine;
use std::collections::HashMap;
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

/// A row with its name taken apart.
struct Row<'r, 'a> {
    record: &'r Record<'a>,
    name: WireName,
    /// The whole way to the field.
    parts: Vec<Part>,
    /// The documented name, index letters as `N`.
    pattern: String,
    word: TypeWord,
    position: Option<Position>,
    flattened: bool,
    /// Another spelling of a name that has a row of its own.
    is_alias: bool,
    /// The last part as this row spells it, where that differs.
    alias: Option<String>,
}

/// Reads the request of a page.
pub(crate) fn read(
    context: &Context<'_>,
    tables: &[Documented<'_, '_>],
    report: &mut Report<'_>,
) -> Parameters {
    let mut rows = Vec::new();
    for table in tables {
        let subject = table.subject;
        if matches!(subject, Subject::Request | Subject::Headers | Subject::Body) {
            if subject == Subject::Request && !table.has(Column::Required) {
                report.at(
                    context.page,
                    &table.range,
                    &catalogue::NO_REQUIRED,
                    catalogue::NO_REQUIRED.title,
                );
            }
            rows.extend(rows_of(context, table, report));
        }
    }
    canonical_names(&mut rows);
    let patterns: Vec<String> = rows.iter().map(|row| row.pattern.clone()).collect();
    let mut tree = Tree::default();
    let mut body = Tree::default();
    let mut named = Vec::new();
    let body_name = rows.iter().position(|row| is_whole_body(context, row));
    // Other spellings come last, so that a field says what its canonical row says.
    let (main, aliases): (Vec<_>, Vec<_>) =
        rows.iter().enumerate().partition(|(_, row)| !row.is_alias);
    let mut entries: Vec<(usize, &Row<'_, '_>, Entry)> = main
        .into_iter()
        .chain(aliases)
        .map(|(at, row)| (at, row, entry(context, row, &patterns, report)))
        .collect();
    let mut stated: Vec<(&str, &mut Vec<Constraint>)> = entries
        .iter_mut()
        .map(|(_, row, entry)| (row.pattern.as_str(), &mut entry.field.constraints))
        .collect();
    prose::relate(&mut stated);
    for (at, row, entry) in entries {
        named.push(Named::new(&row.pattern, entry.field.role));
        let in_body =
            body_name.is_some_and(|whole| at >= whole && row.position == Some(Position::Body));
        let placed = if in_body {
            body.insert(entry, "request.body")
        } else {
            tree.insert(entry, "request.parameters")
        };
        if placed == Placed::Duplicate && !row.is_alias {
            let message = format!("`{}` stands twice", row.pattern);
            report.at(
                context.page,
                &row.record.range,
                &catalogue::DUPLICATE_NAME,
                message,
            );
        }
    }
    let mut parameters = Parameters {
        named,
        patterns,
        ..Parameters::default()
    };
    members::place(context, tables, &mut tree, &parameters.patterns, report);
    add_path_variables(context, &mut tree, &mut parameters, report);
    parameters.request.parameters = tree.fields;
    parameters.places = tree.places;
    parameters.request.body = body.fields.into_iter().next().map(|mut field| {
        field.name.clear();
        field.position = None;
        Box::new(field)
    });
    let rooted = |(path, range): (String, Range<usize>)| {
        let below = path.find(']').map_or("", |at| &path[at + 1..]);
        (format!("request.body{below}"), range)
    };
    parameters
        .places
        .extend(body.places.into_iter().map(rooted));
    parameters
}

fn rows_of<'r, 'a>(
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
    rows
}

fn pattern(parts: &[Part]) -> String {
    let name = WireName {
        parts: parts.to_vec(),
        ..WireName::default()
    };
    name.to_string()
}

/// Names with several fixed indices (`Filter.1.Key`, `Filter.2.Key`) are parameters of their own,
/// not one list.
fn unfold_fixed_indices(rows: &mut [Row<'_, '_>]) {
    let fixed: Vec<String> = rows
        .iter()
        .filter(|row| row.name.fixed_index)
        .filter_map(|row| {
            row.record
                .name
                .split('.')
                .next()
                .map(|first| first.trim().to_owned())
        })
        .collect();
    for row in rows {
        let digits = row
            .record
            .name
            .split('.')
            .skip(1)
            .any(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let first = row.record.name.split('.').next().unwrap_or_default().trim();
        if digits && fixed.iter().any(|name| name == first) {
            let whole: String = row
                .record
                .name
                .chars()
                .filter(|character| !character.is_whitespace())
                .collect();
            row.parts = vec![Part::Name(whole.clone())];
            row.pattern = whole;
        }
    }
}

/// Gives every spelling of one name by letter case the same pattern; the others become aliases.
fn canonical_names(rows: &mut [Row<'_, '_>]) {
    let mut canonical: HashMap<String, usize> = HashMap::new();
    for at in 0..rows.len() {
        let key = rows[at].pattern.to_ascii_lowercase();
        let capitals = |row: &Row<'_, '_>| {
            row.pattern
                .split('.')
                .filter(|part| part.starts_with(|first: char| first.is_ascii_uppercase()))
                .count()
        };
        let better = canonical
            .get(&key)
            .is_none_or(|known| capitals(&rows[at]) > capitals(&rows[*known]));
        if better {
            canonical.insert(key, at);
        }
    }
    for at in 0..rows.len() {
        let key = rows[at].pattern.to_ascii_lowercase();
        let Some(main) = canonical
            .get(&key)
            .copied()
            .filter(|main| rows[*main].pattern != rows[at].pattern)
        else {
            continue;
        };
        let own = rows[at].name.last().to_owned();
        let (parts, pattern) = (rows[main].parts.clone(), rows[main].pattern.clone());
        let spelling = parts.iter().rev().find_map(|part| match part {
            Part::Name(name) => Some(name.clone()),
            Part::Index => None,
        });
        rows[at].is_alias = true;
        rows[at].alias = Some(own).filter(|own| Some(own) != spelling.as_ref());
        rows[at].parts = parts;
        rows[at].pattern = pattern;
    }
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
        Known::Word => {}
        Known::Misspelt => {
            report.at(
                context.page,
                &record.range,
                &catalogue::MISSPELT_TYPE,
                format!("`{text}`"),
            );
        }
        Known::Name | Known::Unknown => {
            report.at(
                context.page,
                &record.range,
                &catalogue::UNKNOWN_TYPE,
                format!("`{text}` is no known type"),
            );
        }
    }
    word
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

/// Whether a row stands for the body as a whole, because the body is a list.
fn is_whole_body(context: &Context<'_>, row: &Row<'_, '_>) -> bool {
    row.position == Some(Position::Body)
        && row.name.marks == 0
        && types::is_container(row.word.kind)
        && context.dialect.sections.get(&row.record.name)
            == Some(super::dialect::SectionKind::RequestBody)
}

/// Makes the tree's entry of a row: what the cells say and what the prose says.
fn entry(
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
    let mut field = Field {
        kind: row.word.kind,
        doc_type: row.word.doc.clone(),
        required: matches!(required, Some((_, Some(true)))),
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
        field.index_range = reading.index_range;
        field.role = reading.role;
        field.required_text = field.required_text.or(reading.required_text);
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

/// Adds the variables of the path that no row documents.
fn add_path_variables(
    context: &Context<'_>,
    tree: &mut Tree,
    parameters: &mut Parameters,
    report: &mut Report<'_>,
) {
    let Some(line) = context.line else {
        return;
    };
    for variable in line.variables() {
        let known = tree.fields.iter_mut().find(|field| field.name == variable);
        if let Some(field) = known {
            field.position = Some(Position::Path);
            continue;
        }
        report.at(
            context.page,
            &line.range,
            &catalogue::PATH_VARIABLE,
            format!("`{variable}` has no row"),
        );
        parameters.patterns.push(variable.to_owned());
        parameters.named.push(Named::new(variable, None));
        tree.places.push((
            format!("request.parameters[name={variable}]"),
            line.range.clone(),
        ));
        tree.fields.push(Field {
            name: variable.to_owned(),
            required: true,
            position: Some(Position::Path),
            ..Field::default()
        });
    }
}
