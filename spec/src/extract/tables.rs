//! What each table and definition list of a page documents, and its records.

use super::catalogue;
use super::columns::Columns;
use super::dialect::{Column, SectionKind, Vocabulary};
use super::document::{Block, Page, Table};
use super::records::{self, Record};
use super::report::Report;
use super::sections::Section;
use std::ops::Range;

/// What a table documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Request parameters.
    Request,
    /// Request headers.
    Headers,
    /// The members of the request's body.
    Body,
    /// The members of one request parameter.
    RequestMembers,
    /// The fields of the answer.
    Answer,
    /// The members of one field of the answer.
    AnswerMembers,
    /// Errors.
    Errors,
}

/// One table or definition list that documents something.
#[derive(Debug)]
pub(crate) struct Documented<'p, 'a> {
    /// What it documents.
    pub(crate) subject: Subject,
    /// Its rows.
    pub(crate) records: Vec<Record<'a>>,
    /// Whether there is a column for the kind of content.
    columns: Columns,
    /// What stands between the table before and this one, the nearest last.
    pub(crate) lead: Lead<'p, 'a>,
    /// Whether it is a definition list.
    pub(crate) is_list: bool,
    /// The bytes of the table.
    pub(crate) range: Range<usize>,
}

/// The words before a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lead<'p, 'a> {
    /// The heading of the section, if the dialect does not know it: the name of a type, perhaps.
    pub(crate) heading: Option<&'p str>,
    /// The blocks since the table before, or since the heading.
    pub(crate) blocks: &'p [Block<'a>],
}

impl Documented<'_, '_> {
    /// Whether the table has a column of the kind; a definition list has all.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.is_list || self.columns.has(column)
    }
}

/// Reads all tables and lists of a page.
pub(crate) fn read<'p, 'a>(
    page: &'p Page<'a>,
    sections: &'p [Section<'p, 'a>],
    dialect: &Vocabulary,
    report: &mut Report<'_>,
) -> Vec<Documented<'p, 'a>> {
    let mut reader = Reader {
        page,
        dialect,
        report,
        found: Vec::new(),
    };
    for section in sections {
        reader.section(section);
    }
    reader.found
}

struct Reader<'r, 'p, 'a, 'f> {
    page: &'p Page<'a>,
    dialect: &'r Vocabulary,
    report: &'r mut Report<'f>,
    found: Vec<Documented<'p, 'a>>,
}

impl<'p, 'a> Reader<'_, 'p, 'a, '_> {
    fn section(&mut self, section: &'p Section<'p, 'a>) {
        let mut since = 0;
        for (at, block) in section.blocks.iter().enumerate() {
            if let Block::Table(table) = block {
                let lead = Lead {
                    heading: section
                        .heading
                        .filter(|_| !section.known)
                        .map(|heading| heading.text.as_ref()),
                    blocks: &section.blocks[since..at],
                };
                self.table(section, table, lead);
                since = at + 1;
            }
        }
        let has_table = section
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Table(_)));
        if !has_table {
            self.list(section);
        }
    }

    /// The section that a short line right before a table announces, instead of a heading.
    fn announced(&self, lead: &Lead<'_, '_>) -> Option<SectionKind> {
        match lead.blocks.last()? {
            Block::Prose(prose) => self.dialect.sections.get(&prose.text),
            _ => None,
        }
    }

    fn has(&self, subject: Subject) -> bool {
        self.found.iter().any(|found| found.subject == subject)
    }

    fn table(&mut self, section: &Section<'_, '_>, table: &Table, lead: Lead<'p, 'a>) {
        let page = self.page;
        let mut columns = Columns::of_titles(page, table, self.dialect);
        let kind = self.announced(&lead).or(section.kind);
        let Some(subject) = self.subject(kind, &columns) else {
            let known = matches!(
                section.kind,
                Some(
                    SectionKind::Unrelated
                        | SectionKind::Permissions
                        | SectionKind::Description
                        | SectionKind::ResponseHeaders
                )
            );
            let entry = if known {
                &catalogue::UNRELATED_TABLE
            } else {
                &catalogue::UNKNOWN_TABLE
            };
            self.report.at(
                page,
                &table.range,
                entry,
                format!("{} rows left out", table.rows.len()),
            );
            return;
        };
        if !table.delimited {
            self.report.at(
                page,
                &table.range,
                &catalogue::NO_DELIMITER,
                "no line of dashes below the titles",
            );
        }
        if !table.header_fits {
            self.report.at(
                page,
                &table.range,
                &catalogue::HEADER_WIDTH,
                "titles and dashes differ in number",
            );
        }
        if subject == Subject::Errors {
            columns.correct_errors(page, table, self.report);
        } else {
            let answers = matches!(subject, Subject::Answer | Subject::AnswerMembers);
            columns.correct_fields(page, table, self.dialect, answers, self.report);
        }
        let records = records::of_table(page, table, &columns, self.dialect, self.report);
        self.found.push(Documented {
            subject,
            records,
            columns,
            lead,
            is_list: false,
            range: table.range.clone(),
        });
    }

    /// What a table documents: by its titles first, by its section second.
    fn subject(&self, kind: Option<SectionKind>, columns: &Columns) -> Option<Subject> {
        if columns.are_errors() {
            return Some(Subject::Errors);
        }
        if columns.has(Column::Header) {
            return Some(Subject::Headers);
        }
        if !columns.are_fields() {
            return None;
        }
        let first_or = |first, members| if self.has(first) { members } else { first };
        match kind {
            Some(SectionKind::RequestParameters) => {
                Some(first_or(Subject::Request, Subject::RequestMembers))
            }
            Some(SectionKind::RequestHeaders) => Some(Subject::Headers),
            Some(SectionKind::RequestBody) => {
                Some(first_or(Subject::Body, Subject::RequestMembers))
            }
            Some(SectionKind::ParameterDetails) => Some(Subject::RequestMembers),
            Some(SectionKind::ResponseParameters) => {
                Some(first_or(Subject::Answer, Subject::AnswerMembers))
            }
            Some(
                SectionKind::Permissions
                | SectionKind::Unrelated
                | SectionKind::ResponseHeaders
                | SectionKind::Errors,
            ) => None,
            _ if columns.has(Column::Required) => {
                Some(first_or(Subject::Request, Subject::RequestMembers))
            }
            _ if !columns.has(Column::Type) => None,
            _ if self.has(Subject::Answer) => Some(Subject::AnswerMembers),
            _ if self.has(Subject::Request) => Some(Subject::Answer),
            _ => Some(Subject::Request),
        }
    }

    fn list(&mut self, section: &'p Section<'p, 'a>) {
        let subject = match section.kind {
            Some(SectionKind::RequestParameters) => Subject::Request,
            Some(SectionKind::ResponseParameters) => Subject::Answer,
            Some(SectionKind::Errors) => Subject::Errors,
            _ => return,
        };
        let records = records::of_list(section.blocks, self.dialect);
        if let (Some(first), Some(last)) = (records.first(), records.last()) {
            let range = first.range.start..last.range.end;
            self.found.push(Documented {
                subject,
                records,
                columns: Columns { kinds: Vec::new() },
                lead: Lead {
                    heading: None,
                    blocks: &[],
                },
                is_list: true,
                range,
            });
        }
    }
}
