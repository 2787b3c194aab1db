//! The text of a cell: paragraphs, bullets and code blocks of one logical row, as plain lines.

use super::inline::{self, Text, is_blank};
use std::borrow::Cow;
use std::ops::Range;

/// Nested bullets are shown to this depth.
const DEEPEST: usize = 8;

/// Reads the source of one cell.
///
/// A paragraph becomes a line, a bullet a line `- text` (two blanks more per level), a code block
/// its lines, indented by four blanks.
pub(crate) fn read(source: &str) -> Text<'_> {
    if !source.contains('\n') && glued_bullet(source).is_none() {
        return inline::read(source);
    }
    let mut reader = Reader::new(source);
    let mut code: Option<&str> = None;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim_matches(is_blank);
        let from = start + (line.len() - line.trim_start_matches(is_blank).len());
        start += line.len();
        if let Some(mark) = code {
            if text.starts_with(mark) {
                code = None;
            } else {
                reader.code(line);
            }
        } else if let Some(mark) = fence_mark(text).filter(|mark| source[start..].contains(mark)) {
            reader.flush();
            code = Some(mark);
        } else if text.is_empty() {
            reader.flush();
        } else if let Some(marks) = bullet(text) {
            reader.flush();
            reader.item(line.len() - line.trim_start().len());
            reader.paragraph(from + marks..from + text.len());
        } else if let Some(at) = glued_bullet(text) {
            reader.paragraph(from..from + at);
            reader.flush();
            reader.item(0);
            let marks = bullet(&text[at..]).unwrap_or_default();
            reader.paragraph(from + at + marks..from + text.len());
        } else {
            reader.paragraph(from..from + text.len());
        }
    }
    reader.finish()
}

/// The bytes of a bullet's mark, if the line begins with one.
fn bullet(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['-', '*', '+'])?;
    let item = rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim_start();
    Some(text.len() - item.len())
}

/// Where a bullet begins that is glued to the sentence before it: `Valid values:-   on`.
///
/// The generator of these pages writes three blanks after the dash; fewer are an ordinary dash.
fn glued_bullet(text: &str) -> Option<usize> {
    let at = text.find("-   ")?;
    let before = text[..at].trim_end();
    let ends_sentence = before.ends_with([':', '.', ';', ',', ')'])
        || before.chars().next_back().is_some_and(inline::is_cjk);
    (ends_sentence && !text[at + 1..].trim().is_empty()).then_some(at)
}

fn fence_mark(text: &str) -> Option<&'static str> {
    ["```", "~~~"]
        .into_iter()
        .find(|mark| text.starts_with(mark))
}

/// Collects the lines of a cell.
struct Reader<'a> {
    source: &'a str,
    output: String,
    links: Vec<inline::Link<'a>>,
    /// The open paragraph.
    open: Option<Range<usize>>,
    /// What stands before the open paragraph's text.
    prefix: String,
    /// Indents of the open bullets.
    indents: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            output: String::with_capacity(source.len()),
            links: Vec::new(),
            open: None,
            prefix: String::new(),
            indents: Vec::new(),
        }
    }

    /// Adds a line to the open paragraph, or opens one.
    fn paragraph(&mut self, range: Range<usize>) {
        match &mut self.open {
            Some(open) => open.end = range.end,
            None => self.open = Some(range),
        }
    }

    /// Begins a bullet.
    fn item(&mut self, indent: usize) {
        // The first bullet of a list often stands one blank to the right of its fellows.
        while self.indents.last().is_some_and(|open| indent < open + 2) {
            self.indents.pop();
        }
        for _ in 0..self.indents.len() {
            self.prefix.push_str("  ");
        }
        if self.indents.len() < DEEPEST {
            self.indents.push(indent);
        }
        self.prefix.push_str("- ");
    }

    /// Adds a line of a code block.
    fn code(&mut self, line: &str) {
        let line = line.trim_end();
        if !line.is_empty() {
            self.start_line();
            self.output.push_str("    ");
            self.output.push_str(line);
        }
    }

    fn start_line(&mut self) {
        if !self.output.is_empty() {
            self.output.push('\n');
        }
    }

    /// Ends the open paragraph.
    fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            let text = inline::read(&self.source[open]);
            if !text.plain.is_empty() {
                self.start_line();
                self.output.push_str(&self.prefix);
                self.output.push_str(&text.plain);
                self.links.extend(text.links);
            }
            self.prefix.clear();
        }
    }

    fn finish(mut self) -> Text<'a> {
        self.flush();
        Text {
            plain: Cow::Owned(self.output),
            links: self.links,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn paragraphs_bullets_and_code_become_lines() {
        let cell = "取值：-   **on**（默认）\n-   off\n    -   a\\_b\n\n **说明：** 见[X](~~1~~)。\n\n```\n\n|a \n b\n```\n\n 完。";
        assert_eq!(
            read(cell).plain,
            "取值：\n- on（默认）\n- off\n  - a_b\n说明： 见X。\n    |a\n     b\n完。"
        );
        assert_eq!(read(cell).links.len(), 1);
    }

    #[test]
    fn the_first_bullet_may_stand_one_blank_to_the_right() {
        assert_eq!(read("A:\n\n -   b\n-   c\n\nd").plain, "A:\n- b\n- c\nd");
    }

    #[test]
    fn a_dash_alone_is_text() {
        assert_eq!(read("-").plain, "-");
        assert_eq!(read("a - b").plain, "a - b");
    }
}
