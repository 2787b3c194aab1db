//! How a text is written so that every reader gives the same text back.
//!
//! Readers of YAML 1.1 take more plain words for something else than those of 1.2: `on`, `0x1F`,
//! `1_000`, `12:30:45`, `2014-05-26`, `=`, `<<`. Whatever any of them could take so is quoted.

use std::fmt::Write as _;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// After a key or a dash.
    Block,
    /// Within brackets.
    Flow,
}

/// Writes a text on one line: plain where that is safe, else quoted.
pub(super) fn write_text(out: &mut String, text: &str, context: Context) {
    if text.chars().any(must_escape) {
        write_escaped(out, text);
    } else if is_plain(text, context) {
        out.push_str(text);
    } else {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    }
}

/// Whether a text of several lines can be written as a literal block.
///
/// Only line feeds break lines there, and no character can be escaped. The first and the last
/// line must not be blank: readers differ on how blank lines at the edges of a block count.
pub(super) fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let edges = [body.lines().next(), body.rsplit('\n').next()];
    body.contains('\n')
        && edges
            .iter()
            .all(|edge| edge.is_some_and(|line| !line.trim().is_empty()))
        && !text
            .chars()
            .any(|c| c != '\n' && c != '\t' && must_escape(c))
}

/// Characters that are not printable in YAML, that some reader takes for a line break, or that
/// an editor would not show.
fn must_escape(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    ) || (c as u32) & 0xFFFE == 0xFFFE
}

fn write_escaped(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c if must_escape(c) => {
                let _ = match c as u32 {
                    code @ 0..=0xFF => write!(out, "\\x{code:02X}"),
                    code @ 0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
                    code => write!(out, "\\U{code:08X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Words that some reader takes for a truth value or for nothing, in lower case.
const SPECIAL: [&str; 10] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan",
];

fn is_plain(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let opens =
        first.is_alphanumeric() || matches!(first, '/' | '_' | '(' | '$') || !first.is_ascii();
    opens
        && !first.is_whitespace()
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !is_special(text)
        && (context == Context::Block
            || !text.contains([',', '[', ']', '{', '}', ':', '?', '#', '"', '\'']))
}

/// Whether a reader may take the plain text for a truth value, nothing, a number or a time.
fn is_special(text: &str) -> bool {
    if text.len() <= 5 && SPECIAL.contains(&text.to_ascii_lowercase().as_str()) {
        return true;
    }
    let numeric = |byte: u8| {
        byte.is_ascii_hexdigit()
            || matches!(
                byte,
                b'_' | b'.' | b':' | b'+' | b'-' | b' ' | b'x' | b'X' | b'o' | b'O'
            )
            || matches!(byte, b't' | b'T' | b'z' | b'Z')
    };
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(numeric)
}
