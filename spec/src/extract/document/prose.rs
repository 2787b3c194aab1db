//! The text around the tables: Markdown proper, its blocks found by pulldown-cmark.

use super::inline::{self, Text};
use super::{Block, Prose};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads the blocks of `page[range]`, which holds neither tables nor fenced code.
pub(crate) fn read<'a>(page: &'a str, range: Range<usize>, blocks: &mut Vec<Block<'a>>) {
    let source = &page[range.clone()];
    if is_plain(source) {
        blocks.push(Block::Prose(prose(
            page,
            super::rows::trimmed(page, range),
            0,
            None,
        )));
        return;
    }
    // A stretch after a code block in a list is indented as a whole.
    let indented = source.lines().find(|line| !line.trim().is_empty());
    if indented.is_some_and(|line| line.starts_with("    ")) {
        return read_lines(page, range, blocks);
    }
    let mut reader = Reader {
        page,
        base: range.start,
        lists: Vec::new(),
        marker: None,
        tight: None,
        blocks,
    };
    for (event, place) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        reader.event(&event, place);
    }
}

/// One line of ordinary text, such as the label of an example.
fn is_plain(source: &str) -> bool {
    let text = source.trim();
    let starts_plain = text
        .chars()
        .next()
        .is_some_and(|first| first.is_alphabetic() || "*[`（【".contains(first));
    starts_plain && !text.contains('\n') && !text.starts_with("* ")
}

/// A paragraph a line: what an indented stretch holds.
fn read_lines<'a>(page: &'a str, range: Range<usize>, blocks: &mut Vec<Block<'a>>) {
    let mut start = range.start;
    for line in page[range].split_inclusive('\n') {
        let whole = super::rows::trimmed(page, start..start + line.len());
        let indent = whole.start - start;
        start += line.len();
        let text = &page[whole.clone()];
        let Some(first) = text.chars().next() else {
            continue;
        };
        let item = matches!(first, '-' | '*' | '+') && text[1..].starts_with(' ');
        let skipped = usize::from(item);
        let inner = super::rows::trimmed(page, whole.start + skipped..whole.end);
        let depth = u8::from(indent >= 4) + u8::from(item);
        blocks.push(Block::Prose(prose(
            page,
            inner,
            depth,
            item.then_some(Marker::Bullet),
        )));
    }
}

/// What stands before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
}

fn prose(page: &str, range: Range<usize>, depth: u8, marker: Option<Marker>) -> Prose<'_> {
    let source = &page[range.clone()];
    let bold = source.len() > 4
        && source.starts_with("**")
        && source.ends_with("**")
        && !source[2..source.len() - 2].contains("**");
    let Text { plain, links } = inline::read(source);
    Prose {
        text: plain,
        links,
        bold,
        depth,
        marker,
        range,
    }
}

struct Reader<'a, 'b> {
    page: &'a str,
    base: usize,
    /// The open lists: the number of the next item, if they are numbered.
    lists: Vec<Option<u64>>,
    /// The marker that the next text takes.
    marker: Option<Marker>,
    /// The text of a tight item so far.
    tight: Option<Range<usize>>,
    blocks: &'b mut Vec<Block<'a>>,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        let range = place.start + self.base..place.end + self.base;
        match event {
            Event::Start(Tag::List(first)) => {
                self.flush();
                self.lists.push(*first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.flush();
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        Marker::Number(*number - 1)
                    }
                    _ => Marker::Bullet,
                });
            }
            Event::End(TagEnd::Item) => {
                self.flush();
                self.marker = None;
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => self.tight = None,
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock,
            ) => {
                self.flush();
                self.push(range);
            }
            Event::Start(_) | Event::Text(_) | Event::Code(_) | Event::InlineHtml(_)
                if self.in_tight_item() =>
            {
                let tight = self.tight.get_or_insert(range.clone());
                tight.end = tight.end.max(range.end);
            }
            _ => {}
        }
    }

    /// Whether the text of an item comes without a paragraph around it.
    fn in_tight_item(&self) -> bool {
        self.marker.is_some() || self.tight.is_some()
    }

    fn push(&mut self, range: Range<usize>) {
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let range = super::rows::trimmed(self.page, range);
        if !range.is_empty() {
            let prose = prose(self.page, range, depth, self.marker.take());
            self.blocks.push(Block::Prose(prose));
        }
    }

    fn flush(&mut self) {
        if let Some(range) = self.tight.take() {
            self.push(range);
        }
    }
}
