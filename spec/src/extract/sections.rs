//! A page's blocks, grouped by its headings.

use super::dialect::{SectionKind, Vocabulary};
use super::document::{Block, Heading, Page};
use std::ops::Range;

/// The blocks below one heading.
#[derive(Debug)]
pub(crate) struct Section<'p, 'a> {
    /// The heading; absent before the first one.
    pub(crate) heading: Option<&'p Heading<'a>>,
    /// What the heading says the section holds; of an unknown heading below a known one, what the
    /// known one says.
    pub(crate) kind: Option<SectionKind>,
    /// Whether the heading itself is in the dialect.
    pub(crate) known: bool,
    /// The blocks, the heading left out.
    pub(crate) blocks: &'p [Block<'a>],
}

/// Groups the blocks of a page. The first section is what stands below the title.
pub(crate) fn of_page<'p, 'a>(page: &'p Page<'a>, dialect: &Vocabulary) -> Vec<Section<'p, 'a>> {
    let is_heading = |block: &Block<'_>| matches!(block, Block::Heading(_));
    let mut sections = Vec::new();
    let mut open: Option<(u8, SectionKind)> = None;
    let mut at = 0;
    while at < page.blocks.len() {
        let heading = match &page.blocks[at] {
            Block::Heading(heading) => Some(heading),
            _ => None,
        };
        let first = at + usize::from(heading.is_some());
        let rest = &page.blocks[first..];
        let count = rest.iter().position(is_heading).unwrap_or(rest.len());
        let own = heading.and_then(|heading| dialect.sections.get(&heading.text));
        let title = sections.is_empty() && heading.is_none_or(|heading| heading.level == 1);
        let (kind, known) = match (heading, own) {
            _ if title && own.is_none() => (Some(SectionKind::Description), true),
            (Some(heading), Some(kind)) => {
                open = Some((heading.level, kind));
                (Some(kind), true)
            }
            (Some(heading), None) => match open {
                Some((level, kind)) if heading.level > level || names_a_type(heading) => {
                    (Some(kind), false)
                }
                _ => {
                    open = None;
                    (None, false)
                }
            },
            (None, _) => (Some(SectionKind::Description), true),
        };
        sections.push(Section {
            heading,
            kind,
            known,
            blocks: &rest[..count],
        });
        at = first + count;
    }
    sections
}

/// Whether a heading is the name of a type, so that a table of its members follows.
fn names_a_type(heading: &Heading<'_>) -> bool {
    let text = heading.text.as_ref();
    text.len() > 1
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl Section<'_, '_> {
    /// The place to point at: the heading, or the first block.
    pub(crate) fn range(&self) -> Range<usize> {
        match (self.heading, self.blocks.first()) {
            (Some(heading), _) => heading.range.clone(),
            (None, Some(block)) => block.range(),
            (None, None) => 0..0,
        }
    }
}
