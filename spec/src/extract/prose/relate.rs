//! Cases that are values of another parameter: `cloud：5~2000` beside a parameter that takes
//! `cloud`.

use super::conditions::{all_of, comparison};
use crate::model::{Condition, Constraint};
use doctract_core::Operator;

/// A parameter and the values it takes.
type Taker = (String, Vec<String>);

/// Turns conditions in words into comparisons where the words are values that one other parameter
/// of the operation takes. `rows` are the parameters of one operation by their documented names,
/// each with its statements.
pub fn relate(rows: &mut [(&str, &mut Vec<Constraint>)]) {
    let takers: Vec<Taker> = rows
        .iter()
        .map(|(name, constraints)| ((*name).to_owned(), values(constraints)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    for (name, constraints) in rows.iter_mut() {
        let heads: Vec<String> = constraints
            .iter()
            .flat_map(|constraint| constraint.when.iter().chain(&constraint.required_if))
            .flat_map(in_words)
            .map(str::to_owned)
            .collect();
        if heads.is_empty() {
            continue;
        }
        for constraint in constraints.iter_mut() {
            let conditions = [&mut constraint.when, &mut constraint.required_if];
            for condition in conditions.into_iter().flatten() {
                resolve(condition, name, &takers, &heads);
            }
        }
    }
}

fn values(constraints: &[Constraint]) -> Vec<String> {
    constraints
        .iter()
        .flat_map(|constraint| &constraint.enumeration)
        .map(|value| value.value.clone())
        .collect()
}

fn in_words(condition: &Condition) -> Vec<&str> {
    condition
        .text
        .iter()
        .map(String::as_str)
        .chain(
            condition
                .all
                .iter()
                .chain(&condition.any)
                .flat_map(in_words),
        )
        .collect()
}

fn resolve(condition: &mut Condition, own: &str, takers: &[Taker], heads: &[String]) {
    for part in condition.all.iter_mut().chain(condition.any.iter_mut()) {
        resolve(part, own, takers, heads);
    }
    // `Daily: If P is set to Daily, …` says one thing twice.
    if !condition.all.is_empty()
        && let Some(once) = all_of(std::mem::take(&mut condition.all))
    {
        if once.all.is_empty() {
            *condition = once;
        } else {
            condition.all = once.all;
        }
    }
    let Some(text) = condition.text.clone() else {
        return;
    };
    let listed = |text: &str, values: &[String]| named_values(text, values).is_some();
    // The taker must know this head; of several, a member beside this one, then the one that knows
    // most heads.
    let parent = own.rsplit_once('.').map(|(parent, _)| parent);
    let mut best: Option<(&Taker, (bool, usize))> = None;
    let mut tied = false;
    for taker in takers {
        if taker.0 == own || !listed(&text, &taker.1) {
            continue;
        }
        let beside = taker.0.rsplit_once('.').map(|(parent, _)| parent) == parent;
        let known = heads.iter().filter(|head| listed(head, &taker.1)).count();
        let rank = (beside, known);
        match &best {
            Some((_, other)) if *other > rank => {}
            Some((_, other)) if *other == rank => tied = true,
            _ => {
                best = Some((taker, rank));
                tied = false;
            }
        }
    }
    if let (Some((taker, _)), false) = (best, tied)
        && let Some(values) = named_values(&text, &taker.1)
    {
        *condition = comparison(&taker.0, Operator::Eq, values);
    }
}

/// The values that a head such as `cloud`, `TCP/UDP协议` or `tcp or udp` names, all of them known.
fn named_values(text: &str, known: &[String]) -> Option<Vec<String>> {
    let code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let words: Vec<&str> = text
        .split(|c: char| !code(c))
        .filter(|word| !word.is_empty() && !matches!(*word, "or" | "and" | "protocol" | "the"))
        .collect();
    if words.is_empty() || text.chars().count() > 60 {
        return None;
    }
    let rest = text.chars().filter(|c| !c.is_ascii()).count();
    if rest > 4 {
        return None;
    }
    words
        .iter()
        .map(|word| {
            known
                .iter()
                .find(|value| value.as_str() == *word)
                .or_else(|| known.iter().find(|value| value.eq_ignore_ascii_case(word)))
                .cloned()
        })
        .collect()
}
