//! What looks like an error code in a page, read without knowing column titles.

use std::collections::HashSet;

/// The codes of the error sections: bold lines, and of each row below a line of dashes the first
/// cell that looks like a code. A row of a table of HTTP statuses has none; there the number in its
/// first cell counts.
pub(crate) fn raw_codes(text: &str) -> HashSet<String> {
    let mut codes = HashSet::new();
    let mut inside = false;
    let mut below_titles = false;
    let mut row = String::new();
    for line in text.lines().chain(["##"]) {
        if line.starts_with('#') || (line.starts_with('|') && is_whole(&row)) {
            codes.extend(code_of_row(&row));
            row.clear();
        }
        if line.starts_with("##") {
            let words = ["错误", "Error", "error"];
            inside = words.iter().any(|word| line.contains(word));
            below_titles = false;
        }
        if !inside {
            continue;
        }
        if is_delimiter(line) {
            below_titles = true;
        } else if below_titles && (line.starts_with('|') || !row.is_empty()) {
            row.push_str(line.trim_end());
        } else if let Some(bold) = line.strip_prefix("**") {
            let term = plain(bold.split("**").next().unwrap_or_default());
            codes.extend(Some(term).filter(|term| is_code(term)));
        }
    }
    codes
}

/// Whether a row has its last pipe; one cell a line is a row too.
fn is_whole(row: &str) -> bool {
    row.len() > 1 && row.ends_with('|')
}

fn code_of_row(row: &str) -> Option<String> {
    let cells: Vec<String> = row.split('|').skip(1).map(plain).collect();
    let code = cells.iter().find(|cell| is_code(cell));
    let status = cells.first().filter(|cell| cell.parse::<u16>().is_ok());
    code.or(status).cloned()
}

/// A cell without marks, and without the blank that some pages have after a dot in a code.
fn plain(cell: &str) -> String {
    let cell = cell.trim().trim_matches(['*', '`']);
    cell.replace("\\_", "_").replace(". ", ".")
}

fn is_code(cell: &str) -> bool {
    let code = |character: char| character.is_ascii_alphanumeric() || "._-%".contains(character);
    cell.len() > 3
        && cell.starts_with(|first: char| first.is_ascii_alphabetic())
        && cell.chars().all(code)
}

fn is_delimiter(line: &str) -> bool {
    line.starts_with('|') && line.contains('-') && line.chars().all(|mark| "|-: ".contains(mark))
}
