//! Objects, arrays, and what stands between their members.

use super::Value;

/// Values nested deeper than this are not read.
const DEEPEST: usize = 64;

/// Reads on from a place in the text.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) mistake: Option<(&'static str, usize)>,
    pub(super) broken: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn fault(&mut self, what: &'static str) {
        if self.mistake.is_none() {
            self.mistake = Some((what, self.at));
        }
    }

    /// Passes over blanks, comments and ellipses.
    pub(super) fn blanks(&mut self) {
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
    pub(super) fn is_member(&mut self) -> bool {
        let (at, mistake) = (self.at, self.mistake);
        self.string();
        self.blanks();
        let member = self.peek() == Some(b':');
        (self.at, self.mistake) = (at, mistake);
        member
    }

    pub(super) fn value(&mut self) -> Value<'a> {
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
    pub(super) fn object(&mut self) -> Value<'a> {
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

    pub(super) fn array(&mut self) -> Value<'a> {
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
}
