//! Changes of words and examples: what readers see and no program does.

use super::change::{Change, Side};
use super::{Rule, wording};
use crate::Operation;
use crate::model::{Examples, Field};

/// More characters than this of a text are not shown.
const MOST_SHOWN: usize = 60;

/// One place on both sides, to hang changed words on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) old: (&'s str, &'s str),
    pub(super) new: (&'s str, &'s str),
}

impl Place<'_> {
    fn sides(self, key: &str) -> (Side, Side) {
        let side = |(subject, path): (&str, &str)| match path {
            "" => Side::new(subject, key),
            path => Side::new(subject, format!("{path}.{key}")),
        };
        (side(self.old), side(self.new))
    }

    /// A change of a text, unless only its markup, blanks or punctuation did.
    pub(super) fn text(
        self,
        rule: Rule,
        key: &str,
        old: Option<&str>,
        new: Option<&str>,
    ) -> Option<Change> {
        if wording::same(old, new) {
            return None;
        }
        let (mut before, mut after) = self.sides(key);
        (before.value, after.value) = shorts(old, new);
        Some(Change::new(rule, before, after))
    }
}

/// Words and example of a parameter or a field.
pub(super) fn field(place: Place<'_>, old: &Field, new: &Field, prose: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    let (rule, key) = (Rule::DescriptionChanged, "description");
    let (before, after) = (old.description.as_deref(), new.description.as_deref());
    if prose {
        changes.extend(place.text(rule, key, before, after));
        let (before, after) = (old.required_text.as_deref(), new.required_text.as_deref());
        changes.extend(place.text(rule, "requiredText", before, after));
    }
    let (before, after) = (old.example.as_deref(), new.example.as_deref());
    changes.extend(place.text(Rule::ExampleChanged, "example", before, after));
    changes
}

/// Words and examples of the operation itself. `prose` is whether both are in one language.
pub(super) fn operation(old: &Operation, new: &Operation, prose: bool) -> Vec<Change> {
    let place = Place {
        old: ("", ""),
        new: ("", ""),
    };
    let mut changes = Vec::new();
    if prose {
        for (key, before, after) in [
            ("title", &old.title, &new.title),
            ("summary", &old.summary, &new.summary),
            ("description", &old.description, &new.description),
        ] {
            let (before, after) = (before.as_deref(), after.as_deref());
            changes.extend(place.text(Rule::DescriptionChanged, key, before, after));
        }
    }
    let (before, after) = (requests(&old.examples), requests(&new.examples));
    let requests = place.text(
        Rule::ExampleChanged,
        "examples.requests",
        before.as_deref(),
        after.as_deref(),
    );
    let (before, after) = (responses(&old.examples), responses(&new.examples));
    let responses = place.text(
        Rule::ExampleChanged,
        "examples.responses",
        before.as_deref(),
        after.as_deref(),
    );
    changes.extend(requests.into_iter().chain(responses).map(without_values));
    changes
}

fn requests(examples: &Examples) -> Option<String> {
    let texts = examples
        .requests
        .iter()
        .map(|request| request.text.as_str());
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn responses(examples: &Examples) -> Option<String> {
    let texts = examples.responses.iter().map(|answer| answer.body.as_str());
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// A whole example is too long to show.
fn without_values(mut change: Change) -> Change {
    (change.before.value, change.after.value) = (None, None);
    change
}

/// Both texts, cut around the first difference.
fn shorts(old: Option<&str>, new: Option<&str>) -> (Option<String>, Option<String>) {
    let (left, right) = (flat(old.unwrap_or_default()), flat(new.unwrap_or_default()));
    let same = left
        .iter()
        .zip(&right)
        .take_while(|(one, other)| one == other)
        .count();
    let start = if left.len().max(right.len()) <= MOST_SHOWN {
        0
    } else {
        same.saturating_sub(MOST_SHOWN / 4)
    };
    let cut = |text: &[char]| {
        let shown: String = text.iter().skip(start).take(MOST_SHOWN).collect();
        let head = if start > 0 { "…" } else { "" };
        let tail = if text.len() > start + MOST_SHOWN {
            "…"
        } else {
            ""
        };
        format!("{head}{shown}{tail}")
    };
    (old.map(|_| cut(&left)), new.map(|_| cut(&right)))
}

/// A text on one line.
fn flat(text: &str) -> Vec<char> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().collect()
}
