//! Tables of types: further response tables of the page, and pages of their own.

use super::super::catalogue;
use super::super::document::Block;
use super::super::examples::shape::Shape;
use super::super::records::Record;
use super::super::report::Report;
use super::super::tables::{Documented, Subject};
use super::super::types::{is_container, is_identifier};
use super::Context;
use super::rows::{Row, rows_of};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
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

/// For so many tables that nothing names an owner is guessed.
const MOST_GUESSED: usize = 64;

/// The types that are at hand.
#[derive(Debug)]
pub(super) struct Structs<'t> {
    /// The tables of the answer itself.
    pub(super) rows: Vec<&'t [Record<'t>]>,
    /// Fields of the answer that have a table of members but no row.
    pub(super) implied: Vec<Record<'t>>,
    /// The names of all rows, in lower case.
    pub(super) documented: HashSet<String>,
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
            documented: HashSet::new(),
            own: HashMap::new(),
            pages: HashMap::new(),
        };
        let mut wanted = Wanted::default();
        for table in tables {
            if matches!(table.subject, Subject::Answer | Subject::AnswerMembers) {
                wanted.add(&rows_of(context, &table.records));
            }
        }
        let owners = Owners::find(context, tables, &wanted);
        let mut before: Vec<Row<'_, '_>> = Vec::new();
        let mut guessed = 0;
        for (table, names) in tables.iter().zip(owners.of_tables) {
            let rows = match table.subject {
                Subject::Answer => {
                    structs.rows.push(&table.records);
                    rows_of(context, &table.records)
                }
                Subject::AnswerMembers => {
                    let rows = rows_of(context, &table.records);
                    guessed += usize::from(names.is_empty());
                    let guess = Guess {
                        rows: &rows,
                        before: &before,
                        taken: &owners.taken,
                        refused: guessed > MOST_GUESSED,
                    };
                    structs.name(context, table, names, &guess, report);
                    rows
                }
                _ => continue,
            };
            before.extend(rows);
        }
        structs.document(&before);
        structs.load(context, &before);
        structs
    }

    fn document(&mut self, rows: &[Row<'_, '_>]) {
        let names = rows.iter().map(|row| row.name.to_ascii_lowercase());
        self.documented.extend(names);
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
                let rows = rows_of(context, &page.records);
                open.extend(names(&rows));
                self.document(&rows);
                self.pages.insert(name.to_ascii_lowercase(), page);
            }
        }
    }

    /// Files a table of members under the names that are known to be its own, else under the
    /// container just before that has no members yet, else under a field that only examples show.
    fn name(
        &mut self,
        context: &Context<'_>,
        table: &'t Documented<'t, 't>,
        mut names: Vec<String>,
        guess: &Guess<'_, '_, '_>,
        report: &mut Report<'_>,
    ) {
        if names.is_empty() && !guess.refused {
            let undescribed = |row: &&Row<'_, '_>| {
                let type_name = row.word.named.as_deref().unwrap_or(&row.name);
                let open = is_container(row.word.kind) || row.word.named.is_some();
                let is_free = |name: &str| {
                    self.find(name).is_none() && !guess.taken.contains(&name.to_ascii_lowercase())
                };
                open && is_free(type_name) && is_free(&row.name)
            };
            let last = guess.before.iter().rev().find(undescribed);
            names.extend(last.map(|row| row.name.to_ascii_lowercase()));
        }
        if names.is_empty()
            && !guess.refused
            && let Some(name) = root_shown(&context.shown.answer, guess.rows)
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
    names: HashSet<String>,
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
            self.names.insert(row.name.to_ascii_lowercase());
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(name)
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

/// What is at hand to guess the owner of a table that nothing names.
struct Guess<'g, 'r, 'a> {
    rows: &'g [Row<'r, 'a>],
    /// All rows before the table.
    before: &'g [Row<'r, 'a>],
    /// The names that other tables have.
    taken: &'g HashSet<String>,
    /// There were too many such tables.
    refused: bool,
}

/// Which names the tables of members have: by the words before them, or by the field whose members
/// the examples show so.
struct Owners {
    /// The names of each table; none where neither tells.
    of_tables: Vec<Vec<String>>,
    /// All of them.
    taken: HashSet<String>,
}

impl Owners {
    fn find(context: &Context<'_>, tables: &[Documented<'_, '_>], wanted: &Wanted) -> Self {
        let named: Vec<Vec<String>> = tables
            .iter()
            .map(|table| match table.subject {
                Subject::AnswerMembers => names_before(table, wanted),
                _ => Vec::new(),
            })
            .collect();
        let alone: HashSet<String> = named
            .iter()
            .filter(|names| names.len() == 1)
            .flatten()
            .cloned()
            .collect();
        let mut guessed = 0;
        let own = |(table, names): (&Documented<'_, '_>, Vec<String>)| {
            if table.subject != Subject::AnswerMembers {
                return Vec::new();
            }
            let rows = rows_of(context, &table.records);
            if names.is_empty() {
                guessed += 1;
                if guessed > MOST_GUESSED {
                    return names;
                }
                let shown = owner_shown(&context.shown.answer, &rows, wanted);
                return shown.into_iter().collect();
            }
            own_names(names, &rows, &alone)
        };
        let of_tables: Vec<_> = tables.iter().zip(named).map(own).collect();
        Self {
            taken: of_tables.iter().flatten().cloned().collect(),
            of_tables,
        }
    }
}

/// Of several names before a table those that are its own: "A is a list of B" is about A,
/// which shows where B has a table to itself or is the type of a row.
fn own_names(names: Vec<String>, rows: &[Row<'_, '_>], taken: &HashSet<String>) -> Vec<String> {
    if names.len() < 2 {
        return names;
    }
    let is_row_type = |name: &String| {
        rows.iter()
            .filter_map(|row| row.word.named.as_ref())
            .any(|named| named.eq_ignore_ascii_case(name))
    };
    let (own, others): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| !taken.contains(name) && !is_row_type(name));
    if own.is_empty() { others } else { own }
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
