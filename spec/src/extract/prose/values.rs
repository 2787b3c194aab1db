//! What follows "valid values": a range, bounds, single numbers, code words, or a mix of them.

use super::lists::separator;
use super::numbers::{
    Interval, leading_interval, leading_length, leading_number, leading_unit, prefix,
};
use super::table::Words;
use crate::model::{Constraint, DecimalNumber, EnumValue};
use doctract_core::{Number, Operator};

/// One part of such an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// `1~100`.
    Interval(Interval),
    /// `大于0`, `positive integers`.
    Bound(Operator, Number),
    /// A number or a code word, with what the page says about it.
    Value(EnumValue),
}

/// A whole expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Expression {
    pub(super) items: Vec<Item>,
    /// The item that is marked as the default.
    pub(super) default: Option<String>,
    /// The unit of the numbers.
    pub(super) unit: Option<String>,
    /// The numbers are lengths: bytes in one unit, 0 for characters.
    pub(super) length: Option<u64>,
    /// How many bytes of the text it takes.
    pub(super) end: usize,
    /// Whether it ends where a sentence, a clause or the text ends.
    pub(super) closed: bool,
}

const MOST_ITEMS: usize = 400;

/// Reads an expression at the start of `text`.
pub(super) fn expression(text: &str, words: &Words) -> Expression {
    if let Some(piped) = piped(text, words) {
        return piped;
    }
    let mut found = Expression::default();
    let mut at = 0;
    let mut marked = false;
    while at < text.len() && found.items.len() < MOST_ITEMS {
        let rest = &text[at..];
        if let Some(length) = skip_separator(rest, words) {
            at += length;
            marked = true;
            continue;
        }
        if !marked && !found.items.is_empty() {
            break;
        }
        let Some(length) = item(rest, words, &mut found) else {
            break;
        };
        at += length;
        at += tail(&text[at..], words, &mut found);
        found.end = at;
        marked = false;
    }
    let rest = text[found.end..].trim_start();
    // A list between bars ends behind the remark of its last item.
    let barred = found.items.len() > 2
        && text[..found.end].ends_with(')')
        && text[..found.end].contains('|');
    // `300 and 3600 The default value is 300`: a sentence without its full stop before it.
    let next = prefix(rest, 32).to_ascii_lowercase();
    let default = |word: &String| word.contains(' ') && next.starts_with(word.as_str());
    found.closed = barred
        || rest.is_empty()
        || rest.starts_with([',', ';', '。', '.', '(', '!', ':'])
        || words.defaults.iter().any(default);
    found
}

/// `CentOS | Windows Server 2003 | Others Linux(默认)`: values with blanks between bars.
fn piped(text: &str, words: &Words) -> Option<Expression> {
    let end = text.find(['。', ';', '\u{1}']).unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].split('|').map(str::trim).collect();
    let spaced = parts.iter().any(|part| part.contains(' '));
    if parts.len() < 3 || parts.len() > MOST_ITEMS || !spaced {
        return None;
    }
    let mut found = Expression {
        end,
        closed: true,
        ..Expression::default()
    };
    for part in parts {
        let (value, remark) = part.split_once('(').unwrap_or((part, ""));
        let value = value.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-');
        if value.is_empty() || value.len() > 40 || !value.chars().all(plain) {
            return None;
        }
        let remark = remark.trim_end_matches(')').to_ascii_lowercase();
        if is_default_mark(&remark, words) {
            found.default = Some(value.to_owned());
        }
        found.items.push(Item::Value(EnumValue {
            value: value.to_owned(),
            meaning: None,
        }));
    }
    Some(found)
}

/// A joiner between two items; a single blank is none.
fn skip_separator(text: &str, words: &Words) -> Option<usize> {
    let length = separator(text, words)?;
    let skipped = &text[..length];
    if skipped.trim().is_empty() {
        let more = separator(&text[length..], words)
            .filter(|&more| !text[length..length + more].trim().is_empty())?;
        return Some(length + more);
    }
    Some(length)
}

fn item(text: &str, words: &Words, found: &mut Expression) -> Option<usize> {
    let trimmed = text.trim_start_matches([' ', '{']);
    let blanks = text.len() - trimmed.len();
    let lower = prefix(trimmed, 64).to_ascii_lowercase();
    if let Some((number, end)) = leading_number(trimmed)
        && let Some(mark) = super::numbers::range_mark(&trimmed[end..])
            .or_else(|| trimmed[end..].starts_with(" to").then_some(3))
        && let Some(infinite) = ["+∞", "∞"]
            .into_iter()
            .find(|infinite| trimmed[end + mark..].starts_with(infinite))
    {
        found.items.push(Item::Bound(Operator::Ge, number));
        return Some(blanks + end + mark + infinite.len());
    }
    if let Some((interval, end)) = leading_interval(trimmed, words) {
        found.items.push(Item::Interval(interval));
        return Some(blanks + end);
    }
    if let Some((operator, length)) = comparator(&lower, words) {
        let after = trimmed[length..].trim_start();
        let gap = trimmed.len() - after.len();
        if let Some((number, end)) = leading_number(after) {
            found.items.push(Item::Bound(operator, number));
            return Some(blanks + gap + end);
        }
    }
    if let Some((bound, length)) = integers(&lower, words) {
        if let Some(bound) = bound {
            found
                .items
                .push(Item::Bound(Operator::Ge, Number::from(bound)));
        }
        return Some(blanks + length);
    }
    // `300s`: a number with its unit, which the tail reads.
    if let Some((number, length)) = leading_number(trimmed)
        && let Some((unit, more)) = leading_unit(&trimmed[length..], words)
        && !unit.is_empty()
        && trimmed[length..].starts_with(|c: char| c.is_ascii_alphabetic())
        && !trimmed[length + more..].starts_with(is_value_char)
    {
        found.items.push(Item::Value(EnumValue {
            value: number.to_string(),
            meaning: None,
        }));
        return Some(blanks + length);
    }
    let (value, length) = value(trimmed)?;
    if words.verbs.contains(&value) {
        return None;
    }
    found.items.push(Item::Value(EnumValue {
        value,
        meaning: None,
    }));
    Some(blanks + length)
}

fn comparator(lower: &str, words: &Words) -> Option<(Operator, usize)> {
    words
        .comparators
        .iter()
        .filter(|(word, _)| lower.starts_with(word.as_str()))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, operator)| (operator.0, word.len()))
}

fn integers(lower: &str, words: &Words) -> Option<(Option<i64>, usize)> {
    words
        .integers
        .iter()
        .filter(|(word, _)| lower.starts_with(word.as_str()))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, &bound)| ((bound != i64::MIN).then_some(bound), word.len()))
}

/// A quoted text, a number or a code word at the start of `text`.
pub(super) fn value(text: &str) -> Option<(String, usize)> {
    if let Some(inner) = text.strip_prefix('"') {
        let end = inner.find('"')?;
        return (end > 0 && end <= 64).then(|| (inner[..end].to_owned(), end + 2));
    }
    let mut end = text.find(|c: char| !is_value_char(c)).unwrap_or(text.len());
    if end == 0 {
        return operator_value(text);
    }
    // Thousands separators: `1,024`.
    if let Some((number, length)) = leading_number(text)
        && length > end
        && text[..length].contains(',')
    {
        return Some((number.to_string(), length));
    }
    let run = text[..end].trim_end_matches(['.', ':', ';']);
    end = run.len();
    (!run.is_empty() && run.len() <= 80).then(|| (run.to_owned(), end))
}

fn operator_value(text: &str) -> Option<(String, usize)> {
    if let Some(rest) = text.strip_prefix("! =") {
        return Some(("!=".to_owned(), text.len() - rest.len()));
    }
    [">=", "<=", "!=", "==", ">", "<", "="]
        .into_iter()
        .find(|operator| text.starts_with(operator))
        .map(|operator| (operator.to_owned(), operator.len()))
}

fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '_' | '-' | '.' | ':' | '*' | '/' | '+' | '@' | '%' | '#' | '$'
        )
}

/// What may stand behind an item: a unit, a length's unit, a remark in parentheses, a mark that
/// it is the default.
fn tail(text: &str, words: &Words, found: &mut Expression) -> usize {
    let mut at = 0;
    if let Some((name, length)) = leading_length(text, words) {
        found.length = Some(name);
        at += length;
    } else if let Some((unit, length)) = leading_unit(text, words) {
        if !unit.is_empty() {
            found.unit.get_or_insert_with(|| unit.to_owned());
        }
        at += length;
    }
    let rest = &text[at..];
    let trimmed = rest.trim_start();
    let Some(inner) = trimmed.strip_prefix('(') else {
        return at;
    };
    let Some(close) = closing(inner) else {
        return at;
    };
    let remark = &inner[..close];
    let lower = remark.to_ascii_lowercase();
    if let Some((unit, length)) = leading_unit(remark, words)
        && length == remark.len()
        && !unit.is_empty()
        && found.items.last().is_some_and(Item::is_numeric)
    {
        found.unit.get_or_insert_with(|| unit.to_owned());
    }
    if let Some(Item::Value(value)) = found.items.last_mut() {
        if is_default_mark(&lower, words) {
            found.default = Some(value.value.clone());
        } else {
            value
                .meaning
                .get_or_insert_with(|| remark.trim().to_owned());
        }
    }
    at + (rest.len() - trimmed.len()) + close + 2
}

/// Where the parenthesis that `text` stands in closes.
pub(super) fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a remark says "this is the default".
pub(super) fn is_default_mark(lower: &str, words: &Words) -> bool {
    let mark = |part: &str| words.defaults.iter().any(|word| part.trim() == word);
    mark(lower) || lower.split(',').any(mark)
}

/// The absent default at the start of `text`, and the bytes it takes.
pub(super) fn absent(text: &str, words: &Words) -> Option<usize> {
    let lower = prefix(text, 32).to_ascii_lowercase();
    words
        .absent
        .iter()
        .filter(|word| {
            lower.starts_with(word.as_str())
                && !lower[word.len()..]
                    .starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
        })
        .map(String::len)
        .max()
}

impl Item {
    fn is_numeric(&self) -> bool {
        match self {
            Self::Interval(_) | Self::Bound(..) => true,
            Self::Value(value) => super::numbers::number(&value.value).is_some(),
        }
    }
}

impl Expression {
    /// Only numbers, ranges and bounds: what a condition in a bullet may state.
    pub(super) fn is_numeric(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(Item::is_numeric)
    }

    /// Whether a range or a bound is among the items.
    pub(super) fn has_range(&self) -> bool {
        self.items
            .iter()
            .any(|item| !matches!(item, Item::Value(_)))
    }

    /// `GET/POST` where a list of code words was announced: two values.
    pub(super) fn split_alternatives(&mut self) {
        let [Item::Value(only)] = self.items.as_slice() else {
            return;
        };
        let parts: Vec<&str> = only.value.split('/').collect();
        let word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase());
        if parts.len() > 1 && parts.iter().all(word) {
            let item = |part: &str| {
                Item::Value(EnumValue {
                    value: part.to_owned(),
                    meaning: None,
                })
            };
            self.items = parts.into_iter().map(item).collect();
        }
    }

    /// The numbers' constraint or the allowed values.
    pub(super) fn constraint(&self) -> Option<Constraint> {
        let mut constraint = Constraint::default();
        if !self.has_range() {
            for item in &self.items {
                if let Item::Value(value) = item
                    && !constraint
                        .enumeration
                        .iter()
                        .any(|known| known.value == value.value)
                {
                    constraint.enumeration.push(value.clone());
                }
            }
            return (!constraint.enumeration.is_empty()).then_some(constraint);
        }
        let mut intervals: Vec<Interval> = Vec::new();
        for item in &self.items {
            match item {
                Item::Interval(interval) => intervals.push(*interval),
                Item::Bound(operator, number) => bound(&mut constraint, *operator, *number),
                Item::Value(value) => constraint.special_values.push(value.value.clone()),
            }
        }
        if !intervals.is_empty() {
            let interval = union(&intervals)?;
            let (min, max) = (DecimalNumber(interval.min), DecimalNumber(interval.max));
            if interval.open_min {
                constraint.exclusive_minimum = Some(min);
            } else {
                constraint.minimum = Some(min);
            }
            if interval.open_max {
                constraint.exclusive_maximum = Some(max);
            } else {
                constraint.maximum = Some(max);
            }
        }
        Some(constraint)
    }
}

/// Sets the bound that `operator number` states.
pub(super) fn bound(constraint: &mut Constraint, operator: Operator, number: Number) {
    let number = Some(DecimalNumber(number));
    match operator {
        Operator::Ge => constraint.minimum = number,
        Operator::Gt => constraint.exclusive_minimum = number,
        Operator::Le => constraint.maximum = number,
        Operator::Lt => constraint.exclusive_maximum = number,
        _ => {}
    }
}

/// The union of intervals, where they leave no gap: `(0, 100] U (-100, 0]`.
fn union(intervals: &[Interval]) -> Option<Interval> {
    let mut sorted = intervals.to_vec();
    sorted.sort_by_key(|interval| interval.min);
    let mut sorted = sorted.into_iter();
    let mut whole = sorted.next()?;
    for next in sorted {
        if next.min > whole.max || (next.min == whole.max && next.open_min && whole.open_max) {
            return None;
        }
        if next.max > whole.max {
            whole.max = next.max;
            whole.open_max = next.open_max;
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::super::language::language;
    use super::*;

    fn read(text: &str, english: bool) -> String {
        let words = &language(english).unwrap().words;
        let found = expression(text, words);
        let constraint = found
            .constraint()
            .map(|c| serde_json::to_string(&c).unwrap());
        format!(
            "{} {:?}",
            constraint.unwrap_or_default(),
            &text[found.end..]
        )
    }

    #[test]
    fn ranges_and_special_values() {
        assert_eq!(
            read("-1或1~5120", false),
            r#"{"minimum":1,"maximum":5120,"specialValues":["-1"]} """#
        );
        assert_eq!(
            read("1 to 100. Default", true),
            r#"{"minimum":1,"maximum":100} ". Default""#
        );
        assert_eq!(
            read("(0, 100] U (-100, 0]", true),
            r#"{"maximum":100,"exclusiveMinimum":-100} """#
        );
        assert_eq!(read("大于0", false), r#"{"exclusiveMinimum":0} """#);
        assert_eq!(
            read("1~100的整数", false),
            r#"{"minimum":1,"maximum":100} """#
        );
    }

    #[test]
    fn lists_of_values() {
        assert_eq!(
            read("on and off.", true),
            r#"{"enum":[{"value":"on"},{"value":"off"}]} ".""#
        );
        assert_eq!(
            read("60、300和900秒", false),
            r#"{"enum":[{"value":"60"},{"value":"300"},{"value":"900"}]} """#
        );
    }

    #[test]
    fn the_default_may_be_marked() {
        let words = &language(true).unwrap().words;
        let found = expression("on | off (default)", words);
        assert_eq!(found.default.as_deref(), Some("off"));
        assert_eq!(found.items.len(), 2);
    }
}
