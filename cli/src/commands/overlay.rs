//! `doctract overlay add`: a correction that survives the regeneration of its spec.

use crate::args::{OverlayAdd, OverlayCommand};
use crate::console::Console;
use crate::failure::Failure;
use crate::files;
use doctract_spec::files::{Changes, OWN_FOLDER};
use doctract_spec::index::{INDEX_FILE, Index, mark};
use doctract_spec::overlay::{self, Correction};
use doctract_spec::yaml;
use std::path::{Path, PathBuf};

pub(crate) fn run(command: &OverlayCommand, console: Console) -> Result<u8, Failure> {
    match command {
        OverlayCommand::Add(arguments) => add(arguments, console),
    }
}

fn add(arguments: &OverlayAdd, console: Console) -> Result<u8, Failure> {
    let spec = arguments.spec.as_path();
    let name = spec.display().to_string();
    let text = String::from_utf8_lossy(&files::read(spec)?).into_owned();
    let operation = yaml::load(&name, &text)
        .map_err(|found| Failure::diagnosed(&name, &text, &found, "a spec", console))?;
    let correction = match &arguments.value {
        None => Correction::Remove,
        Some(value) => {
            let tree = overlay::value(value).map_err(|found| {
                Failure::diagnosed("the value", value, &found, "a value", console)
            })?;
            if arguments.append {
                Correction::Add(tree)
            } else {
                Correction::Set(tree)
            }
        }
    };
    let target = spec.with_extension("overlay.yaml");
    let shown = target.display().to_string();
    let existing = if target.is_file() {
        Some(String::from_utf8_lossy(&files::read(&target)?).into_owned())
    } else {
        None
    };
    let project = Project::around(&target);
    let schema = project.as_ref().map(Project::schema);
    let written = overlay::add(
        &shown,
        existing.as_deref(),
        &operation,
        &arguments.path,
        correction,
        &arguments.because,
        schema.as_deref(),
    )
    .map_err(|found| {
        let text = existing.as_deref().unwrap_or_default();
        Failure::diagnosed(&shown, text, &found, "a correction", console)
    })?;
    match project {
        Some(project) => project.write(&written)?,
        None => files::write(&target, |out| out.write_all(written.as_bytes()))?,
    }
    console.note(format_args!("{shown}: {}", arguments.path));
    Ok(0)
}

/// The folder of specs around an overlay.
struct Project {
    root: PathBuf,
    /// The overlay, relative to the root.
    file: String,
}

impl Project {
    /// The nearest folder above with an index.
    fn around(overlay: &Path) -> Option<Self> {
        let above = overlay.ancestors().skip(1);
        let mut roots = above.map(|root| {
            if root.as_os_str().is_empty() {
                Path::new(".")
            } else {
                root
            }
        });
        let root = roots.find(|root| root.join(INDEX_FILE).is_file())?;
        let file = overlay.strip_prefix(root).unwrap_or(overlay);
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        Some(Self {
            root: root.to_owned(),
            file: parts.join("/"),
        })
    }

    /// The path of the schema from the overlay.
    fn schema(&self) -> String {
        let up = "../".repeat(self.file.matches('/').count());
        format!("{up}{OWN_FOLDER}/overlay.schema.json")
    }

    /// Writes the overlay and brings the index in step: both, or none.
    fn write(&self, text: &str) -> Result<(), Failure> {
        let mut changes = Changes::default();
        changes.write.insert(self.file.clone(), text.to_owned());
        let path = self.root.join(INDEX_FILE);
        let index = String::from_utf8_lossy(&files::read(&path)?).into_owned();
        // An index that cannot be read is no reason to lose the correction; its readers tell.
        if let Ok(mut index) = Index::load(&path.display().to_string(), &index) {
            let spec = self.file.replace(".overlay.yaml", ".yaml");
            let mut entries = index.specs.iter_mut();
            if let Some(entry) = entries.find(|entry| entry.file == spec) {
                entry.overlay = Some(mark(text.as_bytes()));
            }
            changes.write.insert(INDEX_FILE.to_owned(), index.text());
        }
        changes
            .commit(&self.root)
            .map_err(|error| Failure::usage(format!("nothing written: {error}")))?;
        Ok(())
    }
}
