//! What one bullet is: an allowed value, a case with its numbers, a group of cases, or a statement.

use super::normalise::normalise;
use super::outline::Block;
use super::reader::Reader;
use super::table::Words;
use super::values::{Expression, Item, closing, expression, is_default_mark};

/// What one bullet is.
pub(super) enum Class {
    /// An allowed value.
    Value(Value),
    /// A case and its numbers: `cloud：5~2000`.
    Case(String, Expression),
    /// A case with bullets of its own.
    Group(String),
    /// Something else.
    Other,
}

/// An allowed value with what the bullet says about it.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) meaning: Option<String>,
    pub(super) default: bool,
}

/// `Chinese: zh-CN`: the name stands first and the value behind it, as the example tells.
pub(super) fn name_first(reader: &Reader<'_>, classes: &mut [Class]) {
    let Some(example) = reader.context.example.map(str::trim) else {
        return;
    };
    let is = |text: &str| text.trim() == example;
    let swapped = classes.iter().all(|class| match class {
        Class::Value(value) => !is(&value.text) && value.meaning.is_some(),
        _ => false,
    }) && classes.iter().any(|class| match class {
        Class::Value(value) => value.meaning.as_deref().is_some_and(is),
        _ => false,
    });
    if !swapped {
        return;
    }
    for class in classes {
        if let Class::Value(value) = class
            && let Some(meaning) = value.meaning.take()
        {
            value.meaning = Some(std::mem::replace(&mut value.text, meaning));
        }
    }
}

/// What a bullet is. `by_case`: the line above says that the values differ by case.
pub(super) fn classify(reader: &Reader<'_>, bullet: &Block<'_>, by_case: bool) -> Class {
    let (text, marked) = default_first(bullet.text, reader);
    let words = &reader.language.words;
    if let Some((head, rest)) = head_and_rest(text) {
        let normal = normalise(rest);
        let found = expression(&normal, words);
        let code = is_code(head, reader);
        let numbers = found.has_range() && found.is_numeric();
        let listed = by_case && !found.items.is_empty();
        let pair = matches!(found.items.as_slice(), [Item::Value(value)] if is_pair(&value.value));
        if found.closed && (numbers || listed || pair) && !is_rule_head(reader, head) {
            return Class::Case(head.trim().to_owned(), found);
        }
        let by_case = |inner: &Block<'_>| matches!(classify(reader, inner, false), Class::Case(..));
        let case = code || !is_rule_head(reader, head);
        if case && rest.trim().is_empty() && bullet.bullets.iter().any(by_case) {
            return Class::Group(head.trim().to_owned());
        }
    }
    if let Some(value) = told_value(text, reader) {
        return Class::Value(value);
    }
    let whole = reader
        .context
        .example
        .is_some_and(|example| example.contains(['(', '（']) && !example.starts_with(['[', '{']));
    let Some(found) = (if whole {
        plain_head(text)
    } else {
        head(text, words)
    }) else {
        return Class::Other;
    };
    let quotes = ['"', '“', '”', '\''];
    if !is_code(found.value.trim_matches(quotes), reader) {
        return Class::Other;
    }
    let meaning = found.meaning.trim();
    let lower = meaning.to_lowercase();
    let default = found
        .remarks
        .iter()
        .any(|remark| is_default_mark(&normalise(remark).to_lowercase(), words))
        || is_default_mark(lower.trim_end_matches(['。', '.']), words)
        || words
            .default_sentences
            .iter()
            .any(|word| lower.contains(word.as_str()));
    Class::Value(Value {
        text: found.value.trim().trim_matches(quotes).to_owned(),
        meaning: (!meaning.is_empty()).then(|| meaning.trim_end_matches(['。', '.']).to_owned()),
        default: default || marked,
    })
}

/// `The value true indicates that …`, `0 indicates …`: a value in the words of a sentence.
fn told_value(text: &str, reader: &Reader<'_>) -> Option<Value> {
    let words = &reader.language.words;
    let lower = text.to_ascii_lowercase();
    let opening = words
        .value_openings
        .iter()
        .find(|opening| lower.starts_with(opening.as_str()))
        .map_or(0, String::len);
    let (value, rest) = text[opening..].split_once(' ')?;
    let (verb, meaning) = rest.split_once(' ')?;
    let told = words.meanings.iter().any(|word| word == verb)
        && !value.ends_with([':', ',', '.', ';'])
        && is_code(value, reader);
    told.then(|| Value {
        text: value.trim_matches(['"', '“', '”']).to_owned(),
        meaning: Some(meaning.trim_end_matches('.').to_owned()),
        default: words
            .default_sentences
            .iter()
            .any(|word| lower.contains(word.as_str())),
    })
}

/// `(Default) KeepStopped: ...`: the text behind a mark that it is the default, and whether there
/// is one.
fn default_first<'t>(text: &'t str, reader: &Reader<'_>) -> (&'t str, bool) {
    let Some(inner) = text.strip_prefix(['(', '（']) else {
        return (text, false);
    };
    let close = inner.find([')', '）']);
    let marked = close.filter(|&at| {
        let mark = normalise(&inner[..at]).to_lowercase();
        is_default_mark(&mark, &reader.language.words)
    });
    match marked {
        Some(at) => (inner[at..].trim_start_matches([')', '）', ' ']), true),
        None => (text, false),
    }
}

/// Whether the words before a colon begin a rule ("取值范围：1~20") and are no case.
fn is_rule_head(reader: &Reader<'_>, head: &str) -> bool {
    if super::conditions::of_head(head, reader).parameter.is_some() {
        return false;
    }
    let normal = format!("{}:", normalise(head));
    let lower = normal.to_ascii_lowercase();
    if reader.language.has_hit(&lower, |_| true) {
        return true;
    }
    // `Valid values when P is set to a: 1 to 5` is a sentence with a condition of its own.
    let candidates = reader.language.candidates(&lower);
    let clauses = super::conditions::clauses(
        &normal,
        &lower,
        reader.language,
        &candidates,
        reader.names,
        reader.context.name,
    );
    clauses
        .iter()
        .any(|clause| clause.condition.text.is_none() && clause.start > 0)
}

/// The text before and after the first colon.
pub(super) fn head_and_rest(text: &str) -> Option<(&str, &str)> {
    let colon = |(at, c): (usize, char)| match c {
        '：' => true,
        ':' => {
            let next = text[at + 1..].chars().next();
            next.is_none_or(|c| c == ' ' || !c.is_ascii() || c == '[' || c == '(')
        }
        _ => false,
    };
    let at = text.char_indices().find(|&pair| colon(pair))?;
    Some((&text[..at.0], &text[at.0 + at.1.len_utf8()..]))
}

/// The start of a bullet, taken apart.
pub(super) struct Head<'t> {
    pub(super) value: &'t str,
    remarks: Vec<&'t str>,
    meaning: &'t str,
}

/// The value at the start of a bullet, the remarks in parentheses behind it, and its meaning.
pub(super) fn head<'t>(text: &'t str, words: &Words) -> Option<Head<'t>> {
    let text = text.trim();
    let spaced = text.split_once(' ').is_some_and(|(word, rest)| {
        let lower = word.to_ascii_lowercase();
        let predicate = words
            .predicates
            .iter()
            .any(|predicate| rest.starts_with(predicate.as_str()));
        !predicate && !words.keys.contains(&lower) && !words.values.contains(&lower)
    });
    let is_end = |(at, c): (usize, char)| match c {
        '：' | '（' | '，' | '。' | '；' | '、' => true,
        ':' => {
            let after = &text[at + 1..];
            let next = after.chars().next();
            let word = text[..at]
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_');
            let prose = after
                .find([' ', ':'])
                .is_some_and(|at| after[at..].starts_with(' '));
            // `Pending:Wait: The instance …`: the next colon ends the value.
            let token = after.split(' ').next().unwrap_or_default();
            let sentence = after.starts_with(char::is_uppercase) && after.contains(' ');
            let more = token
                .strip_suffix(':')
                .is_some_and(|next| next != &text[..at]);
            let prose = prose || (sentence && !more);
            next.is_none_or(|c| c == ' ' || !c.is_ascii()) || (word && prose)
        }
        '(' => at > 0,
        // `true. The user must ...`
        '.' => {
            let after = &text[at + 1..];
            let word = text[..at]
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_');
            word && after.starts_with(' ')
                && after.trim_start().starts_with(|c: char| c.is_uppercase())
        }
        // `pre_match 前匹配`
        ' ' if spaced && !text[..at].contains(' ') && text[at + 1..].starts_with(is_han) => true,
        ' ' => {
            text[at..].starts_with(" - ")
                || text[at..].starts_with(" – ")
                || text[at..].starts_with(" — ")
        }
        _ => false,
    };
    let end = text
        .char_indices()
        .find(|&pair| is_end(pair))
        .map_or(text.len(), |(at, _)| at);
    let value = text[..end].trim().trim_end_matches(['.', ',']);
    let mut rest = text[end..].trim_start();
    let mut remarks = Vec::new();
    while let Some(open) = rest.chars().next().filter(|c| matches!(c, '(' | '（')) {
        let inner = &rest[open.len_utf8()..];
        let close = if open == '(' {
            closing(inner).map(|at| (at, 1))
        } else {
            inner.find('）').map(|at| (at, '）'.len_utf8()))
        };
        let Some((at, length)) = close else { break };
        remarks.push(&inner[..at]);
        rest = inner[at + length..].trim_start();
    }
    let meaning = rest.trim_start_matches([
        '：', ':', '，', ',', '。', '.', ' ', '-', '–', '—', '；', ';',
    ]);
    (!value.is_empty()).then_some(Head {
        value,
        remarks,
        meaning,
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// The value at the start of a bullet whose values hold parentheses themselves, as the example does.
fn plain_head(text: &str) -> Option<Head<'_>> {
    let (value, meaning) = head_and_rest(text).unwrap_or((text, ""));
    let value = value.trim().trim_end_matches(['。', '.']);
    (!value.is_empty()).then_some(Head {
        value,
        remarks: Vec::new(),
        meaning,
    })
}

/// Whether the head of a bullet can be a value: a code word, a number, or what the example says.
fn is_code(head: &str, reader: &Reader<'_>) -> bool {
    let head = head.trim();
    if head.is_empty() || head.len() > 100 {
        return false;
    }
    if reader
        .context
        .example
        .is_some_and(|example| example.trim() == head)
    {
        return true;
    }
    let lower = head.to_ascii_lowercase();
    let like_example = reader.context.example.is_some_and(|example| {
        !example.is_ascii() && !example.starts_with(['[', '{']) && head.chars().count() <= 16
    });
    if (!head.is_ascii() && !like_example) || reader.language.words.no_heads.contains(&lower) {
        return false;
    }
    if !head.contains(' ') {
        return true;
    }
    // `1 to 65535` under "valid values".
    let range = expression(head, &reader.language.words);
    if range.closed && range.has_range() && range.is_numeric() {
        return true;
    }
    let words: Vec<&str> = head.split_ascii_whitespace().collect();
    words.len() <= 5
        && words
            .iter()
            .all(|word| word.starts_with(|c: char| !c.is_ascii_lowercase()))
}

/// `22/22`, `1/200`.
pub(super) fn is_pair(text: &str) -> bool {
    let number = |part: &str| {
        !part.is_empty()
            && part
                .trim_start_matches('-')
                .bytes()
                .all(|b| b.is_ascii_digit())
    };
    text.trim()
        .split_once('/')
        .is_some_and(|(a, b)| number(a) && number(b))
}
