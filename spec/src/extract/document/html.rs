//! The HTML that stands in pages: tags and entities in text, and whole tables.

use super::rows::{Table, trimmed};
use std::ops::Range;

/// A tag in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    name: &'a str,
    /// The bytes from `<` to `>`.
    pub(crate) length: usize,
}

/// Elements that stand for a new line.
const BREAKS: [&str; 8] = ["br", "p", "div", "ul", "ol", "tr", "table", "hr"];

/// Elements that are only marks around a text.
const MARKS: [&str; 29] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "img",
    "ins",
    "kbd",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "tbody",
    "thead",
    "tt",
    "u",
];

impl Tag<'_> {
    /// Whether a new line begins here.
    pub(crate) fn breaks_line(&self) -> bool {
        BREAKS.iter().any(|name| self.is(name))
    }

    /// Whether it is HTML at all and not a placeholder such as `<InstanceId>`.
    pub(crate) fn is_known(&self) -> bool {
        self.breaks_line()
            || self.is("li")
            || self.is("td")
            || self.is("th")
            || MARKS.iter().any(|name| self.is(name))
    }

    /// Whether it is a list item.
    pub(crate) fn is_item(&self) -> bool {
        self.is("li")
    }

    fn is(&self, name: &str) -> bool {
        // `<Code>` is a sample's element, `<code>` and `<CODE>` are HTML.
        self.name == name
            || (self.name.eq_ignore_ascii_case(name)
                && !self.name.bytes().any(|byte| byte.is_ascii_lowercase()))
    }
}

/// The tag at the start of `text`, opening or closing.
pub(crate) fn tag(text: &str) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    let name_start = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
    let name_length = bytes
        .get(name_start..)?
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let after = name_start + name_length;
    let attributes = &bytes[after..bytes.len().min(after + 500)];
    let starts_well = matches!(attributes.first(), Some(b'>' | b'/' | b' ' | b'\t' | b'\n'));
    if name_length == 0 || !starts_well {
        return None;
    }
    let close = attributes.iter().position(|byte| *byte == b'>')?;
    Some(Tag {
        name: &text[name_start..after],
        length: after + close + 1,
    })
}

/// The character that the entity at the start of `text` stands for, and the entity's length.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(12).position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "times" => '×',
        "le" => '≤',
        "ge" => '≥',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')?
        }
    };
    Some((character, end + 1))
}

/// The HTML table that begins at byte `start`, and the byte after it.
pub(crate) fn table(page: &str, start: usize) -> (Table, usize) {
    let mut table = Table::new(Vec::new(), start..start);
    table.html = true;
    let mut row: Option<(usize, Vec<Range<usize>>)> = None;
    let mut cell: Option<usize> = None;
    let mut at = start;
    let bytes = page.as_bytes();
    let mut end = page.len();
    while let Some(open) = page[at..].find('<').map(|found| at + found) {
        let here = &bytes[open..];
        let Some(found) = tag(&page[open..]) else {
            at = open + 1;
            continue;
        };
        let closes = here.get(1) == Some(&b'/');
        let is_cell = found.is("td") || found.is("th");
        if let (Some(from), true) = (cell, is_cell || found.is("tr") || found.is("table")) {
            if let Some((_, cells)) = &mut row {
                cells.push(trimmed(page, from..open));
            }
            cell = None;
        }
        if (found.is("tr") || (found.is("table") && closes))
            && let Some((from, cells)) = row.take()
        {
            add_row(&mut table, cells, from..open);
        }
        if found.is("table") && closes {
            end = open + found.length;
            break;
        }
        if !closes && found.is("tr") {
            row = Some((open, Vec::new()));
        }
        if !closes && is_cell {
            row.get_or_insert_with(|| (open, Vec::new()));
            cell = Some(open + found.length);
        }
        at = open + found.length;
    }
    if let Some((from, cells)) = row {
        add_row(&mut table, cells, from..end);
    }
    table.range.end = end;
    (table, end)
}

fn add_row(table: &mut Table, cells: Vec<Range<usize>>, range: Range<usize>) {
    if table.header.is_empty() {
        table.header = cells;
    } else if !cells.is_empty() {
        table.push(cells, range, None);
    }
}

/// The plain text of HTML: tags out, line breaks and list items as lines.
pub(crate) fn plain(source: &str) -> String {
    let mut output = String::with_capacity(source.len());
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let plain = rest.find(['<', '&']).unwrap_or(rest.len());
        push_collapsed(&mut output, &rest[..plain]);
        at += plain;
        let rest = &source[at..];
        if rest.is_empty() {
            break;
        }
        let (length, replacement) = match (tag(rest), entity(rest)) {
            (Some(tag), _) if tag.is_item() => {
                let closes = rest.starts_with("</");
                (tag.length, if closes { "\n" } else { "\n- " }.to_owned())
            }
            (Some(tag), _) if tag.breaks_line() => (tag.length, "\n".to_owned()),
            (Some(tag), _) if tag.is_known() => (tag.length, String::new()),
            (_, Some((character, length))) if rest.starts_with('&') => {
                (length, character.to_string().replace('\u{a0}', " "))
            }
            _ => (1, rest[..1].to_owned()),
        };
        output.push_str(&replacement);
        at += length;
    }
    let lines = output
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn push_collapsed(output: &mut String, text: &str) {
    for character in text.chars() {
        let blank = character.is_whitespace();
        if !blank {
            output.push(character);
        } else if !output.ends_with([' ', '\n']) {
            output.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, table};

    #[test]
    fn a_table_gives_its_rows() {
        let page = "<table><thead><tr><th>Name</th><th>Type</th></tr></thead><tbody>\n\
                    <tr><td><b>Id</b></td><td>a &lt; b<ul><li>x</li><li>y</li></ul></td></tr></table>rest";
        let (table, end) = table(page, 0);
        assert_eq!(&page[end..], "rest");
        assert_eq!(table.header.len(), 2);
        let cells = table.cells(&table.rows[0]);
        assert_eq!(plain(&page[cells[0].clone()]), "Id");
        assert_eq!(plain(&page[cells[1].clone()]), "a < b\n- x\n- y");
    }

    #[test]
    fn an_unclosed_table_ends_with_the_page() {
        let page = "<table><tr><td>Name<td>Type<tr><td>a<td>b";
        let (table, end) = table(page, 0);
        assert_eq!(end, page.len());
        assert_eq!(table.rows.len(), 1);
    }
}
