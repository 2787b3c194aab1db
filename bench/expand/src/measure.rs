//! Time, memory and size of what cargo makes.

use crate::Failure;
use crate::crates::Crate;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use std::{fs, io, mem};

/// What a check took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub seconds: f64,
    /// The largest process, at its largest.
    pub kilobytes: i64,
}

/// Checks a crate alone, so many times; the best of each figure.
pub fn check(of: &Crate, times: usize) -> Result<Cost, Failure> {
    cargo(of, &["check", "--lib"])?;
    let mut best = Cost {
        seconds: f64::INFINITY,
        kilobytes: i64::MAX,
    };
    for _ in 0..times {
        // A time that differs makes cargo check the crate again, and nothing else.
        let later = SystemTime::now() + Duration::from_secs(1);
        fs::File::options()
            .append(true)
            .open(of.root.join("src/lib.rs"))?
            .set_modified(later)?;
        let cost = cargo(of, &["check", "--lib"])?;
        best.seconds = best.seconds.min(cost.seconds);
        best.kilobytes = best.kilobytes.min(cost.kilobytes);
    }
    Ok(best)
}

/// Bytes of the program of a crate.
pub fn release_size(of: &Crate) -> Result<u64, Failure> {
    cargo(of, &["build", "--release", "--bin", "measured"])?;
    Ok(fs::metadata(of.target.join("release/measured"))?.len())
}

fn cargo(of: &Crate, arguments: &[&str]) -> Result<Cost, Failure> {
    let start = Instant::now();
    let child = Command::new("cargo")
        .args(arguments)
        .arg("--quiet")
        .current_dir(&of.root)
        .env("CARGO_TARGET_DIR", &of.target)
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .spawn()?;
    let (kilobytes, fine) = wait(child.id())?;
    if !fine {
        return Err(format!(
            "cargo {} failed in {}",
            arguments.join(" "),
            of.root.display()
        )
        .into());
    }
    Ok(Cost {
        seconds: start.elapsed().as_secs_f64(),
        kilobytes,
    })
}

/// Waits for a child; the largest resident set of it and its own children, and whether it went well.
fn wait(child: u32) -> Result<(i64, bool), Failure> {
    let mut status = 0;
    // SAFETY: a structure of numbers, for which zeros are fine.
    let mut usage: libc::rusage = unsafe { mem::zeroed() };
    let child = libc::pid_t::try_from(child)?;
    // SAFETY: both places are valid for the call; nobody else waits for the child.
    let waited = unsafe { libc::wait4(child, &raw mut status, 0, &raw mut usage) };
    if waited != child {
        return Err(io::Error::last_os_error().into());
    }
    Ok((usage.ru_maxrss, status == 0))
}
