//! Nearest names: what somebody may have meant.

/// Up to three of `known` that `word` may be a slip for, the nearest first.
///
/// ```
/// use doctract_spec::near::nearest;
///
/// assert_eq!(nearest("maxlength", ["minLength", "maxLength"]), ["maxLength", "minLength"]);
/// assert!(nearest("status", ["code", "message"]).is_empty());
/// ```
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let most = 1 + word.chars().count() / 3;
    let mut near: Vec<_> = known
        .into_iter()
        .map(|name| (distance(&word.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// [`nearest`] as advice: ``did you mean `maxLength`?``
pub fn advice<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let near = nearest(word, known);
    let quoted: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
}

/// A message with [`advice`] at its end, where there is any:
/// ``there is no `Sise`: did you mean `Size`?``
pub fn advised<'k>(
    message: impl Into<String>,
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> String {
    let message = message.into();
    match advice(word, known) {
        Some(advice) => format!("{message}: {advice}"),
        None => message,
    }
}

/// The edit distance: insertions, deletions, replacements and swaps of neighbours that turn one
/// text into the other. Long texts are only compared in their first 64 characters.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).collect();
    let right: Vec<char> = right.chars().take(64).collect();
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}
