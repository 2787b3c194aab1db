//! Records of response tables → rows: the name taken apart, the type read, heads of dotted names
//! made rows of their own.

use super::super::align::{Declared, Level};
use super::super::dialect::Vocabulary;
use super::super::records::Record;
use super::super::types::{self, TypeWord, is_container};
use super::super::wire_name::{Part, WireName};
use super::Context;
use crate::model::Type;
use std::borrow::Cow;

/// A row with its name and type read.
#[derive(Debug, Clone)]
pub(super) struct Row<'r, 'a> {
    /// What the row says; made up for a field that only other rows or examples tell of.
    pub(super) record: Cow<'r, Record<'a>>,
    /// The name.
    pub(super) name: String,
    /// The type.
    pub(super) word: TypeWord,
    /// The row before it that it belongs to, where its own name says so: `Status.Code`.
    pub(super) member_of: Option<usize>,
    /// A mark says that it belongs to a row above.
    pub(super) marked: bool,
    /// No row of the table: a dotted name or an example tells of it.
    pub(super) implied: bool,
}

impl Row<'_, '_> {
    /// A field without a row, told of at the place of `member`.
    pub(super) fn implied(name: &str, member: &Row<'_, '_>) -> Self {
        Self {
            record: Cow::Owned(Record {
                name: Cow::Owned(name.to_owned()),
                indent: member.record.indent,
                range: member.record.range.clone(),
                ..Record::default()
            }),
            name: name.to_owned(),
            word: TypeWord {
                kind: Type::Any,
                ..TypeWord::default()
            },
            member_of: None,
            marked: member.marked,
            implied: true,
        }
    }
}

/// The rows of a table. Records without a name give none.
pub(super) fn rows_of<'r, 'a>(
    context: &Context<'_>,
    records: &'r [Record<'a>],
) -> Vec<Row<'r, 'a>> {
    let mut rows: Vec<Row<'r, 'a>> = Vec::with_capacity(records.len());
    // The rows that the next dotted name may continue: those of its first parts.
    let mut heads: Vec<usize> = Vec::new();
    for record in records {
        let name = WireName::read(&record.name, context.dialect);
        let whole = name.to_string();
        // `"Region.en": …`: a name with a dot in it, not two names.
        let parts = if context.shown.dotted_names.contains(&whole) {
            vec![(whole, false)]
        } else {
            parts(name.parts)
        };
        let Some(((last, _), above)) = parts.split_last() else {
            continue;
        };
        let mut row = Row {
            record: Cow::Borrowed(record),
            name: last.trim_end_matches("[]").to_owned(),
            word: word(record, context.dialect),
            member_of: None,
            marked: name.marks > 0,
            implied: false,
        };
        let same = heads.iter().zip(above);
        let same = same.take_while(|(at, (name, _))| rows[**at].name == *name);
        let depth = same.count();
        heads.truncate(depth);
        for (name, is_list) in &above[depth..] {
            let mut head = Row::implied(name, &row);
            head.word.kind = if *is_list { Type::Array } else { Type::Object };
            head.member_of = heads.last().copied();
            heads.push(rows.len());
            rows.push(head);
        }
        row.member_of = heads.last().copied();
        heads.push(rows.len());
        rows.push(row);
    }
    rows
}

/// Adds the rows of a further table.
pub(super) fn append<'r, 'a>(rows: &mut Vec<Row<'r, 'a>>, more: Vec<Row<'r, 'a>>) {
    let before = rows.len();
    rows.extend(more.into_iter().map(|mut row| {
        row.member_of = row.member_of.map(|at| at + before);
        row
    }));
}

/// The names between the dots, each with whether an index follows it.
fn parts(parts: Vec<Part>) -> Vec<(String, bool)> {
    let mut names: Vec<(String, bool)> = Vec::with_capacity(parts.len());
    for part in parts {
        match (part, names.last_mut()) {
            (Part::Name(name), _) => names.push((name, false)),
            (Part::Index, Some((_, is_list))) => *is_list = true,
            (Part::Index, None) => {}
        }
    }
    names
}

fn word(record: &Record<'_>, dialect: &Vocabulary) -> TypeWord {
    let mut word = match &record.kind {
        Some(text) => types::read(text, record.kind_link.as_ref(), dialect),
        None => TypeWord {
            kind: Type::Any,
            ..TypeWord::default()
        },
    };
    // The type is named in the description only: `命令类型（[CommandType](#CommandType)）`.
    let referred = record.reference.as_ref().map(|link| link.text.trim());
    let open = is_container(word.kind) && word.named.is_none() && word.item.is_none();
    if let Some(name) = referred.filter(|name| open && types::is_identifier(name)) {
        word.named = Some(name.to_owned());
    }
    word
}

/// What a table's marks say about the depth of its rows.
pub(super) fn levels(rows: &[Row<'_, '_>]) -> Vec<Level> {
    if !rows.iter().any(|row| row.marked) {
        return vec![Level::Free; rows.len()];
    }
    let mut widths: Vec<usize> = rows
        .iter()
        .filter(|row| row.marked)
        .map(|row| row.record.indent)
        .collect();
    widths.sort_unstable();
    widths.dedup();
    let level = |row: &Row<'_, '_>| match (row.marked, &widths[..]) {
        _ if row.member_of.is_some() => Level::Free,
        (false, _) => Level::Top,
        (true, [_]) => Level::Below,
        (true, widths) => Level::Exactly(
            1 + widths
                .iter()
                .position(|width| *width == row.record.indent)
                .unwrap_or(0),
        ),
    };
    rows.iter().map(level).collect()
}

/// What the type of a row says about members. `described` tells whether its members stand in a
/// table of their own.
pub(super) fn declared(rows: &[Row<'_, '_>], at: usize, described: bool) -> Declared {
    let row = &rows[at];
    match row.word.kind {
        _ if described => Declared::Plain,
        // A link says where its members stand, and that is not in the rows below.
        _ if row.word.named.is_some() && row.record.kind_link.is_some() => Declared::Plain,
        _ if row.implied => Declared::Container,
        Type::Array if row.word.item.is_some_and(|item| !is_container(item)) => Declared::Plain,
        // A list whose example is a plain value holds plain values.
        Type::Array if row.word.named.is_none() && shows_plain(row) => Declared::Plain,
        Type::Array | Type::Object => Declared::Container,
        // A name alone below a list: the element that wraps it.
        Type::Any if row.record.is_name_only() && may_name_elements(rows, at) => {
            Declared::Container
        }
        // Neither type nor example, but words: what the words describe has members.
        Type::Any if row.record.kind.is_none() && row.record.example.is_none() => {
            if row.record.is_name_only() {
                Declared::Open
            } else {
                Declared::Container
            }
        }
        // No type, but a plain value: a list of such values.
        Type::Any if row.record.kind.is_none() && shows_plain(row) => Declared::Plain,
        Type::Any | Type::Json => Declared::Open,
        _ => Declared::Plain,
    }
}

/// Whether a row's example is a plain value.
fn shows_plain(row: &Row<'_, '_>) -> bool {
    let shown = row.record.example.as_deref().map(str::trim);
    shown.is_some_and(|shown| !shown.contains(['{', ':']))
}

/// Whether a row may only name the elements of the list before it: nothing but a name, the name
/// that the list's type gives, or no type and the words of the row before once more.
pub(super) fn may_name_elements(rows: &[Row<'_, '_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &rows[before]) else {
        return false;
    };
    if rows[at].implied {
        return false;
    }
    let (list, row) = (&before.record, &rows[at].record);
    let named = before.word.named.as_deref() == Some(rows[at].name.as_str());
    let repeats = row.kind.is_none() && row.description == list.description;
    row.is_name_only() || repeats || (named && before.word.kind == Type::Array)
}
