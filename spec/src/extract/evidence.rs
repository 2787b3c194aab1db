//! What tables and examples say about which operation a page documents.

use super::dialect::{SectionKind, Vocabulary};
use super::examples::Shown;
use super::sections::Section;
use super::tables::{Documented, Subject};
use super::types;

/// What other parts of the page say about the operation.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'e> {
    /// The value of the row that names the operation, from its example or description.
    pub(crate) row: Option<String>,
    /// What the request example sends.
    pub(crate) example: Option<&'e str>,
    /// The host of the request example.
    pub(crate) host: Option<String>,
    /// Whether a request line with a path was found.
    pub(crate) has_path: bool,
    /// Whether a table or list tells what is sent or answered.
    pub(crate) documents: bool,
    /// Whether the headings or lines before one of them say so too.
    pub(crate) announced: bool,
    /// Whether there is a table or an example at all.
    pub(crate) shows: bool,
    /// Whether a section tells what every request carries.
    pub(crate) common: bool,
    /// Whether all of it is the members of a type.
    pub(crate) only_type: bool,
}

/// What tables and examples say about the operation's identity.
pub(crate) fn gather<'e>(
    tables: &[Documented<'_, '_>],
    sections: &[Section<'_, '_>],
    shown: &'e Shown,
    has_path: bool,
    dialect: &Vocabulary,
) -> Evidence<'e> {
    let names_operation = |name: &str| {
        dialect
            .operation_parameter
            .as_deref()
            .is_some_and(|known| known.eq_ignore_ascii_case(name.trim()))
    };
    let requests = || {
        tables
            .iter()
            .filter(|table| table.subject == Subject::Request)
    };
    let row = requests()
        .flat_map(|table| &table.records)
        .find(|record| names_operation(&record.name));
    let value = row.and_then(|record| {
        let shown = record
            .example
            .as_deref()
            .map(str::trim)
            .filter(|text| types::is_identifier(text));
        let said = record.description.as_deref().and_then(last_identifier);
        shown.or(said).map(str::to_owned)
    });
    let requests = &shown.examples.requests;
    let sent = requests.iter().flat_map(|request| &request.parameters);
    let mut example = sent
        .filter(|pair| names_operation(&pair.name))
        .map(|pair| pair.value.trim());
    let host = requests.iter().find_map(|request| {
        let (_, rest) = request.text.split_once("://")?;
        let end = rest.find(['/', '?', '&', '\n', ' ']).unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    });
    let own = || {
        tables
            .iter()
            .filter(|table| table.subject != Subject::Errors)
    };
    Evidence {
        row: value,
        example: example.find(|value| types::is_identifier(value)),
        host,
        has_path,
        documents: own().next().is_some(),
        announced: own().any(|table| table.announced),
        shows: !tables.is_empty() || !requests.is_empty() || !shown.examples.responses.is_empty(),
        common: sections
            .iter()
            .any(|section| section.kind == Some(SectionKind::Common)),
        only_type: is_type(tables, shown),
    }
}

/// Whether a page describes a type: fields and nothing about a call.
fn is_type(tables: &[Documented<'_, '_>], shown: &Shown) -> bool {
    let fields = |table: &Documented<'_, '_>| {
        matches!(table.subject, Subject::Answer | Subject::AnswerMembers)
    };
    !tables.is_empty()
        && tables.iter().all(fields)
        && shown.examples.requests.is_empty()
        && shown.examples.responses.is_empty()
}

/// The last word of a description that looks like the name of an operation.
fn last_identifier(text: &str) -> Option<&str> {
    let words =
        text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    let mut named = words.filter(|word| {
        types::is_identifier(word)
            && word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
            && word.bytes().any(|byte| byte.is_ascii_lowercase())
    });
    named.next_back()
}
