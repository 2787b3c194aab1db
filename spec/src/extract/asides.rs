//! Names what stands in a page and in no field of the spec: rows, sections, code.

use super::catalogue;
use super::dialect::SectionKind;
use super::document::{Block, Page};
use super::examples::Shown;
use super::report::Report;
use super::request::path::RequestLine;
use super::sections::Section;
use super::tables::{Documented, Subject};
use std::collections::HashSet;
use std::ops::Range;

/// Tells the rows of parameters and fields that have no place in the spec.
pub(super) fn rows(
    page: &Page<'_>,
    tables: &[Documented<'_, '_>],
    places: &[(String, Range<usize>)],
    report: &mut Report<'_>,
) {
    let known: HashSet<usize> = places.iter().map(|(_, row)| row.start).collect();
    let orphans: HashSet<usize> = report.starts_of(&catalogue::ORPHAN_TABLE).collect();
    for table in tables
        .iter()
        .filter(|table| table.subject != Subject::Errors)
    {
        if orphans.contains(&table.range.start) {
            continue;
        }
        let rows = table.records.iter();
        let named = rows.filter(|row| !row.name.trim().is_empty());
        for row in named.filter(|row| !known.contains(&row.range.start)) {
            let message = format!("`{}`", row.name.trim());
            report.at(page, &row.range, &catalogue::ROW_ASIDE, message);
        }
    }
}

/// Tells the sections and code blocks that no part of the spec holds.
pub(super) fn sections(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    tables: &[Documented<'_, '_>],
    shown: &Shown,
    line: Option<&RequestLine>,
    report: &mut Report<'_>,
) {
    let mut lists: Vec<&Range<usize>> = tables
        .iter()
        .filter(|table| table.is_list)
        .map(|table| &table.range)
        .collect();
    lists.sort_by_key(|list| list.start);
    let in_list = |at: usize| {
        let before = lists.partition_point(|list| list.start <= at);
        before > 0 && lists[before - 1].contains(&at)
    };
    let read: HashSet<usize> = shown
        .codes
        .iter()
        .copied()
        .chain(line.map(|line| line.range.start))
        .collect();
    for section in sections {
        let mut holds_prose = false;
        let mut holds_more = false;
        for block in section.blocks {
            match block {
                Block::Prose(prose) => holds_prose |= !prose.text.is_empty(),
                Block::Code(code) => {
                    let start = code.range.start;
                    let known = read.contains(&start)
                        || in_list(start)
                        || section.kind == Some(SectionKind::Description)
                        || code.text.trim().is_empty();
                    holds_more = true;
                    if !known {
                        let entry = &catalogue::CODE_ASIDE;
                        report.at(page, &code.range, entry, "");
                    }
                }
                Block::Table(_) | Block::Heading(_) => holds_more = true,
            }
        }
        let range = section.range();
        let listed = section
            .blocks
            .iter()
            .any(|block| in_list(block.range().start));
        if section.known && holds_prose && !holds_more && !listed && !keeps_prose(section) {
            let entry = &catalogue::SECTION_ASIDE;
            report.at(page, &range, entry, "");
        }
    }
}

/// Whether the prose of a section has a place of its own in the spec: the description, the kind of
/// the error section, the explorer link.
fn keeps_prose(section: &Section<'_, '_>) -> bool {
    let links = |block: &Block<'_>| matches!(block, Block::Prose(prose) if !prose.links.is_empty());
    match section.kind {
        Some(SectionKind::Description | SectionKind::Errors) => true,
        Some(SectionKind::Debugging) => section.blocks.iter().any(links),
        _ => false,
    }
}
