//! Numbers, ranges and units as pages write them.

use super::table::Words;
use doctract_core::Number;

/// A number at the start of `text` and the bytes it takes: `1,024`, `-1`, `0.5`, `2万`.
pub(super) fn leading_number(text: &str) -> Option<(Number, usize)> {
    let bytes = text.as_bytes();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = digits(at);
    if whole == 0 || whole > 20 {
        return None;
    }
    at += whole;
    if whole <= 3 {
        while bytes.get(at) == Some(&b',') && digits(at + 1) == 3 {
            at += 4;
        }
    }
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction > 0 && fraction <= 9 && bytes.get(at + 1 + fraction) != Some(&b'.') {
            at += 1 + fraction;
        }
    }
    let plain: String = text[..at].chars().filter(|&c| c != ',').collect();
    let number = plain.parse::<Number>().ok()?;
    if let Some((number, length)) = scaled(number, &text[at..]) {
        return Some((number, at + length));
    }
    match text[at..].strip_prefix('万') {
        Some(_) => {
            let many = number.as_i64()?.checked_mul(10_000)?;
            Some((Number::from(many), at + '万'.len_utf8()))
        }
        None => Some((number, at)),
    }
}

/// `9.99E18`: the number with its power of ten, where it is whole.
fn scaled(number: Number, rest: &str) -> Option<(Number, usize)> {
    let digits = rest.strip_prefix(['E', 'e'])?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let power: u32 = digits.get(..length)?.parse().ok()?;
    let (coefficient, scale) = number.parts();
    let shift = power.checked_sub(u32::from(scale))?;
    let whole = coefficient.checked_mul(10i128.checked_pow(shift)?)?;
    let number = whole.to_string().parse().ok()?;
    Some((number, 1 + length))
}

/// The whole of `text` as a number.
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    leading_number(text)
        .filter(|&(_, end)| end == text.len())
        .map(|(number, _)| number)
}

/// The whole of `text` as a count.
pub(super) fn count(text: &str) -> Option<u64> {
    number(text)?.as_i64()?.try_into().ok()
}

/// Two numbers with a range mark or in brackets, whether each end is left out, and the length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) min: Number,
    pub(super) max: Number,
    pub(super) open_min: bool,
    pub(super) open_max: bool,
}

/// A range at the start of `text`, the unit that stands between its numbers skipped.
pub(super) fn leading_interval(text: &str, words: &Words) -> Option<(Interval, usize)> {
    let plain = bracketed(text).or_else(|| spelled(text, words));
    plain.or_else(|| between(text))
}

fn bracketed(text: &str) -> Option<(Interval, usize)> {
    let open = text.chars().next().filter(|c| matches!(c, '[' | '('))?;
    let mut at = 1;
    let blanks = |at: usize| text[at..].len() - text[at..].trim_start().len();
    at += blanks(at);
    let (min, length) = leading_number_in_brackets(&text[at..], false)?;
    at += length;
    at += blanks(at);
    let mark = text[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, ',' | '~' | '-' | '、'))?;
    at += mark.len_utf8();
    at += blanks(at);
    let (max, length) = leading_number_in_brackets(&text[at..], true)?;
    at += length;
    at += blanks(at);
    let close = text[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, ']' | ')'))?;
    let interval = Interval {
        min,
        max,
        open_min: open == '(' && (close == ']' || mark == ','),
        open_max: close == ')' && (open == '[' || mark == ','),
    };
    (open == '[' || close == ']' || mark == ',')
        .then_some((interval, at + 1))
        .filter(|_| min <= max)
}

/// Inside brackets a comma separates, unless the number after it would be left over: in
/// `[0, 86,400]` the last comma marks thousands.
fn leading_number_in_brackets(text: &str, last: bool) -> Option<(Number, usize)> {
    if last
        && let Some((number, end)) = leading_number(text)
        && text[..end].contains(',')
        && text[end..].trim_start().starts_with([']', ')'])
    {
        return Some((number, end));
    }
    let end = text
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || c == '.' || (c == '-' && at == 0)))
        .map_or(text.len(), |(at, _)| at);
    let number = text.get(..end)?.parse().ok()?;
    Some((number, end))
}

fn spelled(text: &str, words: &Words) -> Option<(Interval, usize)> {
    let (min, mut at) = leading_number(text)?;
    let mut rest = &text[at..];
    let unit = leading_unit(rest, words).map_or(0, |(_, length)| length);
    let mut mark = range_mark(&rest[unit..]);
    if mark.is_some() {
        at += unit;
        rest = &rest[unit..];
    } else {
        mark = range_mark(rest);
    }
    let length = mark?;
    at += length;
    let (max, length) = leading_number(&text[at..])?;
    at += length;
    let dated = text[at..].starts_with('-') && rest.starts_with('-');
    let clock = text[at..]
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let interval = Interval {
        min,
        max,
        open_min: false,
        open_max: false,
    };
    (min < max && !dated && !clock).then_some((interval, at))
}

/// `between 1 and 50`.
fn between(text: &str) -> Option<(Interval, usize)> {
    let rest = text.strip_prefix("between ")?;
    let (min, length) = leading_number(rest)?;
    let after = rest[length..].strip_prefix(" and ")?;
    let (max, last) = leading_number(after)?;
    let interval = Interval {
        min,
        max,
        open_min: false,
        open_max: false,
    };
    (min < max).then_some((interval, text.len() - after.len() + last))
}

pub(super) fn range_mark(text: &str) -> Option<usize> {
    let blanks = text.len() - text.trim_start().len();
    let rest = &text[blanks..];
    for mark in ["~", "--", "-", "至", "到", "to ", "and ", "—", "..."] {
        if let Some(after) = rest.strip_prefix(mark) {
            if mark == "and " {
                return None;
            }
            let more = after.len() - after.trim_start().len();
            return Some(blanks + mark.len() + more);
        }
    }
    None
}

/// The unit at the start of `text`, after blanks, and the bytes up to its end.
pub(super) fn leading_unit<'w>(text: &str, words: &'w Words) -> Option<(&'w str, usize)> {
    let blanks = text.len() - text.trim_start().len();
    let rest = text[blanks..].strip_prefix('个').unwrap_or(&text[blanks..]);
    let before = text.len() - rest.len();
    let lower = prefix(rest, 24).to_ascii_lowercase();
    let mut best: Option<(&str, usize)> = None;
    for (word, name) in &words.units {
        let matches = lower.starts_with(word.as_str())
            && !(word.is_ascii()
                && lower[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()));
        if matches && best.is_none_or(|(_, length)| word.len() > length) {
            best = Some((name, word.len()));
        }
    }
    best.map(|(name, length)| (name, before + length))
}

/// The unit of a length at the start of `text`, after blanks: its bytes, 0 for characters, and
/// the bytes of the text up to its end.
pub(super) fn leading_length(text: &str, words: &Words) -> Option<(u64, usize)> {
    let trimmed = text.trim_start();
    let rest = trimmed.strip_prefix('个').unwrap_or(trimmed);
    let lower = prefix(rest, 64).to_ascii_lowercase();
    words
        .lengths
        .iter()
        .filter(|(word, _)| {
            lower.starts_with(word.as_str())
                && !(word.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && lower[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
        .max_by_key(|(word, _)| word.len())
        .map(|(word, &bytes)| (bytes, text.len() - rest.len() + word.len()))
}

/// At most `most` bytes of `text`, cut at a character.
pub(super) fn prefix(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str) -> Option<(String, String, usize)> {
        leading_interval(text, &Words::default())
            .map(|(i, end)| (i.min.to_string(), i.max.to_string(), end))
    }

    #[test]
    fn ranges_in_their_spellings() {
        for text in [
            "1~200", "[1,200]", "[1, 200]", "1-200", "1 to 200", "1至200", "(1, 200]",
        ] {
            assert_eq!(
                interval(text),
                Some(("1".into(), "200".into(), text.len())),
                "{text}"
            );
        }
        assert_eq!(
            interval("[0, 86,400]"),
            Some(("0".into(), "86400".into(), 11))
        );
        assert_eq!(
            interval("-9.9E2~9.9E2"),
            Some(("-990".into(), "990".into(), 12))
        );
        assert_eq!(interval("-500~500"), Some(("-500".into(), "500".into(), 8)));
        assert_eq!(
            interval("1,261~32,768"),
            Some(("1261".into(), "32768".into(), 12))
        );
    }

    #[test]
    fn dates_clocks_and_lists_are_no_ranges() {
        for text in ["2015-10-20", "00:00-23:59", "60,300", "1 and 2", "9~1"] {
            assert_eq!(interval(text), None, "{text}");
        }
    }

    #[test]
    fn open_ends_are_kept() {
        let (found, _) = leading_interval("(0, 100]", &Words::default()).unwrap();
        assert!(found.open_min && !found.open_max);
    }
}
