//! `wrk` over the recorded requests, where it is installed.

use crate::Outcome;
use crate::servers::Serving;
use doctract_conformance::hooks::Unsigned;
use std::io::Write;
use std::process::Command;

/// Each thread takes its own share of the requests, each once; GET ones alone, as a script of wrk
/// is simplest.
const SCRIPT: &str = r#"
local threads = 0
function setup(thread) thread:set("share", threads); threads = threads + 1 end
function init(args)
  targets, at = {}, 1
  local number = 0
  for line in io.lines(args[1]) do
    if number % 2 == share then targets[#targets + 1] = line end
    number = number + 1
  end
end
function request()
  local target = targets[at]
  at = at % #targets + 1
  return wrk.format("GET", target)
end
"#;

pub(crate) fn run(recorded: &[Unsigned], bare: f64) -> Outcome {
    if Command::new("wrk").arg("-v").output().is_err() {
        println!("wrk is not installed: left out");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let (script, targets) = (folder.path().join("one.lua"), folder.path().join("targets"));
    std::fs::write(&script, SCRIPT)?;
    let mut file = std::fs::File::create(&targets)?;
    for request in recorded.iter().filter(|request| request.method == "GET") {
        writeln!(file, "{}", request.target)?;
    }
    let server = Serving::start(&[])?;
    // Two seconds: beyond the last recorded request, nonces come again and are refused.
    let output = Command::new("wrk")
        .args(["-t2", "-c32", "-d2s", "-s"])
        .arg(&script)
        .arg(&server.url)
        .arg("--")
        .arg(&targets)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    let rate: f64 = rate.ok_or("wrk gave no rate")?.trim().parse()?;
    println!(
        "wrk: {rate:.0} requests/s; the bare reqwest loop has {:.2} of it",
        bare / rate
    );
    Ok(())
}
