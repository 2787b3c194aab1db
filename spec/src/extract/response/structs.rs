//! Tables of types: further response tables of the page, and pages of their own.

use super::super::catalogue;
use super::super::document::Block;
use super::super::examples::shape::Shape;
use super::super::records::Record;
use super::super::report::Report;
use super::super::tables::{Documented, Subject};
use super::super::types::{is_container, is_identifier};
use super::{Context, Row, rows_of};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// A page that documents a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypePage {
    records: Vec<Record<'static>>,
}

impl TypePage {
    /// Keeps the rows of a type page.
    pub(crate) fn new(records: Vec<Record<'static>>) -> Self {
        Self { records }
    }
}

/// Where the pages of types come from.
pub(crate) trait TypePages {
    /// The page of the type of that name.
    fn find(&self, name: &str) -> Option<Arc<TypePage>>;
}

/// So many type pages are followed from one page.
const MOST_PAGES: usize = 200;

/// The types that are at hand.
#[derive(Debug)]
pub(super) struct Structs<'t> {
    /// The tables of the answer itself.
    pub(super) rows: Vec<&'t [Record<'t>]>,
    /// Fields of the answer that have a table of members but no row.
    pub(super) implied: Vec<Record<'t>>,
    /// The rows of each type, by its name in lower case.
    own: HashMap<String, &'t [Record<'t>]>,
    /// The pages of types, by name in lower case.
    pages: HashMap<String, Arc<TypePage>>,
}

impl<'t> Structs<'t> {
    /// Tells the tables of the answer from those of types.
    pub(super) fn collect(
        context: &Context<'_>,
        tables: &'t [Documented<'t, 't>],
        report: &mut Report<'_>,
    ) -> Self {
        let mut structs = Self {
            rows: Vec::new(),
            implied: Vec::new(),
            own: HashMap::new(),
            pages: HashMap::new(),
        };
        let mut wanted = Wanted::default();
        for table in tables {
            if matches!(table.subject, Subject::Answer | Subject::AnswerMembers) {
                wanted.add(&rows_of(context, &table.records));
            }
        }
        let mut before: Vec<Row<'_, '_>> = Vec::new();
        for table in tables {
            let rows = match table.subject {
                Subject::Answer => {
                    structs.rows.push(&table.records);
                    rows_of(context, &table.records)
                }
                Subject::AnswerMembers => {
                    let rows = rows_of(context, &table.records);
                    structs.name(context, table, &rows, &before, &wanted, report);
                    rows
                }
                _ => continue,
            };
            before.extend(rows);
        }
        structs.load(context, &before);
        structs
    }

    /// Fetches the pages of the types that rows refer to, and of those that these refer to.
    fn load(&mut self, context: &Context<'_>, rows: &[Row<'_, '_>]) {
        let Some(types) = context.types else {
            return;
        };
        let names = |rows: &[Row<'_, '_>]| -> Vec<String> {
            rows.iter()
                .filter_map(|row| row.word.named.clone())
                .collect()
        };
        let mut open = names(rows);
        while let Some(name) = open.pop() {
            let known = self.find(&name).is_some() || self.pages.len() >= MOST_PAGES;
            let page = if known { None } else { types.find(&name) };
            if let Some(page) = page {
                open.extend(names(&rows_of(context, &page.records)));
                self.pages.insert(name.to_ascii_lowercase(), page);
            }
        }
    }

    /// Finds what a table of members belongs to: the type that the words before it name, the field
    /// whose members the examples show so, or the container just before that has no members yet.
    fn name(
        &mut self,
        context: &Context<'_>,
        table: &'t Documented<'t, 't>,
        rows: &[Row<'_, '_>],
        before: &[Row<'_, '_>],
        wanted: &Wanted,
        report: &mut Report<'_>,
    ) {
        let mut names = names_before(table, wanted);
        if names.is_empty() {
            names.extend(owner_shown(&context.shown.answer, rows, wanted));
        }
        if names.is_empty() {
            let undescribed = |row: &&Row<'_, '_>| {
                let type_name = row.word.named.as_deref().unwrap_or(&row.name);
                let open = is_container(row.word.kind) || row.word.named.is_some();
                open && self.find(type_name).is_none() && self.find(&row.name).is_none()
            };
            names.extend(
                before
                    .iter()
                    .rev()
                    .find(undescribed)
                    .map(|row| row.name.to_ascii_lowercase()),
            );
        }
        if names.is_empty()
            && let Some(name) = root_shown(&context.shown.answer, rows)
        {
            self.implied.push(Record {
                name: Cow::Owned(name.clone()),
                range: table.range.clone(),
                ..Record::default()
            });
            names.push(name.to_ascii_lowercase());
        }
        if names.is_empty() {
            let message = format!("{} rows left out", table.records.len());
            report.at(
                context.page,
                &table.range,
                &catalogue::ORPHAN_TABLE,
                message,
            );
        }
        for name in names {
            self.own.entry(name).or_insert(&table.records);
        }
    }

    /// The rows of the type of that name.
    pub(super) fn find(&self, name: &str) -> Option<&[Record<'_>]> {
        let key = name.to_ascii_lowercase();
        let page = || self.pages.get(&key).map(|page| &page.records[..]);
        self.own.get(&key).copied().or_else(page)
    }
}

/// The names under which rows ask for a type, in lower case: the type's and the row's own.
#[derive(Debug, Default)]
struct Wanted {
    names: Vec<String>,
}

impl Wanted {
    fn add(&mut self, rows: &[Row<'_, '_>]) {
        for row in rows {
            self.names.extend(
                row.word
                    .named
                    .as_ref()
                    .map(|name| name.to_ascii_lowercase()),
            );
            self.names.push(row.name.to_ascii_lowercase());
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

/// The names that the words before a table give, of those that are wanted.
fn names_before(table: &Documented<'_, '_>, wanted: &Wanted) -> Vec<String> {
    let texts = table.lead.blocks.iter().filter_map(|block| match block {
        Block::Prose(prose) => Some(prose.text.as_ref()),
        _ => None,
    });
    let texts: Vec<&str> = table.lead.heading.into_iter().chain(texts).collect();
    for text in texts.iter().rev() {
        let words =
            text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        let lower = words
            .filter(|word| is_identifier(word))
            .map(str::to_ascii_lowercase);
        let names: Vec<String> = lower.filter(|word| wanted.has(word)).collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// How many rows a shape has among its members.
fn matches(shape: &Shape, rows: &[Row<'_, '_>]) -> usize {
    rows.iter()
        .filter(|row| shape.child(&row.name).is_some())
        .count()
}

/// The way to the shape whose members fit the rows best, and how many fit.
fn best<'s>(
    shape: &'s Shape,
    rows: &[Row<'_, '_>],
    way: &mut Vec<&'s str>,
) -> (usize, Vec<&'s str>) {
    let mut found = (matches(shape, rows), way.clone());
    for child in shape
        .children
        .iter()
        .filter(|child| !child.children.is_empty())
    {
        way.push(&child.name);
        let inner = best(child, rows, way);
        way.pop();
        if inner.0 > found.0 {
            found = inner;
        }
    }
    found
}

/// The field below which the examples show most of the rows, if it asks for members.
fn owner_shown(shape: &Shape, rows: &[Row<'_, '_>], wanted: &Wanted) -> Option<String> {
    let (count, way) = best(shape, rows, &mut Vec::new());
    let fits = count * 2 > rows.len();
    let mut names = way.iter().rev().map(|name| name.to_ascii_lowercase());
    names.find(|name| wanted.has(name)).filter(|_| fits)
}

/// The outermost field below which the examples show most of the rows.
fn root_shown(shape: &Shape, rows: &[Row<'_, '_>]) -> Option<String> {
    let (count, way) = best(shape, rows, &mut Vec::new());
    let first = way.first().map(|name| (*name).to_owned());
    first.filter(|_| count * 2 > rows.len())
}
