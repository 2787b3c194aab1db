//! `doctract man`: the manual pages, made from the same definitions as `--help`.

use crate::args::{Cli, Man};
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::files;
use clap::{Command, CommandFactory};

pub(crate) fn run(arguments: &Man, console: Console) -> Result<u8, Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &arguments.output else {
        print(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(0);
    };
    let mut pages = Vec::new();
    collect(command, &mut pages)?;
    for (name, page) in &pages {
        let path = folder.join(format!("{name}.1"));
        files::write(&path, |out| out.write_all(page))?;
    }
    let count = plural(pages.len(), "page");
    console.note(format_args!("{count} in {}", folder.display()));
    Ok(0)
}

/// The pages of a command and of those below it, by their names.
fn collect(command: Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    for below in command
        .get_subcommands()
        .filter(|one| one.get_name() != "help")
    {
        collect(below.clone(), pages)?;
    }
    let name = command.get_display_name().unwrap_or(command.get_name());
    pages.push((name.to_owned(), page(command)?));
    Ok(())
}

fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
