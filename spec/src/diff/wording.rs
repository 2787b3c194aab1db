//! Words compared as readers do: markup, blanks and the width of punctuation do not count.

/// The longest text that is compared for likeness, in characters; the rest hardly matters.
const MOST_CHARS: usize = 600;

/// How alike two names are if one has all words of the other: `Strategy`, `DeploymentStrategy`.
const PART_OF_A_NAME: f64 = 0.6;

/// The text without what carries no meaning: blanks of every kind, emphasis, quotes, escapes,
/// link targets; full-width punctuation becomes half-width, a full stop at the end goes.
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut after_label = false;
    while let Some(c) = chars.next() {
        if after_label && c == '(' {
            let mut depth = 1;
            while depth > 0 {
                match chars.next() {
                    Some('(') => depth += 1,
                    Some(')') => depth -= 1,
                    Some(_) => {}
                    None => break,
                }
            }
            after_label = false;
            continue;
        }
        after_label = c == ']';
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21).unwrap_or(c),
            '。' => '.',
            '、' => ',',
            '–' | '—' | '−' | '‐' => '-',
            '〜' | '∼' => '~',
            '【' | '】' | '「' | '」' | '“' | '”' | '‘' | '’' => '"',
            c => c,
        };
        let mute = c.is_whitespace()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
            || matches!(c, '*' | '\\' | '`' | '[' | ']' | '"' | '\'');
        if !mute {
            normal.push(c);
        }
    }
    while normal.ends_with(['.', ',', ';', ':']) {
        normal.pop();
    }
    normal
}

/// Whether two texts say the same in the same words.
pub(super) fn same(left: Option<&str>, right: Option<&str>) -> bool {
    let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
    left == right || normal(left) == normal(right)
}

/// What a text begins with: mostly what the thing is.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.find(['。', '.', '\n', '，', ',']);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// A text made ready for comparing with many others.
#[derive(Debug, Default)]
pub(super) struct Profile {
    pairs: Vec<(char, char)>,
    words: Vec<String>,
}

impl Profile {
    /// Of a text in sentences.
    pub(super) fn of_text(text: &str) -> Self {
        let chars: Vec<char> = normal(text)
            .chars()
            .flat_map(char::to_lowercase)
            .take(MOST_CHARS)
            .collect();
        let pairs = chars.windows(2).filter_map(|pair| match pair {
            [first, second] => Some((*first, *second)),
            _ => None,
        });
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_unstable();
        Self {
            pairs,
            words: Vec::new(),
        }
    }

    /// Of a name.
    pub(super) fn of_name(name: &str) -> Self {
        let mut words = words(name);
        words.sort_unstable();
        Self {
            words,
            ..Self::of_text(name)
        }
    }

    /// How alike two texts are, from 0 to 1: the share of neighbouring characters, or of words.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let within = |inner: &[String], outer: &[String]| {
            !inner.is_empty() && inner.iter().all(|word| outer.contains(word))
        };
        let part = within(&self.words, &other.words) || within(&other.words, &self.words);
        share(&self.words, &other.words)
            .max(share(&self.pairs, &other.pairs))
            .max(if part { PART_OF_A_NAME } else { 0.0 })
    }
}

/// How alike two texts are, from 0 to 1.
pub(super) fn likeness(left: &str, right: &str) -> f64 {
    Profile::of_text(left).likeness(&Profile::of_text(right))
}

/// The words of a name, lower-case and without a plural `s`; index letters are none.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() {
            last = ' ';
            continue;
        }
        let starts = !last.is_alphanumeric() || (c.is_uppercase() && !last.is_uppercase());
        match words.last_mut() {
            Some(word) if !starts => word.extend(c.to_lowercase()),
            _ => words.push(c.to_lowercase().collect()),
        }
        last = c;
    }
    for word in &mut words {
        if word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
    }
    words.retain(|word| word != "n");
    words
}

/// Twice the common part over the whole, of sorted lists.
pub(super) fn share<T: Ord>(left: &[T], right: &[T]) -> f64 {
    let (mut common, mut from) = (0usize, 0);
    for item in left {
        from += right[from..]
            .iter()
            .take_while(|other| *other < item)
            .count();
        if right.get(from) == Some(item) {
            common += 1;
            from += 1;
        }
    }
    let float = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    match left.len() + right.len() {
        0 => 0.0,
        total => 2.0 * float(common) / float(total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_blanks_and_widths_do_not_count() {
        for (left, right) in [
            ("磁盘 ID。", "磁盘ID"),
            ("**Not** supported\u{A0}yet.", "Not supported yet"),
            ("请参见 [地域](a/b.md#)。", "请参见[地域](~~25609~~)"),
            ("取值：1～20", "取值:1~20"),
            (r"Local\_storage `x`", "Local_storage x"),
        ] {
            assert_eq!(normal(left), normal(right));
        }
        assert_ne!(normal("取值：1~20"), normal("取值：1~200"));
    }

    #[test]
    fn names_are_alike_by_words_parts_and_letters() {
        let name_likeness =
            |left: &str, right: &str| Profile::of_name(left).likeness(&Profile::of_name(right));
        for (left, right) in [
            ("InstanceIds", "InstanceId.N"),
            ("DeploymentStrategy", "Strategy"),
            ("Timed", "TimeOut"),
        ] {
            let like = name_likeness(left, right);
            assert!(like >= 0.4, "{left} {right} {like}");
        }
        assert!(name_likeness("DiskId", "RegionId") < 0.6);
        assert!(name_likeness("PageSize", "OwnerAccount") < 0.3);
    }
}
