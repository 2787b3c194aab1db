//! Which column of a table holds what: by the titles, corrected where the cells say otherwise.

use super::catalogue;
use super::dialect::{Column, Vocabulary};
use super::document::{Page, Table, is_cjk};
use super::report::Report;

/// So many rows are looked at to judge a column.
const SAMPLE: usize = 40;

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    /// What each column holds; `None` where the title is unknown.
    pub(crate) kinds: Vec<Option<Column>>,
}

impl Columns {
    /// Reads the titles of a table.
    pub(crate) fn of_titles(page: &Page<'_>, table: &Table, dialect: &Vocabulary) -> Self {
        let titles = table.header.iter().map(|range| page.cell(table, range));
        let kinds = titles
            .map(|title| dialect.columns.get(&title.plain))
            .collect();
        Self { kinds }
    }

    /// The place of the first column of a kind.
    pub(crate) fn find(&self, kind: Column) -> Option<usize> {
        self.kinds.iter().position(|column| *column == Some(kind))
    }

    /// Whether there is a column of the kind.
    pub(crate) fn has(&self, kind: Column) -> bool {
        self.find(kind).is_some()
    }

    /// Whether there is a column of names.
    fn are_named(&self) -> bool {
        self.has(Column::Name) || self.has(Column::Header)
    }

    /// Whether the table documents errors.
    pub(crate) fn are_errors(&self) -> bool {
        let named = self.are_named() && !self.has(Column::Status);
        let code_and_more = self.has(Column::Code)
            && (self.has(Column::Status)
                || self.has(Column::Message)
                || self.has(Column::Description));
        let without_code = self.has(Column::Status) && self.has(Column::Message);
        !named && (code_and_more || without_code)
    }

    /// Whether the table documents parameters or fields.
    pub(crate) fn are_fields(&self) -> bool {
        let typed = self.has(Column::Type) || self.has(Column::Required);
        (self.are_named() && (typed || self.has(Column::Description)))
            // "HTTP status code" over the names, by mistake.
            || (self.has(Column::Status) && typed)
    }

    /// Gives columns of fields what their cells show, where the titles contradict them.
    pub(crate) fn correct_fields(
        &mut self,
        page: &Page<'_>,
        table: &Table,
        dialect: &Vocabulary,
        answers: bool,
        report: &mut Report<'_>,
    ) {
        let before = self.kinds.clone();
        if let (None, Some(status)) = (self.find(Column::Name), self.find(Column::Status)) {
            self.kinds[status] = Some(Column::Name);
        }
        let second_name = self
            .kinds
            .iter()
            .rposition(|kind| *kind == Some(Column::Name));
        if let Some(second) = second_name.filter(|second| Some(*second) != self.find(Column::Name))
        {
            let is_type = |text: &str| dialect.types.get(text).is_some();
            let types = !self.has(Column::Type) && mostly(page, table, second, is_type);
            self.kinds[second] = types.then_some(Column::Type);
        }
        if let (true, Some(required)) = (answers, self.find(Column::Required)) {
            let answer = |text: &str| dialect.required.get(text).is_some() || text.is_empty();
            if !self.has(Column::Description) && !mostly(page, table, required, answer) {
                self.kinds[required] = Some(Column::Description);
            }
        }
        self.tell(page, table, &before, report);
    }

    /// The same for columns of errors.
    pub(crate) fn correct_errors(
        &mut self,
        page: &Page<'_>,
        table: &Table,
        report: &mut Report<'_>,
    ) {
        let before = self.kinds.clone();
        // Two columns of explanations and none of messages: the first is the message.
        if !self.has(Column::Message) {
            let explanations: Vec<_> = (0..self.kinds.len())
                .filter(|at| self.kinds[*at] == Some(Column::Description))
                .collect();
            if let [first, _, ..] = explanations[..] {
                self.kinds[first] = Some(Column::Message);
            }
        }
        // An explanation before the code, the message after it, their titles exchanged.
        let places = (
            self.find(Column::Message),
            self.find(Column::Code),
            self.find(Column::Description),
        );
        if let (Some(message), Some(code), Some(description)) = places
            && message < code
            && code < description
        {
            self.kinds[message] = Some(Column::Description);
            self.kinds[description] = Some(Column::Message);
        }
        // A column of sentences is no column of codes.
        if let (Some(code), Some(message)) = (self.find(Column::Code), self.find(Column::Message)) {
            let sentences = mostly(page, table, code, |text| {
                text.contains(' ') || text.contains(is_cjk)
            });
            if sentences && mostly(page, table, message, is_code) {
                self.kinds.swap(code, message);
            }
        }
        self.tell(page, table, &before, report);
    }

    fn tell(
        &self,
        page: &Page<'_>,
        table: &Table,
        before: &[Option<Column>],
        report: &mut Report<'_>,
    ) {
        for (at, range) in table.header.iter().enumerate() {
            let title = page.cell(table, range).plain;
            if before.get(at) != self.kinds.get(at) {
                report.at(
                    page,
                    range,
                    &catalogue::ODD_COLUMN,
                    format!("the column `{title}` holds something else, by its cells"),
                );
            } else if self.kinds[at].is_none() && !title.is_empty() {
                report.at(
                    page,
                    range,
                    &catalogue::UNKNOWN_COLUMN,
                    format!("the column title `{title}` is not known"),
                );
            }
        }
    }
}

/// Whether a text looks like an error code.
pub(crate) fn is_code(text: &str) -> bool {
    let code = |character: char| character.is_ascii_alphanumeric() || "._-%".contains(character);
    text.len() > 2 && text.chars().all(code)
}

/// Whether more than half of the cells of a column satisfy `test`.
fn mostly(page: &Page<'_>, table: &Table, column: usize, test: impl Fn(&str) -> bool) -> bool {
    let cells = table
        .rows
        .iter()
        .filter_map(|row| table.cells(row).get(column));
    let (mut all, mut fit) = (0, 0);
    for cell in cells.take(SAMPLE) {
        all += 1;
        fit += usize::from(test(&page.cell(table, cell).plain));
    }
    fit * 2 > all
}
