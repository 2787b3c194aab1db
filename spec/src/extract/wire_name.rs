//! The names of request parameters: dotted parts, index letters, marks of nesting.

use super::dialect::Vocabulary;
use std::fmt;

/// A part of a dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A name.
    Name(String),
    /// A place for an index: `N`, `n`, `1`.
    Index,
}

/// Names are taken apart into so many parts at most: deeper trees could neither be walked by
/// recursion nor read back from a file.
const MOST_PARTS: usize = 32;

/// So many marks of nesting count at most.
const MOST_MARKS: usize = 16;

/// The same way with at most [`MOST_PARTS`] parts: what lies deeper is one part with dots in it.
pub(crate) fn bounded(mut parts: Vec<Part>) -> Vec<Part> {
    if parts.len() > MOST_PARTS {
        let rest = WireName {
            parts: parts.split_off(MOST_PARTS - 1),
            ..WireName::default()
        };
        parts.push(Part::Name(rest.to_string()));
    }
    parts
}

/// The name of a parameter, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WireName {
    /// The parts between the dots.
    pub(crate) parts: Vec<Part>,
    /// How many marks of nesting stand before it.
    pub(crate) marks: usize,
    /// The cell holds something that no name has.
    pub(crate) odd: bool,
    /// The digits that stood for an index, where they are not 1.
    pub(crate) fixed_index: bool,
}

impl WireName {
    /// Takes the text of a name cell apart.
    pub(crate) fn read(text: &str, dialect: &Vocabulary) -> Self {
        let is_mark = |character: char| dialect.member_marks.contains(&character);
        let bare = text.trim_start_matches(|character| is_mark(character) || character == ' ');
        let marks = text[..text.len() - bare.len()]
            .chars()
            .filter(|mark| is_mark(*mark))
            .count();
        let mut name = Self {
            marks: marks.min(MOST_MARKS),
            ..Self::default()
        };
        let (plain, odd) = cleaned(bare);
        name.odd = odd || marks > MOST_MARKS;
        for part in plain.split('.').filter(|part| !part.is_empty()) {
            let letter = dialect.index_letters.iter().any(|letter| letter == part);
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            if !name.parts.is_empty() && (letter || digits) {
                name.fixed_index |= digits && part != "1";
                name.parts.push(Part::Index);
            } else {
                name.parts.push(Part::Name(part.to_owned()));
            }
        }
        name.parts = bounded(name.parts);
        name
    }

    /// The last part that is a name.
    pub(crate) fn last(&self) -> &str {
        let names = self.parts.iter().rev().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Index => None,
        });
        names.into_iter().next().unwrap_or_default()
    }
}

impl fmt::Display for WireName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            match part {
                Part::Name(name) => f.write_str(name)?,
                Part::Index => f.write_str("N")?,
            }
        }
        Ok(())
    }
}

/// The name in a cell, and whether anything had to be taken out of it.
fn cleaned(text: &str) -> (String, bool) {
    let text = text.trim();
    // A remark in parentheses, or a second name after a separator.
    let end = text
        .find(['(', '（', '/', ',', '，', '、', '\n', ';'])
        .unwrap_or(text.len());
    let head = if end == 0 { text } else { text[..end].trim() };
    let is_part = |character: char| character.is_alphanumeric() || "._-:@$#[]".contains(character);
    let name: String = head
        .chars()
        .filter(|character| is_part(*character))
        .collect();
    let odd = name.len() != text.len();
    (name, odd)
}

#[cfg(test)]
mod tests {
    use super::WireName;
    use crate::extract::Dialect;

    #[test]
    fn names_are_taken_apart() {
        let read = |text| WireName::read(text, Dialect::built_in().vocabulary());
        assert_eq!(read("Tag.n.Key").to_string(), "Tag.N.Key");
        assert_eq!(read("DataDisk.1.Size").to_string(), "DataDisk.N.Size");
        assert!(read("Filter.2.Key").fixed_index && !read("Filter.1.Key").fixed_index);
        assert_eq!(
            (
                read("└└ instanceId").marks,
                read("└└ instanceId").to_string()
            ),
            (2, "instanceId".into())
        );
        assert_eq!(
            read("DataDisk. N.Category").to_string(),
            "DataDisk.N.Category"
        );
        assert_eq!(read("N").to_string(), "N");
    }
}
