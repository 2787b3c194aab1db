//! `doctract diff`: two specs, folders or git revisions compared as contracts.

use crate::args::{Diff, DiffFormat, Reading};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::input::{self, Loaded};
use crate::revision::Revision;
use doctract_spec::Operation;
use doctract_spec::diff::{Report, TextOptions, diff_all, json, markdown, text};
use std::path::{Path, PathBuf};

pub(crate) fn run(arguments: &Diff, named: Option<&Path>, console: Console) -> Result<u8, Failure> {
    let config = Config::find(named, std::slice::from_ref(&arguments.new))?;
    let level = config.diff.fail_on(arguments.fail_on.as_deref())?;
    let options = config.diff.options()?;
    let reader = Reader {
        arguments,
        reading: &arguments.reading,
        config: &config,
        console,
    };
    let old = reader.operations(&arguments.old, &arguments.new)?;
    let new = reader.operations(&arguments.new, &arguments.old)?;
    let report = diff_all(&old, &new, &options);
    print(&shown(&report, arguments.format, console))?;
    Ok(u8::from(level.is_some_and(|level| report.fails(level))))
}

/// The report in the format asked for.
pub(super) fn shown(report: &Report, format: DiffFormat, console: Console) -> String {
    match format {
        DiffFormat::Human => text(
            report,
            TextOptions {
                colour: console.color_on_stdout(),
                docs: console.is_detailed(),
            },
        ),
        DiffFormat::Json => json(report),
        DiffFormat::Markdown => markdown(report),
    }
}

struct Reader<'r> {
    arguments: &'r Diff,
    reading: &'r Reading,
    config: &'r Config,
    console: Console,
}

impl Reader<'_> {
    /// The operations of one side: a path, else a revision.
    fn operations(&self, side: &Path, other: &Path) -> Result<Vec<Operation>, Failure> {
        let loaded = if side.exists() || side.as_os_str() == "-" {
            self.load(side)?
        } else if let Some(revision) = Revision::find(side) {
            self.revision(&revision, other)?
        } else {
            let side = side.display();
            return Err(Failure::usage(format!(
                "`{side}` is neither a file or folder nor a git revision"
            )));
        };
        loaded.report(self.console)?;
        Ok(loaded.operations)
    }

    fn load(&self, path: &Path) -> Result<Loaded, Failure> {
        input::load(&[path.to_owned()], self.reading, self.config, self.console)
    }

    fn revision(&self, revision: &Revision, other: &Path) -> Result<Loaded, Failure> {
        let mut paths: Vec<PathBuf> = self.arguments.paths.clone();
        if paths.is_empty() {
            let other = if other.exists() {
                other
            } else {
                Path::new(".")
            };
            paths.push(other.to_owned());
        }
        let folder = revision.checked_out(&paths)?;
        let mut loaded = self.load(folder.path())?;
        let here = format!("{}/", folder.path().display());
        loaded.rename_files(|file| match file.strip_prefix(&here) {
            Some(rest) => format!("{}:{rest}", revision.name),
            None => file.to_owned(),
        });
        Ok(loaded)
    }
}
