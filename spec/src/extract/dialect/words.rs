//! Word lists: what a spelling means, compared as loosely as the pages are written.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Longer texts are sentences, not words of a list.
const LONGEST: usize = 96;

/// Spellings and what each means. Remembers which were met, so that a run over pages can tell
/// which entries of a dialect do nothing.
#[derive(Debug)]
pub(crate) struct Words<T> {
    entries: HashMap<Box<str>, (T, usize)>,
    spellings: Vec<String>,
    met: Vec<AtomicBool>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self::new(std::iter::empty())
    }
}

impl<T> Words<T> {
    /// Builds the list; of a repeated spelling the first meaning stays.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut list = Self {
            entries: HashMap::new(),
            spellings: Vec::new(),
            met: Vec::new(),
        };
        for (spelling, meaning) in words {
            let mut buffer = Key::default();
            let Some(key) = buffer.fill(spelling) else {
                continue;
            };
            if !list.entries.contains_key(key) {
                list.entries
                    .insert(key.into(), (meaning, list.spellings.len()));
                list.spellings.push(spelling.to_owned());
                list.met.push(AtomicBool::new(false));
            }
        }
        list
    }

    /// The spellings that no page has shown yet.
    pub(crate) fn unmet(&self) -> impl Iterator<Item = &str> {
        let pairs = self.spellings.iter().zip(&self.met);
        pairs
            .filter(|(_, met)| !met.load(Ordering::Relaxed))
            .map(|(spelling, _)| spelling.as_str())
    }
}

impl<T: Copy> Words<T> {
    /// What `text` means, if it is in the list.
    pub(crate) fn get(&self, text: &str) -> Option<T> {
        let mut buffer = Key::default();
        let (meaning, index) = self.entries.get(buffer.fill(text)?)?;
        if let Some(met) = self
            .met
            .get(*index)
            .filter(|met| !met.load(Ordering::Relaxed))
        {
            met.store(true, Ordering::Relaxed);
        }
        Some(*meaning)
    }
}

/// A spelling as it is compared with others; `None` for one that is no word.
pub(super) fn compared(spelling: &str) -> Option<String> {
    Key::default().fill(spelling).map(str::to_owned)
}

/// A spelling as it is compared: no blanks, no marks, lower case, no punctuation at the end.
struct Key {
    bytes: [u8; LONGEST],
}

impl Default for Key {
    fn default() -> Self {
        Self {
            bytes: [0; LONGEST],
        }
    }
}

impl Key {
    fn fill(&mut self, text: &str) -> Option<&str> {
        if text.len() > LONGEST {
            return None;
        }
        let text = text.trim_end_matches([' ', '.', ':', '?', '：', '。', '？', '*', '\u{a0}']);
        let mut length = 0;
        for character in text.chars() {
            if character.is_whitespace() || matches!(character, '*' | '`' | '\u{200b}') {
                continue;
            }
            let lower = character.to_ascii_lowercase();
            length += lower.encode_utf8(&mut self.bytes[length..]).len();
        }
        std::str::from_utf8(&self.bytes[..length])
            .ok()
            .filter(|key| !key.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, compared};

    #[test]
    fn spellings_are_compared_loosely_and_remembered() {
        let words = Words::new([
            ("HTTP 状态码", 1),
            ("Required", 2),
            ("required", 3),
            ("x", 4),
        ]);
        assert_eq!(words.get("**HTTP状态码：**"), Some(1));
        assert_eq!(words.get("Required?"), Some(2));
        assert_eq!(words.get(""), None);
        assert_eq!(compared("Required? "), compared("required"));
        assert_eq!(words.unmet().collect::<Vec<_>>(), ["x"]);
    }
}
