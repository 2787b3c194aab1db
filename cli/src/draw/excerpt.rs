//! The line of a file that a diagnostic points at, cut to what fits on a screen.

use doctract_spec::Span;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// The columns of a line that are shown. A row of a table can have thousands.
const ROOM: usize = 70;
/// What stands for the part that is cut off.
const CUT: &str = "…";

/// One line, or the part of it around a place.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: String,
    text: String,
    /// The byte of the file that `text` begins with.
    offset: usize,
    line: usize,
    column: usize,
    marked: Range<usize>,
}

impl Excerpt {
    /// The line of the place in the text of a file.
    pub(super) fn of(file: &str, text: &str, place: Span) -> Self {
        let start = floor(text, place.start.min(text.len()));
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = from + text[from..end].trim_end().len();
        let start = start.min(end);
        let marked = start..match floor(text, place.end.clamp(start, end)) {
            same if same == start => start + word(&text[start..end]),
            other => other,
        };
        let shown = window(text, from..end, marked.start);
        let mut excerpt = String::new();
        let mut offset = shown.start;
        if shown.start > from {
            excerpt.push_str(CUT);
            // Places are counted in the file; the mark stands where characters were cut off.
            offset -= CUT.len();
        }
        excerpt.push_str(&text[shown.clone()]);
        if shown.end < end {
            excerpt.push_str(CUT);
        }
        Self {
            file: file.to_owned(),
            text: excerpt,
            offset,
            line: place.line.saturating_sub(1) as usize,
            column: place.column.saturating_sub(1) as usize,
            marked: marked.start..marked.end.min(shown.end),
        }
    }

    /// The bytes of the file that are underlined.
    pub(super) fn marked(&self) -> Range<usize> {
        self.marked.clone()
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            self.text.as_bytes(),
            (self.offset, self.text.len()).into(),
            self.line,
            self.column,
            1,
        )))
    }
}

/// The part of a line that is shown: from its beginning if the place is near, else around the place.
fn window(text: &str, line: Range<usize>, place: usize) -> Range<usize> {
    let ahead: usize = text[line.start..place].chars().map(columns).sum();
    let mut from = line.start;
    if ahead > ROOM / 2 && columns_of(&text[line.clone()]) > ROOM {
        let mut left = 0;
        for (at, c) in text[line.start..place].char_indices().rev() {
            left += columns(c);
            if left > ROOM / 3 {
                break;
            }
            from = line.start + at;
        }
        // Room for the mark: less cannot be cut off.
        if from < line.start + CUT.len() {
            from = line.start;
        }
    }
    let mut taken = 0;
    for (at, c) in text[from..line.end].char_indices() {
        taken += columns(c);
        if taken > ROOM {
            return from..from + at;
        }
    }
    from..line.end
}

/// The length of the word that a text begins with, for places that have none.
fn word(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '|'));
    end.unwrap_or(text.len())
}

fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Chinese and what stands beside it takes two columns.
const fn columns(c: char) -> usize {
    if c < '\u{1100}' || matches!(c, '\u{2000}'..='\u{2e7f}') {
        1
    } else {
        2
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{CUT, Excerpt, ROOM};
    use doctract_spec::Span;

    fn excerpt(text: &str, start: usize, end: usize) -> Excerpt {
        let span = Span {
            start,
            end,
            line: 1,
            column: 1,
        };
        Excerpt::of("page.md", text, span)
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_and_the_place_stays_underlined() {
        let row = format!("|Name|{}|磁盘的名称|{}|", "a".repeat(500), "b".repeat(500));
        let place = row.find('磁').unwrap();
        let shown = excerpt(&row, place, place + "磁盘".len());
        assert!(shown.text.starts_with(CUT) && shown.text.ends_with(CUT));
        assert!(shown.text.chars().count() <= ROOM + 2, "{}", shown.text);
        let marked = shown.marked();
        let within = marked.start - shown.offset..marked.end - shown.offset;
        assert_eq!(&shown.text[within], "磁盘");
    }

    #[test]
    fn a_place_without_length_shows_its_line_and_marks_its_word() {
        let shown = excerpt("doctract: 1\nsumary: of a spec\nstyle: rpc\n", 12, 12);
        assert_eq!(shown.text, "sumary: of a spec");
        assert_eq!(shown.marked(), 12..18);
    }

    #[test]
    fn places_outside_of_the_text_are_harmless() {
        for (start, end) in [(0, 0), (3, 99), (99, 3), (5, 5)] {
            let shown = excerpt("a快b\n", start, end);
            assert!(shown.text.len() <= 5);
        }
        assert_eq!(excerpt("", 0, 9).text, "");
    }
}
