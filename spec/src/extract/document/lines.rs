//! The physical lines of a page: where they start, what they begin with.

/// What a line is, judged by its first characters alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Only blanks.
    Blank,
    /// Starts with a pipe.
    Pipe,
    /// A pipe line of dashes, colons and blanks: the line between a table's header and its rows.
    Delimiter,
    /// `#` to `######` and a blank; the number of marks.
    Heading(u8),
    /// Three or more backticks or tildes.
    Fence(Fence),
    /// Starts with `<table`.
    HtmlTable,
    /// Anything else.
    Text,
}

/// The mark that opens or closes a code block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fence {
    /// Backtick or tilde.
    pub(crate) mark: u8,
    /// How many marks; more than [`LONGEST_FENCE`] count as that many.
    pub(crate) length: u8,
    /// Nothing follows the marks, so the line can close a block.
    pub(crate) bare: bool,
    /// Nothing but pipes follows them: the line can close a block in the last cell of a row.
    pub(crate) ends_cell: bool,
}

/// Longer fences are cut to this length, which bounds the search for their ends.
const LONGEST_FENCE: usize = 16;

/// One line, as byte offsets into the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// The first byte.
    pub(crate) start: u32,
    /// The first byte that is no blank.
    pub(crate) text: u32,
    /// One past the last byte that is no blank.
    pub(crate) end: u32,
    /// The kind.
    pub(crate) kind: LineKind,
}

impl Line {
    /// The line without the blanks around it.
    pub(crate) fn trimmed<'a>(&self, page: &'a str) -> &'a str {
        &page[self.text as usize..self.end as usize]
    }

    /// The bytes before the text.
    pub(crate) fn indent(&self) -> usize {
        (self.text - self.start) as usize
    }
}

/// Cuts a page into lines. Offsets are 32 bits wide: pages are limited far below that.
pub(crate) fn split(page: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(page.len() / 32 + 1);
    let mut start = 0;
    while start < page.len() {
        let rest = &page[start..];
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let whole = &rest[..length];
        let text = whole.trim_ascii_start();
        let (indent, trimmed) = (whole.len() - text.len(), text.trim_ascii_end());
        lines.push(Line {
            start: offset(start),
            text: offset(start + indent),
            end: offset(start + indent + trimmed.len()),
            kind: kind_of(trimmed, indent),
        });
        start += length;
    }
    lines
}

/// A byte offset in its stored width.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn kind_of(text: &str, indent: usize) -> LineKind {
    let bytes = text.as_bytes();
    match bytes.first() {
        None => LineKind::Blank,
        Some(b'|') if is_delimiter(bytes) => LineKind::Delimiter,
        Some(b'|') => LineKind::Pipe,
        Some(b'#') if indent < 4 => heading(bytes).map_or(LineKind::Text, LineKind::Heading),
        Some(mark @ (b'`' | b'~')) => fence(bytes, *mark).map_or(LineKind::Text, LineKind::Fence),
        Some(b'<') if starts_with_tag(bytes, b"table") => LineKind::HtmlTable,
        Some(_) => LineKind::Text,
    }
}

fn is_delimiter(bytes: &[u8]) -> bool {
    bytes.contains(&b'-') && bytes.iter().all(|byte| b"|-: \t".contains(byte))
}

fn heading(bytes: &[u8]) -> Option<u8> {
    let marks = bytes.iter().take_while(|byte| **byte == b'#').count();
    let ends = matches!(bytes.get(marks), None | Some(b' ' | b'\t'));
    u8::try_from(marks).ok().filter(|marks| ends && *marks <= 6)
}

fn fence(bytes: &[u8], mark: u8) -> Option<Fence> {
    let length = bytes.iter().take_while(|byte| **byte == mark).count();
    // A backtick after the marks makes the line inline code.
    let inline = mark == b'`' && bytes[length..].contains(&b'`');
    let rest = &bytes[length..];
    (length >= 3 && !inline).then(|| Fence {
        mark,
        length: u8::try_from(length.min(LONGEST_FENCE)).unwrap_or(u8::MAX),
        bare: rest.is_empty(),
        ends_cell: rest.contains(&b'|') && rest.iter().all(|byte| b"| \t".contains(byte)),
    })
}

/// Whether `bytes` begin with the HTML tag `name`, in any letter case.
pub(crate) fn starts_with_tag(bytes: &[u8], name: &[u8]) -> bool {
    bytes.len() > name.len() + 1
        && bytes[0] == b'<'
        && bytes[1..=name.len()].eq_ignore_ascii_case(name)
        && !bytes[name.len() + 1].is_ascii_alphanumeric()
}

/// Finds where code blocks end, in linear time over a whole page.
///
/// What one search found answers the next: calls must come with growing lines, as a scan over the
/// page makes them.
#[derive(Debug, Default)]
pub(crate) struct FenceEnds {
    /// Blocks between paragraphs, which a bare fence closes.
    between: Known,
    /// Blocks in cells, which a line with a pipe after the marks closes too.
    in_cell: Known,
    /// The last search for a heading, from where and with what result.
    section: Option<(usize, usize)>,
}

/// The closing lines found so far, for backticks and tildes and each length of fence.
type Known = [[Search; LONGEST_FENCE + 1]; 2];

/// The last search for one closing line.
#[derive(Debug, Clone, Copy, Default)]
enum Search {
    #[default]
    Never,
    /// From a line on, the first one that closes is this.
    Found { from: usize, closing: usize },
    /// From a line on, none closes.
    InVain { from: usize },
}

impl FenceEnds {
    /// The line that closes the block which `lines[open]` opens; `None` if the page ends first.
    pub(crate) fn closing(&mut self, lines: &[Line], open: usize) -> Option<usize> {
        search(&mut self.between, lines, open, |fence| fence.bare)
    }

    /// The same for a block that a cell holds.
    pub(crate) fn closing_in_cell(&mut self, lines: &[Line], open: usize) -> Option<usize> {
        let ends = |fence: Fence| fence.bare || fence.ends_cell;
        search(&mut self.in_cell, lines, open, ends)
    }

    /// The first heading below the title at or after a line, or the end of the page.
    pub(crate) fn next_section(&mut self, lines: &[Line], from: usize) -> usize {
        if let Some((start, at)) = self.section
            && (start..=at).contains(&from)
        {
            return at;
        }
        let is_section = |line: &Line| matches!(line.kind, LineKind::Heading(level) if level > 1);
        let rest = lines.get(from..).unwrap_or_default();
        let at = rest.iter().position(is_section);
        let at = at.map_or(lines.len(), |at| from + at);
        self.section = Some((from, at));
        at
    }
}

fn search(
    known: &mut Known,
    lines: &[Line],
    open: usize,
    ends: impl Fn(Fence) -> bool,
) -> Option<usize> {
    let LineKind::Fence(opening) = lines[open].kind else {
        return None;
    };
    let known = &mut known[usize::from(opening.mark == b'~')][usize::from(opening.length)];
    match *known {
        Search::Found { from, closing } if (from..closing).contains(&open) => {
            return Some(closing);
        }
        Search::InVain { from } if from <= open => return None,
        _ => {}
    }
    let closes = |line: &Line| {
        matches!(line.kind, LineKind::Fence(fence)
            if ends(fence) && fence.mark == opening.mark && fence.length >= opening.length)
    };
    let found = lines[open + 1..].iter().position(closes);
    let closing = found.map(|at| open + 1 + at);
    *known = match closing {
        Some(closing) => Search::Found {
            from: open,
            closing,
        },
        None => Search::InVain { from: open },
    };
    closing
}

#[cfg(test)]
mod tests {
    use super::{FenceEnds, LineKind, split};

    #[test]
    fn lines_are_told_apart_by_their_first_characters() {
        let page = "# T\n\n |a|\n|--|:-:|\n``` {#id}\nx\n```\n`a`\n#no\n<TABLE>\n";
        let kinds: Vec<_> = split(page).iter().map(|line| line.kind).collect();
        assert!(matches!(
            kinds.as_slice(),
            [
                LineKind::Heading(1),
                LineKind::Blank,
                LineKind::Pipe,
                LineKind::Delimiter,
                LineKind::Fence(_),
                LineKind::Text,
                LineKind::Fence(_),
                LineKind::Text,
                LineKind::Text,
                LineKind::HtmlTable,
            ]
        ));
    }

    #[test]
    fn a_fence_closes_with_as_many_marks_or_more() {
        let lines = split("````\n```\n~~~~\n`````\n```\n");
        let mut ends = FenceEnds::default();
        assert_eq!(ends.closing(&lines, 0), Some(3));
        assert_eq!(ends.closing(&lines, 4), None);
        let lines = split("```\nx\n``` |\n```\n");
        let mut ends = FenceEnds::default();
        assert_eq!(ends.closing(&lines, 0), Some(3));
        assert_eq!(ends.closing_in_cell(&lines, 0), Some(2));
    }

    #[test]
    fn what_one_search_found_answers_the_next() {
        let lines = split("```a\n```b\n```\n```c\n~~~\n```\n```d\n## S\n");
        let mut ends = FenceEnds::default();
        let closing: Vec<_> = [0, 1, 2, 3, 4, 5, 6]
            .map(|open| ends.closing_in_cell(&lines, open))
            .into();
        let fresh: Vec<_> = [0, 1, 2, 3, 4, 5, 6]
            .map(|open| FenceEnds::default().closing_in_cell(&lines, open))
            .into();
        assert_eq!(closing, fresh);
        assert_eq!(closing[..4], [Some(2), Some(2), Some(5), Some(5)]);
        let sections = [0, 3, 7, 8].map(|from| ends.next_section(&lines, from));
        assert_eq!(sections, [7, 7, 7, 8]);
    }

    /// Each of these blocks would be closed by the last line, after the section: were it looked for
    /// each time, this would not end.
    #[test]
    fn a_closing_line_far_away_is_looked_for_once() {
        let page = format!("{}## S\n```\n", "```x |\n".repeat(300_000));
        let lines = split(&page);
        let mut ends = FenceEnds::default();
        for open in 0..300_000 {
            assert_eq!(ends.closing_in_cell(&lines, open), Some(300_001));
            assert_eq!(ends.next_section(&lines, open), 300_000);
        }
    }
}
