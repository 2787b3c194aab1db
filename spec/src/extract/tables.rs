//! What each table and definition list of a page documents, and its records.

use super::catalogue;
use super::columns::Columns;
use super::dialect::{Column, SectionKind, Vocabulary};
use super::document::{Block, Page, Table};
use super::records::{self, Record};
use super::report::Report;
use super::sections::Section;
use std::ops::Range;

/// So many rows of one page are read, since rows are compared with each other. The largest real
/// page has about 350.
const MOST_ROWS: usize = 4096;

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
    /// Whether a heading or a line before it says what it documents.
    pub(crate) announced: bool,
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
    for (at, section) in sections.iter().enumerate() {
        reader.section(section, sections.get(at + 1));
    }
    reader.keep_within_limit();
    reader.found
}

struct Reader<'r, 'p, 'a, 'f> {
    page: &'p Page<'a>,
    dialect: &'r Vocabulary,
    report: &'r mut Report<'f>,
    found: Vec<Documented<'p, 'a>>,
}

impl<'p, 'a> Reader<'_, 'p, 'a, '_> {
    /// Leaves out the rows past the limit, and says so.
    fn keep_within_limit(&mut self) {
        let mut free = MOST_ROWS;
        for table in &mut self.found {
            let surplus = table.records.len().saturating_sub(free);
            if surplus > 0 {
                let message = format!("{surplus} rows left out");
                self.report
                    .at(self.page, &table.range, &catalogue::TOO_MANY_ROWS, message);
                table.records.truncate(free);
            }
            free -= table.records.len();
        }
    }

    fn section(&mut self, section: &'p Section<'p, 'a>, following: Option<&'p Section<'p, 'a>>) {
        let answers_below = following.is_some_and(lacks_its_table);
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
                self.table(section, table, lead, answers_below);
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

    /// The section that a line before a table announces, instead of a heading: a short line right
    /// before it, or any that names the body (`RequestBody` and what must stand in it).
    fn announced(&self, section: &Section<'_, '_>, lead: &Lead<'_, '_>) -> Option<SectionKind> {
        let kind_of = |text: &str| self.dialect.sections.get(text);
        let is_body = |word: &&str| kind_of(word) == Some(SectionKind::RequestBody);
        let short = match lead.blocks.last()? {
            Block::Prose(prose) => kind_of(&prose.text),
            _ => None,
        };
        let about_answer = matches!(
            section.kind,
            Some(SectionKind::ResponseParameters | SectionKind::Errors)
        );
        if short.is_some() || about_answer {
            return short;
        }
        let names_body = {
            let mut words = lead.blocks.iter().filter_map(|block| match block {
                Block::Prose(prose) => Some(words(&prose.text)),
                _ => None,
            });
            words.any(|mut words| words.any(|word| is_body(&word)))
        };
        names_body.then_some(SectionKind::RequestBody)
    }

    fn has(&self, subject: Subject) -> bool {
        self.found.iter().any(|found| found.subject == subject)
    }

    fn table(
        &mut self,
        section: &Section<'_, '_>,
        table: &Table,
        lead: Lead<'p, 'a>,
        answers_below: bool,
    ) {
        let page = self.page;
        let mut columns = Columns::of_titles(page, table, self.dialect);
        let announced = self.announced(section, &lead);
        let kind = announced.or(section.kind);
        let Some(mut subject) = self.subject(kind, &columns) else {
            self.leave(kind, &columns, table);
            return;
        };
        // A further table without a `required` column, right above an empty section for the
        // answer, is the answer's: the heading slipped down.
        let slipped =
            subject == Subject::RequestMembers && answers_below && !columns.has(Column::Required);
        if slipped {
            subject = Subject::Answer;
        }
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
            announced: announced.is_some() || section.known && kind.is_some_and(is_of_a_call),
            range: table.range.clone(),
        });
    }

    /// Says that a table is in no spec, and whether that is as it should be: tables of values or
    /// features belong to the prose; one that has a column for types or codes, or that stands alone
    /// where parameters should, was not understood.
    fn leave(&mut self, kind: Option<SectionKind>, columns: &Columns, table: &Table) {
        let looks_right = [Column::Type, Column::Required, Column::Code, Column::Status]
            .into_iter()
            .any(|column| columns.has(column));
        let missing = match kind {
            Some(SectionKind::RequestParameters) => !self.has(Subject::Request),
            Some(SectionKind::RequestBody) => !self.has(Subject::Body),
            Some(SectionKind::ResponseParameters) => !self.has(Subject::Answer),
            Some(SectionKind::Errors) => !self.has(Subject::Errors),
            _ => false,
        };
        let elsewhere = kind.is_some_and(|kind| !is_of_a_call(kind));
        let entry = if missing || (looks_right && !elsewhere) {
            &catalogue::UNKNOWN_TABLE
        } else {
            &catalogue::UNRELATED_TABLE
        };
        let message = format!("{} rows left out", table.rows.len());
        self.report.at(self.page, &table.range, entry, message);
    }

    /// What a table documents: by its titles first, by its section second.
    fn subject(&self, kind: Option<SectionKind>, columns: &Columns) -> Option<Subject> {
        if columns.are_errors() {
            return Some(Subject::Errors);
        }
        if kind == Some(SectionKind::Common) {
            return None;
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
            // After the answer's table it is the answer's values that are explained.
            Some(SectionKind::ParameterDetails) if self.has(Subject::Answer) => {
                Some(Subject::AnswerMembers)
            }
            Some(SectionKind::ParameterDetails) => Some(Subject::RequestMembers),
            Some(SectionKind::ResponseParameters) => {
                Some(first_or(Subject::Answer, Subject::AnswerMembers))
            }
            Some(
                SectionKind::Permissions
                | SectionKind::Unrelated
                | SectionKind::Common
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
                announced: true,
                range,
            });
        }
    }
}

/// Whether a section should hold the fields of an answer and holds no table at all.
fn lacks_its_table(section: &Section<'_, '_>) -> bool {
    let is_table = |block: &Block<'_>| matches!(block, Block::Table(_));
    section.kind == Some(SectionKind::ResponseParameters) && !section.blocks.iter().any(is_table)
}

/// Whether a section holds what is sent, answered or refused.
fn is_of_a_call(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::RequestHeaders
            | SectionKind::RequestParameters
            | SectionKind::RequestBody
            | SectionKind::ParameterDetails
            | SectionKind::ResponseParameters
            | SectionKind::Errors
    )
}

/// The words of a text that could be names.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.split(move |character| !is_part(character))
        .filter(|word| !word.is_empty())
}
