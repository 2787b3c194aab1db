//! What is doubtful in a dialect, with its place in the file.

use super::super::catalogue::{self, Entry};
use super::words::compared;
use crate::path::{Path, Step};
use crate::yaml::{Places, Tree};
use crate::{Diagnostic, Span};
use std::collections::{HashMap, HashSet};

/// One word as it stands in the file.
struct Written {
    /// The list that it stands in: `columns.name`.
    list: String,
    word: String,
    place: Option<Span>,
}

/// Words that stand twice in one of `groups`.
pub(super) fn repeated<'g>(
    file: &str,
    text: &str,
    groups: impl Iterator<Item = &'g str>,
) -> Vec<Diagnostic> {
    let places = Places::of(text);
    let mut found = Vec::new();
    for group in groups {
        let mut first: HashMap<String, Written> = HashMap::new();
        for written in words_of(&places, group) {
            let Some(key) = compared(&written.word) else {
                continue;
            };
            if let Some(first) = first.get(&key) {
                let line = first.place.map_or(0, |place| place.line);
                let message = format!(
                    "`{}` under `{}` stands in line {line} under `{}` too",
                    written.word, written.list, first.list
                );
                found.push(told(file, &catalogue::DIALECT_AMBIGUOUS, &written, message));
            } else {
                first.insert(key, written);
            }
        }
    }
    found
}

/// The words of each group that no page has shown.
pub(super) fn unused<'g>(
    file: &str,
    text: &str,
    unmet: impl Iterator<Item = (&'static str, HashSet<&'g str>)>,
) -> Vec<Diagnostic> {
    let places = Places::of(text);
    let mut found = Vec::new();
    for (group, unmet) in unmet {
        let words = words_of(&places, group).into_iter();
        for written in words.filter(|written| unmet.contains(written.word.as_str())) {
            let message = format!("`{}` under `{}`", written.word, written.list);
            found.push(told(file, &catalogue::DIALECT_UNUSED, &written, message));
        }
    }
    found
}

fn told(file: &str, entry: &'static Entry, written: &Written, message: String) -> Diagnostic {
    Diagnostic {
        code: entry.code,
        severity: entry.severity,
        file: file.to_owned(),
        span: written.place,
        message,
        advice: Some(entry.advice.to_owned()),
    }
}

/// The words of a group in the order of the file: one list, or lists by what they mean.
fn words_of(places: &Places<'_>, group: &str) -> Vec<Written> {
    let root = Path::default().with(Step::Key(group.to_owned()));
    let mut words = Vec::new();
    match places.tree(&root) {
        Some(Tree::Map(lists)) => {
            for (key, list) in lists {
                let path = root.with(Step::Key(key));
                add_list(places, &path, &list, &mut words);
            }
        }
        Some(list) => add_list(places, &root, &list, &mut words),
        None => {}
    }
    words
}

fn add_list(places: &Places<'_>, path: &Path, list: &Tree, words: &mut Vec<Written>) {
    let Tree::List(items) = list else {
        return;
    };
    for at in 0..items.len() {
        let path_of_word = path.with(Step::Index(at));
        if let Some(word) = places.text(&path_of_word) {
            words.push(Written {
                list: path.to_string(),
                word: word.to_owned(),
                place: places.find(&path_of_word).map(|place| place.value),
            });
        }
    }
}
