//! Tables of types: further response tables of the page, and pages of their own.

use super::super::catalogue;
use super::super::document::Block;
use super::super::records::Record;
use super::super::report::Report;
use super::super::tables::{Documented, Subject};
use super::super::types::{self, is_identifier};
use super::Context;
use std::collections::HashMap;

/// A page that documents a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypePage {
    records: Vec<Record<'static>>,
}

/// Type pages by name, in lower case.
pub(crate) type TypePages = HashMap<String, TypePage>;

/// The types that are at hand.
#[derive(Debug)]
pub(super) struct Structs<'t, 'c> {
    /// The tables of the answer itself.
    pub(super) rows: Vec<&'t [Record<'t>]>,
    /// The rows of each type, by its name in lower case.
    own: HashMap<String, &'t [Record<'t>]>,
    pages: Option<&'c TypePages>,
}

impl<'t, 'c> Structs<'t, 'c> {
    /// Tells the tables of the answer from those of types.
    pub(super) fn collect(
        context: &Context<'c>,
        tables: &'t [Documented<'t, 't>],
        report: &mut Report<'_>,
    ) -> Self {
        let mut structs = Self {
            rows: Vec::new(),
            own: HashMap::new(),
            pages: context.types,
        };
        for table in tables
            .iter()
            .filter(|table| table.subject == Subject::Answer)
        {
            structs.rows.push(&table.records);
        }
        let mut wanted = Vec::new();
        for table in tables {
            if matches!(table.subject, Subject::Answer | Subject::AnswerMembers) {
                wanted.extend(wanted_by(context, &table.records));
            }
        }
        for table in tables
            .iter()
            .filter(|table| table.subject == Subject::AnswerMembers)
        {
            let names = names_before(table, &wanted);
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
                structs.own.entry(name).or_insert(&table.records);
            }
        }
        structs
    }

    /// The rows of the type of that name.
    pub(super) fn find(&self, name: &str) -> Option<&'t [Record<'t>]>
    where
        'c: 't,
    {
        let key = name.to_ascii_lowercase();
        let own = self.own.get(&key).copied();
        own.or_else(|| {
            let pages: &'t TypePages = self.pages?;
            pages
                .get(&key)
                .map(|page| -> &'t [Record<'t>] { &page.records })
        })
    }
}

/// The names under which rows ask for a type: the type's and the row's own, in lower case.
fn wanted_by(context: &Context<'_>, records: &[Record<'_>]) -> Vec<String> {
    let names = records.iter().flat_map(|record| {
        let word = record
            .kind
            .as_deref()
            .map(|text| types::read(text, record.kind_link.as_ref(), context.dialect));
        let named = word.and_then(|word| word.named);
        [named, Some(record.name.trim().to_owned())]
    });
    names
        .flatten()
        .map(|name| name.to_ascii_lowercase())
        .collect()
}

/// The names that the words before a table give, of those that are wanted.
fn names_before(table: &Documented<'_, '_>, wanted: &[String]) -> Vec<String> {
    let texts = table.lead.blocks.iter().filter_map(|block| match block {
        Block::Prose(prose) => Some(prose.text.as_ref()),
        _ => None,
    });
    let texts: Vec<&str> = table.lead.heading.into_iter().chain(texts).collect();
    for text in texts.iter().rev() {
        let words =
            text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        let names: Vec<String> = words
            .filter(|word| is_identifier(word))
            .map(str::to_ascii_lowercase)
            .filter(|word| wanted.contains(word))
            .collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}
