//! The reference server beside a bare axum handler, under idle connections, and over millions of requests.

mod idle;
mod load;
mod memory;
mod process;
mod requests;
mod results;
mod serve;
mod wrk;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const USAGE: &str =
    "usage: bench-server load [SECONDS] [ROUNDS] | idle [CONNECTIONS] | memory [REQUESTS]";

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| arguments.get(at).map_or(Ok(usual), |text| text.parse());
    match arguments.first().map(String::as_str) {
        Some("load") => load::run(number(1, 10)?, number(2, 5)?),
        Some("idle") => idle::run(number(1, 10_000)?),
        Some("memory") => memory::run(number(1, 10_000_000)?),
        // What the others start as a process of its own.
        Some("serve") => serve::run(arguments.get(1).map(String::as_str)),
        _ => Err(USAGE.into()),
    }
}
