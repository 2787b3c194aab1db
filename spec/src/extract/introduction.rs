//! The prose of a page: its first sentence and what the operation's description says.

use super::dialect::{SectionKind, Vocabulary};
use super::document::Block;
use super::sections::Section;

/// The prose about the operation as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Introduction {
    /// The first paragraph.
    pub(crate) summary: Option<String>,
    /// Everything after it, a paragraph or bullet a line.
    pub(crate) description: Option<String>,
}

/// Reads the description sections and what stands below the title. A line that is the title of the
/// table right below it does a heading's work and is no description.
pub(crate) fn read(sections: &[Section<'_, '_>], dialect: &Vocabulary) -> Introduction {
    let mut lines: Vec<String> = Vec::new();
    let mut summary = None;
    let described = sections
        .iter()
        .filter(|section| section.kind == Some(SectionKind::Description));
    let blocks = described.flat_map(|section| {
        let next = section.blocks.iter().skip(1).map(Some).chain([None]);
        section.blocks.iter().zip(next)
    });
    for (block, next) in blocks {
        let has_table = matches!(next, Some(Block::Table(_)));
        match block {
            Block::Prose(prose) if has_table && dialect.sections.get(&prose.text).is_some() => {}
            Block::Prose(prose) => {
                let is_first =
                    summary.is_none() && lines.is_empty() && prose.marker.is_none() && !prose.bold;
                if is_first && !prose.text.is_empty() {
                    summary = Some(prose.text.clone().into_owned());
                } else if !prose.text.is_empty() {
                    lines.push(prose.line());
                }
            }
            Block::Code(code) => {
                let text = code.text.lines().filter(|line| !line.trim().is_empty());
                lines.extend(text.map(|line| format!("    {}", line.trim_end())));
            }
            Block::Heading(_) | Block::Table(_) => {}
        }
    }
    Introduction {
        summary,
        description: (!lines.is_empty()).then(|| lines.join("\n")),
    }
}

impl Introduction {
    /// Summary and description as one text.
    pub(crate) fn whole(&self) -> String {
        let parts = [self.summary.as_deref(), self.description.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}
