//! Sentences of descriptions that read like rules and gave none.

use super::{Rule, Run};
use crate::model::{Field, Type};

/// Words of sentences that state a rule, in lower case.
const CUES: [&str; 30] = [
    "必须",
    "不能",
    "不得",
    "不允许",
    "只能",
    "最多",
    "最大值",
    "最小值",
    "最大支持",
    "最大长度",
    "最少",
    "至少",
    "不超过",
    "取值范围",
    "长度为",
    "must ",
    "cannot ",
    "can not ",
    "may not ",
    "up to ",
    "at most ",
    "at least ",
    "maximum value",
    "minimum value",
    "a maximum of",
    "no more than ",
    "no less than ",
    "valid values",
    "in length",
    "not allowed",
];

/// How much of a sentence is shown, in characters.
const SHOWN: usize = 60;

impl Run<'_> {
    pub(super) fn prose(&mut self) {
        for (path, sentence) in self.unread() {
            let message = format!("no rule comes from \"{}\"", shown(&sentence));
            self.report(Rule::UnreadRule, path, message);
        }
    }

    /// The sentences that read like rules and gave none, with their places.
    pub(super) fn unread(&self) -> Vec<(String, String)> {
        let whole: Vec<String> = texts_of(&self.operation.constraints);
        let mut found = Vec::new();
        for node in self.checker.names().nodes() {
            let Some(description) = &node.field.description else {
                continue;
            };
            let mut read = texts(node.field);
            let mut above = node.parent;
            while let Some(parent) =
                above.and_then(|parent| self.checker.names().nodes().get(parent))
            {
                read.extend(texts(parent.field));
                above = parent.parent;
            }
            let is_cued = |sentence: &&str| is_cued(sentence) && !tells_value(node.field, sentence);
            for sentence in sentences(description).filter(is_cued) {
                let folded = fold(sentence);
                let mut read = read.iter().chain(&whole);
                if !read.any(|text| folded.contains(text) || text.contains(&folded)) {
                    found.push((format!("{}.description", node.path), sentence.to_owned()));
                }
            }
        }
        found
    }
}

/// Whether a sentence is a bullet that says what one of the values means: `- false: not allowed`.
fn tells_value(field: &Field, sentence: &str) -> bool {
    let Some(bullet) = sentence.strip_prefix("- ") else {
        return false;
    };
    let items = field.items.iter().flat_map(|items| &items.constraints);
    let listed = field.constraints.iter().chain(items);
    let listed = listed.flat_map(|entry| &entry.enumeration);
    let listed = listed.map(|value| value.value.as_str());
    let flags: &[&str] = match field.kind {
        Type::Boolean => &["true", "false", "True", "False"],
        _ => &[],
    };
    listed.chain(flags.iter().copied()).any(|value| {
        let rest = bullet.strip_prefix(value);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// The words of the page that rules of the field, its items included, came from.
fn texts(field: &Field) -> Vec<String> {
    let mut texts = texts_of(&field.constraints);
    let range = field
        .index_range
        .as_ref()
        .and_then(|range| range.text.as_deref());
    texts.extend(range.map(fold));
    if let Some(items) = &field.items {
        texts.extend(texts_of(&items.constraints));
    }
    texts
}

fn texts_of(entries: &[crate::model::Constraint]) -> Vec<String> {
    let texts = entries.iter().filter_map(|entry| entry.text.as_deref());
    texts.map(fold).filter(|text| !text.is_empty()).collect()
}

/// The sentences of a description; bullets are sentences of their own.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |text: &'_ str| -> Vec<usize> {
        let mut ends = Vec::new();
        for (at, c) in text.char_indices() {
            let after = text.get(at + c.len_utf8()..).unwrap_or_default();
            let stops = matches!(c, '。' | '；' | '\n')
                || (matches!(c, '.' | ';')
                    && (after.is_empty() || after.starts_with(char::is_whitespace)));
            if stops {
                ends.push(at + c.len_utf8());
            }
        }
        ends.push(text.len());
        ends
    };
    let mut start = 0;
    ends(text).into_iter().filter_map(move |end| {
        let sentence = text.get(start..end)?.trim();
        start = end;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Whether a sentence reads like a rule. One that ends in a colon only opens a list.
fn is_cued(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    !lower.ends_with([':', '：']) && CUES.iter().any(|cue| lower.contains(cue))
}

/// A text without blanks and punctuation, in lower case: what two prints of one sentence share.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn shown(sentence: &str) -> String {
    let line = sentence.replace('\n', " ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or(&line)),
        None => line,
    }
}
