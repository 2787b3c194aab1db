//! Runs of wrk, and what they say.

use crate::Failure;
use std::path::Path;
use std::process::Command;

const CONNECTIONS: &str = "64";

/// Each request once, in the order of the file; then the first again and again.
const SCRIPT: &str = r#"
local requests, at = {}, 0
function init(arguments)
  for target in io.lines(arguments[1]) do requests[#requests + 1] = wrk.format("GET", target) end
end
function request()
  at = at + 1
  return requests[at] or requests[1]
end
"#;

pub(crate) struct Figures {
    /// Requests a second.
    pub(crate) rate: f64,
    /// As wrk writes it: `1.23ms`.
    pub(crate) p99: String,
    /// Answers other than 2xx and 3xx.
    pub(crate) refused: u64,
}

/// The requests of a file (a target a line) against an address.
pub(crate) fn run(address: &str, targets: &Path, seconds: u64) -> Result<Figures, Failure> {
    let script = targets.with_extension("lua");
    std::fs::write(&script, SCRIPT)?;
    let output = Command::new("wrk")
        .args([
            "-t1",
            "-c",
            CONNECTIONS,
            "--latency",
            "-d",
            &format!("{seconds}s"),
            "-s",
        ])
        .arg(&script)
        .arg(format!("http://{address}/"))
        .arg("--")
        .arg(targets)
        .output()
        .map_err(|error| format!("wrk: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let after = |label: &str| {
        let line = text
            .lines()
            .find_map(|line| line.trim().strip_prefix(label));
        line.map(|rest| rest.trim().to_owned())
    };
    let said = || {
        format!(
            "wrk said: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    };
    Ok(Figures {
        rate: after("Requests/sec:").ok_or_else(said)?.parse()?,
        p99: after("99%").ok_or_else(said)?,
        refused: after("Non-2xx or 3xx responses:").map_or(Ok(0), |number| number.parse())?,
    })
}
