//! `doctract explain`: what a code means and what to do about it.

use crate::args::Explain;
use crate::codes;
use crate::console::{Console, Style, print};
use crate::failure::Failure;
use doctract_spec::codes::Entry;
use doctract_spec::near;

pub(crate) fn run(arguments: &Explain, console: Console) -> Result<u8, Failure> {
    let all: Vec<Entry> = codes::all().collect();
    let Some(code) = &arguments.code else {
        let width = all.iter().map(|entry| entry.code.len()).max().unwrap_or(0);
        let lines = all
            .iter()
            .map(|entry| format!("{:width$}  {}\n", entry.code, entry.title));
        print(&lines.collect::<String>())?;
        return Ok(0);
    };
    if let Some(entry) = all.iter().find(|entry| entry.code == *code) {
        print(&text(entry, console))?;
        return Ok(0);
    }
    let advice = near::advice(code, all.iter().map(|entry| entry.code));
    let advice = advice.unwrap_or_else(|| "`doctract explain` without a code lists all".to_owned());
    Err(Failure::usage(format!("no code `{code}` ({advice})")))
}

fn text(entry: &Entry, console: Console) -> String {
    let advice = format!("What to do: {}.", entry.advice);
    let example: String = entry
        .example
        .lines()
        .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
        .collect();
    format!(
        "{} ({}): {}\n\n{}\n\n{}\n\nExample:\n\n{example}",
        console.paint(Style::Strong, entry.code),
        entry.kind,
        entry.title,
        wrapped(entry.explanation),
        wrapped(&advice),
    )
}

/// The text in lines of at most 78 columns.
fn wrapped(text: &str) -> String {
    const COLUMNS: usize = 78;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
