//! Rows of tables and entries of definition lists → records of plain texts, one shape for both.

use super::catalogue;
use super::columns::Columns;
use super::dialect::{Column, ListField, Vocabulary};
use super::document::{Block, Link, Page, Prose, Row, RowFault, Table};
use super::report::Report;
use std::borrow::Cow;
use std::ops::Range;

/// What one row or entry says. A field is absent where the table has no such column or the cell
/// holds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record<'a> {
    /// The name of a parameter or field, marks of nesting included.
    pub(crate) name: Cow<'a, str>,
    /// The blanks that stand before the name in its cell.
    pub(crate) indent: usize,
    /// The type.
    pub(crate) kind: Option<Cow<'a, str>>,
    /// The first link of the type.
    pub(crate) kind_link: Option<Link<'a>>,
    /// The first link of the description that leads to a place of the page itself.
    pub(crate) reference: Option<Link<'a>>,
    /// Whether it is required.
    pub(crate) required: Option<Cow<'a, str>>,
    /// Where it travels.
    pub(crate) position: Option<Cow<'a, str>>,
    /// An example value.
    pub(crate) example: Option<Cow<'a, str>>,
    /// What it means.
    pub(crate) description: Option<Cow<'a, str>>,
    /// The HTTP status of an error.
    pub(crate) status: Option<Cow<'a, str>>,
    /// The code of an error.
    pub(crate) code: Option<Cow<'a, str>>,
    /// The message of an error.
    pub(crate) message: Option<Cow<'a, str>>,
    /// The bytes of the row.
    pub(crate) range: Range<usize>,
}

impl Record<'_> {
    /// The same, independent of the page.
    pub(crate) fn into_owned(self) -> Record<'static> {
        let text = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        let link = |link: Option<Link<'_>>| {
            link.map(|link| Link {
                text: link.text,
                target: Cow::Owned(link.target.into_owned()),
            })
        };
        Record {
            name: Cow::Owned(self.name.into_owned()),
            indent: self.indent,
            kind: text(self.kind),
            kind_link: link(self.kind_link),
            reference: link(self.reference),
            required: text(self.required),
            position: text(self.position),
            example: text(self.example),
            description: text(self.description),
            status: text(self.status),
            code: text(self.code),
            message: text(self.message),
            range: 0..0,
        }
    }

    /// Whether only the name is filled in.
    pub(crate) fn is_name_only(&self) -> bool {
        self.kind.is_none() && self.example.is_none() && self.description.is_none()
    }
}

/// Reads the rows of a table.
pub(crate) fn of_table<'a>(
    page: &Page<'a>,
    table: &Table,
    columns: &Columns,
    dialect: &Vocabulary,
    report: &mut Report<'_>,
) -> Vec<Record<'a>> {
    let mut records = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        tell_fault(page, table, row, report);
        if row.fault == Some(RowFault::Stray) {
            continue;
        }
        let cells = fitted(page, table, row, columns, dialect);
        let mut record = Record {
            range: row.range.clone(),
            ..Record::default()
        };
        for (kind, cell) in columns.kinds.iter().zip(&cells) {
            if let Some(kind) = kind {
                fill(&mut record, *kind, page, table, cell, dialect);
            }
        }
        records.push(record);
    }
    records
}

fn tell_fault(page: &Page<'_>, table: &Table, row: &Row, report: &mut Report<'_>) {
    let found = table.cells(row).len();
    let columns = table.header.len();
    match row.fault {
        Some(RowFault::Surplus) if found > columns => report.at(
            page,
            &row.range,
            &catalogue::SURPLUS_CELL,
            format!("{found} cells under {columns} columns: joined into one text"),
        ),
        Some(RowFault::Short) => report.at(
            page,
            &row.range,
            &catalogue::SHORT_ROW,
            format!("{found} cells under {columns} columns"),
        ),
        Some(RowFault::Stray) => report.at(
            page,
            &row.range,
            &catalogue::STRAY_PIPE,
            "a row that is a single pipe",
        ),
        Some(RowFault::Unterminated) => report.at(
            page,
            &row.range,
            &catalogue::UNTERMINATED_ROW,
            "the row does not end before the next section",
        ),
        Some(RowFault::Surplus) | None => {}
    }
}

/// The cells of a row, as many as there are columns where it has too many: the surplus joins the
/// description, or the example if the cells then fit their columns better.
fn fitted(
    page: &Page<'_>,
    table: &Table,
    row: &Row,
    columns: &Columns,
    dialect: &Vocabulary,
) -> Vec<Range<usize>> {
    let cells = table.cells(row);
    let width = columns.kinds.len();
    let surplus = cells.len().saturating_sub(width);
    if surplus == 0 {
        return cells.to_vec();
    }
    // Empty cells past the last column are no surplus.
    let blank = |cell: &Range<usize>| page.cell(table, cell).plain.is_empty();
    if cells[width..].iter().all(blank) {
        return cells[..width].to_vec();
    }
    let free = [Column::Description, Column::Message, Column::Example];
    let places = free.into_iter().filter_map(|kind| columns.find(kind));
    let candidates = places.map(|at| {
        let mut joined = cells[..at].to_vec();
        joined.push(cells[at].start..cells[at + surplus].end);
        joined.extend_from_slice(&cells[at + surplus + 1..]);
        joined
    });
    let fit = |cells: &Vec<Range<usize>>| misfits(page, table, cells, columns, dialect);
    let best = candidates.min_by_key(fit);
    best.unwrap_or_else(|| cells[..width].to_vec())
}

/// How many cells do not look like what their column holds.
fn misfits(
    page: &Page<'_>,
    table: &Table,
    cells: &[Range<usize>],
    columns: &Columns,
    dialect: &Vocabulary,
) -> usize {
    let pairs = columns.kinds.iter().zip(cells);
    let misfit = |(kind, cell): &(&Option<Column>, &Range<usize>)| {
        let text = page.cell(table, cell).plain;
        match kind {
            Some(Column::Required) => dialect.required.get(&text).is_none(),
            Some(Column::Type) => dialect.types.get(&text).is_none(),
            Some(Column::Position) => dialect.positions.get(&text).is_none(),
            Some(Column::Status) => text.parse::<u16>().is_err(),
            _ => false,
        }
    };
    pairs.filter(misfit).count()
}

fn fill<'a>(
    record: &mut Record<'a>,
    kind: Column,
    page: &Page<'a>,
    table: &Table,
    cell: &Range<usize>,
    dialect: &Vocabulary,
) {
    let text = page.cell(table, cell);
    let plain = text.plain;
    let value = |plain: Cow<'a, str>| {
        let holds_nothing = plain.is_empty() || dialect.placeholders.get(&plain).is_some();
        (!holds_nothing).then_some(plain)
    };
    match kind {
        Column::Name | Column::Header => {
            record.indent = page.blanks_before(cell.start);
            record.name = plain;
        }
        Column::Type => {
            record.kind_link = text.links.into_iter().next();
            record.kind = value(plain);
        }
        Column::Required => record.required = value(plain),
        Column::Position => record.position = value(plain),
        Column::Example => record.example = value(plain),
        Column::Description => {
            let here = |link: &Link<'_>| link.target.starts_with('#') && !link.text.is_empty();
            record.reference = text.links.into_iter().find(here);
            record.description = value(plain);
        }
        Column::Status => record.status = value(plain),
        Column::Code => record.code = value(plain),
        Column::Message => record.message = value(plain),
    }
}

/// Reads the entries of a definition list: a bold name, then bullets `field: value`.
pub(crate) fn of_list<'a>(blocks: &[Block<'a>], dialect: &Vocabulary) -> Vec<Record<'a>> {
    let mut records: Vec<Record<'a>> = Vec::new();
    let mut last: Option<ListField> = None;
    for block in blocks {
        match block {
            Block::Prose(prose) if is_term(prose) => {
                let mut record = Record {
                    name: prose.text.clone(),
                    range: prose.range.clone(),
                    ..Record::default()
                };
                record.code = Some(prose.text.clone());
                records.push(record);
                last = None;
            }
            Block::Prose(prose) => {
                let Some(record) = records.last_mut() else {
                    continue;
                };
                record.range.end = prose.range.end;
                match field(prose, dialect) {
                    Some((field, value)) if prose.depth == 1 && prose.marker.is_some() => {
                        set(record, field, value, prose);
                        last = Some(field);
                    }
                    _ if last.is_some() => append(&mut record.description, &prose.line()),
                    _ => {}
                }
            }
            Block::Code(code) => {
                if let (Some(record), true) = (records.last_mut(), last.is_some()) {
                    record.range.end = code.range.end;
                    for line in code.text.lines().filter(|line| !line.trim().is_empty()) {
                        append(&mut record.description, &format!("    {}", line.trim_end()));
                    }
                }
            }
            Block::Heading(_) | Block::Table(_) => last = None,
        }
    }
    // A bold line alone is a heading of sorts, no entry.
    let has_fields = |record: &Record<'_>| {
        record.kind.is_some()
            || record.description.is_some()
            || record.status.is_some()
            || record.message.is_some()
    };
    records.retain(has_fields);
    records
}

/// Whether a paragraph is the name of an entry.
fn is_term(prose: &Prose<'_>) -> bool {
    prose.bold && prose.marker.is_none() && prose.text.len() <= 120
}

/// The field and the value of a bullet `field: value`.
fn field<'p>(prose: &'p Prose<'_>, dialect: &Vocabulary) -> Option<(ListField, &'p str)> {
    let at = prose.text.find([':', '：'])?;
    let (name, value) = prose.text.split_at(at);
    let field = dialect.fields.get(name)?;
    Some((field, value.trim_start_matches([':', '：', ' '])))
}

fn set<'a>(record: &mut Record<'a>, field: ListField, value: &str, prose: &Prose<'a>) {
    let text = || Some(Cow::Owned(value.to_owned()));
    match field {
        ListField::Type => {
            record.kind = text();
            record.kind_link = prose.links.first().cloned();
        }
        ListField::Required => record.required = text(),
        ListField::Description => append(&mut record.description, value),
        ListField::Rules => append(&mut record.description, &prose.text),
        ListField::Name => {}
        ListField::Example => record.example = text(),
        ListField::Status => record.status = text(),
        ListField::Message => record.message = text(),
    }
}

fn append(text: &mut Option<Cow<'_, str>>, line: &str) {
    match text {
        Some(text) => {
            let text = text.to_mut();
            text.push('\n');
            text.push_str(line);
        }
        None if line.is_empty() => {}
        None => *text = Some(Cow::Owned(line.to_owned())),
    }
}
