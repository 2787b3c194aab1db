//! `doctract schema`: the JSON Schema of a file format.

use crate::args::Schema;
use crate::console::print;
use crate::failure::Failure;
use crate::schemas;

pub(crate) fn run(arguments: &Schema) -> Result<u8, Failure> {
    let text = schemas::text(&arguments.name).ok_or_else(|| {
        let known: Vec<&str> = schemas::names().collect();
        let known = known.join(", ");
        Failure::usage(format!("no schema `{}`; there are {known}", arguments.name))
    })?;
    print(text)?;
    Ok(0)
}
