//! `doctract cleanup`: what an interrupted run left behind is removed, from its journal.

use super::{endpoint, planning, serve};
use crate::args::Cleanup;
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use doctract_conformance::{Conventions, cleanup, journal};
use std::path::Path;

pub(crate) fn run(
    arguments: &Cleanup,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &[])?;
    let path = &arguments.journal;
    let left = journal::left(path).map_err(Failure::read(path))?;
    let many = left.made.len() + left.unanswered.len();
    if many == 0 {
        print("nothing is left\n")?;
        return Ok(0);
    }
    let named = arguments.fixtures.as_deref();
    let fixtures = planning::fixtures(named.or(config.test.fixtures.as_deref()), console)?;
    let url = arguments.target.endpoint.clone().or(left.endpoint);
    let url = url.ok_or_else(|| {
        Failure::usage("the journal does not say where its requests went; name it with --endpoint")
    })?;
    let key = endpoint::key_of_environment().or_else(|| endpoint::key_of(&fixtures));
    let endpoint = endpoint::endpoint(&url, &arguments.target, key)?;
    console.note(format_args!(
        "{} to settle at {url}",
        plural(many, "request")
    ));
    let cleaned = serve::runtime()?
        .block_on(cleanup(path, endpoint, &fixtures, &Conventions::default()))
        .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    let mut text = format!("{} removed", cleaned.removed);
    if cleaned.unanswered > 0 {
        text.push_str(&format!(", {} had made nothing", cleaned.unanswered));
    }
    text.push('\n');
    for (operation, id, reason) in &cleaned.left {
        text.push_str(&format!("left behind: {id} of {operation}: {reason}\n"));
    }
    print(&text)?;
    Ok(u8::from(!cleaned.left.is_empty()))
}
