//! One spelling for what pages spell in many ways: full-width forms, quotes, dashes, stray blanks.

/// The text in one spelling. Full-width ASCII becomes ASCII, quotes become `"`, dashes `-`,
/// `≥` and `≤` their two-character forms; in Chinese text blanks beside a Chinese character or
/// mark go, in both languages runs of blanks shrink to one.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(original) = chars.next() {
        // What is left of an escaped bracket: `\[1, 65535]`.
        if original == '\\' && matches!(chars.peek(), Some('[' | ']')) {
            continue;
        }
        if is_blank(original) {
            blank = true;
            continue;
        }
        if is_invisible(original) {
            continue;
        }
        if blank && !out.is_empty() && previous.is_ascii() && original.is_ascii() {
            out.push(' ');
        }
        blank = false;
        previous = if original == '…' { '.' } else { original };
        match original {
            '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '＂' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '–' | '−' | '‐' | '‑' => {
                previous = '-';
                out.push('-');
            }
            '≥' => out.push_str(">="),
            '≤' => out.push_str("<="),
            '【' => out.push('['),
            '】' => out.push(']'),
            '∪' => out.push('U'),
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            '\u{FF01}'..='\u{FF5E}' => out.push(ascii_form(original)),
            other => out.push(other),
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{2009}'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' | '\r')
}

fn ascii_form(c: char) -> char {
    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn blanks_between_chinese_and_latin_go() {
        assert_eq!(normalise("长度为 2 ~ 64 个字符"), "长度为2 ~ 64个字符");
        assert_eq!(normalise("取值：on ，off"), "取值:on,off");
        assert_eq!(normalise("at  most\u{A0}64"), "at most 64");
    }

    #[test]
    fn full_width_forms_and_quotes_become_plain() {
        assert_eq!(normalise("［１，２０］“a”≥"), "[1,20]\"a\">=");
        assert_eq!(normalise(r"取值\[1,65535]"), "取值[1,65535]");
    }
}
