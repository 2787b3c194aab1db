//! From an expression as printed (Java or JavaScript, hand-made) to one that the library reads.
//!
//! Two things change. `\d`, `\w`, `\s` are ASCII, as in those languages. And a hyphen in a class is
//! a range only where that can be meant: in `[.@-\u4e00-\u9fa5]` the first one is a hyphen.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// The expression that is meant; `None` if a class is not closed.
pub(super) fn meant(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' => class(&mut chars, &mut out)?,
            '\\' => match escape(&mut chars) {
                Item::Char(c) => push_char(&mut out, c),
                Item::Class(set) => out.extend(["[", &set, "]"]),
                Item::Other(text) => out.push_str(&text),
                Item::Hyphen => out.push('-'),
            },
            c => out.push(c),
        }
    }
    Some(out)
}

/// What can stand in a class, or behind a backslash.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    /// A character meant literally.
    Char(char),
    /// A bare hyphen: literal, or the sign of a range.
    Hyphen,
    /// The inside of a class.
    Class(String),
    /// An escape that is left to the library.
    Other(String),
}

/// What follows a backslash.
fn escape(chars: &mut Peekable<Chars<'_>>) -> Item {
    let Some(c) = chars.next() else {
        return Item::Other("\\".to_owned());
    };
    match c {
        'd' => Item::Class("0-9".to_owned()),
        'w' => Item::Class("0-9A-Za-z_".to_owned()),
        's' => Item::Class(r" \t\n\x0B\f\r".to_owned()),
        'D' => Item::Class("^0-9".to_owned()),
        'W' => Item::Class("^0-9A-Za-z_".to_owned()),
        'S' => Item::Class(r"^ \t\n\x0B\f\r".to_owned()),
        'n' => Item::Char('\n'),
        'r' => Item::Char('\r'),
        't' => Item::Char('\t'),
        'f' => Item::Char('\u{c}'),
        'v' => Item::Char('\u{b}'),
        'u' => hex(chars, 4).map_or_else(|| Item::Other("\\u".to_owned()), Item::Char),
        'x' => hex(chars, 2).map_or_else(|| Item::Other("\\x".to_owned()), Item::Char),
        'p' | 'P' => {
            let mut text = format!("\\{c}");
            if chars.peek() == Some(&'{') {
                for part in chars.by_ref() {
                    text.push(part);
                    if part == '}' {
                        break;
                    }
                }
            }
            Item::Other(text)
        }
        c if c.is_ascii_alphanumeric() => Item::Other(format!("\\{c}")),
        c => Item::Char(c),
    }
}

/// The character of so many hexadecimal digits, if they are there.
fn hex(chars: &mut Peekable<Chars<'_>>, width: usize) -> Option<char> {
    let mut ahead = chars.clone();
    let mut code = 0;
    for _ in 0..width {
        code = code * 16 + ahead.next()?.to_digit(16)?;
    }
    *chars = ahead;
    char::from_u32(code)
}

/// Reads a class behind its `[` and writes it in full.
fn class(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('[');
    if chars.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    let items = items(chars)?;
    let mut at = 0;
    while let Some(item) = items.get(at) {
        at += 1;
        match item {
            Item::Char(first) => {
                push_char(out, *first);
                if let Some(last) = range_end(*first, &items[at..]) {
                    out.push('-');
                    push_char(out, last);
                    at += 2;
                }
            }
            Item::Hyphen => push_char(out, '-'),
            Item::Class(set) if set.starts_with('^') => out.extend(["[", set, "]"]),
            Item::Class(text) | Item::Other(text) => out.push_str(text),
        }
    }
    out.push(']');
    Some(())
}

fn items(chars: &mut Peekable<Chars<'_>>) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    loop {
        let item = match chars.next()? {
            ']' if !items.is_empty() => return Some(items),
            '-' => Item::Hyphen,
            '\\' => escape(chars),
            '[' => named(chars).map_or(Item::Char('['), Item::Other),
            c => Item::Char(c),
        };
        items.push(item);
    }
}

/// The rest of `[:alpha:]`, if that stands here.
fn named(chars: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut ahead = chars.clone();
    let mut text = "[".to_owned();
    text.push(ahead.next_if_eq(&':')?);
    while let Some(c) = ahead.next_if(|c| c.is_ascii_lowercase() || *c == '^') {
        text.push(c);
    }
    text.push(ahead.next_if_eq(&':')?);
    text.push(ahead.next_if_eq(&']')?);
    *chars = ahead;
    Some(text)
}

/// Where a range that begins with `first` ends, if what follows is one.
///
/// It is none if it runs backwards. Nor is it one if its ends are of different kinds and its
/// second end begins a range of one kind: `@-一-龥` is `@`, `-` and `一` to `龥`.
fn range_end(first: char, rest: &[Item]) -> Option<char> {
    let &[Item::Hyphen, Item::Char(last), ref rest @ ..] = rest else {
        return None;
    };
    let begins_another = matches!(
        *rest,
        [Item::Hyphen, Item::Char(end), ..] if last <= end && kind(last) == kind(end)
    );
    (first <= last && (kind(first) == kind(last) || !begins_another)).then_some(last)
}

/// The kinds of characters within which people write ranges.
fn kind(c: char) -> u8 {
    match c {
        '0'..='9' => 0,
        'A'..='Z' => 1,
        'a'..='z' => 2,
        '\0'..='\x7f' => 3,
        _ => 4,
    }
}

fn push_char(out: &mut String, c: char) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\x{{{:x}}}", u32::from(c));
}
