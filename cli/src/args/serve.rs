//! The options of `doctract serve`.

use super::{Reading, Selection};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Pages, specs or folders of them; none: only the operations with built-in behaviour
    #[arg(value_name = "PAGES-OR-SPECS")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) addr: String,
    /// Write a line for each request on standard output
    #[arg(long, value_name = "FORMAT", default_value = "off")]
    pub(crate) access_log: AccessLog,
    /// List the faults that can be switched on
    #[arg(long)]
    pub(crate) list_faults: bool,
    #[command(flatten)]
    pub(crate) behaviour: Behaviour,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

/// How it answers.
#[derive(Debug, Args)]
#[command(next_help_heading = "What it does")]
pub(crate) struct Behaviour {
    /// The accounts, disks and snapshots that are there at the start [default: the built-in world]
    #[arg(long, value_name = "FILE")]
    pub(crate) world: Option<PathBuf>,
    /// Keep the state in this file: what was acknowledged is there again after a restart
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// How time passes in the model: still, run, or a factor such as 60x
    #[arg(long, value_name = "HOW", default_value = "run")]
    pub(crate) clock: String,
    /// The edition of the page of CreateSnapshot: 2019, 2019-revised or 2020 [default: what its spec
    /// is, else 2019]
    #[arg(long, value_name = "YEAR")]
    pub(crate) edition: Option<String>,
    /// Whether requests must be signed: required; optional (none, or a right one); off
    #[arg(
        long,
        value_name = "HOW",
        default_value = "required",
        hide_possible_values = true
    )]
    pub(crate) signatures: Signatures,
    /// Let every operation take so long, such as 50ms
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = time)]
    pub(crate) latency: Duration,
    /// Depart from the page in one way; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Vec<String>,
}

/// What a client may ask of it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Bounds {
    /// Refuse what an account sends beyond so many requests a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) throttle: Option<u32>,
    /// How many requests may come at once after a pause [default: the rate]
    #[arg(long, value_name = "N", requires = "throttle", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) burst: Option<u32>,
    /// The status of a request beyond the rate: 400, or 429 with the time to wait
    #[arg(long, value_name = "STATUS", requires = "throttle", default_value = "400", value_parser = ["400", "429"], hide_possible_values = true)]
    pub(crate) throttle_status: String,
    /// Connections at once [default: 20000]
    #[arg(long, value_name = "N")]
    pub(crate) max_connections: Option<usize>,
    /// Headers of a request [default: 100]
    #[arg(long, value_name = "N")]
    pub(crate) max_headers: Option<usize>,
    /// Bytes of the request line and the headers, at least 8192 [default: 65536]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_head: Option<usize>,
    /// Bytes of a body [default: 1048576]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_body: Option<usize>,
    /// How long the head of a request, or the next request, may be waited for [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) head_time: Option<Duration>,
    /// How long a body may take to arrive [default: 30s]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) body_time: Option<Duration>,
    /// How long requests in work are waited for when it stops [default: 10s]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) stop_time: Option<Duration>,
}

/// Whether requests must be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Signatures {
    Required,
    Optional,
    Off,
}

/// How the access log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AccessLog {
    Off,
    Human,
    Json,
}

/// A span of time: a number and one of `ms`, `s`, `m`.
fn time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let seconds = match &text[digits.len()..] {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => f64::NAN,
    };
    let span = digits.parse::<f64>().map(|number| number * seconds);
    let span = span
        .ok()
        .and_then(|span| Duration::try_from_secs_f64(span).ok());
    span.ok_or_else(|| "write a number and ms, s or m, such as 50ms".to_owned())
}

#[cfg(test)]
mod tests {
    use super::time;
    use std::time::Duration;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(time("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(time("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(time("2m"), Ok(Duration::from_secs(120)));
        for no in ["50", "ms", "-1s", "1h", "", "1 s", "infs", "nans", "1e400s"] {
            assert!(time(no).is_err(), "{no}");
        }
    }
}
