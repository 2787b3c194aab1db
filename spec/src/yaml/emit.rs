//! The writer: one fixed layout, so that the same value is always the same bytes.
//!
//! Keys keep their order, nested lists stand below their key, texts of several lines are literal
//! blocks. Lists of short texts, and the small entries named in [`ONE_LINE`], take one line where
//! they fit: a changed statement is then one changed line.

use super::Tree;
use super::scalar::{Context, is_block, write_text};

/// The lists whose entries are written on one line each, where they fit, and the longest line.
const ONE_LINE: [(&str, usize); 6] = [
    ("constraints", WIDTH),
    ("enum", WIDTH),
    ("blames", WIDTH),
    ("all", WIDTH),
    ("any", WIDTH),
    // The entries of an index: one line a file.
    ("specs", 4 * WIDTH),
];

/// The longest line that is written in brackets elsewhere, in characters.
const WIDTH: usize = 100;

/// The text of a document.
pub(super) fn document(value: &Tree) -> String {
    let mut out = String::new();
    match value {
        Tree::Map(members) if !members.is_empty() => block_map(&mut out, members, 0, false),
        Tree::List(items) if !items.is_empty() => block_list(&mut out, items, 0, ""),
        other => {
            flow(&mut out, other);
            out.push('\n');
        }
    }
    out
}

/// Writes members below each other. `inline`: the first stands behind a dash already written.
fn block_map(out: &mut String, members: &[(String, Tree)], indent: usize, inline: bool) {
    for (at, (key, value)) in members.iter().enumerate() {
        if at > 0 || !inline {
            pad(out, indent);
        }
        write_text(out, key, Context::Block);
        out.push(':');
        member(out, key, value, indent);
    }
}

/// Writes what follows `key:`.
fn member(out: &mut String, key: &str, value: &Tree, indent: usize) {
    let start = out.rfind('\n').map_or(0, |at| at + 1);
    match value {
        Tree::Map(members) if !members.is_empty() => {
            out.push('\n');
            block_map(out, members, indent + 2, false);
        }
        Tree::List(items) if !items.is_empty() => {
            let scalars = !items
                .iter()
                .any(|item| matches!(item, Tree::Map(_) | Tree::List(_)));
            let column = out[start..].chars().count() + 1;
            if let Some(line) = one_line(value, column, WIDTH).filter(|_| scalars) {
                out.push(' ');
                out.push_str(&line);
                out.push('\n');
            } else {
                out.push('\n');
                block_list(out, items, indent, key);
            }
        }
        Tree::Text(text) if is_block(text) => literal(out, text, indent + 2),
        other => {
            out.push(' ');
            scalar(out, other, Context::Block);
            out.push('\n');
        }
    }
}

/// Writes the entries of the list under `key`, each behind a dash.
fn block_list(out: &mut String, items: &[Tree], indent: usize, key: &str) {
    for item in items {
        pad(out, indent);
        out.push_str("- ");
        let short = match (item, ONE_LINE.iter().find(|(name, _)| *name == key)) {
            (Tree::Map(_), Some((_, width))) => one_line(item, indent + 2, *width),
            _ => None,
        };
        match (short, item) {
            (Some(line), _) => {
                out.push_str(&line);
                out.push('\n');
            }
            (None, Tree::Map(members)) if !members.is_empty() => {
                block_map(out, members, indent + 2, true);
            }
            (None, Tree::Text(text)) if is_block(text) => {
                out.truncate(out.trim_end_matches(' ').len());
                literal(out, text, indent + 2);
            }
            (None, other) => {
                flow(out, other);
                out.push('\n');
            }
        }
    }
}

/// The value in brackets, if that fits a line on which it begins at `column`.
fn one_line(value: &Tree, column: usize, width: usize) -> Option<String> {
    if holds_lines(value) {
        return None;
    }
    let mut line = String::new();
    flow(&mut line, value);
    (column + line.chars().count() <= width).then_some(line)
}

/// Whether a text of several lines is somewhere within.
fn holds_lines(value: &Tree) -> bool {
    match value {
        Tree::Text(text) => text.contains('\n'),
        Tree::List(items) => items.iter().any(holds_lines),
        Tree::Map(members) => members.iter().any(|(_, value)| holds_lines(value)),
        Tree::Plain(_) => false,
    }
}

fn flow(out: &mut String, value: &Tree) {
    match value {
        Tree::Map(members) if members.is_empty() => out.push_str("{}"),
        Tree::Map(members) => {
            let mut opening = "{ ";
            for (key, value) in members {
                out.push_str(opening);
                write_text(out, key, Context::Flow);
                out.push_str(": ");
                flow(out, value);
                opening = ", ";
            }
            out.push_str(" }");
        }
        Tree::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                flow(out, item);
            }
            out.push(']');
        }
        other => scalar(out, other, Context::Flow),
    }
}

fn scalar(out: &mut String, value: &Tree, context: Context) {
    match value {
        Tree::Text(text) => write_text(out, text, context),
        // Words of several parts are texts, and must be safe where they come to stand.
        Tree::Plain(word) if word.bytes().all(is_simple) => out.push_str(word),
        Tree::Plain(word) => write_text(out, word, context),
        Tree::List(_) | Tree::Map(_) => flow(out, value),
    }
}

fn is_simple(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'~')
}

/// Writes ` |-` and the lines below. A first line that begins with a blank needs the indentation
/// said: readers would take the blank for more of it.
fn literal(out: &mut String, text: &str, indent: usize) {
    out.push_str(" |");
    if text.starts_with([' ', '\t']) {
        out.push('2');
    }
    let body = text.strip_suffix('\n');
    out.push_str(if body.is_some() { "\n" } else { "-\n" });
    let body = body.unwrap_or(text);
    for line in body.split('\n') {
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
