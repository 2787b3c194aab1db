//! Logical rows: a row of these tables spans many physical lines and ends by the count of its pipes.
//!
//! A table has N columns, so a row has N + 1 unescaped pipes. Until they have been seen and a line
//! ends in one, blank lines, lists, notes and code blocks belong to the open cell.

use super::lines::{FenceEnds, Line, LineKind};
use std::ops::Range;

/// A header is searched over at most so many lines and columns.
const HEADER_LINES: usize = 160;
pub(super) const MOST_COLUMNS: usize = 40;

/// What is odd about a row or a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowFault {
    /// More cells than columns: a bare pipe stands in a cell.
    Surplus,
    /// Fewer cells than columns.
    Short,
    /// Nothing but one pipe.
    Stray,
    /// The page or the section ended first.
    Unterminated,
}

/// A table as it stands in the page.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The cells of the header, as byte ranges.
    pub(crate) header: Vec<Range<usize>>,
    /// The rows, in order.
    pub(crate) rows: Vec<Row>,
    /// The cells of all rows.
    cells: Vec<Range<usize>>,
    /// The bytes from the header's first to the last row's last.
    pub(crate) range: Range<usize>,
    /// Whether a delimiter line follows the header.
    pub(crate) delimited: bool,
    /// Whether the header has as many cells as the delimiter.
    pub(crate) header_fits: bool,
    /// Whether cells hold HTML instead of Markdown.
    pub(crate) html: bool,
}

/// One logical row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    cells: Range<usize>,
    /// The bytes of the row.
    pub(crate) range: Range<usize>,
    /// What is odd about it.
    pub(crate) fault: Option<RowFault>,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(header: Vec<Range<usize>>, range: Range<usize>) -> Self {
        Self {
            header,
            rows: Vec::new(),
            cells: Vec::new(),
            range,
            delimited: true,
            header_fits: true,
            html: false,
        }
    }

    /// The cells of a row, as byte ranges.
    pub(crate) fn cells(&self, row: &Row) -> &[Range<usize>] {
        &self.cells[row.cells.clone()]
    }

    /// Appends a row.
    pub(crate) fn push(
        &mut self,
        cells: impl IntoIterator<Item = Range<usize>>,
        range: Range<usize>,
        fault: Option<RowFault>,
    ) {
        let first = self.cells.len();
        self.cells.extend(cells);
        self.range.end = self.range.end.max(range.end);
        self.rows.push(Row {
            cells: first..self.cells.len(),
            range,
            fault,
        });
    }
}

/// Where a header stands.
#[derive(Debug, Clone, Copy)]
struct Header {
    columns: usize,
    /// The last line of the header, the delimiter included.
    last: usize,
    delimited: bool,
    fits: bool,
}

/// Reads the table whose header begins at `lines[first]`, if one does: the table and the line
/// after it. `is_label` tells whether a cell is a known column title, for tables without delimiter.
pub(crate) fn read_table(
    page: &str,
    lines: &[Line],
    first: usize,
    fences: &mut FenceEnds,
    is_label: &dyn Fn(&str) -> bool,
) -> Option<(Table, usize)> {
    let header = find_header(page, lines, first, is_label)?;
    let body = if header.delimited {
        first..header.last
    } else {
        first..first + 1
    };
    let mut pipes = Vec::new();
    for line in &lines[body] {
        pipes_of(page, line, &mut pipes);
    }
    let range = lines[first].text as usize..lines[header.last].end as usize;
    let mut table = Table::new(cell_ranges(page, &pipes).collect(), range);
    table.delimited = header.delimited;
    table.header_fits = header.fits;

    let mut next = header.last + 1;
    while let Some(row) = next_text(lines, next) {
        if lines[row].kind == LineKind::Delimiter {
            // A second delimiter below the first, or a row of dashes: no content either way.
            next = row + 1;
            continue;
        }
        if lines[row].kind != LineKind::Pipe || starts_new_table(page, lines, row, is_label) {
            break;
        }
        next = read_row(
            page,
            lines,
            row,
            header.columns,
            fences,
            &mut pipes,
            &mut table,
        );
    }
    Some((table, next))
}

/// Reads the row that begins at `lines[first]`, gives the line after it.
fn read_row(
    page: &str,
    lines: &[Line],
    first: usize,
    columns: usize,
    fences: &mut FenceEnds,
    pipes: &mut Vec<usize>,
    table: &mut Table,
) -> usize {
    pipes.clear();
    let mut at = first;
    let mut fault = Some(RowFault::Unterminated);
    let mut may_hold_code = true;
    while let Some(line) = lines.get(at) {
        match line.kind {
            LineKind::Heading(_) => break,
            LineKind::Fence(_) if may_hold_code => match closing_in_cell(lines, at, fences) {
                // Pipes after the closing marks end the cell, as on any line.
                Some(closing) if has_pipe(page, &lines[closing]) => at = closing,
                Some(closing) => {
                    at = closing + 1;
                    continue;
                }
                // Once is enough: the same line or section end stops every later fence too.
                None => may_hold_code = false,
            },
            _ => {}
        }
        let line = &lines[at];
        pipes_of(page, line, pipes);
        at += 1;
        let ends_in_pipe = line.end > line.text && pipes.last() == Some(&(line.end as usize - 1));
        if !ends_in_pipe {
            continue;
        }
        if pipes.len() > columns {
            fault = (pipes.len() > columns + 1).then_some(RowFault::Surplus);
            break;
        }
        let follower = next_text(lines, at).map(|next| &lines[next]);
        let closes_alone = follower.is_some_and(|line| line.trimmed(page) == "|");
        let ends_here =
            follower.is_none_or(|line| matches!(line.kind, LineKind::Pipe | LineKind::Heading(_)));
        if ends_here && !(closes_alone && pipes.len() == columns) {
            fault = Some(if pipes.len() == 1 {
                RowFault::Stray
            } else {
                RowFault::Short
            });
            break;
        }
    }
    let last = (first..at)
        .rev()
        .find(|at| lines[*at].kind != LineKind::Blank);
    let end = lines[last.unwrap_or(first)].end as usize;
    let range = lines[first].text as usize..end;
    if fault == Some(RowFault::Unterminated) {
        pipes.push(end);
    }
    table.push(cell_ranges(page, pipes), range, fault);
    at
}

/// The end of a code block inside a cell: it must come before the next section.
fn closing_in_cell(lines: &[Line], open: usize, fences: &mut FenceEnds) -> Option<usize> {
    let closing = fences.closing_in_cell(lines, open)?;
    (closing <= fences.next_section(lines, open)).then_some(closing)
}

fn has_pipe(page: &str, line: &Line) -> bool {
    line.trimmed(page).ends_with('|')
}

fn starts_new_table(
    page: &str,
    lines: &[Line],
    row: usize,
    is_label: &dyn Fn(&str) -> bool,
) -> bool {
    // A header has its delimiter right below it, unless it is written one cell per line.
    let cell_per_line = || count_pipes(lines[row].trimmed(page)) == 1;
    let below = next_text(lines, row + 1).map(|next| lines[next].kind);
    if below == Some(LineKind::Delimiter) || cell_per_line() {
        find_header(page, lines, row, is_label).is_some()
    } else {
        titles(page, &lines[row], is_label).is_some()
    }
}

/// The header that begins at `lines[first]`.
fn find_header(
    page: &str,
    lines: &[Line],
    first: usize,
    is_label: &dyn Fn(&str) -> bool,
) -> Option<Header> {
    delimited_header(page, lines, first).or_else(|| {
        let columns = titles(page, &lines[first], is_label)?;
        Some(Header {
            columns,
            last: first,
            delimited: false,
            fits: true,
        })
    })
}

/// A header with its delimiter: from `lines[first]` to the delimiter there are as many pipes as in
/// the delimiter itself, be it on one line or one cell per line.
fn delimited_header(page: &str, lines: &[Line], first: usize) -> Option<Header> {
    let mut pipes = 0;
    let mut text_lines = 0;
    for (at, line) in lines.iter().enumerate().skip(first).take(HEADER_LINES) {
        match line.kind {
            LineKind::Blank => {}
            LineKind::Delimiter if at > first => {
                let delimiter = count_pipes(line.trimmed(page));
                let fits = pipes == delimiter;
                // A header line right above with another number of cells is still the header.
                return (fits || text_lines == 1).then(|| Header {
                    columns: delimiter.max(pipes).saturating_sub(1),
                    last: at,
                    delimited: true,
                    fits,
                });
            }
            LineKind::Pipe | LineKind::Text => {
                text_lines += 1;
                if line.end - line.text > 512 {
                    return None;
                }
                pipes += count_pipes(line.trimmed(page));
                if pipes > MOST_COLUMNS {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}

/// The number of columns of a line that holds known column titles only.
fn titles(page: &str, line: &Line, is_label: &dyn Fn(&str) -> bool) -> Option<usize> {
    let text = line.trimmed(page);
    if text.len() > 512 {
        return None;
    }
    let cells = text.strip_prefix('|')?.strip_suffix('|')?;
    let count = cells.split('|').count();
    ((2..=MOST_COLUMNS).contains(&count) && cells.split('|').all(is_label)).then_some(count)
}

fn next_text(lines: &[Line], from: usize) -> Option<usize> {
    let rest = lines.get(from..)?;
    rest.iter()
        .position(|line| line.kind != LineKind::Blank)
        .map(|at| from + at)
}

fn count_pipes(text: &str) -> usize {
    let mut count = 0;
    each_pipe(text, |_| count += 1);
    count
}

fn pipes_of(page: &str, line: &Line, pipes: &mut Vec<usize>) {
    let base = line.text as usize;
    each_pipe(line.trimmed(page), |at| pipes.push(base + at));
}

/// Calls `found` with the place of every pipe that no backslash escapes.
pub(super) fn each_pipe(text: &str, mut found: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'|' if !escaped => found(at),
            b'\\' => {
                escaped = !escaped;
                continue;
            }
            _ => {}
        }
        escaped = false;
    }
}

/// The trimmed ranges between neighbouring pipes.
fn cell_ranges<'a>(page: &'a str, pipes: &'a [usize]) -> impl Iterator<Item = Range<usize>> + 'a {
    pipes
        .windows(2)
        .map(move |pair| trimmed(page, pair[0] + 1..pair[1].max(pair[0] + 1)))
}

/// `range` without the blanks at both ends.
pub(crate) fn trimmed(page: &str, range: Range<usize>) -> Range<usize> {
    let text = &page[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}
