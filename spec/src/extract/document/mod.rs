//! Bytes → page: headings, prose, code and tables with logical rows, each with its place.
//!
//! Knows Markdown and HTML, knows no vendor: whether a line holds column titles is asked of the
//! caller. Nothing above this module sees markup.

mod cell;
mod gfm;
mod html;
mod inline;
mod lines;
mod prose;
mod rows;

pub(crate) use inline::{Link, Text, is_cjk};
pub(crate) use prose::Marker;
pub(crate) use rows::{Row, RowFault, Table};

use crate::Span;
use lines::{FenceEnds, Line, LineKind};
use std::borrow::Cow;
use std::ops::Range;

/// A page as a sequence of blocks.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// The blocks, in order.
    pub(crate) blocks: Vec<Block<'a>>,
    lines: Vec<Line>,
}

/// A part of a page.
#[derive(Debug)]
pub(crate) enum Block<'a> {
    /// A heading.
    Heading(Heading<'a>),
    /// A paragraph or a list item.
    Prose(Prose<'a>),
    /// A code block.
    Code(Code<'a>),
    /// A table.
    Table(Table),
}

/// A heading.
#[derive(Debug)]
pub(crate) struct Heading<'a> {
    /// 1 for the title.
    pub(crate) level: u8,
    /// The text, without its anchor.
    pub(crate) text: Cow<'a, str>,
    /// The bytes of the line.
    pub(crate) range: Range<usize>,
}

/// A paragraph or a list item.
#[derive(Debug)]
pub(crate) struct Prose<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// The links in it.
    pub(crate) links: Vec<Link<'a>>,
    /// All of it is bold.
    pub(crate) bold: bool,
    /// How many lists it stands in.
    pub(crate) depth: u8,
    /// The mark of a list item.
    pub(crate) marker: Option<Marker>,
    /// Its bytes.
    pub(crate) range: Range<usize>,
}

/// A code block.
#[derive(Debug)]
pub(crate) struct Code<'a> {
    /// The text, without the indentation of the fence.
    pub(crate) text: Cow<'a, str>,
    /// Whether a line closes it.
    pub(crate) closed: bool,
    /// The bytes, fences included.
    pub(crate) range: Range<usize>,
}

impl<'a> Page<'a> {
    /// Reads a page. `is_label` tells whether the text of a cell is a known column title.
    pub(crate) fn read(text: &'a str, is_label: &dyn Fn(&str) -> bool) -> Self {
        let lines = lines::split(text);
        let mut scanner = Scanner {
            text,
            lines: &lines,
            blocks: Vec::new(),
            prose: None,
            fences: FenceEnds::default(),
        };
        scanner.run(is_label);
        Self {
            text,
            blocks: scanner.blocks,
            lines,
        }
    }

    /// The text of a cell of `table`.
    pub(crate) fn cell(&self, table: &Table, range: &Range<usize>) -> Text<'a> {
        let source = &self.text[range.clone()];
        if table.html {
            return Text {
                plain: Cow::Owned(html::plain(source)),
                links: Vec::new(),
            };
        }
        cell::read(source)
    }

    /// The place of a byte range.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        let after = |line: &Line| line.start as usize <= range.start;
        let line = self.lines.partition_point(after).saturating_sub(1);
        let start = self.lines.get(line).map_or(0, |line| line.start as usize);
        let before = self.text.get(start..range.start).unwrap_or_default();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Span {
            start: range.start,
            end: range.end,
            line: narrow(line + 1),
            column: narrow(before.chars().count() + 1),
        }
    }

    /// How many blanks stand right before a byte.
    pub(crate) fn blanks_before(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        let text = before.trim_end_matches([' ', '\u{a0}']);
        before[text.len()..].chars().count()
    }

    /// The lines that begin with a pipe and belong to no table and no code block.
    pub(crate) fn stray_pipe_lines(&self) -> Vec<Range<usize>> {
        let covering = |block: &Block<'_>| match block {
            Block::Table(_) | Block::Code(_) => Some(block.range()),
            Block::Heading(_) | Block::Prose(_) => None,
        };
        let mut covered = self.blocks.iter().filter_map(covering).peekable();
        let mut stray = Vec::new();
        for line in &self.lines {
            let range = line.text as usize..line.end as usize;
            while covered.next_if(|block| block.end <= range.start).is_some() {}
            let inside = covered
                .peek()
                .is_some_and(|block| block.start <= range.start);
            if matches!(line.kind, LineKind::Pipe | LineKind::Delimiter) && !inside {
                stray.push(range);
            }
        }
        stray
    }
}

impl Block<'_> {
    /// The bytes of the block.
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            Self::Heading(heading) => heading.range.clone(),
            Self::Prose(prose) => prose.range.clone(),
            Self::Code(code) => code.range.clone(),
            Self::Table(table) => table.range.clone(),
        }
    }
}

impl Prose<'_> {
    /// The text as a line: bullets and numbers before it, two blanks a level.
    pub(crate) fn line(&self) -> String {
        let indent = |levels: u8| "  ".repeat(usize::from(levels.min(8)));
        match self.marker {
            Some(Marker::Bullet) => {
                format!("{}- {}", indent(self.depth.saturating_sub(1)), self.text)
            }
            Some(Marker::Number(number)) => {
                format!(
                    "{}{number}. {}",
                    indent(self.depth.saturating_sub(1)),
                    self.text
                )
            }
            None => format!("{}{}", indent(self.depth), self.text),
        }
    }
}

/// One pass over the lines of a page.
struct Scanner<'a, 'l> {
    text: &'a str,
    lines: &'l [Line],
    blocks: Vec<Block<'a>>,
    /// The bytes of the prose that is being collected.
    prose: Option<Range<usize>>,
    fences: FenceEnds,
}

impl Scanner<'_, '_> {
    fn run(&mut self, is_label: &dyn Fn(&str) -> bool) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = match line.kind {
                LineKind::Blank => at + 1,
                LineKind::Heading(level) => {
                    self.flush();
                    self.heading(line, level);
                    at + 1
                }
                LineKind::Fence(_) => {
                    self.flush();
                    self.code(at)
                }
                LineKind::HtmlTable => {
                    self.flush();
                    self.html_table(at)
                }
                LineKind::Pipe | LineKind::Text => self.table_or_prose(at, is_label),
                LineKind::Delimiter => self.prose_line(at),
            };
        }
        self.flush();
    }

    /// Reads the table that begins with a line, if one does; gives the line after it.
    fn table_or_prose(&mut self, at: usize, is_label: &dyn Fn(&str) -> bool) -> usize {
        let open = gfm::read_table(self.text, self.lines, at);
        let table = open.or_else(|| {
            let starts = self.lines[at].kind == LineKind::Pipe;
            let read = || rows::read_table(self.text, self.lines, at, &mut self.fences, is_label);
            starts.then(read).flatten()
        });
        let Some((table, next)) = table else {
            return self.prose_line(at);
        };
        self.flush();
        self.blocks.push(Block::Table(table));
        next
    }

    fn prose_line(&mut self, at: usize) -> usize {
        let line = &self.lines[at];
        let range = line.start as usize..line.end as usize;
        match &mut self.prose {
            Some(prose) => prose.end = range.end,
            None => self.prose = Some(range),
        }
        at + 1
    }

    fn flush(&mut self) {
        if let Some(range) = self.prose.take() {
            prose::read(self.text, range, &mut self.blocks);
        }
    }

    fn heading(&mut self, line: &Line, level: u8) {
        let text = line.trimmed(self.text).trim_start_matches('#').trim();
        self.blocks.push(Block::Heading(Heading {
            level,
            text: inline::read(without_anchor(text)).plain,
            range: line.text as usize..line.end as usize,
        }));
    }

    /// Reads a code block, gives the line after it. One that nothing closes ends with its section.
    fn code(&mut self, open: usize) -> usize {
        let closing = self.fences.closing(self.lines, open);
        let section = || {
            let heading = |line: &Line| matches!(line.kind, LineKind::Heading(_));
            let rest = &self.lines[open + 1..];
            rest.iter()
                .position(heading)
                .map_or(self.lines.len(), |at| open + 1 + at)
        };
        let end = closing.unwrap_or_else(section);
        let inner = open + 1..end;
        let last = closing.unwrap_or(end - 1);
        self.blocks.push(Block::Code(Code {
            text: code_text(self.text, &self.lines[inner], self.lines[open].indent()),
            closed: closing.is_some(),
            range: self.lines[open].text as usize..self.lines[last].end as usize,
        }));
        end + usize::from(closing.is_some())
    }

    fn html_table(&mut self, at: usize) -> usize {
        let (table, end) = html::table(self.text, self.lines[at].text as usize);
        self.blocks.push(Block::Table(table));
        let inside = |line: &Line| (line.start as usize) < end;
        at + self.lines[at..].partition_point(inside).max(1)
    }
}

/// A heading's text without `{#anchor .class}` and closing marks.
fn without_anchor(text: &str) -> &str {
    let text = match text.rfind('{') {
        Some(at) if text.ends_with('}') => text[..at].trim_end(),
        _ => text,
    };
    text.trim_end_matches('#').trim_end()
}

/// The lines of a code block without the blanks that the fence itself is indented by.
fn code_text<'a>(page: &'a str, lines: &[Line], indent: usize) -> Cow<'a, str> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Cow::Borrowed("");
    };
    let whole = &page[first.start as usize..last.end.max(last.start) as usize];
    if indent == 0 && !whole.contains('\r') {
        return Cow::Borrowed(whole);
    }
    let mut text = String::with_capacity(whole.len());
    for line in lines {
        let start = (line.start as usize + line.indent().min(indent)).min(line.end as usize);
        text.push_str(&page[start..line.end as usize]);
        text.push('\n');
    }
    Cow::Owned(text)
}
