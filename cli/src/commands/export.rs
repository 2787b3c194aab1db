//! `doctract export`: specs for the tools of the OpenAPI world.

use crate::args::{Export, ExportFormat};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::{files, input};
use doctract_spec::export::{OpenApiOptions, file_names, json_schema, openapi, openapi_files};
use std::path::Path;

pub(crate) fn run(
    arguments: &Export,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    let config = Config::find(named, &arguments.inputs.inputs)?;
    let operations = input::selected(&arguments.inputs, &arguments.selection, &config, console)?;
    let mut options = OpenApiOptions::default();
    options.max_index = arguments.max_index;
    options.servers.clone_from(&arguments.server);
    let Some(folder) = &arguments.one_file_per_operation else {
        let document = match (arguments.format, operations.as_slice()) {
            (ExportFormat::Openapi, _) => openapi(&operations, &options),
            (ExportFormat::JsonSchema, [one]) => json_schema(one),
            (ExportFormat::JsonSchema, several) => several.iter().map(json_schema).collect(),
        };
        let Some(out) = &arguments.out else {
            print(&format!("{document:#}\n"))?;
            return Ok(0);
        };
        files::write(out, |file| writeln!(file, "{document:#}"))?;
        let operations = plural(operations.len(), "operation");
        console.note(format_args!("{operations} in {}", out.display()));
        return Ok(0);
    };
    let documents = match arguments.format {
        ExportFormat::Openapi => openapi_files(&operations, &options),
        ExportFormat::JsonSchema => {
            let files = file_names(&operations, "schema.json").into_iter();
            files.zip(operations.iter().map(json_schema)).collect()
        }
    };
    for (name, document) in &documents {
        files::write(&folder.join(name), |out| writeln!(out, "{document:#}"))?;
    }
    console.note(format_args!(
        "{} in {}",
        plural(documents.len(), "file"),
        folder.display()
    ));
    Ok(0)
}
