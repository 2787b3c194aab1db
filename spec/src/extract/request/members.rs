//! Further request tables: the members of one parameter, or its variants.

use super::super::catalogue;
use super::super::document::Block;
use super::super::examples::{json, shape::Shape};
use super::super::report::Report;
use super::super::tables::{Documented, Lead, Subject};
use super::super::wire_name::{Part, WireName};
use super::Context;
use super::entry::entry;
use super::row::{Row, pattern, rows_of};
use super::tree::{Entry, Tree};
use crate::model::{Field, Type};

/// Puts the rows of further tables below the parameter that they describe.
pub(super) fn place(
    context: &Context<'_>,
    tables: &[Documented<'_, '_>],
    tree: &mut Tree,
    patterns: &[String],
    report: &mut Report<'_>,
) {
    let mut last_owner: Option<String> = None;
    for table in tables
        .iter()
        .filter(|table| table.subject == Subject::RequestMembers)
    {
        let mut rows = rows_of(context, table, report);
        let shown = lead_shows(&table.lead, &rows);
        let named = named_before(&table.lead, &tree.fields, last_owner.as_deref(), shown);
        let owner = named
            .or_else(|| by_example(&rows, &tree.fields))
            .or_else(|| last_owner.clone())
            .or_else(|| by_prefix(&rows, &tree.fields))
            .or_else(|| only_open(&tree.fields));
        let Some(owner) = owner else {
            let message = format!("{} rows left out", table.records.len());
            report.at(
                context.page,
                &table.range,
                &catalogue::ORPHAN_TABLE,
                message,
            );
            continue;
        };
        report.at(
            context.page,
            &table.range,
            &catalogue::MEMBERS,
            format!("the members of `{owner}`"),
        );
        let parts = WireName::read(&owner, context.dialect).parts;
        open(tree, &parts);
        // Members name one another by their last part; the spec names them in full.
        for row in &mut rows {
            let whole: Vec<Part> = parts.iter().chain(&row.parts).cloned().collect();
            row.pattern = pattern(&whole);
        }
        let members = rows.iter().map(|row| row.pattern.clone());
        let patterns: Vec<String> = members.chain(patterns.iter().cloned()).collect();
        for row in &rows {
            let mut entry: Entry = entry(context, row, &patterns, report);
            entry.parts = parts.iter().chain(&entry.parts).cloned().collect();
            entry.flattened = false;
            tree.insert(entry, "request.parameters");
        }
        last_owner = Some(owner);
    }
}

/// Whether code before a table shows a value with most of the rows' names.
fn lead_shows(lead: &Lead<'_, '_>, rows: &[Row<'_, '_>]) -> bool {
    lead.blocks.iter().any(|block| match block {
        Block::Code(code) => 2 * shown_names(&code.text, rows) > rows.len(),
        _ => false,
    })
}

/// How many of the rows' names a JSON text has.
fn shown_names(text: &str, rows: &[Row<'_, '_>]) -> usize {
    let shape = Shape::of_json("", &json::read(text).value);
    let has = |row: &&Row<'_, '_>| shape.child(&pattern(&row.parts)).is_some();
    rows.iter().filter(has).count()
}

/// The parameter that the words before a table name last; any text parameter if they also show a
/// value with members.
fn named_before(
    lead: &Lead<'_, '_>,
    fields: &[Field],
    last: Option<&str>,
    shown: bool,
) -> Option<String> {
    let texts = lead.blocks.iter().filter_map(|block| match block {
        Block::Prose(prose) => Some(prose.text.as_ref()),
        _ => None,
    });
    let texts: Vec<&str> = lead.heading.into_iter().chain(texts).collect();
    // A bullet such as `-   PING` after another table names a variant, not a parameter.
    let is_variant = last.is_some() && texts.len() == 1;
    texts.iter().rev().find_map(|text| {
        let words = text.split(|character: char| {
            !(character.is_ascii_alphanumeric() || "_.".contains(character))
        });
        let mut found = words.filter_map(|word| find(fields, word.trim_matches('.'), "", shown));
        found.next().filter(|_| !is_variant || texts[0].len() > 24)
    })
}

/// The documented name of the parameter of that name, at any depth.
fn find(fields: &[Field], name: &str, above: &str, shown: bool) -> Option<String> {
    fields.iter().find_map(|field| {
        let own = if above.is_empty() {
            field.name.clone()
        } else {
            format!("{above}.{}", field.name)
        };
        let text = shown && field.kind == Type::String && field.constant.is_none();
        if field.name == name && (text || can_have_members(field)) {
            return Some(own);
        }
        let inside = field
            .items
            .as_ref()
            .map_or(&field.properties, |items| &items.properties);
        find(inside, name, &own, shown)
    })
}

/// Whether the parameter's value can be one with members.
fn can_have_members(field: &Field) -> bool {
    let plain = matches!(
        field.kind,
        Type::Integer | Type::Long | Type::Boolean | Type::Float | Type::Double
    );
    !plain && field.constant.is_none() && (field.kind != Type::String || shows_json(field))
}

fn shows_json(field: &Field) -> bool {
    let shown = field
        .example
        .as_deref()
        .map(str::trim_start)
        .unwrap_or_default();
    shown.starts_with(['{', '['])
        || field.description.as_deref().is_some_and(|text| {
            text.contains("JSON") || text.contains("json") || text.contains("Json")
        })
}

/// The parameter whose example value has most of the rows' names.
fn by_example(rows: &[Row<'_, '_>], fields: &[Field]) -> Option<String> {
    let score = |field: &Field| shown_names(field.example.as_deref().unwrap_or_default(), rows);
    let candidates = fields
        .iter()
        .filter(|field| can_have_members(field) && shows_json(field));
    let best = candidates
        .map(|field| (score(field), field))
        .filter(|(score, _)| *score > 0);
    best.max_by_key(|(score, _)| *score)
        .map(|(_, field)| field.name.clone())
}

/// The parameter whose name begins all of the rows' names: `TagKey` and `TagValue` are of `Tags`.
fn by_prefix(rows: &[Row<'_, '_>], fields: &[Field]) -> Option<String> {
    let owns = |field: &&Field| {
        let stem = field.name.trim_end_matches('s');
        let begins = |row: &Row<'_, '_>| {
            let name = pattern(&row.parts);
            name.len() > stem.len() && name.starts_with(stem)
        };
        let open = field.kind == Type::String || is_open(field);
        open && field.constant.is_none() && stem.len() > 2 && rows.iter().all(begins)
    };
    let mut owners = fields.iter().filter(owns);
    let owner = owners.next().filter(|_| rows.len() > 1)?;
    owners.next().is_none().then(|| owner.name.clone())
}

/// The only parameter that should have members and has none yet.
fn only_open(fields: &[Field]) -> Option<String> {
    let mut open = fields.iter().filter(|field| is_open(field));
    let owner = open.next()?;
    open.next().is_none().then(|| owner.name.clone())
}

/// Whether a parameter's type promises members or elements that no row tells.
fn is_open(field: &Field) -> bool {
    let members = |field: &Field| !field.properties.is_empty();
    let has_members = members(field) || field.items.as_deref().is_some_and(members);
    let promised = matches!(field.kind, Type::Array | Type::Object | Type::Json);
    promised && !has_members && field.flatten.is_none()
}

/// Makes a parameter ready for members: a text that holds JSON becomes JSON.
fn open(tree: &mut Tree, parts: &[Part]) {
    let mut fields = &mut tree.fields;
    let mut names = parts.iter().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        Part::Index => None,
    });
    let Some(mut name) = names.next() else {
        return;
    };
    loop {
        let Some(field) = fields.iter_mut().find(|field| field.name == *name) else {
            return;
        };
        let Some(next) = names.next() else {
            if matches!(field.kind, Type::String | Type::Any | Type::Json) {
                if field.kind == Type::String {
                    field.doc_type.get_or_insert_with(|| "String".to_owned());
                }
                field.kind = Type::Json;
                let is_list = field
                    .example
                    .as_deref()
                    .is_some_and(|example| example.trim_start().starts_with('['));
                if is_list {
                    field.items.get_or_insert_with(|| {
                        Box::new(Field {
                            kind: Type::Object,
                            ..Field::default()
                        })
                    });
                }
            }
            return;
        };
        name = next;
        fields = match &mut field.items {
            Some(items) => &mut items.properties,
            None => &mut field.properties,
        };
    }
}
