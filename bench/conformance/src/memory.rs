//! The largest memory of a run by the number of its cases, each run a process of its own.

use crate::servers::Serving;
use crate::{Outcome, suite};
use std::process::Command;

const USUAL: [usize; 3] = [1_000, 10_000, 100_000];

pub(crate) fn run(arguments: &[&str]) -> Outcome {
    let counts: Result<Vec<usize>, _> = arguments.iter().map(|text| text.parse()).collect();
    let counts = Some(counts?).filter(|counts| !counts.is_empty());
    println!(
        "{:>9}  {:>10}  {:>9}  {:>9}",
        "cases", "peak MiB", "seconds", "µs/case"
    );
    for count in counts.unwrap_or_else(|| USUAL.to_vec()) {
        let server = Serving::start(&[])?;
        let program = std::env::current_exe()?;
        let output = Command::new(program)
            .args(["one-run", &server.url, &count.to_string()])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        print!("{}", String::from_utf8_lossy(&output.stdout));
    }
    Ok(())
}

/// One run against an address; prints a row of the table.
pub(crate) fn one_run(url: &str, cases: &str) -> Outcome {
    let count: usize = cases.parse()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let report = runtime.block_on(suite::run(suite::endpoint(url)?, count))?;
    let seconds = report.elapsed.as_secs_f64();
    println!(
        "{count:>9}  {:>10.1}  {seconds:>9.2}  {:>9.1}",
        peak_kib()? as f64 / 1024.0,
        seconds * 1e6 / count as f64
    );
    Ok(())
}

/// The largest resident memory of this process so far, as Linux counts it.
fn peak_kib() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(number.ok_or("/proc/self/status has no VmHWM")?.parse()?)
}
