//! What pages really print: every time layout and every regular expression in them is understood.
//!
//! Reads the pages below `DOCTRACT_CORPUS`.

#![cfg(all(feature = "formats", feature = "pattern"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its pages fails"
)]

use doctract_core::{format, pattern};
use regex::Regex;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The lines of all pages that hold the mark; nothing if there are no pages here.
fn lines_with(mark: &str) -> Vec<String> {
    let Some(root) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return Vec::new();
    };
    let mut folders = vec![PathBuf::from(root)];
    let mut lines = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension() == Some("md".as_ref()) {
                let bytes = std::fs::read(path).unwrap();
                let page = String::from_utf8_lossy(&bytes);
                lines.extend(
                    page.lines()
                        .filter(|line| line.contains(mark))
                        .map(str::to_owned),
                );
            }
        }
    }
    assert!(!lines.is_empty(), "no page holds {mark}");
    lines
}

/// How often each different text occurs that the expression finds.
fn printed(lines: &[String], expression: &str) -> BTreeMap<String, usize> {
    let expression = Regex::new(expression).unwrap();
    let mut counts = BTreeMap::new();
    for found in lines.iter().flat_map(|line| expression.find_iter(line)) {
        *counts.entry(found.as_str().to_owned()).or_default() += 1;
    }
    assert!(
        lines.is_empty() || counts.len() > 4,
        "found too little: {counts:?}"
    );
    counts
}

#[test]
fn every_printed_layout_is_understood() {
    let time = "[hH]{2}( ?: ?[mM]{2}( ?: ?[sS]{2})?)?'?Z?'?";
    let layout = format!("[yY]{{4}}-[mM]{{2}}-[dD]{{2}}( ?'?T?'? ?{time})?");
    for mark in ["yyyy", "YYYY"] {
        let mut lines = lines_with(mark);
        for line in &mut lines {
            // Marks of emphasis, code and escapes stand inside layouts.
            line.retain(|c| !matches!(c, '*' | '`' | '\\'));
        }
        for (layout, times) in printed(&lines, &layout) {
            let canonical = format::canonical_layout(&layout);
            assert!(canonical.is_some(), "{layout:?}, {times} times");
            let text = format::render_layout(&layout, 1_514_808_000_000).unwrap();
            assert!(format::matches_layout(&layout, &text), "{layout:?}: {text}");
        }
    }
}

#[test]
fn every_printed_expression_is_understood() {
    for (expression, times) in printed(&lines_with("^["), r"\^\[[^\s|]+\$") {
        assert_eq!(
            pattern::check(&expression),
            Ok(()),
            "{expression:?}, {times} times"
        );
    }
}
