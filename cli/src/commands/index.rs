//! `doctract index`: the index of a folder of specs, in step with its files.

use crate::args;
use crate::console::Console;
use crate::draw::{self, Sources};
use crate::failure::{Failure, plural};
use doctract_spec::files::Changes;
use doctract_spec::folder;
use doctract_spec::index::{INDEX_FILE, Index};

pub(crate) fn run(arguments: &args::Index, console: Console) -> Result<u8, Failure> {
    let root = arguments.specs.as_path();
    if !root.is_dir() {
        return Err(Failure::usage(format!("{} is no folder", root.display())));
    }
    let mut folder = folder::read(root);
    folder
        .diagnostics
        .retain(|found| found.code != "index-stale");
    console.plain_unless_quiet(draw::human(
        &folder.diagnostics,
        &Sources::default(),
        console,
    ));
    let now = Index::of(&folder.specs);
    let path = root.join(INDEX_FILE);
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let text = now.text();
    let specs = plural(now.specs.len(), "spec");
    if known == text {
        console.note(format_args!("{specs}, the index is in step"));
        return Ok(0);
    }
    let index = Index::load(&path.display().to_string(), &known).unwrap_or_default();
    for difference in index.differences(&now) {
        console.note(difference);
    }
    if arguments.check {
        console.error(format_args!("{} is stale", path.display()));
        return Ok(1);
    }
    let mut changes = Changes::default();
    changes.write.insert(INDEX_FILE.to_owned(), text);
    changes
        .commit(root)
        .map_err(|error| Failure::usage(error.to_string()))?;
    console.note(format_args!("{specs} in {}", path.display()));
    Ok(0)
}
