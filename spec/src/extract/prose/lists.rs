//! Lists of characters and of strings: the objects of verbs such as "starts with".

use super::numbers::prefix;
use super::table::Words;
use doctract_core::{CharClass, CharSet};

/// What a list of characters names.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Characters {
    pub(super) classes: Vec<CharClass>,
    pub(super) singles: Vec<char>,
    /// A class or a character was named or quoted, not only printed.
    pub(super) named: bool,
    /// Characters are meant that are not listed: `special characters`.
    pub(super) open: bool,
    /// All of ASCII is named, and not only a word for other classes.
    all_ascii: bool,
    /// How many bytes of the text it takes.
    pub(super) end: usize,
}

impl Characters {
    /// The set, if anything was named.
    pub(super) fn set(&self) -> Option<CharSet<'static>> {
        if self.classes.is_empty() && self.singles.is_empty() {
            return None;
        }
        let ranges = self.singles.iter().map(|&c| (c, c)).collect();
        // In "ASCII letters and digits" the first word only qualifies the others.
        let qualified = self.classes.len() > 1;
        let classes: Vec<CharClass> = self
            .classes
            .iter()
            .copied()
            .filter(|class| match class {
                CharClass::Ascii => self.all_ascii || !qualified,
                CharClass::Letter | CharClass::Upper | CharClass::Lower | CharClass::Digit => {
                    !self.all_ascii
                }
                _ => true,
            })
            .collect();
        Some(CharSet::from_parts(&classes, ranges))
    }

    fn add_class(&mut self, class: CharClass) {
        if !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }

    fn add_char(&mut self, c: char) {
        if !self.singles.contains(&c) {
            self.singles.push(c);
        }
    }

    /// Adds a set in text form.
    fn add(&mut self, set: &str) {
        let Ok(set) = set.parse::<CharSet<'static>>() else {
            return;
        };
        set.classes().for_each(|class| self.add_class(class));
        set.ranges()
            .iter()
            .for_each(|&(first, last)| (first..=last).take(128).for_each(|c| self.add_char(c)));
    }
}

/// Reads a list of characters at the start of `text`:
/// `letters, digits, underscores (_), and hyphens (-)`, `数字、半角冒号(:)或者连字符(-)`.
pub(super) fn characters(text: &str, words: &Words) -> Characters {
    let mut found = Characters::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = separator(rest, words) {
            at += length;
            continue;
        }
        if let Some((set, length)) = longest(rest, &words.characters) {
            found.all_ascii |= set == "ascii" && !rest[..length].eq_ignore_ascii_case("ascii");
            at += length;
            let tail = &text[at..];
            match literal(tail) {
                Some((chars, length)) => {
                    if set.starts_with('[') || set == "any" {
                        chars.chars().for_each(|c| found.add_char(c));
                    } else {
                        found.add(set);
                        add_ranges(&mut found, chars);
                    }
                    at += length;
                }
                None if set != "any" && !set.starts_with('[') && remark(tail) > 0 => {
                    found.add(set);
                    at += remark(tail);
                }
                // `特殊字符.-_`: those, and no others.
                None if set == "any" => {
                    let Some((chars, length)) = own_characters(tail) else {
                        found.open = true;
                        break;
                    };
                    chars.chars().for_each(|c| found.add_char(c));
                    at += length;
                }
                None => found.add(set),
            }
            found.named = true;
            found.end = at;
            continue;
        }
        if let Some(length) = filler(rest, words) {
            at += length;
            continue;
        }
        if let Some(range) = ["a-z", "A-Z", "0-9", "a~z", "A~Z", "0~9"]
            .into_iter()
            .find(|range| rest.starts_with(range))
        {
            add_ranges(&mut found, range);
            found.named = true;
            at += range.len();
            found.end = at;
            continue;
        }
        if let Some((chars, length)) = literal(rest) {
            found.named = true;
            if !add_ranges(&mut found, chars) {
                chars.chars().for_each(|c| found.add_char(c));
            }
            at += length;
            found.end = at;
            continue;
        }
        if let Some((chars, length)) = named_by_parentheses(rest, words) {
            chars.chars().for_each(|c| found.add_char(c));
            found.named = true;
            at += length;
            found.end = at;
            continue;
        }
        if let Some((chars, length)) = bare(rest) {
            if !add_ranges(&mut found, chars) {
                chars.chars().for_each(|c| found.add_char(c));
            }
            at += length;
            found.end = at;
            continue;
        }
        break;
    }
    found
}

/// `dollar sign ($)`, `美元符号($)`: a name that no table knows, with the character behind it.
fn named_by_parentheses<'t>(text: &'t str, words: &Words) -> Option<(&'t str, usize)> {
    let open = text.find('(').filter(|&open| open > 0 && open <= 30)?;
    let name = text[..open].trim();
    let plain = name
        .chars()
        .all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let short = name.split(' ').count() <= 3 && name.chars().count() <= 20;
    let verb = name
        .split(' ')
        .any(|word| words.verbs.iter().any(|verb| verb == word));
    let (chars, length) = literal(&text[open..])?;
    (plain && short && !verb && chars.chars().count() <= 2).then_some((chars, open + length))
}

/// `a-z`, `A~Z`, `0-9` as classes; whether all of `chars` was such.
fn add_ranges(found: &mut Characters, chars: &str) -> bool {
    let compact: String = chars
        .chars()
        .map(|c| if c == '~' { '-' } else { c })
        .filter(|c| !matches!(c, ' ' | ',' | '、' | '和' | '或'))
        .collect();
    let mut rest = compact.as_str();
    let mut any = false;
    while !rest.is_empty() {
        let class = [
            ("a-z", CharClass::Lower),
            ("A-Z", CharClass::Upper),
            ("0-9", CharClass::Digit),
        ]
        .into_iter()
        .find(|(range, _)| rest.starts_with(range));
        let Some((range, class)) = class else {
            return false;
        };
        found.add_class(class);
        any = true;
        rest = &rest[range.len()..];
    }
    any
}

/// The bytes of a remark in parentheses behind a class: `a letter (case-insensitive)`.
fn remark(text: &str) -> usize {
    let trimmed = text.trim_start();
    let blanks = text.len() - trimmed.len();
    let Some(inner) = trimmed.strip_prefix('(') else {
        return 0;
    };
    match inner.find(')') {
        Some(end) if end <= 40 && inner[..end].contains(char::is_alphanumeric) => blanks + end + 2,
        _ => 0,
    }
}

/// Characters in parentheses or quotes, without the blanks and joiners between them.
fn literal(text: &str) -> Option<(&str, usize)> {
    let trimmed = text.trim_start();
    let blanks = text.len() - trimmed.len();
    let open = trimmed.chars().next()?;
    let close = match open {
        '(' => ')',
        '"' => '"',
        '[' => ']',
        '\'' => '\'',
        _ => return None,
    };
    let inner = &trimmed[1..];
    // A closing parenthesis may itself be one of the characters: `(())`.
    let end = match close {
        ')' if inner.starts_with("))") || inner.starts_with("()") => {
            inner.find("))").map(|at| at + 1)
        }
        _ if inner.starts_with(close) => inner[1..].find(close).map(|at| at + 1),
        _ => inner.find(close),
    }?;
    let inner_text = &inner[..end];
    let short = inner_text.chars().count() <= 48;
    let plain = is_ranges(inner_text) || !inner_text.contains(char::is_alphanumeric);
    (short && plain && !inner_text.is_empty()).then_some((inner_text, blanks + 1 + end + 1))
}

/// Whether a text is made of ranges such as `a-z`.
fn is_ranges(text: &str) -> bool {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .all(|c| matches!(c, 'a' | 'z' | 'A' | 'Z' | '0' | '9'))
        && text.contains(['-', '~'])
}

/// Punctuation that stands alone, without quotes.
fn bare(text: &str) -> Option<(&str, usize)> {
    let end = text
        .find(|c: char| !c.is_ascii_punctuation() || matches!(c, '(' | ')' | ','))
        .unwrap_or(text.len());
    let run = text[..end].trim_end_matches(['.', ';']);
    (!run.is_empty()).then_some((run, run.len()))
}

/// The characters directly behind "special characters".
fn own_characters(text: &str) -> Option<(&str, usize)> {
    bare(text).filter(|(run, _)| !run.starts_with(':'))
}

/// A run of joiners and blanks.
pub(super) fn separator(text: &str, words: &Words) -> Option<usize> {
    let trimmed = text.trim_start();
    let blanks = text.len() - trimmed.len();
    for joiner in &words.joiners {
        if let Some(after) = trimmed.strip_prefix(joiner.as_str()) {
            let word = joiner.ends_with(|c: char| c.is_ascii_alphabetic());
            let glued = after.starts_with("http");
            if word && !glued && !after.starts_with([' ', '"', '(']) {
                continue;
            }
            return Some(blanks + joiner.len());
        }
    }
    (blanks > 0).then_some(blanks)
}

fn filler(text: &str, words: &Words) -> Option<usize> {
    let lower = prefix(text, 32).to_ascii_lowercase();
    words
        .fillers
        .iter()
        .filter(|word| lower.starts_with(word.as_str()) && word_ends(&lower, word.len()))
        .map(String::len)
        .max()
}

/// The longest key of `map` at the start of `text`, letter case left out.
pub(super) fn longest<'w>(
    text: &str,
    map: &'w std::collections::BTreeMap<String, String>,
) -> Option<(&'w str, usize)> {
    let lower = prefix(text, 48).to_ascii_lowercase();
    map.iter()
        .filter(|(word, _)| lower.starts_with(word.as_str()) && word_ends(&lower, word.len()))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, value)| (value.as_str(), word.len()))
}

/// Whether a Latin word ends at `end`.
fn word_ends(text: &str, end: usize) -> bool {
    let last_is_latin = text[..end].ends_with(|c: char| c.is_ascii_alphanumeric());
    !(last_is_latin && text[end..].starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Reads a list of strings at the start of `text`: `aliyun、acs:、http://或者https://`. Gives the
/// strings and the bytes taken.
pub(super) fn strings<'t>(text: &'t str, words: &Words, stops: &[&str]) -> (Vec<&'t str>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    let mut end = 0;
    loop {
        let before = at;
        while at < text.len() {
            match separator(&text[at..], words) {
                Some(length) => at += length,
                None => break,
            }
        }
        // Between two strings stands more than a blank.
        if !found.is_empty() && text[before..at].trim().is_empty() {
            break;
        }
        if at < text.len()
            && let Some(length) = string_filler(&text[at..], words)
        {
            at += length;
            at += text[at..].len() - text[at..].trim_start().len();
        }
        let Some((string, length)) = one_string(&text[at..]) else {
            break;
        };
        if stops.contains(&string) || words.joiners.iter().any(|joiner| joiner == string) {
            break;
        }
        found.push(string);
        at += length;
        end = at;
    }
    (found, end)
}

/// Whether a text adds nothing to a list before it.
pub(super) fn only_fillers(text: &str, words: &Words) -> bool {
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() {
        match string_filler(rest, words) {
            Some(length) => {
                rest = rest[length..].trim_start_matches(|c: char| !c.is_alphanumeric());
            }
            None => return false,
        }
    }
    true
}

fn string_filler(text: &str, words: &Words) -> Option<usize> {
    let lower = prefix(text, 32).to_ascii_lowercase();
    words
        .fillers
        .iter()
        .filter(|word| {
            !matches!(word.as_str(), "-" | "_")
                && lower.starts_with(word.as_str())
                && word_ends(&lower, word.len())
        })
        .map(String::len)
        .max()
}

fn one_string(text: &str) -> Option<(&str, usize)> {
    if let Some(inner) = text.strip_prefix('"') {
        let end = inner.find('"')?;
        return (end > 0 && end <= 40).then_some((&inner[..end], end + 2));
    }
    let end = text
        .find(|c: char| {
            !(c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '_' | '-' | '@' | '#'))
        })
        .unwrap_or(text.len());
    let run = &text[..end];
    let string = run.trim_end_matches('.');
    (!string.is_empty()).then_some((string, string.len()))
}

#[cfg(test)]
mod tests {
    use super::super::language::language;
    use super::*;

    fn set(text: &str, english: bool) -> String {
        let words = &language(english).unwrap().words;
        let found = characters(text, words);
        found.set().map(|set| set.to_string()).unwrap_or_default()
    }

    #[test]
    fn lists_of_characters() {
        assert_eq!(
            set(
                "letters, digits, colons (:), underscores (_), and hyphens (-).",
                true
            ),
            "letter digit [:_-]"
        );
        assert_eq!(set("a letter or digit", true), "letter digit");
        assert_eq!(
            set("数字、半角冒号(:)、下划线(_)或者连字符(-)", false),
            "digit [:_-]"
        );
        assert_eq!(set("大小写字母或中文", false), "letter han");
        assert_eq!(set("a-z、0-9和\"-\"", false), "lower digit [-]");
    }

    #[test]
    fn lists_of_strings() {
        let words = &language(false).unwrap().words;
        let text = "aliyun、acs:、http://或者https://开头";
        let (found, end) = strings(text, words, &[]);
        assert_eq!(found, ["aliyun", "acs:", "http://", "https://"]);
        assert_eq!(&text[end..], "开头");
    }
}
