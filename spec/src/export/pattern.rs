//! Rules about characters and parts of a text as one regular expression that ECMAScript, Python
//! and Rust's `fancy-regex` read alike.

use crate::model::{Constraint, Term};
use doctract_core::{CharClass, CharSet};
use std::fmt::Write as _;

/// More ways than this to choose classes are not written out.
const MOST_CHOICES: usize = 20;

/// Any text, line breaks included.
const ANY: &str = r"[\s\S]*";

/// What the entries say about the characters and the parts of a text. A rule about characters
/// holds for the empty text, as everywhere in this project.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    conditions: String,
    bodies: Vec<String>,
}

impl Pattern {
    /// Adds a term of an entry; `false` if no expression says it.
    pub(super) fn add(&mut self, entry: &Constraint, term: Term) -> bool {
        let Some(condition) = self.condition(entry, term) else {
            return false;
        };
        self.conditions.push_str(&condition);
        true
    }

    /// The condition on the whole text that a term states, as a look-ahead.
    fn condition(&mut self, entry: &Constraint, term: Term) -> Option<String> {
        let set = |set: &Option<crate::model::CharSetText>| set.as_ref().map(|set| class(&set.0));
        Some(match term {
            Term::Charset => {
                self.bodies.push(format!("{}*", set(&entry.charset)?));
                String::new()
            }
            Term::StartsWith => format!("(?={}|$)", set(&entry.starts_with)?),
            Term::NotStartsWith => format!("(?!{})", set(&entry.not_starts_with)?),
            Term::EndsWith => format!("(?=(?:{ANY}{})?$)", set(&entry.ends_with)?),
            Term::NotEndsWith => format!("(?!{ANY}{}$)", set(&entry.not_ends_with)?),
            Term::Prefix => format!("(?={})", either(&entry.prefix)),
            Term::NotPrefix => format!("(?!{})", either(&entry.not_prefix)),
            Term::Suffix => format!("(?={ANY}{}$)", either(&entry.suffix)),
            Term::NotSuffix => format!("(?!{ANY}{}$)", either(&entry.not_suffix)),
            Term::Contains => {
                let parts = entry.contains.iter();
                let parts: Vec<_> = parts.map(|part| escaped(part)).collect();
                within(&parts)
            }
            Term::NotContains => format!("(?!{ANY}{})", either(&entry.not_contains)),
            Term::NotValues => format!("(?!{}$)", either(&entry.not_values)),
            Term::CharClasses => {
                let classes = entry.char_classes.as_ref()?;
                let sets: Vec<_> = classes.of.iter().map(|set| class(&set.0)).collect();
                at_least(&sets, usize::try_from(classes.min).ok()?)?
            }
            Term::Enum if entry.case_sensitive == Some(false) => {
                let values = entry.enumeration.iter();
                let values: Vec<_> = values.map(|value| any_case(&value.value)).collect();
                format!("(?=(?:{})$)", values.join("|"))
            }
            Term::Layout => format!("(?={}$)", layout(entry.layout.as_deref()?)?),
            _ => return None,
        })
    }

    /// The expression, to be searched for: it is tied to the start, and to the end where it must.
    pub(super) fn finish(mut self) -> Option<String> {
        let last = self.bodies.pop();
        for body in &self.bodies {
            let _ = write!(self.conditions, "(?={body}$)");
        }
        match last {
            Some(body) => Some(format!("^{}{body}$", self.conditions)),
            None if self.conditions.is_empty() => None,
            None => Some(format!("^{}", self.conditions)),
        }
    }
}

/// At least `least` of the classes occur, one look-ahead for each choice.
fn at_least(sets: &[String], least: usize) -> Option<String> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..least {
        choices = choices
            .into_iter()
            .flat_map(|chosen| {
                let from = chosen.last().map_or(0, |last| last + 1);
                (from..sets.len()).map(move |next| {
                    let mut chosen = chosen.clone();
                    chosen.push(next);
                    chosen
                })
            })
            .take(MOST_CHOICES + 1)
            .collect();
    }
    if choices.is_empty() || choices.len() > MOST_CHOICES {
        return None;
    }
    let all = |chosen: &Vec<usize>| -> String {
        let sets = chosen.iter().filter_map(|at| sets.get(*at));
        let sets: Vec<_> = sets.cloned().collect();
        within(&sets)
    };
    let choices: Vec<_> = choices.iter().map(all).collect();
    Some(match choices.as_slice() {
        [one] => one.clone(),
        choices => format!("(?:{})", choices.join("|")),
    })
}

/// Expressions of which every one matches somewhere.
fn within(expressions: &[String]) -> String {
    let parts: Vec<_> = expressions
        .iter()
        .map(|one| format!("(?={ANY}{one})"))
        .collect();
    parts.concat()
}

/// Texts of which one matches.
fn either(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| escaped(text)).collect();
    match texts.as_slice() {
        [one] => one.clone(),
        texts => format!("(?:{})", texts.join("|")),
    }
}

fn any_case(text: &str) -> String {
    let mut expression = String::new();
    for c in text.chars() {
        let (upper, lower) = (c.to_ascii_uppercase(), c.to_ascii_lowercase());
        if upper == lower {
            push_escaped(&mut expression, c);
        } else {
            let _ = write!(expression, "[{upper}{lower}]");
        }
    }
    expression
}

fn escaped(text: &str) -> String {
    let mut expression = String::new();
    for c in text.chars() {
        push_escaped(&mut expression, c);
    }
    expression
}

fn push_escaped(expression: &mut String, c: char) {
    match c {
        '\n' => expression.push_str(r"\n"),
        '\r' => expression.push_str(r"\r"),
        '\t' => expression.push_str(r"\t"),
        _ => {
            if r"\^$.|?*+()[]{}/".contains(c) {
                expression.push('\\');
            }
            expression.push(c);
        }
    }
}

/// A set as a bracket expression.
fn class(set: &CharSet<'_>) -> String {
    let mut inside = String::new();
    for class in set.classes() {
        inside.push_str(members(class));
    }
    for (first, last) in set.ranges() {
        push_member(&mut inside, *first);
        if first != last {
            inside.push('-');
            push_member(&mut inside, *last);
        }
    }
    match inside.as_str() {
        "" => r"[^\s\S]".to_owned(),
        inside => format!("[{inside}]"),
    }
}

fn push_member(inside: &mut String, c: char) {
    if r"\]^-[".contains(c) {
        inside.push('\\');
    }
    match c {
        '\n' => inside.push_str(r"\n"),
        '\r' => inside.push_str(r"\r"),
        '\t' => inside.push_str(r"\t"),
        c if (c as u32) < 0x20 || c as u32 == 0x7f => {
            let _ = write!(inside, "\\x{:02x}", c as u32);
        }
        c => inside.push(c),
    }
}

/// The members of a class. Letters and digits of all scripts have no form that every engine
/// knows; what lies beyond ASCII is taken as a whole there, which allows more, never less.
const fn members(class: CharClass) -> &'static str {
    match class {
        CharClass::Upper => "A-Z",
        CharClass::Lower => "a-z",
        CharClass::Letter => "A-Za-z",
        CharClass::Digit => "0-9",
        CharClass::Han => HAN,
        CharClass::Ascii => r"\x00-\x7f",
        CharClass::Printable => r"\x20-\x7e",
        CharClass::Punctuation => r"!-\/:-@\[-`{-~",
        CharClass::Space => r"\x20",
        CharClass::UnicodeLetter => "A-Za-z\u{aa}-\u{10ffff}",
        CharClass::UnicodeDigit => "0-9\u{b2}-\u{10ffff}",
        _ => r"\s\S",
    }
}

/// The ideographs of Unicode, as `doctract_core::charset::is_han` has them.
const HAN: &str = "\u{2e80}-\u{2e99}\u{2e9b}-\u{2ef3}\u{2f00}-\u{2fd5}\u{3005}\u{3007}\u{3021}-\u{3029}\u{3038}-\u{303b}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{f900}-\u{fa6d}\u{fa70}-\u{fad9}\u{16fe2}-\u{16fe3}\u{16ff0}-\u{16ff1}\u{20000}-\u{2a6df}\u{2a700}-\u{2b739}\u{2b740}-\u{2b81d}\u{2b820}-\u{2cea1}\u{2ceb0}-\u{2ebe0}\u{2ebf0}-\u{2ee5d}\u{2f800}-\u{2fa1d}\u{30000}-\u{3134a}\u{31350}-\u{323af}";

/// A time layout as digits and marks: `yyyy-MM-ddTHH:mmZ`.
fn layout(layout: &str) -> Option<String> {
    let mut expression = String::new();
    let mut quoted = false;
    for c in layout.chars() {
        match c {
            '\'' => quoted = !quoted,
            'y' | 'Y' | 'M' | 'd' | 'D' | 'H' | 'h' | 'm' | 's' | 'S' if !quoted => {
                expression.push_str("[0-9]");
            }
            c if quoted
                || c.is_ascii_punctuation()
                || c.is_whitespace()
                || "TZ年月日时分秒".contains(c) =>
            {
                push_escaped(&mut expression, c);
            }
            _ => return None,
        }
    }
    Some(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(yaml: &str) -> String {
        let entry: Constraint = serde_yaml::from_str(yaml).unwrap();
        let mut pattern = Pattern::default();
        for term in entry.terms() {
            assert!(pattern.add(&entry, term), "{yaml}");
        }
        pattern.finish().unwrap()
    }

    #[test]
    fn a_name_rule_is_one_expression() {
        assert_eq!(
            pattern("{charset: 'letter digit [:_-]', startsWith: letter, notPrefix: ['http://']}"),
            r"^(?=[A-Za-z]|$)(?!http:\/\/)[A-Za-z0-9:_\-]*$"
        );
        assert_eq!(
            pattern("{charClasses: {of: [upper, lower, digit], min: 2}}"),
            r"^(?:(?=[\s\S]*[A-Z])(?=[\s\S]*[a-z])|(?=[\s\S]*[A-Z])(?=[\s\S]*[0-9])|(?=[\s\S]*[a-z])(?=[\s\S]*[0-9]))"
        );
        assert_eq!(
            pattern("{layout: 'yyyy-MM-ddTHH:mmZ'}"),
            "^(?=[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]Z$)"
        );
    }
}
