//! The figures that end a run of `extract`: a table for people, an object for programs.

use crate::console::{Console, Style};
use crate::failure::plural;
use crate::input::Loaded;
use doctract_spec::Severity;
use doctract_spec::extract::catalogue;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The table is no wider than this.
const WIDTH: usize = 80;
/// So many names of pages without an operation are told.
const NAMED: usize = 5;

/// How often a code was found.
struct Line {
    severity: Severity,
    code: &'static str,
    count: usize,
}

/// The codes found, the worst and most frequent first.
fn lines(loaded: &Loaded) -> Vec<Line> {
    let mut counts: BTreeMap<&'static str, (Severity, usize)> = BTreeMap::new();
    for found in &loaded.diagnostics {
        let (severity, count) = counts.entry(found.code).or_insert((found.severity, 0));
        *severity = found.severity.max(*severity);
        *count += 1;
    }
    let mut lines: Vec<Line> = counts
        .into_iter()
        .map(|(code, (severity, count))| Line {
            severity,
            code,
            count,
        })
        .collect();
    lines.sort_by(|left, right| {
        (right.severity, right.count, left.code).cmp(&(left.severity, left.count, right.code))
    });
    lines
}

/// The summary for a person: one line about a single page, with a table for more.
pub(super) fn human(loaded: &Loaded, console: Console) -> String {
    let lines = lines(loaded);
    let of = |severity| {
        let own = lines.iter().filter(|line| line.severity == severity);
        own.map(|line| line.count).sum()
    };
    let mut text = format!(
        "{} read: {}, {}, {}, {}",
        counted(loaded.files, "file"),
        counted(loaded.operations.len(), "operation"),
        counted(of(Severity::Error), "error"),
        counted(of(Severity::Warning), "warning"),
        counted(of(Severity::Note), "note"),
    );
    let pages = &loaded.summary;
    if pages.pages > 1 {
        let _ = write!(
            text,
            "\n{} in {} of pages; {} older or the same, {} of no operation",
            counted(pages.rows, "row"),
            size(pages.bytes),
            counted(pages.older, "page"),
            grouped(pages.nothing),
        );
        table(&lines, console, &mut text);
    }
    let fruitless = &loaded.fruitless;
    for file in fruitless.iter().take(NAMED) {
        let _ = write!(text, "\nno operation in {file}");
    }
    if fruitless.len() > NAMED {
        let more = grouped(fruitless.len() - NAMED);
        let _ = write!(text, "\nno operation in {more} more");
    }
    text
}

fn table(lines: &[Line], console: Console, text: &mut String) {
    let widest = lines.iter().map(|line| line.code.len()).max();
    let Some(code_width) = widest else {
        return;
    };
    let head = format!("{:>8}  {:<8} {:<code_width$}  what", "count", "", "code");
    let _ = write!(text, "\n\n{}", console.paint_note(Style::Dim, head));
    for line in lines {
        let title = catalogue::find(line.code).map_or("", |entry| entry.title);
        let severity = format!("{:<8}", line.severity.to_string());
        let severity = match line.severity {
            Severity::Error => console.paint_note(Style::Bad, severity),
            Severity::Warning => console.paint_note(Style::Strong, severity),
            Severity::Note => console.paint_note(Style::Dim, severity),
        };
        let room = WIDTH.saturating_sub(8 + 2 + 9 + code_width + 2);
        let title = shortened(title, room);
        let count = grouped(line.count);
        let row = format!("{count:>8}  {severity} {:<code_width$}  {title}", line.code);
        let _ = write!(text, "\n{}", row.trim_end());
    }
    text.push('\n');
}

/// The summary for a program.
pub(super) fn machine(loaded: &Loaded) -> Value {
    let mut severities = Map::new();
    let mut codes = Map::new();
    for line in lines(loaded) {
        let total = severities
            .entry(format!("{}s", line.severity))
            .or_insert_with(|| json!(0));
        *total = json!(total.as_u64().unwrap_or_default() + line.count as u64);
        codes.insert(line.code.to_owned(), json!(line.count));
    }
    let pages = &loaded.summary;
    json!({
        "files": loaded.files,
        "pages": pages.pages,
        "bytes": pages.bytes,
        "rows": pages.rows,
        "operations": loaded.operations.len(),
        "older": pages.older,
        "withoutOperation": loaded.fruitless,
        "severities": severities,
        "codes": codes,
    })
}

/// A count with its noun: `1 page`, `3,948 pages`.
fn counted(count: usize, noun: &str) -> String {
    let text = plural(count, noun);
    let noun = text.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{}{noun}", grouped(count))
}

/// A number with a comma after every third digit from the end.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes as kilobytes, or as megabytes with one decimal place.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{counted, shortened, size};

    #[test]
    fn figures_are_easy_to_read() {
        assert_eq!(counted(1, "page"), "1 page");
        assert_eq!(counted(66_828, "row"), "66,828 rows");
        assert_eq!(counted(1_234_567, "row"), "1,234,567 rows");
        assert_eq!(size(18_265_503), "18.3 MB");
        assert_eq!(size(6_210), "7 kB");
        assert_eq!(shortened("a row without an end", 12), "a row witho…");
    }
}
