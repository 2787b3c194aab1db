//! `doctract explain`: what a diagnostic means and what to do about it.

use crate::args::Explain;
use crate::console::{Console, Style, print};
use crate::failure::Failure;
use doctract_spec::extract::catalogue::{self, Entry};

pub(crate) fn run(arguments: &Explain, console: Console) -> Result<u8, Failure> {
    let Some(code) = &arguments.code else {
        let width = catalogue::ALL
            .iter()
            .map(|entry| entry.code.len())
            .max()
            .unwrap_or(0);
        let lines = catalogue::ALL.iter().map(|entry| {
            format!(
                "{:width$}  {:7}  {}\n",
                entry.code,
                entry.severity.to_string(),
                entry.title
            )
        });
        print(&lines.collect::<String>())?;
        return Ok(0);
    };
    match catalogue::find(code) {
        Some(entry) => print(&text(entry, console))?,
        None => {
            return Err(Failure::usage(format!(
                "no diagnostic `{code}` (doctract explain without a code lists all)"
            )));
        }
    }
    Ok(0)
}

fn text(entry: &Entry, console: Console) -> String {
    let advice = format!("What to do: {}.", entry.advice);
    format!(
        "{} ({}): {}\n\n{}\n\n{}\n",
        console.paint(Style::Strong, entry.code),
        entry.severity,
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
