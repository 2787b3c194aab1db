//! What stands in the cells of a page, read without knowing tables.

use crate::truth::plain_name;
use std::collections::HashSet;

/// The first cell of every line that starts with a pipe, and every bold line, below headings that
/// hold one of `words`: names, among others.
pub(super) fn first_cells(text: &str, words: &[&str]) -> HashSet<String> {
    let mut cells = HashSet::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("##") {
            inside = words.iter().any(|word| line.contains(word));
        }
        let cell = match (line.strip_prefix('|'), line.strip_prefix("**")) {
            _ if !inside => continue,
            (Some(rest), _) => rest.split('|').next().unwrap_or_default(),
            (None, Some(rest)) => rest.split("**").next().unwrap_or_default(),
            _ => continue,
        };
        let name: String = cell
            .chars()
            .filter(|character| !"\\ └*\u{a0}\u{200b}".contains(*character))
            .collect();
        cells.insert(plain_name(&name));
        // The parts of a dotted name are names too, of objects.
        if let Some((_, last)) = name.rsplit_once('.') {
            cells.insert(last.to_lowercase());
        }
    }
    cells
}

/// The cells and bold lines of the error sections that look like codes.
pub(super) fn raw_codes(text: &str) -> HashSet<String> {
    let is_code = |cell: &&str| {
        cell.len() > 3
            && cell.starts_with(|first: char| first.is_ascii_alphabetic())
            && cell
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "._-%".contains(character))
            && !["HttpCode", "Description", "ErrorCode"].contains(cell)
    };
    let mut codes = HashSet::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("##") {
            inside = ["错误", "Error", "error"]
                .iter()
                .any(|word| line.contains(word));
        }
        if inside {
            let line = line.replace("\\_", "_");
            let cells = line.split('|').map(|cell| cell.trim().trim_matches('*'));
            let starts = line.starts_with('|') || line.starts_with("**");
            codes.extend(cells.filter(|_| starts).filter(is_code).map(str::to_owned));
        }
    }
    codes
}
