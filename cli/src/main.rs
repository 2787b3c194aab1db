//! The binary `doctract`: arguments, files, progress, printing; no logic of its own.

mod args;
mod codes;
mod commands;
mod config;
mod console;
mod draw;
mod failure;
mod files;
mod input;
mod places;
mod progress;
mod revision;
mod schemas;

use args::{Cli, Command};
use clap::Parser;
use console::Console;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(&cli.global);
    match run(&cli, console) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            console.error(&failure);
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, console: Console) -> Result<u8, Failure> {
    let named_config = cli.global.config.as_deref();
    match &cli.command {
        Command::Extract(arguments) => commands::extract::run(arguments, named_config, console),
        Command::Generate(arguments) => commands::generate::run(arguments, named_config, console),
        Command::Cases(arguments) => commands::cases::run(arguments, named_config, console),
        Command::Test(arguments) => commands::test::run(arguments, named_config, console),
        Command::Cleanup(arguments) => commands::cleanup::run(arguments, named_config, console),
        Command::Export(arguments) => commands::export::run(arguments, named_config, console),
        Command::Lint(arguments) => commands::lint::run(arguments, named_config, console),
        Command::Diff(arguments) => commands::diff::run(arguments, named_config, console),
        Command::Update(arguments) => commands::update::run(arguments, named_config, console),
        Command::Overlay(arguments) => commands::overlay::run(&arguments.command, console),
        Command::Index(arguments) => commands::index::run(arguments, console),
        Command::Init(arguments) => commands::init::run(arguments, console),
        Command::Report(arguments) => commands::report::run(arguments, console),
        Command::Serve(arguments) => commands::serve::run(arguments, named_config, console),
        Command::Explain(arguments) => commands::explain::run(arguments, console),
        Command::Schema(arguments) => commands::schema::run(arguments),
        Command::Completions(arguments) => commands::completions::run(arguments),
        Command::Man(arguments) => commands::man::run(arguments, console),
    }
}
