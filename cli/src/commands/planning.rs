//! What `cases` and `test` share: fixtures, plans, and which cases are chosen.

use crate::args::Planning;
use crate::config::Config;
use crate::console::Console;
use crate::failure::Failure;
use crate::files;
use doctract_conformance::{Conventions, Options, Plan};
use doctract_server::DEFAULT_FIXTURES;
use doctract_spec::Operation;
use doctract_spec::fixture::{self, Fixtures};

/// The fixtures that the user named, else those of the reference server's default world.
pub(crate) fn fixtures(
    arguments: &Planning,
    config: &Config,
    console: Console,
) -> Result<Fixtures, Failure> {
    let named = arguments
        .fixtures
        .as_deref()
        .or(config.test.fixtures.as_deref());
    let (name, text) = match named {
        None => (
            "the built-in fixtures".to_owned(),
            DEFAULT_FIXTURES.to_owned(),
        ),
        Some(path) => {
            let bytes = files::read(path)?;
            (
                path.display().to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )
        }
    };
    fixture::load(&name, &text)
        .map_err(|diagnostics| Failure::diagnosed(&name, &text, &diagnostics, "fixtures", console))
}

/// One plan for each operation.
pub(crate) fn plans<'a>(
    operations: &'a [Operation],
    fixtures: &'a Fixtures,
    arguments: &Planning,
    conventions: &Conventions,
) -> Vec<Plan<'a>> {
    let plan = |operation| {
        Plan::new(operation, fixtures, arguments.seed).with_conventions(conventions.clone())
    };
    operations.iter().map(plan).collect()
}

/// The part of the runner's options that says which cases are chosen.
pub(crate) fn choice(arguments: &Planning) -> Options {
    Options {
        seed: arguments.seed,
        filter: arguments.filter.clone().or_else(|| arguments.case.clone()),
        partition: arguments.partition.map(|part| (part.index, part.count)),
        ..Options::default()
    }
}
