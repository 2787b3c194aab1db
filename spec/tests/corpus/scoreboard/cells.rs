//! What stands in the cells of a page, read without knowing tables.

use crate::truth::plain_name;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Words in the headings of request sections.
pub(crate) const REQUEST: [&str; 5] = ["请求", "Request", "request", "参数说明", "Body"];

/// Words in the headings of response sections.
pub(crate) const RESPONSE: [&str; 5] = ["返回", "回参数", "Response", "Return", "return"];

/// The first cell of every line that starts with a pipe, and every bold line, below headings that
/// hold one of `words`: names, among others. `from_top` counts what stands above all headings too.
pub(crate) fn first_cells(text: &str, words: &[&str], from_top: bool) -> HashSet<String> {
    let mut cells = HashSet::new();
    let mut inside = from_top;
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
        let name = bare(cell);
        cells.insert(plain_name(name.trim_end_matches('.')));
        // The parts of a dotted name are names too, of objects.
        if let Some((_, last)) = name.rsplit_once('.') {
            cells.insert(last.to_lowercase());
        }
    }
    cells
}

/// What the cells after the name say of "required", by name: plain yes and no alone.
pub(crate) fn required_cells(text: &str) -> HashMap<String, bool> {
    const YES: [&str; 7] = ["是", "yes", "必选", "必须", "必填", "required", "mandatory"];
    const NO: [&str; 4] = ["否", "no", "可选", "optional"];
    let mut answers = HashMap::new();
    let mut inside = true;
    for line in text.lines().map(str::trim) {
        if line.starts_with("##") {
            inside = REQUEST.iter().any(|word| line.contains(word));
        }
        let Some(row) = line.strip_prefix('|').filter(|_| inside) else {
            continue;
        };
        let cells: Vec<String> = row.split('|').map(bare).collect();
        // A row of titles: "Required" is no answer there.
        if cells
            .iter()
            .any(|cell| ["Type", "类型"].contains(&cell.as_str()))
        {
            continue;
        }
        let answer = cells[1..].iter().take(4).find_map(|cell| {
            let word = cell.trim_end_matches('.').to_lowercase();
            let yes = YES.contains(&word.as_str());
            (yes || NO.contains(&word.as_str())).then_some(yes)
        });
        if let Some(answer) = answer {
            answers.entry(plain_name(&cells[0])).or_insert(answer);
        }
    }
    answers
}

fn bare(cell: &str) -> String {
    let marks = "\\ └*\u{a0}\u{200b}";
    cell.chars().filter(|mark| !marks.contains(*mark)).collect()
}

/// The second cell of every row, by name, in lower case: the type, on nearly every page.
pub(crate) fn type_cells(text: &str) -> HashMap<String, BTreeSet<String>> {
    let mut types: HashMap<String, BTreeSet<String>> = HashMap::new();
    for line in text.lines().map(str::trim) {
        let mut cells = line
            .strip_prefix('|')
            .into_iter()
            .flat_map(|row| row.split('|'));
        if let (Some(name), Some(word)) = (cells.next(), cells.next()) {
            let name = plain_name(bare(name).trim_end_matches('.'));
            types
                .entry(name)
                .or_default()
                .insert(bare(word).to_lowercase());
        }
    }
    types
}
