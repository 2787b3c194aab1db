//! `doctract generate`: Rust code for specs, as formatted files.

use crate::args::{FeaturesOf, Generate};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::input;
use doctract_codegen::build::{BuildError, Changes};
use doctract_codegen::{Builder, Features, Options};
use doctract_spec::folder;
use std::path::Path;

pub(crate) fn run(
    arguments: &Generate,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let operations = input::selected(&arguments.inputs, &arguments.selection, &config, console)?;
    // The builder reads spec files; pages become some first, specs are brought into one form.
    let specs = tempfile::tempdir().map_err(Failure::write(Path::new("a temporary folder")))?;
    let (changes, _) = folder::plan(specs.path(), &operations);
    changes
        .commit(specs.path())
        .map_err(|error| Failure::usage(error.to_string()))?;
    let inputs: Vec<String> = arguments
        .inputs
        .inputs
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let builder = Builder::new(specs.path())
        .shown_as(inputs.join(", "))
        .options(options(arguments));
    let failed = |error: BuildError| Failure::usage(error.to_string());
    if arguments.list_features {
        let output = builder.generate().map_err(failed)?;
        let lines: Vec<_> = output
            .features
            .iter()
            .map(|name| format!("{name} = []\n"))
            .collect();
        print(&lines.concat())?;
        return Ok(0);
    }
    let Some(target) = &arguments.output else {
        let output = builder.generate().map_err(failed)?;
        print(
            &output
                .files
                .iter()
                .map(|(_, text)| text.as_str())
                .collect::<String>(),
        )?;
        return Ok(0);
    };
    let builder = builder.file_per_module(target.extension().is_none_or(|kind| kind != "rs"));
    if arguments.check {
        let changes = builder.check(target).map_err(failed)?;
        if changes.is_empty() {
            return Ok(0);
        }
        console.error(format_args!(
            "{} is stale: {}",
            target.display(),
            told(&changes, "to write", "to remove")
        ));
        return Ok(1);
    }
    let changes = builder.write(target).map_err(failed)?;
    let count = plural(operations.len(), "operation");
    console.note(format_args!(
        "{count} in {}: {}",
        target.display(),
        told(&changes, "written", "removed")
    ));
    Ok(0)
}

fn options(arguments: &Generate) -> Options {
    Options {
        from_pairs: arguments.from_pairs,
        keep_unknown: arguments.keep_unknown,
        features: match arguments.features {
            FeaturesOf::None => Features::None,
            FeaturesOf::Operation => Features::Operation,
            FeaturesOf::Product => Features::Product,
        },
        ..Options::default()
    }
}

fn told(changes: &Changes, written: &str, removed: &str) -> String {
    let counts = [
        (changes.written.len(), written),
        (changes.removed.len(), removed),
        (changes.unchanged, "unchanged"),
    ];
    let parts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, what)| format!("{} {what}", plural(*count, "file")))
        .collect();
    parts.join(", ")
}
