//! Measures conformance runs; each mode prints a table. See README.md beside.

mod memory;
mod rate;
mod schemathesis;
mod servers;
mod suite;
mod wrk;

use std::process::ExitCode;

/// Anything that stops a measurement.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
bench-conformance MODE
  rate [CASES]          cases a second beside a bare reqwest loop and wrk, and the founding page
  memory [CASES…]       largest memory of a run by the number of its cases, and the time
  schemathesis PROGRAM [FAULT…]
                        faults that Schemathesis finds beside ours, and the time of both";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["rate", rest @ ..] => rate::run(rest),
        ["memory", rest @ ..] => memory::run(rest),
        ["schemathesis", program, faults @ ..] => schemathesis::run(program, faults),
        // What this program starts itself as.
        ["serve", rest @ ..] => servers::serve(rest),
        ["one-run", url, cases] => memory::one_run(url, cases),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
