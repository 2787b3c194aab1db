//! Inline marks → plain text: emphasis, code spans, links, escapes, entities, HTML remnants.
//!
//! Cells and paragraphs of reference pages are not quite `CommonMark`: emphasis stands between CJK
//! characters without blanks, link targets hold blanks, placeholders look like HTML tags. The
//! rules here are `CommonMark`'s, widened to what the pages mean. Marks go first, backslashes after,
//! so that an escaped mark stays a character. One pass, linear in the text.

use super::html;
use std::borrow::Cow;

/// Plain text and the links that stood in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    /// The text without marks.
    pub(crate) plain: Cow<'a, str>,
    /// The links, in order.
    pub(crate) links: Vec<Link<'a>>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    /// Its text.
    pub(crate) text: String,
    /// Where it leads: a URL, a path, `~~25609~~`, `#anchor`.
    pub(crate) target: Cow<'a, str>,
}

/// Reads one line or paragraph. Line ends become blanks, or nothing between CJK characters.
pub(crate) fn read(source: &str) -> Text<'_> {
    let source = source.trim_matches(is_blank);
    if next_mark(source.as_bytes()).is_none() {
        return Text {
            plain: Cow::Borrowed(source),
            links: Vec::new(),
        };
    }
    let mut reader = Reader::new(source);
    reader.run(source.len());
    reader.finish()
}

/// Blanks at the edges of a cell, U+00A0 and zero-width characters among them.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_zero_width(character)
}

fn is_zero_width(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Bytes that are marks, or lead to a character that is replaced or left out.
static MARKS: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"*`[\\<&\n\r\t\xc2\xe2\xef";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

/// The first byte that is not plain text.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from
            + bytes[from..]
                .iter()
                .position(|byte| MARKS[*byte as usize])?;
        let is_mark = match bytes[at..] {
            // U+00A0; U+200B to U+200D and U+2060; U+FEFF. Other characters share their lead bytes.
            [0xc2, next, ..] => next == 0xa0,
            [0xe2, 0x80, last, ..] => (0x8b..=0x8d).contains(&last),
            [0xe2, 0x81, last, ..] => last == 0xa0,
            [0xef, 0xbb, last, ..] => last == 0xbf,
            [lead, ..] => lead < 0x80,
            [] => false,
        };
        if is_mark {
            return Some(at);
        }
        from = at + 1;
    }
}

/// A link's text and its target are each at most so many bytes.
const LONGEST_LINK: usize = 2000;

/// So many runs of asterisks wait for their partner at most; older ones become text.
const MOST_OPENERS: usize = 8;

/// A run of asterisks that may still turn out to open emphasis.
struct Opener {
    /// Where it stands in the output.
    output: usize,
    length: usize,
}

struct Reader<'a> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    output: String,
    links: Vec<Link<'a>>,
    openers: Vec<Opener>,
    /// Places in `output` of asterisk runs that were marks, with their lengths.
    dropped: Vec<(usize, usize)>,
    /// Backtick runs of this length have no partner further on, by length.
    lonely: [bool; 17],
    /// The last `](` that was looked for: no other one stands between the reader and it.
    link_close: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            bytes: source.as_bytes(),
            at: 0,
            output: String::with_capacity(source.len()),
            links: Vec::new(),
            openers: Vec::new(),
            dropped: Vec::new(),
            lonely: [false; 17],
            link_close: 0,
        }
    }

    /// Reads up to the byte `end`.
    fn run(&mut self, end: usize) {
        while self.at < end {
            let plain = next_mark(&self.bytes[self.at..end]).unwrap_or(end - self.at);
            self.output.push_str(&self.source[self.at..self.at + plain]);
            self.at += plain;
            if self.at < end {
                self.mark(end);
            }
        }
    }

    /// Reads the mark at the present place.
    fn mark(&mut self, end: usize) {
        match self.bytes[self.at] {
            b'\\' => self.escape(end),
            b'*' => self.asterisks(end),
            b'`' => self.code(end),
            b'[' => self.link(end),
            b'<' => self.tag(end),
            b'&' => self.entity(end),
            b'\n' | b'\r' => self.line_end(end),
            b'\t' => self.replace(1, " "),
            _ => {
                let character = self.source[self.at..].chars().next().unwrap_or('\u{fffd}');
                let length = character.len_utf8();
                self.replace(length, if character == '\u{a0}' { " " } else { "" });
            }
        }
    }

    /// Copies `length` bytes.
    fn keep(&mut self, length: usize) {
        self.output
            .push_str(&self.source[self.at..self.at + length]);
        self.at += length;
    }

    fn replace(&mut self, length: usize, text: &str) {
        self.output.push_str(text);
        self.at += length;
    }

    fn escape(&mut self, end: usize) {
        let next = self.bytes.get(self.at + 1).filter(|_| self.at + 1 < end);
        if next.is_some_and(u8::is_ascii_punctuation) {
            self.at += 1;
        }
        self.keep(1);
    }

    fn asterisks(&mut self, end: usize) {
        let run = run_length(&self.bytes[self.at..end], b'*');
        let before = self.source[..self.at].chars().next_back();
        let after = self.source[self.at + run..end].chars().next();
        let blank_before = before.is_none_or(is_blank);
        let blank_after = after.is_none_or(is_blank);
        // A mark before punctuation only opens where a word could begin.
        let inside_word = before.is_some_and(is_word) && after.is_some_and(is_punctuation);
        let partner = self.openers.iter().rposition(|opener| opener.length == run);
        match partner.filter(|_| !blank_before) {
            Some(partner) => {
                self.dropped.push((self.openers[partner].output, run));
                self.dropped.push((self.output.len(), run));
                self.openers.truncate(partner);
            }
            None if !blank_after && !inside_word => {
                if self.openers.len() == MOST_OPENERS {
                    self.openers.remove(0);
                }
                self.openers.push(Opener {
                    output: self.output.len(),
                    length: run,
                });
            }
            None => {}
        }
        self.keep(run);
    }

    fn code(&mut self, end: usize) {
        let run = run_length(&self.bytes[self.at..end], b'`');
        let start = self.at + run;
        let lonely = run >= self.lonely.len() || self.lonely[run];
        let closing = (!lonely).then(|| closing_backticks(&self.bytes[..end], start, run));
        if let Some(closing) = closing.flatten() {
            let inner = self.source[start..closing].trim_matches(' ');
            let shown = inner.chars().filter(|character| !is_zero_width(*character));
            self.output.extend(shown.map(|character| match character {
                '\n' | '\t' | '\r' | '\u{a0}' => ' ',
                other => other,
            }));
            self.at = closing + run;
        } else {
            if let Some(lonely) = self.lonely.get_mut(run) {
                *lonely = true;
            }
            self.keep(run);
        }
    }

    fn link(&mut self, end: usize) {
        let Some((close, target_end)) = self.link_ends(end) else {
            return self.keep(1);
        };
        let image = self.output.ends_with('!') && self.at > 0 && self.bytes[self.at - 1] == b'!';
        if image {
            self.output.pop();
        }
        let text_start = self.output.len();
        self.at += 1;
        self.run(close);
        let target = self.source[close + 2..target_end].trim();
        self.at = target_end + 1;
        self.links.push(Link {
            text: self.output[text_start.min(self.output.len())..].to_owned(),
            target: Cow::Borrowed(target),
        });
    }

    /// The places of `]` and `)` of the link that begins here.
    fn link_ends(&mut self, end: usize) -> Option<(usize, usize)> {
        if self.link_close <= self.at {
            let rest = &self.source[self.at..];
            let found = rest.find("](");
            self.link_close = found.map_or(self.bytes.len(), |at| self.at + at);
        }
        if self.link_close + 2 > end.min(self.at + LONGEST_LINK) {
            return None;
        }
        let close = self.link_close - self.at;
        let text = &self.bytes[self.at + 1..self.link_close];
        // Brackets inside, other than escaped ones, belong to text before the real link.
        if opens_bracket(text) || ends_escaped(text) {
            return None;
        }
        let length = target_length(&self.bytes[self.at + close + 2..end])?;
        Some((self.at + close, self.at + close + 2 + length))
    }

    fn tag(&mut self, end: usize) {
        match html::tag(&self.source[self.at..end]) {
            Some(tag) if tag.breaks_line() => self.replace(tag.length, "\n"),
            Some(tag) if tag.is_known() => self.at += tag.length,
            _ => self.keep(1),
        }
    }

    fn entity(&mut self, end: usize) {
        match html::entity(&self.source[self.at..end]) {
            Some((character, length)) => {
                match character {
                    '\u{a0}' => self.output.push(' '),
                    zero_width if is_zero_width(zero_width) => {}
                    other => self.output.push(other),
                }
                self.at += length;
            }
            None => self.keep(1),
        }
    }

    fn line_end(&mut self, end: usize) {
        let rest = &self.source[self.at..end];
        let next = rest.trim_start_matches(is_blank);
        self.at += rest.len() - next.len();
        let kept = self.output.trim_end_matches(' ').len();
        self.output.truncate(kept);
        let cjk = |character: Option<char>| character.is_some_and(is_cjk);
        if !(cjk(self.output.chars().next_back()) && cjk(next.chars().next())) {
            self.output.push(' ');
        }
    }

    fn finish(mut self) -> Text<'a> {
        if !self.dropped.is_empty() {
            self.dropped.sort_unstable();
            let mut kept = String::with_capacity(self.output.len());
            let mut from = 0;
            for (place, length) in &self.dropped {
                kept.push_str(&self.output[from..*place]);
                from = place + length;
            }
            kept.push_str(&self.output[from..]);
            self.output = kept;
            for link in &mut self.links {
                if link.text.contains("**") {
                    link.text = link.text.replace("**", "");
                }
            }
        }
        let trimmed = self.output.trim();
        if trimmed.len() != self.output.len() {
            self.output = trimmed.to_owned();
        }
        Text {
            plain: Cow::Owned(self.output),
            links: self.links,
        }
    }
}

fn run_length(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|byte| **byte == mark).count()
}

fn closing_backticks(bytes: &[u8], start: usize, run: usize) -> Option<usize> {
    let mut at = start;
    while at < bytes.len() {
        if bytes[at] == b'`' {
            let length = run_length(&bytes[at..], b'`');
            if length == run {
                return Some(at);
            }
            at += length;
        } else {
            at += 1;
        }
    }
    None
}

fn opens_bracket(text: &[u8]) -> bool {
    (0..text.len()).any(|at| text[at] == b'[' && (at == 0 || text[at - 1] != b'\\'))
}

fn ends_escaped(text: &[u8]) -> bool {
    let slashes = text.iter().rev().take_while(|byte| **byte == b'\\').count();
    slashes % 2 == 1
}

/// The bytes before the `)` that ends a link's target; parentheses inside pair up.
fn target_length(target: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in target.iter().enumerate().take(LONGEST_LINK) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() && !is_cjk(character)
}

fn is_punctuation(character: char) -> bool {
    !character.is_alphanumeric() && !is_blank(character)
}

/// Chinese characters and full-width punctuation: words that stand without blanks.
pub(crate) fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::read;

    fn plain(source: &str) -> String {
        read(source).plain.into_owned()
    }

    #[test]
    fn marks_go_and_escaped_marks_stay() {
        assert_eq!(
            plain(r"**ClientToken**只支持`a\_b`，d-\*\*\*\*"),
            r"ClientToken只支持a\_b，d-****"
        );
        assert_eq!(plain("**说明：**若您（*A*）"), "说明：若您（A）");
        assert_eq!(plain("文本**“引号”**。"), "文本“引号”。");
        assert_eq!(plain(r"^&\*-\_+="), "^&*-_+=");
        assert_eq!(plain("0 4 * * *"), "0 4 * * *");
        assert_eq!(plain("rg-a***, rg-b***"), "rg-a***, rg-b***");
    }

    #[test]
    fn links_keep_their_text_and_their_target() {
        let text = read("见[**Disk**](cn.zh-CN/API 参考 (旧)/Disk.md#)和[a\\]](~~1~~)");
        assert_eq!(text.plain, "见Disk和a]");
        assert_eq!(text.links[0].text, "Disk");
        assert_eq!(text.links[0].target, "cn.zh-CN/API 参考 (旧)/Disk.md#");
        assert_eq!(plain("[1, 9] 或 [a](b)"), "[1, 9] 或 a");
    }

    #[test]
    fn html_remnants_and_odd_blanks_are_normalised() {
        assert_eq!(plain("a<br>b"), "a\nb");
        assert_eq!(plain(r"List<String\>"), "List<String>");
        assert_eq!(plain("&<公共请求参数>&lt;a&nbsp;b"), "&<公共请求参数><a b");
        assert_eq!(plain("\u{a0}\u{200b}"), "");
        assert_eq!(plain("一\n二\nthree\nfour"), "一二 three four");
    }

    #[test]
    fn hostile_runs_take_linear_time() {
        let many = "[`<&*".repeat(100_000) + &"[a](".repeat(50_000) + &"`".repeat(70_000);
        assert!(plain(&many).len() <= many.len());
    }
}
