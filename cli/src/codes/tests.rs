//! Every code has a text, and every command that a text names exists.

use super::all;
use crate::args::Cli;
use clap::{Command, CommandFactory};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What codes begin with.
const FAMILIES: [&str; 14] = [
    "baseline",
    "conventions",
    "dialect",
    "file",
    "fixture",
    "folder",
    "index",
    "lint",
    "overlay",
    "page",
    "scenario",
    "spec",
    "update",
    "world",
];

/// Words that look like codes and are none.
const NONE: [&str; 0] = [];

/// The sources and documents of the repository, without tests.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["core", "spec", "codegen", "macros", "doctract"]
        .iter()
        .chain(&["conformance", "server", "cli"])
        .map(|folder| root.join(folder).join("src"))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_text = path.extension().is_some_and(|end| {
                ["rs", "md", "toml", "yaml"]
                    .iter()
                    .any(|known| end == *known)
            });
            if path.is_dir() {
                folders.push(path);
            } else if is_text && path.file_name().unwrap() != "tests.rs" {
                found.push(path);
            }
        }
    }
    found.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].map(|file| root.join(file)));
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    found.into_iter().map(read).collect()
}

/// The quoted words of a line that look like codes.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2).filter(|word| {
        let is_code = |c: char| c.is_ascii_lowercase() || c == '-';
        let family = word.split_once('-').map(|(family, _)| family);
        word.chars().all(is_code)
            && !word.ends_with('-')
            && family.is_some_and(|family| FAMILIES.contains(&family))
    })
}

#[test]
fn every_code_in_the_sources_can_be_explained() {
    let known: BTreeSet<&str> = all().map(|entry| entry.code).collect();
    let mut seen = BTreeSet::new();
    for (path, text) in texts() {
        let is_code = path.extension().is_some_and(|end| end == "rs");
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for word in lines.filter(|_| is_code).flat_map(codes) {
            seen.insert(word.to_owned());
            let explained = known.contains(word) || NONE.contains(&word);
            assert!(explained, "{}: `{word}` is not explained", path.display());
        }
    }
    assert!(seen.len() > 100, "only {} codes seen", seen.len());
}

#[test]
fn every_entry_is_complete() {
    let mut seen = BTreeSet::new();
    for entry in all() {
        assert!(seen.insert(entry.code), "{} twice", entry.code);
        assert!(
            !entry.title.is_empty() && !entry.example.is_empty(),
            "{}",
            entry.code
        );
        assert!(entry.explanation.ends_with('.'), "{}", entry.code);
        assert!(!entry.advice.is_empty(), "{}", entry.code);
    }
}

/// The words after `doctract` of each command line in a text: in backticks, behind a prompt, or
/// indented as code.
fn commands(text: &str) -> Vec<Vec<&str>> {
    let quoted = text.split("`doctract ").skip(1);
    let quoted = quoted.filter_map(|rest| rest.split('`').next());
    let lines = text.lines().filter_map(|line| {
        let line = line.trim_start_matches(['/', '!']).trim_start();
        let line = line.strip_prefix("$ ").unwrap_or(line);
        line.strip_prefix("doctract ")
    });
    let is_command = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    quoted
        .chain(lines)
        .filter(is_command)
        .map(|line| line.split_whitespace().collect())
        .collect()
}

/// What is wrong with a command line: an unknown command or an unknown option.
fn fault(line: &[&str], root: &Command) -> Option<String> {
    let mut command = root.clone();
    for (at, word) in line.iter().enumerate() {
        let word = word.trim_end_matches([',', '.', ';', ')', '"', '\'']);
        if let Some(option) = word.strip_prefix("--").filter(|option| !option.is_empty()) {
            let option = option.split('=').next().unwrap_or(option);
            let known = |command: &Command| {
                let mut arguments = command.get_arguments();
                arguments.any(|one| one.get_long() == Some(option))
            };
            let global = ["help", "version"].contains(&option);
            if !global && !known(&command) && !known(root) {
                return Some(format!("{} has no --{option}", command.get_name()));
            }
        } else if at == 0 || command.has_subcommands() {
            match command.find_subcommand(word) {
                Some(below) => command = below.clone(),
                None => return Some(format!("there is no `{word}`")),
            }
        }
    }
    None
}

#[test]
fn every_command_that_a_text_names_exists() {
    let root = Cli::command();
    let mut count = 0;
    for (path, text) in texts() {
        for line in commands(&text) {
            count += 1;
            let fault = fault(&line, &root);
            assert_eq!(
                fault,
                None,
                "{}: doctract {}",
                path.display(),
                line.join(" ")
            );
        }
    }
    assert!(count > 40, "only {count} commands seen");
    assert!(fault(&["indx"], &root).is_some());
    assert!(fault(&["lint", "--levle"], &root).is_some());
}
