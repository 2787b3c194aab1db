//! `doctract completions`: the completion script of a shell.

use crate::args::{Cli, Completions};
use crate::console::print;
use crate::failure::Failure;
use clap::CommandFactory;

pub(crate) fn run(arguments: &Completions) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Cli::command(),
        "doctract",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
