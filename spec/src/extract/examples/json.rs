//! JSON as pages print it: read strictly first, then as it was meant, in one pass.
//!
//! What is not JSON but clear is read and named: a missing or trailing comma, missing outer braces,
//! comments, full-width quotes, bare quotes in a text, an ellipsis, a second value.

/// A value. Texts are slices of the source, escapes left in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Members in printed order.
    Object(Vec<(&'a str, Value<'a>)>),
    /// Elements.
    Array(Vec<Value<'a>>),
    /// A text.
    String(&'a str),
    /// A number.
    Number(&'a str),
    /// True or false.
    Boolean,
    /// Null.
    Null,
}

/// What was read, and what was wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parsed<'a> {
    /// The value; of several in one text the first.
    pub(crate) value: Value<'a>,
    /// The first mistake that could be read over, and its place.
    pub(crate) mistake: Option<(&'static str, usize)>,
    /// Whether something could not be read at all.
    pub(crate) broken: bool,
}

/// Values nested deeper than this are not read.
const DEEPEST: usize = 64;

/// Reads a text that looks like JSON.
pub(crate) fn read(text: &str) -> Parsed<'_> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
        mistake: None,
        broken: false,
    };
    parser.blanks();
    let fragment = matches!(parser.peek(), Some(b'"')) && parser.is_member();
    let value = if fragment {
        parser.fault("no braces around the members");
        parser.object()
    } else {
        parser.value()
    };
    parser.blanks();
    if parser.at < text.len() {
        parser.fault("more text after the value");
    }
    Parsed {
        value,
        mistake: parser.mistake,
        broken: parser.broken,
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    mistake: Option<(&'static str, usize)>,
    broken: bool,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault(&mut self, what: &'static str) {
        if self.mistake.is_none() {
            self.mistake = Some((what, self.at));
        }
    }

    /// Passes over blanks, comments and ellipses.
    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') if self.bytes[self.at..].starts_with(b"//") => {
                    self.fault("a comment");
                    self.skip_line();
                }
                Some(b'.') => {
                    self.fault("an ellipsis");
                    self.at += 1;
                }
                Some(0xc2) if self.bytes.get(self.at + 1) == Some(&0xa0) => {
                    self.fault("a no-break space");
                    self.at += 2;
                }
                Some(0xe2) if self.text[self.at..].starts_with('…') => {
                    self.fault("an ellipsis");
                    self.at += '…'.len_utf8();
                }
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        let line = rest.iter().position(|byte| *byte == b'\n');
        self.at += line.unwrap_or(rest.len());
    }

    /// Whether a quoted text at the present place is followed by a colon.
    fn is_member(&mut self) -> bool {
        let (at, mistake) = (self.at, self.mistake);
        self.string();
        self.blanks();
        let member = self.peek() == Some(b':');
        (self.at, self.mistake) = (at, mistake);
        member
    }

    fn value(&mut self) -> Value<'a> {
        self.blanks();
        if self.depth >= DEEPEST {
            self.broken = true;
            self.fault("nested too deeply");
            self.at = self.bytes.len();
            return Value::Null;
        }
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.object()
            }
            Some(b'[') => {
                self.at += 1;
                self.array()
            }
            Some(_) if self.quote().is_some() => Value::String(self.string()),
            Some(_) => self.bare(),
            None => {
                self.fault("the text ends early");
                Value::Null
            }
        }
    }

    /// The members up to the closing brace, the opening one left behind.
    fn object(&mut self) -> Value<'a> {
        self.depth += 1;
        let mut members = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None => {
                    if self.depth > 1 || self.mistake.is_none() {
                        self.fault("the text ends early");
                    }
                    break;
                }
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b']') => {
                    self.fault("a bracket closes a brace");
                    if self.depth > 1 {
                        break;
                    }
                    self.at += 1;
                    continue;
                }
                Some(b',') => {
                    self.fault("a comma too many");
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let name = self.name();
            self.blanks();
            if self.peek() == Some(b':') {
                self.at += 1;
                members.push((name, self.value()));
            } else {
                self.fault("a member without a value");
                self.skip_one(name.is_empty());
            }
            self.separator(b'}');
        }
        self.depth -= 1;
        Value::Object(members)
    }

    fn array(&mut self) -> Value<'a> {
        self.depth += 1;
        let mut elements = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None => {
                    self.fault("the text ends early");
                    break;
                }
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b'}') => {
                    self.fault("a brace closes a bracket");
                    break;
                }
                Some(b',') => {
                    self.fault("a comma too many");
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let before = self.at;
            // `["Key": "x"]`: members where elements belong.
            if self.quote().is_some() && self.is_member() {
                self.fault("members in brackets");
                let name = self.string();
                self.blanks();
                self.at += 1;
                let value = self.value();
                elements.push(Value::Object(vec![(name, value)]));
            } else {
                elements.push(self.value());
            }
            self.skip_one(self.at == before);
            self.separator(b']');
        }
        self.depth -= 1;
        Value::Array(elements)
    }

    /// Passes over the comma before the next member or element.
    fn separator(&mut self, closing: u8) {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.blanks();
                if self.peek() == Some(closing) {
                    self.fault("a trailing comma");
                }
            }
            Some(b'}' | b']') | None => {}
            Some(_) => self.fault("a missing comma"),
        }
    }

    /// Steps over one character if nothing else moved the reader on.
    fn skip_one(&mut self, stuck: bool) {
        if stuck {
            let length = self.text[self.at..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            self.at += length;
        }
    }

    fn name(&mut self) -> &'a str {
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
    fn quote(&self) -> Option<usize> {
        match self.peek()? {
            b'"' => Some(1),
            0xe2 if self.text[self.at..].starts_with(['“', '”']) => Some('“'.len_utf8()),
            _ => None,
        }
    }

    /// The text between the quotes; the reader stands on the opening one.
    fn string(&mut self) -> &'a str {
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
    fn bare(&mut self) -> Value<'a> {
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

#[cfg(test)]
mod tests {
    use super::{Value, read};

    fn members(text: &str) -> Vec<&str> {
        match read(text).value {
            Value::Object(members) => members.into_iter().map(|(name, _)| name).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn json_is_read_without_a_mistake() {
        let parsed = read(r#" {"a": [1, -2.5e3, "x\"y"], "b": {"c": null, "d": true}} "#);
        assert_eq!(parsed.mistake, None);
        assert!(!parsed.broken);
    }

    #[test]
    fn clear_mistakes_are_read_over_and_named() {
        for (text, names) in [
            ("{\"a\": 1, \"b\": 2,}", vec!["a", "b"]),
            ("{\"a\": 1\n \"b\": 2}", vec!["a", "b"]),
            ("\"a\": {\"x\": 1},\n\"b\": 2", vec!["a", "b"]),
            ("{“a”: “x”, \"b\": 2}", vec!["a", "b"]),
            ("{\"a\": 1, // why\n \"b\": 2, ...}", vec!["a", "b"]),
            ("{\"a\": \"for \"i-x\".\",\n\"b\": 2}", vec!["a", "b"]),
            ("{\"a\": {\"x\": [1, 2}, \"b\": 2}", vec!["a", "b"]),
            ("{\"a\": 1, \"b\": 2}\n{\"c\": 3}", vec!["a", "b"]),
            ("{a: 1, b: xx**}", vec!["a", "b"]),
        ] {
            assert_eq!(members(text), names, "{text}");
            assert!(read(text).mistake.is_some(), "{text}");
        }
    }

    #[test]
    fn deep_nesting_ends_the_reading() {
        let deep = "[".repeat(100_000);
        assert!(read(&deep).broken);
    }
}
