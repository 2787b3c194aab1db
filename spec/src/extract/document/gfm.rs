//! Tables whose rows need no outer pipes: one line a row, as GitHub writes them.

use super::lines::{Line, LineKind};
use super::rows::{MOST_COLUMNS, RowFault, Table, each_pipe, trimmed};
use std::ops::Range;

/// Reads the table whose titles stand in `lines[first]`, if the line below is a delimiter that
/// lacks an outer pipe: the table and the line after it. It ends at a blank line or another block.
pub(super) fn read_table(page: &str, lines: &[Line], first: usize) -> Option<(Table, usize)> {
    let titles = &lines[first];
    let delimiter = lines.get(first + 1)?;
    if !is_open_delimiter(delimiter.trimmed(page).as_bytes()) {
        return None;
    }
    let header: Vec<_> = cells(page, titles).collect();
    let columns = cells(page, delimiter).count();
    if header.len() < 2 || header.len() != columns || columns > MOST_COLUMNS {
        return None;
    }
    let range = titles.text as usize..delimiter.end as usize;
    let mut table = Table::new(header, range);
    let mut next = first + 2;
    while let Some(line) = lines
        .get(next)
        .filter(|line| matches!(line.kind, LineKind::Text | LineKind::Pipe))
    {
        let row: Vec<_> = cells(page, line).collect();
        let fault = match row.len() {
            found if found > columns => Some(RowFault::Surplus),
            found if found < columns => Some(RowFault::Short),
            _ => None,
        };
        table.push(row, line.text as usize..line.end as usize, fault);
        next += 1;
    }
    Some((table, next))
}

/// Dashes between pipes, at least one end without a pipe: `--|--`, `|:-|-:`, `---|---|`.
fn is_open_delimiter(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    let open = *first != b'|' || *last != b'|';
    open && b"-:|".contains(first)
        && bytes.contains(&b'|')
        && bytes.contains(&b'-')
        && bytes.iter().all(|byte| b"|-: \t".contains(byte))
}

/// The cells of a line; pipes at its ends divide nothing.
fn cells<'a>(page: &'a str, line: &Line) -> impl Iterator<Item = Range<usize>> + 'a {
    let text = line.trimmed(page);
    let (start, end) = (line.text as usize, line.end as usize);
    let mut ends = Vec::new();
    each_pipe(text, |at| ends.push(start + at));
    if ends.last().is_none_or(|last| last + 1 < end) {
        ends.push(end);
    }
    let mut from = start;
    let ranges = ends.into_iter().map(move |to| {
        let cell = from..to;
        from = to + 1;
        cell
    });
    ranges
        .filter(move |cell| cell.start != start || !cell.is_empty())
        .map(move |cell| trimmed(page, cell))
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Page, RowFault, Table};

    /// Titles, cells and faults of the rows.
    type Read = (Vec<String>, Vec<Vec<String>>, Vec<Option<RowFault>>);

    fn tables(text: &str) -> Vec<Read> {
        let page = Page::read(text, &|_| false);
        let own = |block: &Block<'_>| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        };
        let found = page.blocks.iter().filter_map(own);
        found
            .map(|table: Table| {
                let text = |range| page.cell(&table, range).plain.into_owned();
                let row = |row| table.cells(row).iter().map(text).collect();
                (
                    table.header.iter().map(text).collect(),
                    table.rows.iter().map(row).collect(),
                    table.rows.iter().map(|row| row.fault).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn outer_pipes_may_be_missing_on_either_side() {
        for text in [
            "Name | Type\n--- | ---\na | b\nc \\| d |\n\nafter | all\n",
            "|Name|Type\n|---|:--\n|a|b\n|c \\| d|\n\nafter | all\n",
            "Name|Type|\n---|---|\na|b|\nc \\| d||\n",
        ] {
            let [(header, rows, faults)] = &tables(text)[..] else {
                panic!("one table in {text}");
            };
            assert_eq!(header, &["Name", "Type"]);
            assert_eq!(rows[0], ["a", "b"], "{text}");
            assert_eq!(rows[1][0], "c | d", "{text}");
            assert_eq!((rows.len(), faults[0]), (2, None));
        }
    }

    #[test]
    fn a_line_with_a_pipe_alone_makes_no_table() {
        assert!(tables("a | b\nc | d\n").is_empty());
        assert!(tables("a\n---\nb | c\n").is_empty());
    }
}
