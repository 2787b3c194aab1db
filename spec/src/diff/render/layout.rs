//! Text laid out on a terminal: how wide it is, where its lines break.

/// How many columns a character takes.
const fn columns(c: char) -> usize {
    match c as u32 {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFEFF => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The lines of a text, none wider than `most` columns: broken at blanks; a word that is too long
/// (a place in a spec, or Chinese, which has no blanks) breaks after punctuation, else anywhere.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        if !line.is_empty() {
            let fits = width(&line) + 1 + width(word) <= most;
            let crumb = width(word) > most && width(&line) + 1 < most / 2;
            if fits || crumb {
                line.push(' ');
            } else {
                lines.push(std::mem::take(&mut line));
            }
        }
        while width(&line) + width(word) > most {
            let (head, rest) = word.split_at(break_before(word, most - width(&line)));
            line.push_str(head);
            lines.push(std::mem::take(&mut line));
            word = rest;
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where to break a word of more than `most` columns.
fn break_before(word: &str, most: usize) -> usize {
    let (mut taken, mut end, mut good) = (0, 0, 0);
    for (at, c) in word.char_indices() {
        taken += columns(c);
        if taken > most {
            break;
        }
        end = at + c.len_utf8();
        if matches!(c, '.' | ']' | ',' | '/' | '。' | '，' | '；' | '、') {
            good = end;
        }
    }
    let first = word.chars().next().map_or(0, char::len_utf8);
    match good {
        0 => end.max(first),
        good => good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_allowed() {
        for text in [
            "长度为 2~128 个英文或中文字符，不能以 http:// 开头。必须以字母或中文开头",
            "request.parameters[name=NetworkInterface].items.properties[name=SecurityGroupIds]",
            "a b c",
        ] {
            let lines = wrap(text, 20);
            assert!(lines.iter().all(|line| width(line) <= 20), "{lines:?}");
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrap("x request.parameters", 12),
            ["x request.", "parameters"]
        );
    }
}
