//! Extraction of the whole corpus beside bare Markdown events over the same bytes, as a table.

use bench_extract::{Candidate, Page, corpus, fastest, megabytes_a_second, rounds};
use doctract_spec::Operation;
use doctract_spec::extract::prose::{RowContext, read_introduction, read_row};
use doctract_spec::extract::{Options, extract_page};
use doctract_spec::names::Names;
use pulldown_cmark::{Options as Markdown, Parser};
use rayon::prelude::*;
use std::hint::black_box;

fn main() {
    let pages = corpus();
    let bytes = pages.iter().map(|page| page.text.len()).sum();
    let operations: Vec<_> = pages
        .iter()
        .filter_map(|page| extract(page).operation)
        .collect();
    let bare = || {
        pages
            .iter()
            .for_each(|page| events(page, Markdown::empty()))
    };
    let tables = || {
        pages
            .iter()
            .for_each(|page| events(page, Markdown::ENABLE_TABLES))
    };
    let one_thread = || pages.iter().for_each(extract_and_drop);
    let reading_prose = || operations.iter().for_each(prose);
    let all_threads = || pages.par_iter().for_each(extract_and_drop);
    let mut candidates = vec![
        one("Markdown events", &bare),
        one("Markdown events, tables on", &tables),
        one("extraction, one thread", &one_thread),
        one("of that, reading prose", &reading_prose),
        Candidate {
            threads: true,
            ..one("extraction, all threads", &all_threads)
        },
    ];
    // A second argument, a part of a name, leaves out the others: for a profiler.
    if let Some(part) = std::env::args().nth(2) {
        candidates.retain(|candidate| candidate.name.contains(&part));
    }
    let times = fastest(rounds(5), &mut candidates);
    println!(
        "{} pages, {bytes} bytes, {} threads; fastest of {} rounds.\n",
        pages.len(),
        rayon::current_num_threads(),
        rounds(5),
    );
    println!("| what | time | MB/s | pages/s | share of the events' speed |");
    println!("|---|--:|--:|--:|--:|");
    for (candidate, time) in candidates.iter().zip(&times) {
        println!(
            "| {} | {:.3} s | {:.1} | {:.0} | {:.2} |",
            candidate.name,
            time.as_secs_f64(),
            megabytes_a_second(bytes, *time),
            pages.len() as f64 / time.as_secs_f64(),
            times[0].as_secs_f64() / time.as_secs_f64(),
        );
    }
}

fn one<'c>(name: &'static str, run: &'c dyn Fn()) -> Candidate<'c> {
    Candidate {
        name,
        threads: false,
        run: Box::new(run),
    }
}

fn extract_and_drop(page: &Page) {
    drop(black_box(extract(page)));
}

fn extract(page: &Page) -> doctract_spec::extract::Extraction {
    extract_page(&page.name, page.text.as_bytes(), &Options::default())
}

fn events(page: &Page, options: Markdown) {
    Parser::new_ext(&page.text, options).for_each(|event| drop(black_box(event)));
}

/// Reads the prose of one operation again: the rows of its request and its introduction.
fn prose(operation: &Operation) {
    let english = operation
        .locale
        .as_deref()
        .is_some_and(|locale| locale.starts_with("en"));
    let names = Names::new(operation);
    let parameters: Vec<String> = names
        .nodes()
        .iter()
        .map(|node| node.pattern.clone())
        .collect();
    for node in names.nodes() {
        let Some(description) = &node.field.description else {
            continue;
        };
        black_box(read_row(
            description,
            &RowContext {
                english,
                operation: &operation.operation,
                name: &node.pattern,
                kind: node.field.kind,
                example: node.field.example.as_deref(),
                parameters: &parameters,
            },
        ));
    }
    if let Some(introduction) = &operation.description {
        black_box(read_introduction(introduction, english, &parameters));
    }
}
