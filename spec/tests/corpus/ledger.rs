//! Where each pipe line, section and code block of a page ended: in the model or in a diagnostic.
//!
//! The page is scanned line by line, without tables; what was read is known by the places of the
//! rows in the spec, by the texts of examples and descriptions, and by the places of diagnostics.

use crate::material::Page;
use doctract_spec::model::{ErrorSection, Operation};
use std::collections::BTreeMap;
use std::ops::Range;

/// Diagnostics about a table or row that is in no spec, or a second time.
const LEFT_OUT: [&str; 9] = [
    "page-row-aside",
    "page-unrelated-table",
    "page-unknown-table",
    "page-orphan-table",
    "page-stray-pipe",
    "page-empty-name",
    "page-repeated-error",
    "page-odd-code",
    "page-pipe-outside",
];

/// What was counted, by what it is and where it ended.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// `line: row in the spec` and how many.
    pub(crate) counts: BTreeMap<&'static str, usize>,
    /// What ended nowhere.
    pub(crate) lost: Vec<String>,
}

impl Ledger {
    fn add(&mut self, page: &Page, what: &str, line: usize, end: Option<&'static str>) {
        match end {
            Some(end) => *self.counts.entry(end).or_default() += 1,
            None => self
                .lost
                .push(format!("{}:{}: {what}", page.name, line + 1)),
        }
    }

    /// Enters a page.
    pub(crate) fn enter(&mut self, page: &Page) {
        let Some(operation) = &page.extraction.operation else {
            return;
        };
        let scan = Scan::of(&page.text);
        let rows = page.extraction.places.iter();
        let mut rows: Vec<_> = rows.map(|(_, span)| span.start..span.end).collect();
        rows.sort_by_key(|row| row.start);
        let found = page.extraction.diagnostics.iter();
        let told: Vec<_> = found
            .filter_map(|found| {
                let place = found.span?;
                Some((found.code, place.start..place.end))
            })
            .collect();
        let view = View {
            page,
            operation,
            rows,
            told,
        };
        for (at, line) in scan.lines.iter().enumerate() {
            if line.text.trim_start().starts_with('|') {
                self.add(page, "pipe line", at, view.pipe_line(&scan, at));
            }
        }
        for section in scan.sections() {
            let end = view.section(&scan, &section);
            self.add(page, "section", section.start, end);
        }
        for block in &scan.code {
            let end = view.code(&scan, block);
            self.add(page, "code", block.start, end);
        }
    }
}

/// A physical line.
struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// The lines of a page, and which of them are code.
struct Scan<'a> {
    lines: Vec<Line<'a>>,
    /// The lines of each code block, fences included.
    code: Vec<Range<usize>>,
}

impl<'a> Scan<'a> {
    fn of(text: &'a str) -> Self {
        let mut start = 0;
        let lines: Vec<Line<'_>> = text
            .split('\n')
            .map(|text| {
                let line = Line { start, text };
                start += text.len() + 1;
                line
            })
            .collect();
        let mut code = Vec::new();
        let mut open: Option<usize> = None;
        for (at, line) in lines.iter().enumerate() {
            let text = line.text.trim();
            let marks = text.starts_with("```");
            match open {
                Some(first) if marks && text.trim_matches(['`', '|', ' ']).is_empty() => {
                    code.push(first..at + 1);
                    open = None;
                }
                // A fence that nothing closes ends with its section.
                Some(first) if text.starts_with("## ") => {
                    code.push(first..at);
                    open = None;
                }
                None if marks && !text[3..].contains('`') => open = Some(at),
                _ => {}
            }
        }
        code.extend(open.map(|first| first..lines.len()));
        Self { lines, code }
    }

    fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|block| block.contains(&at))
    }

    /// The lines of each section, its heading first.
    fn sections(&self) -> Vec<Range<usize>> {
        let is_heading = |at: &usize| self.lines[*at].text.starts_with('#') && !self.is_code(*at);
        let mut heads: Vec<usize> = (0..self.lines.len()).filter(is_heading).collect();
        heads.push(self.lines.len());
        heads.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    fn bytes(&self, lines: &Range<usize>) -> Range<usize> {
        let last = self.lines[lines.clone()].last();
        let start = self.lines.get(lines.start).map_or(0, |line| line.start);
        start..last.map_or(start, |line| line.start + line.text.len())
    }
}

/// A page and what was read from it.
struct View<'a> {
    page: &'a Page,
    operation: &'a Operation,
    rows: Vec<Range<usize>>,
    told: Vec<(&'static str, Range<usize>)>,
}

impl View<'_> {
    fn in_row(&self, at: usize) -> bool {
        self.rows.iter().any(|row| row.contains(&at))
    }

    fn is_left_out(&self, at: usize) -> bool {
        let mut own = self.told.iter();
        own.any(|(code, range)| LEFT_OUT.contains(code) && range.contains(&at))
    }

    /// Whether summary or description hold a text.
    fn is_described(&self, text: &str) -> bool {
        let texts = [&self.operation.summary, &self.operation.description];
        let mut texts = texts.into_iter().flatten();
        texts.any(|own| plain(own).contains(text))
    }

    fn pipe_line(&self, scan: &Scan<'_>, at: usize) -> Option<&'static str> {
        let line = &scan.lines[at];
        let start = line.start + line.text.find('|').unwrap_or(0);
        match () {
            () if self.in_row(start) => Some("line: row in the spec"),
            () if self.is_left_out(start) => Some("line: named by a diagnostic"),
            () if scan.is_code(at) => Some("line: code"),
            () if is_titles(scan, at) => Some("line: titles or dashes of a table"),
            () => None,
        }
    }

    fn section(&self, scan: &Scan<'_>, lines: &Range<usize>) -> Option<&'static str> {
        let bytes = scan.bytes(lines);
        let body = lines.start + 1..lines.end;
        let text = &self.page.text[bytes.clone()];
        let is_blank = |at: usize| scan.lines[at].text.trim().is_empty();
        let holds = |range: &Range<usize>| range.start >= bytes.start && range.start < bytes.end;
        let described = || {
            // Links and code differ in the model; a piece between them does not.
            let lines = body.clone().map(|at| scan.lines[at].text);
            let mut pieces = lines
                .flat_map(|line| line.split(['[', ']', '`']))
                .map(plain);
            pieces.any(|piece| piece.len() > 8 && self.is_described(&piece))
        };
        let of_errors = || {
            let word = ["错误", "rror"]
                .iter()
                .any(|word| scan.lines[lines.start].text.contains(word));
            word && self.operation.error_section != ErrorSection::Absent
        };
        match () {
            () if body.clone().all(is_blank) => Some("section: nothing below the heading"),
            () if self.rows.iter().any(holds) => Some("section: rows in the spec"),
            () if self.told.iter().any(|(_, range)| holds(range)) => {
                Some("section: named by a diagnostic")
            }
            () if scan.code.iter().any(|block| {
                block.start >= body.start
                    && block.end <= body.end
                    && self.code(scan, block).is_some()
            }) =>
            {
                Some("section: code in the spec")
            }
            () if described() => Some("section: text in the spec"),
            () if text.contains("api=") => Some("section: explorer link"),
            () if of_errors() => Some("section: kind of the error section"),
            () => None,
        }
    }

    fn code(&self, scan: &Scan<'_>, block: &Range<usize>) -> Option<&'static str> {
        let bytes = scan.bytes(block);
        let first = scan.lines[block.start].start;
        let inner =
            scan.bytes(&(block.start + 1..block.end.saturating_sub(1).max(block.start + 1)));
        let text = plain(&self.page.text[inner]);
        let holds = |range: &Range<usize>| range.start >= bytes.start && range.start < bytes.end;
        let examples = &self.operation.examples;
        let is_request = || {
            let mut requests = examples.requests.iter();
            requests.any(|request| text.contains(&plain(&request.text)))
        };
        let is_answer = || {
            let mut responses = examples.responses.iter();
            responses.any(|response| text.contains(&plain(&response.body)))
        };
        let is_syntax = || {
            let path = self.operation.path.as_deref().unwrap_or_default();
            let stem = plain(path.split('{').next().unwrap_or_default());
            !self.operation.methods.is_empty() && text.contains(&stem)
        };
        match () {
            () if text.is_empty() => Some("code: nothing in it"),
            () if self.in_row(first) => Some("code: in a row of the spec"),
            () if is_request() => Some("code: request"),
            () if is_answer() => Some("code: answer"),
            () if is_syntax() => Some("code: method and path"),
            () if self.is_described(&text) => Some("code: in the description"),
            () if self.told.iter().any(|(_, range)| holds(range)) => {
                Some("code: named by a diagnostic")
            }
            () if self.is_left_out(first) => Some("code: in a table named by a diagnostic"),
            () => None,
        }
    }
}

/// Whether a line belongs to the titles of a table: dashes, or no more pipes than those below have
/// from the line down to them; or a line of short titles without dashes.
fn is_titles(scan: &Scan<'_>, at: usize) -> bool {
    let is_dashes = |text: &str| {
        text.starts_with('|')
            && text.contains('-')
            && text.chars().all(|mark| "|-: ".contains(mark))
    };
    let pipes = |text: &str| text.matches('|').count();
    let mut above = 0;
    for line in scan.lines[at..].iter().map(|line| line.text.trim()) {
        if is_dashes(line) {
            return above <= pipes(line);
        }
        above += pipes(line);
        if above > 16 || line.starts_with('#') {
            break;
        }
    }
    let words = ["类型", "Type", "描述", "Description"];
    let cells: Vec<&str> = scan.lines[at].text.trim().split('|').collect();
    cells.iter().all(|cell| cell.len() < 24) && words.iter().any(|word| cells.contains(word))
}

/// A text without blanks, marks and escapes.
fn plain(text: &str) -> String {
    let is_mark = |mark: char| mark.is_whitespace() || "\\*`|-\u{a0}\u{200b}".contains(mark);
    text.chars().filter(|mark| !is_mark(*mark)).collect()
}
