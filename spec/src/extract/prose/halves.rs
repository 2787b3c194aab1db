//! A condition of which one half compares a parameter and the other is words.

use super::conditions::words_only;
use super::table::Words;
use crate::model::Condition;
use doctract_core::Operator;

/// `the type is a retired one and P is set to none`: both hold. `compare` reads a half, given as a
/// part of `lower`, as a comparison.
pub(super) fn half_in_words(
    text: &str,
    lower: &str,
    words: &Words,
    own: &str,
    compare: impl Fn(std::ops::Range<usize>) -> Option<Condition>,
) -> Option<Condition> {
    let is_clause = |half: &str| {
        let mut copulas = words.copulas.iter();
        copulas.any(|copula| half.contains(copula.as_str()))
    };
    let decides = |half: &Condition| {
        let set = |operator| matches!(operator, Operator::Eq | Operator::In | Operator::Ne);
        half.parameter.as_deref() != Some(own) && half.operator.is_some_and(|it| set(it.0))
    };
    let joined = words.all.iter().filter(|word| word.trim().len() > 1);
    for word in joined {
        for (at, _) in lower.match_indices(word.as_str()).take(4) {
            let (left, right) = (0..at, at + word.len()..text.len());
            for (told, compared) in [(left.clone(), right.clone()), (right, left)] {
                if !is_clause(&lower[told.clone()]) {
                    continue;
                }
                let Some(comparison) = compare(compared.clone()).filter(&decides) else {
                    continue;
                };
                let in_words = words_only(&text[told.clone()]);
                let mut all = vec![in_words, comparison];
                if told.start > 0 {
                    all.reverse();
                }
                return Some(Condition {
                    all,
                    ..Condition::default()
                });
            }
        }
    }
    None
}
