//! The shape of a description: paragraphs, the bullets under them, and their sentences.

/// A paragraph or a bullet with the bullets that stand under it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Block<'t> {
    /// The text without its bullet mark.
    pub(super) text: &'t str,
    /// Whether it is a bullet.
    pub(super) bullet: bool,
    /// What stands under it.
    pub(super) bullets: Vec<Block<'t>>,
}

impl Block<'_> {
    /// The same bullets over the same text.
    pub(super) fn shallow(&self) -> Self {
        Self {
            text: self.text,
            bullet: self.bullet,
            bullets: self.bullets.iter().map(Self::shallow).collect(),
        }
    }
}

/// Deeper bullets are read as if they stood at this depth.
const DEEPEST: usize = 6;

/// The paragraphs of a text, each with its bullets.
pub(super) fn outline(text: &str) -> Vec<Block<'_>> {
    let mut top: Vec<Block<'_>> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        match trimmed.strip_prefix("- ") {
            Some(rest) if !rest.trim().is_empty() => {
                if top.is_empty() {
                    top.push(Block::default());
                }
                let blanks = line.len() - line.trim_start().len();
                let depth = (blanks / 2).min(DEEPEST);
                let block = Block {
                    text: rest.trim(),
                    bullet: true,
                    bullets: Vec::new(),
                };
                if let Some(last) = top.last_mut() {
                    attach(last, block, depth);
                }
            }
            _ => match top.last_mut().filter(|last| is_listed(last, line)) {
                Some(last) => last.bullets.push(Block {
                    text: trimmed,
                    bullet: true,
                    bullets: Vec::new(),
                }),
                None => top.push(Block {
                    text: trimmed,
                    ..Block::default()
                }),
            },
        }
    }
    top
}

/// Whether a line of code is a value that the paragraph above it announces: one word.
fn is_listed(above: &Block<'_>, line: &str) -> bool {
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    line.strip_prefix("    ")
        .is_some_and(|code| code.chars().all(in_word))
        && above.text.ends_with([':', '：'])
}

fn attach<'t>(parent: &mut Block<'t>, block: Block<'t>, depth: usize) {
    match parent.bullets.last_mut() {
        Some(last) if depth > 0 => attach(last, block, depth - 1),
        _ => parent.bullets.push(block),
    }
}

/// The sentences of a line, in order. `starters` are the words that begin a sentence where the
/// blank after the full stop is missing, `glued` those that do even where the full stop is missing.
pub(super) fn sentences<'t>(
    line: &'t str,
    english: bool,
    starters: &[String],
    glued: &[String],
) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    let mut previous = ' ';
    let words = if english { glued } else { starters };
    // Few characters begin such a word, so most need no comparison.
    let mut first_bytes = [false; 256];
    for byte in words.iter().filter_map(|word| word.bytes().next()) {
        first_bytes[usize::from(byte)] = true;
    }
    for (at, c) in line.char_indices() {
        let begins = at > start && first_bytes[usize::from(line.as_bytes()[at])] && {
            let inside = previous.is_whitespace() || matches!(previous, '(' | '[' | '"' | '“');
            let possible = !english || (c.is_ascii_uppercase() && !inside);
            possible
                && words
                    .iter()
                    .any(|word| line[at..].starts_with(word.as_str()))
        };
        if begins {
            depth = 0;
            push(&mut found, &line[start..at]);
            start = at;
        }
        let after = at + c.len_utf8();
        match c {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let breaks = match c {
            '；' => !english && depth == 0,
            '。' | '！' | '？' => true,
            '?' if depth == 0 && !previous.is_whitespace() => {
                let next = line[after..].chars().find(|c| !c.is_whitespace());
                next.is_none_or(|c| c.is_uppercase() || !c.is_ascii())
            }
            '.' => ends_sentence(&line[start..at], &line[after..], previous, starters),
            _ => false,
        };
        if breaks {
            depth = 0;
            push(&mut found, &line[start..after]);
            start = after;
        }
        previous = c;
    }
    push(&mut found, &line[start..]);
    found
}

fn push<'t>(found: &mut Vec<&'t str>, text: &'t str) {
    let text = text.trim();
    if text.chars().any(char::is_alphanumeric) {
        found.push(text);
    }
}

fn ends_sentence(before: &str, after: &str, previous: char, starters: &[String]) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    if matches!(word, "e.g" | "i.e" | "etc" | "vs" | "No" | "e" | "i") || word.ends_with('\\') {
        return false;
    }
    let Some(next) = after.chars().next() else {
        return false;
    };
    if next.is_whitespace() {
        let first = after.trim_start().chars().next();
        return previous != '.' && first.is_some_and(|c| !c.is_lowercase() || !c.is_ascii());
    }
    // `...mmZ.A time`, `of the listener.[1, 65535]`.
    let layout = word.ends_with("mmZ") || word.ends_with("ssZ");
    let range = next == '[' && after[1..].starts_with(|c: char| c.is_ascii_digit());
    if (layout && next.is_uppercase()) || range {
        return true;
    }
    let glued = previous.is_ascii_lowercase()
        || previous.is_ascii_digit()
        || matches!(previous, ')' | '"' | '/');
    glued
        && starters.iter().any(|starter| {
            after
                .strip_prefix(starter.as_str())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.'))
        })
}

#[cfg(test)]
mod tests {
    use super::{outline, sentences};

    fn split(line: &str) -> Vec<&str> {
        sentences(
            line,
            true,
            &["It".to_owned(), "Default".to_owned()],
            &["Default:".to_owned()],
        )
    }

    #[test]
    fn bullets_hang_under_the_paragraph_before_them() {
        let blocks = outline("Valid values:\n- a\n  - a1\n- b\nDefault value: a");
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].bullets.len(), 2);
        assert_eq!(blocks[0].bullets[0].bullets[0].text, "a1");
    }

    #[test]
    fn a_text_that_begins_with_bullets_has_an_empty_head() {
        let blocks = outline("- a\n- b");
        assert_eq!((blocks[0].text, blocks[0].bullets.len()), ("", 2));
    }

    #[test]
    fn a_sentence_glued_to_a_value_begins_there() {
        assert_eq!(
            split("Value: KeepDefault: a"),
            ["Value: Keep", "Default: a"]
        );
        assert_eq!(
            split("Value: Keep (Default: a)"),
            ["Value: Keep (Default: a)"]
        );
    }

    #[test]
    fn names_with_dots_do_not_end_a_sentence() {
        assert_eq!(
            split("Set Tag.N.Key. It is 1.5 at most."),
            ["Set Tag.N.Key.", "It is 1.5 at most."]
        );
        assert_eq!(
            split("Up to 64 characters.It is a name."),
            ["Up to 64 characters.", "It is a name."]
        );
        assert_eq!(
            split("In mmZ.A name.[1, 2]"),
            ["In mmZ.", "A name.", "[1, 2]"]
        );
        assert_eq!(
            split("At most 20Default: 20"),
            ["At most 20", "Default: 20"]
        );
    }
}
