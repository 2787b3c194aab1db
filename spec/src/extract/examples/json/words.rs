//! Names, texts, numbers and words: what JSON puts in quotes and what it does not.

use super::Value;
use super::parser::Parser;

impl<'a> Parser<'a> {
    pub(super) fn name(&mut self) -> &'a str {
        if self.quote().is_some() {
            return self.string();
        }
        self.fault("a name without quotes");
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| b":,{}[]\"\n".contains(byte));
        let name = &self.text[self.at..self.at + end.unwrap_or(rest.len())];
        self.at += name.len();
        name.trim()
    }

    /// The length of the quote at the present place.
    pub(super) fn quote(&self) -> Option<usize> {
        match self.peek()? {
            b'"' => Some(1),
            0xe2 if self.text[self.at..].starts_with(['“', '”']) => Some('“'.len_utf8()),
            _ => None,
        }
    }

    /// The text between the quotes; the reader stands on the opening one.
    pub(super) fn string(&mut self) -> &'a str {
        let opening = self.quote().unwrap_or(1);
        if opening > 1 {
            self.fault("full-width quotes");
        }
        let start = self.at + opening;
        let mut end = start;
        loop {
            match self.bytes.get(end) {
                None => {
                    self.fault("a text without an end");
                    self.broken = true;
                    self.at = end;
                    return &self.text[start..end];
                }
                Some(b'\\') => {
                    if !escape_is_known(&self.bytes[end..]) {
                        self.fault("an unknown escape");
                    }
                    end +=
                        1 + usize::from(end + 1 < self.bytes.len() && self.bytes[end + 1] < 0x80);
                }
                Some(b'"') if self.closes(end + 1) => {
                    self.at = end + 1;
                    return &self.text[start..end];
                }
                Some(b'"') => {
                    self.fault("bare quotes in a text");
                    end += 1;
                }
                Some(0xe2) if opening > 1 && self.text[end..].starts_with(['”', '“']) => {
                    self.at = end + '”'.len_utf8();
                    return &self.text[start..end];
                }
                Some(b'\n') if opening > 1 => {
                    self.at = end;
                    return &self.text[start..end];
                }
                Some(control) if *control < 0x20 => {
                    self.fault("a line break in a text");
                    end += 1;
                }
                Some(_) => end += 1,
            }
        }
    }

    /// Whether a quote just before `at` can close a text.
    fn closes(&self, at: usize) -> bool {
        let rest = &self.bytes[at..];
        let next = rest
            .iter()
            .take(64)
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        matches!(
            next,
            None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'/' | 0xc2)
        ) || matches!(next, Some(b'"')) && rest.first() != Some(&b'"')
    }

    /// A number, a literal or a word without quotes.
    pub(super) fn bare(&mut self) -> Value<'a> {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| b",{}[]\"\n".contains(byte));
        let whole = &self.text[self.at..self.at + end.unwrap_or(rest.len())];
        let word = whole.trim();
        self.at += whole.len();
        match word {
            "true" | "false" => Value::Boolean,
            "null" => Value::Null,
            number if is_number(number) => Value::Number(number),
            other => {
                self.fault("a value without quotes");
                let commented = other.split("//").next().unwrap_or_default().trim();
                if is_number(commented) {
                    Value::Number(commented)
                } else if commented.eq_ignore_ascii_case("true")
                    || commented.eq_ignore_ascii_case("false")
                {
                    Value::Boolean
                } else {
                    Value::String(other)
                }
            }
        }
    }
}

fn escape_is_known(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => true,
        Some(b'u') => bytes
            .get(2..6)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero =
        digits.len() > 1 && digits.starts_with('0') && !digits[1..].starts_with(['.', 'e', 'E']);
    let starts = digits
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit());
    starts && !leading_zero && !digits.ends_with('.') && digits.parse::<f64>().is_ok()
}
