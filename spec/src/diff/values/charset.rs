//! Whether one set of characters lies within another.

use doctract_core::{CharClass, CharSet};

/// More characters than this in one range are not tried one by one.
const MOST_TRIED: u32 = 0x4000;

/// Whether every character of `inner` is in `outer`. Where nobody can tell (a class of unknown
/// extent in a list of ranges), the answer is no.
pub(super) fn is_within(inner: &CharSet<'_>, outer: &CharSet<'_>) -> bool {
    let ascii = ('\0'..='\u{7F}').all(|c| !inner.contains(c) || outer.contains(c));
    ascii
        && inner.classes().all(|class| class_is_within(class, outer))
        && inner
            .ranges()
            .iter()
            .all(|range| range_is_within(*range, outer))
}

/// Whether the characters of a class beyond ASCII are in the set.
fn class_is_within(class: CharClass, outer: &CharSet<'_>) -> bool {
    let wider: &[CharClass] = match class {
        CharClass::Han => &[CharClass::Han, CharClass::UnicodeLetter, CharClass::Any],
        CharClass::UnicodeLetter => &[CharClass::UnicodeLetter, CharClass::Any],
        CharClass::UnicodeDigit => &[CharClass::UnicodeDigit, CharClass::Any],
        CharClass::Any => &[CharClass::Any],
        _ => return true,
    };
    let covers_ideographs = || {
        let ranges = outer.ranges().iter();
        class == CharClass::Han && { ranges }
            .any(|range| range.0 <= '\u{4E00}' && range.1 >= '\u{9FA5}')
    };
    outer.classes().any(|class| wider.contains(&class)) || covers_ideographs()
}

fn range_is_within((first, last): (char, char), outer: &CharSet<'_>) -> bool {
    let in_one = |&(from, to): &(char, char)| from <= first && last <= to;
    let long = (last as u32).saturating_sub(first as u32) > MOST_TRIED;
    let all = || (first..=last).all(|c| outer.contains(c));
    let ends = || outer.contains(first) && outer.contains(last);
    let ideographs = |class| class == CharClass::Han;
    outer.ranges().iter().any(in_one)
        || (!long && all())
        || (long
            && ends()
            && outer
                .classes()
                .any(|class| class == CharClass::Any || ideographs(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_lie_within_wider_ones() {
        let within = |inner: &str, outer: &str| {
            is_within(
                &inner.parse::<CharSet<'_>>().unwrap(),
                &outer.parse::<CharSet<'_>>().unwrap(),
            )
        };
        for (inner, outer) in [
            ("lower", "letter"),
            ("letter digit [_-]", "letter digit [_.-]"),
            ("letter", "ascii"),
            ("upper lower", "letter"),
            ("letter", "upper lower"),
            ("han", "unicode-letter"),
            ("U+4E00..U+9FA5", "han"),
            ("han", "letter U+4E00..U+9FA5"),
        ] {
            assert!(within(inner, outer), "{inner} in {outer}");
        }
        for (inner, outer) in [
            ("letter", "lower"),
            ("han", "ascii"),
            ("unicode-letter", "han letter"),
            ("any", "unicode-letter unicode-digit"),
        ] {
            assert!(!within(inner, outer), "{inner} in {outer}");
        }
    }
}
