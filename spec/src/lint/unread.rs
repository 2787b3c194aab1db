//! Sentences that read like rules and gave none, by the frequency of their shape: what a phrase
//! rule would gain most from.

use super::{Levels, Run};
use crate::Operation;
use serde::Serialize;
use std::collections::HashMap;

/// Sentences of one shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// How many there are.
    pub count: usize,
    /// The sentence with `#` for numbers and `…` for names and quoted values.
    pub shape: String,
    /// The first of them.
    pub sentence: String,
    /// Where that one stands: operation, slash, place in the spec.
    pub place: String,
}

/// The sentences of descriptions that read like rules and from which no rule comes, the most
/// frequent shape first; shapes of one frequency in the order in which they were met.
///
/// ```
/// use doctract_spec::lint::unread;
/// use doctract_spec::yaml;
///
/// let operation = yaml::load("Start.yaml", "
/// doctract: 1
/// product: Ecs
/// version: v1
/// operation: Start
/// request: {parameters: [
///   {name: A, type: string, description: It must be older than 3 days.},
///   {name: B, type: string, description: It must be older than 7 days.}]}
/// ").unwrap();
/// let found = unread(&[operation]);
/// assert_eq!((found[0].count, found[0].shape.as_str()), (2, "It must be older than # days."));
/// ```
pub fn unread(operations: &[Operation]) -> Vec<Unread> {
    let levels = Levels::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Unread> = Vec::new();
    for operation in operations {
        for (path, sentence) in Run::new(operation, &levels).unread() {
            let shape = shape(&sentence);
            let at = *places.entry(shape.clone()).or_insert(found.len());
            match found.get_mut(at) {
                Some(known) => known.count += 1,
                None => found.push(Unread {
                    count: 1,
                    shape,
                    sentence,
                    place: format!("{}/{path}", operation.operation),
                }),
            }
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.count));
    found
}

/// What sentences share that differ only in numbers, names and quoted values.
fn shape(sentence: &str) -> String {
    let words = sentence.split_whitespace().map(|word| {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let upper = core.chars().skip(1).any(char::is_uppercase);
        let is_name = core.is_ascii() && upper && core.chars().any(char::is_lowercase);
        if is_name || word.contains('`') {
            word.replace(core, "…").replace('`', "")
        } else {
            numbers(word)
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A word with `#` for each number in it.
fn numbers(word: &str) -> String {
    let mut text = String::new();
    for c in word.chars() {
        if !c.is_ascii_digit() {
            text.push(c);
        } else if !text.ends_with('#') {
            text.push('#');
        }
    }
    text
}
