//! `doctract init`: what a new project needs.

use crate::args::Init;
use crate::config::FILE_NAME;
use crate::console::Console;
use crate::failure::Failure;
use crate::schemas;
use doctract_spec::files::{Changes, OWN_FOLDER};

pub(crate) fn run(arguments: &Init, console: Console) -> Result<u8, Failure> {
    let folder = arguments.folder.as_path();
    let path = folder.join(FILE_NAME);
    let shown = path.strip_prefix(".").unwrap_or(&path);
    if path.exists() {
        let message = format!("{} is there already", shown.display());
        return Err(Failure::usage(message));
    }
    let mut changes = Changes::default();
    changes
        .write
        .insert(FILE_NAME.to_owned(), config(arguments));
    let schema = schemas::text("config").unwrap_or_default();
    changes.write.insert(
        format!("{OWN_FOLDER}/config.schema.json"),
        schema.to_owned(),
    );
    changes
        .commit(folder)
        .map_err(|error| Failure::usage(format!("nothing written: {error}")))?;
    console.note(format_args!(
        "{} is written. Go on with:\n  doctract extract PAGES -o specs/    pages become specs\n  doctract lint specs/                what is doubtful in them\n  doctract test specs/                every case, against the built-in server",
        shown.display()
    ));
    Ok(0)
}

/// The configuration with everything that can be said, what is not set as comments.
fn config(arguments: &Init) -> String {
    let line = |key: &str, value: Option<&String>, example: &str| match value {
        Some(value) => format!("{key} = {}\n", serde_json::Value::from(value.as_str())),
        None => format!("# {key} = \"{example}\"\n"),
    };
    let head = format!(
        "#:schema {OWN_FOLDER}/config.schema.json\n\n# What pages may not say themselves.\n"
    );
    head + &line("product", arguments.product.as_ref(), "Ecs")
        + &line("api-version", arguments.api_version.as_ref(), "2014-05-26")
        + include_str!("init.toml")
}
