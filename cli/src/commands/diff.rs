//! `doctract diff`: two specs, or folders of them, compared as contracts.

use crate::args::{Diff, DiffFormat, Reading};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::input;
use doctract_spec::Operation;
use doctract_spec::diff::{FailOn, Options, TextOptions, diff_all, json, markdown, text};
use std::path::Path;

pub(crate) fn run(arguments: &Diff, named: Option<&Path>, console: Console) -> Result<u8, Failure> {
    let level = arguments
        .fail_on
        .as_deref()
        .map(str::parse::<FailOn>)
        .transpose();
    let level = level.map_err(|error| Failure::usage(error.to_string()))?;
    let config = Config::find(named, std::slice::from_ref(&arguments.new))?;
    let old = operations(&arguments.old, &arguments.reading, &config, console)?;
    let new = operations(&arguments.new, &arguments.reading, &config, console)?;
    let report = diff_all(&old, &new, &Options::default());
    print(&match arguments.format {
        DiffFormat::Human => {
            let options = TextOptions {
                colour: console.color_on_stdout(),
                ..TextOptions::default()
            };
            text(&report, options)
        }
        DiffFormat::Json => json(&report),
        DiffFormat::Markdown => markdown(&report),
    })?;
    Ok(u8::from(level.is_some_and(|level| report.fails(level))))
}

fn operations(
    path: &Path,
    reading: &Reading,
    config: &Config,
    console: Console,
) -> Result<Vec<Operation>, Failure> {
    let loaded = input::load(&[path.to_owned()], reading, config, console)?;
    loaded.report(console)?;
    Ok(loaded.operations)
}
