//! Error tables and lists → documented errors.

use super::catalogue;
use super::columns::is_code;
use super::document::{Block, Page};
use super::records::Record;
use super::report::Report;
use super::sections::Section;
use crate::model::{ErrorRow, ErrorSection};
use std::collections::HashSet;
use std::ops::Range;

/// Makes errors of records, each with the bytes of its row.
pub(crate) fn rows(
    page: &Page<'_>,
    records: &[Record<'_>],
    has_status: bool,
    report: &mut Report<'_>,
) -> Vec<(ErrorRow, Range<usize>)> {
    let mut rows = Vec::with_capacity(records.len());
    let mut seen = HashSet::new();
    for record in records {
        let status = status(page, record, has_status, report);
        let codes = codes(page, record, report);
        for code in codes {
            let owned = |text: &Option<std::borrow::Cow<'_, str>>| {
                text.as_ref().map(|text| text.clone().into_owned())
            };
            let row = ErrorRow {
                status,
                code,
                message: owned(&record.message),
                description: owned(&record.description),
                blames: Vec::new(),
            };
            if seen.insert((row.status, row.code.clone(), row.message.clone())) {
                rows.push((row, record.range.clone()));
            } else {
                let message = format!("`{}` with the same status and message", row.code);
                report.at(page, &record.range, &catalogue::REPEATED_ERROR, message);
            }
        }
    }
    rows
}

/// The status of a row: the first number of its cell.
fn status(
    page: &Page<'_>,
    record: &Record<'_>,
    has_status: bool,
    report: &mut Report<'_>,
) -> Option<u16> {
    let Some(text) = &record.status else {
        // A table of statuses under "error code".
        let code = record
            .code
            .as_deref()
            .and_then(|code| code.trim().parse().ok());
        if let Some(status) = code.filter(|code| (100..600).contains(code)) {
            return Some(status);
        }
        if has_status {
            report.at(page, &record.range, &catalogue::NO_STATUS, "no HTTP status");
        }
        return None;
    };
    let digits = text
        .split(|character: char| !character.is_ascii_digit())
        .find(|digits| !digits.is_empty());
    let number = digits.and_then(|digits| digits.parse::<u16>().ok());
    if !number.is_some_and(|number| (100..600).contains(&number)) {
        report.at(
            page,
            &record.range,
            &catalogue::ODD_STATUS,
            format!("`{text}` is no HTTP status"),
        );
    }
    number
}

/// The codes of a row: usually one, several where the cell lists them.
fn codes(page: &Page<'_>, record: &Record<'_>, report: &mut Report<'_>) -> Vec<String> {
    let text = record.code.as_deref().unwrap_or_default().trim();
    if is_code(text) {
        return vec![text.to_owned()];
    }
    let several: Vec<_> = text
        .split(['/', '\n', ',', '，', '、', ';', '|'])
        .map(|part| part.trim().trim_start_matches("- "))
        .filter(|part| !part.is_empty())
        .collect();
    if several.len() > 1 && several.iter().all(|part| is_code(part)) {
        return several.into_iter().map(str::to_owned).collect();
    }
    report.at(
        page,
        &record.range,
        &catalogue::ODD_CODE,
        format!("`{text}` is an unusual code"),
    );
    let joined: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    // One stray blank beside a dot, not a sentence.
    let stray = is_code(&joined) && text.split_whitespace().count() == 2 && text.contains(". ");
    if stray {
        vec![joined]
    } else if text.is_empty() {
        Vec::new()
    } else {
        vec![text.to_owned()]
    }
}

/// What the error sections hold apart from tables.
pub(crate) fn section_kind(
    sections: &[&Section<'_, '_>],
    from_table: bool,
    from_list: bool,
) -> ErrorSection {
    let holds_something = |section: &&Section<'_, '_>| {
        section.blocks.iter().any(|block| match block {
            Block::Prose(prose) => !prose.text.is_empty(),
            Block::Code(_) | Block::Table(_) => true,
            Block::Heading(_) => false,
        })
    };
    match () {
        () if from_table => ErrorSection::Table,
        () if from_list => ErrorSection::DefinitionList,
        () if sections.is_empty() => ErrorSection::Absent,
        () if sections.iter().any(holds_something) => ErrorSection::LinkOnly,
        () => ErrorSection::Empty,
    }
}
