//! XML as pages print it: elements only, read over mistakes that are clear.

/// An element. Attributes and texts are left out; whether there was a text is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// The elements in it.
    pub(crate) children: Vec<Element<'a>>,
    /// Whether it holds text.
    pub(crate) has_text: bool,
}

/// What was read, and what was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parsed<'a> {
    /// The outermost elements: one, if the text is XML.
    pub(crate) roots: Vec<Element<'a>>,
    /// The first mistake that could be read over, and its place.
    pub(crate) mistake: Option<(&'static str, usize)>,
}

/// Elements nested deeper than this become children of the deepest one kept.
const DEEPEST: usize = 64;

/// Reads a text that looks like XML.
pub(crate) fn read(text: &str) -> Parsed<'_> {
    let mut parser = Parser {
        open: Vec::new(),
        roots: Vec::new(),
        mistake: None,
        ignored: 0,
    };
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let open = at + found;
        parser.text(&text[at..open], at);
        let rest = &text[open..];
        at = open
            + match rest.as_bytes().get(1) {
                Some(b'?') => parser.declaration(rest, open),
                Some(b'!') => parser.comment(rest, open),
                Some(b'/') => parser.closing(rest, open),
                _ => parser.opening(rest, open),
            };
    }
    parser.text(&text[at..], at);
    parser.finish(text.len())
}

struct Parser<'a> {
    open: Vec<Element<'a>>,
    roots: Vec<Element<'a>>,
    mistake: Option<(&'static str, usize)>,
    /// Open elements below the deepest level.
    ignored: usize,
}

impl<'a> Parser<'a> {
    fn fault(&mut self, what: &'static str, at: usize) {
        if self.mistake.is_none() {
            self.mistake = Some((what, at));
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if text.trim().is_empty() {
            return;
        }
        match self.open.last_mut() {
            Some(element) => element.has_text = true,
            None => self.fault("text outside the root", at),
        }
    }

    fn declaration(&mut self, rest: &str, at: usize) -> usize {
        if !rest.starts_with("<?xml ") || at > 0 {
            self.fault("a declaration that is misspelt or not first", at);
        }
        rest.find('>').map_or(rest.len(), |end| end + 1)
    }

    fn comment(&mut self, rest: &str, at: usize) -> usize {
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        if let Some(found) = rest.find(end) {
            found + end.len()
        } else {
            self.fault("a comment without an end", at);
            rest.len()
        }
    }

    fn closing(&mut self, rest: &'a str, at: usize) -> usize {
        let Some(end) = tag_end(rest) else {
            self.fault("a tag without an end", at);
            return 1;
        };
        let name = rest[2..end].trim();
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if self.open.last().is_some_and(|element| element.name == name) {
            self.close();
        } else {
            self.fault("tags that do not match", at);
            // The element meant is most likely the innermost of that name.
            if let Some(found) = self.open.iter().rposition(|element| element.name == name) {
                while self.open.len() > found {
                    self.close();
                }
            } else if !self.open.is_empty() {
                self.close();
            }
        }
        end + 1
    }

    fn opening(&mut self, rest: &'a str, at: usize) -> usize {
        let Some(end) = tag_end(rest) else {
            self.fault("a `<` that begins no tag", at);
            self.text("<", at);
            return 1;
        };
        let inner = &rest[1..end];
        let (inner, is_empty) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let name = inner.split_ascii_whitespace().next().unwrap_or_default();
        let starts = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
        let legal = |character: char| character.is_alphanumeric() || "_-.:".contains(character);
        if inner.starts_with(' ') || !starts || !name.chars().all(legal) {
            self.fault("a tag with an impossible name", at);
            if name.is_empty() {
                return end + 1;
            }
        }
        if self.open.len() >= DEEPEST {
            self.fault("nested too deeply", at);
            self.ignored += usize::from(!is_empty);
            return end + 1;
        }
        self.open.push(Element {
            name,
            ..Element::default()
        });
        if is_empty {
            self.close();
        }
        end + 1
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.roots.push(element),
        }
    }

    fn finish(mut self, end: usize) -> Parsed<'a> {
        if !self.open.is_empty() {
            self.fault("an element without an end", end);
        }
        while !self.open.is_empty() {
            self.close();
        }
        if self.roots.len() > 1 {
            self.fault("several roots", 0);
        }
        Parsed {
            roots: self.roots,
            mistake: self.mistake,
        }
    }
}

/// The place of the `>` that ends the tag at the start of `rest`.
fn tag_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let end = bytes
        .iter()
        .skip(1)
        .take(1000)
        .position(|byte| matches!(byte, b'>' | b'<'))?
        + 1;
    (bytes[end] == b'>').then_some(end)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn xml_is_read_without_a_mistake() {
        let parsed = read("<?xml version='1.0'?>\n<R><a>1</a><b><c/><c/></b></R>\n");
        assert_eq!(parsed.mistake, None);
        assert_eq!(parsed.roots[0].children[1].children.len(), 2);
    }

    #[test]
    fn clear_mistakes_are_read_over_and_named() {
        for text in [
            "<? xml?><R><a>1</a></R>",
            "<a>1</a><b>2</b>",
            "<R><a>1</b></R>",
            "<R><a>1</a>",
            "<R><a>1 < 2</a></R>",
        ] {
            let parsed = read(text);
            assert!(
                parsed.mistake.is_some() && !parsed.roots.is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_cut() {
        assert!(read(&"<a>".repeat(100_000)).mistake.is_some());
    }
}
