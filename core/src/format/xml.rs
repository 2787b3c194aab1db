//! Whether a text is well-formed XML, without a document type: no entities but the five.

/// Deepest nesting that is read.
const MOST_DEPTH: usize = 128;
/// Most attributes of one element.
const MOST_ATTRIBUTES: usize = 256;

pub(super) fn is_xml(text: &str) -> bool {
    Reader { rest: text }.document().is_some()
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Option<()> {
        self.skip("\u{feff}");
        if self.rest.starts_with("<?xml") {
            self.after("?>")?;
        }
        self.around()?;
        self.element()?;
        self.around()?;
        self.rest.is_empty().then_some(())
    }

    /// Blanks, comments and instructions, which may stand outside the element.
    fn around(&mut self) -> Option<()> {
        loop {
            self.blanks();
            if !self.remark()? {
                return Some(());
            }
        }
    }

    /// A comment or an instruction, if one is here.
    fn remark(&mut self) -> Option<bool> {
        if self.skip("<!--") {
            let comment = self.after("-->")?;
            return (!comment.contains("--") && !comment.ends_with('-')).then_some(true);
        }
        if self.skip("<?") {
            let target = self.name()?;
            self.after("?>")?;
            return (!target.eq_ignore_ascii_case("xml")).then_some(true);
        }
        Some(false)
    }

    fn element(&mut self) -> Option<()> {
        let mut open: Vec<&'a str> = Vec::new();
        loop {
            if !open.is_empty() {
                self.text()?;
            }
            if !open.is_empty() && self.remark()? {
                continue;
            }
            if !open.is_empty() && self.skip("<![CDATA[") {
                self.after("]]>")?;
                continue;
            }
            if self.skip("</") {
                let name = self.name()?;
                self.blanks();
                if open.pop() != Some(name) || !self.skip(">") {
                    return None;
                }
            } else if self.skip("<") {
                let name = self.name()?;
                if self.attributes()? {
                    open.push(name);
                }
                if open.len() > MOST_DEPTH {
                    return None;
                }
            } else {
                return None;
            }
            if open.is_empty() {
                return Some(());
            }
        }
    }

    /// The rest of a start tag; whether the element is still open.
    fn attributes(&mut self) -> Option<bool> {
        let mut names: Vec<&str> = Vec::new();
        loop {
            let apart = self.blanks();
            if self.skip("/>") {
                return Some(false);
            }
            if self.skip(">") {
                return Some(true);
            }
            let name = self.name()?;
            if !apart || names.contains(&name) || names.len() == MOST_ATTRIBUTES {
                return None;
            }
            names.push(name);
            self.blanks();
            if !self.skip("=") {
                return None;
            }
            self.blanks();
            let quote = ["\"", "'"].into_iter().find(|quote| self.skip(quote))?;
            let value = self.after(quote)?;
            if value.contains('<') || !references_fit(value) {
                return None;
            }
        }
    }

    /// Character data up to the next mark.
    fn text(&mut self) -> Option<()> {
        let (text, rest) = self.rest.split_at(self.rest.find('<')?);
        self.rest = rest;
        (!text.contains("]]>") && references_fit(text)).then_some(())
    }

    fn name(&mut self) -> Option<&'a str> {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let first = name.chars().next()?;
        self.rest = rest;
        (first.is_alphabetic() || matches!(first, '_' | ':')).then_some(name)
    }

    fn blanks(&mut self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let some = rest.len() < self.rest.len();
        self.rest = rest;
        some
    }

    fn skip(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before the mark; reading goes on behind it.
    fn after(&mut self, mark: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(mark)?;
        self.rest = rest;
        Some(before)
    }
}

/// Whether every `&` begins one of the five entities or a character.
fn references_fit(text: &str) -> bool {
    text.split('&').skip(1).all(|piece| {
        piece.split_once(';').is_some_and(|(name, _)| {
            matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || is_character(name)
        })
    })
}

/// `#65` or `#x41`.
fn is_character(name: &str) -> bool {
    let code = match name.strip_prefix("#x") {
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            u32::from_str_radix(hex, 16)
        }
        Some(_) => return false,
        None => match name.strip_prefix('#') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse(),
            _ => return false,
        },
    };
    code.is_ok_and(|code| char::from_u32(code).is_some() && code != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_and_not() {
        for text in [
            "<a/>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x -->\n<a b='1' c=\"&lt;\">t<b></b >&#x41;</a>\n",
            "<a><![CDATA[ <not> & ]]></a>",
            "<中文>x</中文>",
        ] {
            assert!(is_xml(text), "{text}");
        }
        let many: String = (0..300)
            .map(|n| format!(" a{n}=''"))
            .collect::<Vec<_>>()
            .concat();
        let many = format!("<a{many}/>");
        let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
        for text in [
            "",
            "a",
            "<a>",
            "<a>b",
            "<a></b>",
            "<a/><b/>",
            "<a b=1/>",
            "<a b='1' b='2'/>",
            "<a b='1'c='2'/>",
            "<a>&nbsp;</a>",
            "<a>&</a>",
            "<a><</a>",
            "<a b='<'/>",
            "<!DOCTYPE a><a/>",
            "<1/>",
            "</a>",
            "<a><!-- -- --></a>",
            "<a>]]></a>",
            "<a>&#0;</a>",
            "<a/>x",
            &deep,
            &many,
        ] {
            assert!(!is_xml(text), "{text}");
        }
    }
}
