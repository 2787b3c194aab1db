//! Hostile pages of 1, 2 and 4 MB: the speed stays where reading is linear in the bytes. As a table.

use bench_extract::{Candidate, fastest, hostile, megabytes_a_second, rounds};
use doctract_spec::extract::{Options, extract_page};
use std::hint::black_box;

const SIZES: [usize; 3] = [1 << 20, 2 << 20, 4 << 20];

fn main() {
    let rounds = rounds(3);
    let sizes: Vec<_> = SIZES.iter().map(|size| hostile(*size)).collect();
    println!("MB/s, fastest of {rounds} rounds.\n");
    println!("| page | 1 MiB | 2 MiB | 4 MiB |");
    println!("|---|--:|--:|--:|");
    for (at, (name, _)) in sizes[0].iter().enumerate() {
        let run = |text: &'_ str| {
            drop(black_box(extract_page(
                "page.md",
                text.as_bytes(),
                &Options::default(),
            )))
        };
        let mut candidates: Vec<_> = sizes
            .iter()
            .map(|pages| Candidate {
                name: "",
                threads: false,
                run: Box::new(|| run(&pages[at].1)),
            })
            .collect();
        let times = fastest(rounds, &mut candidates);
        let speeds: Vec<_> = sizes
            .iter()
            .zip(times)
            .map(|(pages, time)| format!("{:.1}", megabytes_a_second(pages[at].1.len(), time)))
            .collect();
        println!("| {name} | {} |", speeds.join(" | "));
    }
}
