//! Folders of specs: reading all of one or only some operations, overlays applied; writing one.
//!
//! A spec is `[<locale>/]<product>/<version>/<Operation>.yaml` below the root, its overlay
//! `<Operation>.overlay.yaml` next to it. Any depth can be read, in the order of the paths.

mod findings;
pub(crate) mod plan;
mod texts;
mod walk;

pub(crate) use findings::{edited, finding, no_spec};
pub use plan::{path_of, plan};
pub(crate) use texts::{Texts, texts};

use crate::files::path_part;
use crate::index::{INDEX_FILE, Index, mark};
use crate::yaml;
use crate::{Diagnostic, Operation, Severity, codes, near, overlay, parallel};
use findings::{collisions, orphans, stale, twice};
use std::path::{Path, PathBuf};
use walk::{discover, read_text};

/// One spec that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecFile {
    /// The file, relative to the root, with `/`.
    pub file: String,
    /// The operation, overlay applied.
    pub operation: Operation,
    /// The [`mark`] of the file.
    pub hash: String,
    /// The overlay that was applied.
    pub overlay: Option<OverlayFile>,
}

/// The overlay of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayFile {
    /// The file, relative to the root, with `/`.
    pub file: String,
    /// The [`mark`] of the file.
    pub hash: String,
}

/// What was read from a folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Folder {
    /// The specs that can be used, in the order of their paths.
    pub specs: Vec<SpecFile>,
    /// What was found, in the same order. An error is about a spec that is left out, or an
    /// overlay that was not applied as meant.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read, from the working directory: what a build has to watch.
    pub read: Vec<PathBuf>,
}

impl Folder {
    /// Whether anything is wrong enough that a careful user stops here.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// Reports the operations that were asked for and are not known.
    fn miss(&mut self, root: &Path, names: &[&str], known: &[String]) {
        for name in names
            .iter()
            .filter(|name| !known.iter().any(|known| known == *name))
        {
            self.diagnostics.push(finding(
                "folder-no-operation",
                Severity::Error,
                &root.display().to_string(),
                format!("there is no spec of an operation `{name}`"),
                near::advice(name, known.iter().map(String::as_str)),
            ));
        }
    }

    fn add(&mut self, part: Part) {
        self.specs.extend(part.spec);
        self.diagnostics.extend(part.diagnostics);
        self.read.extend(part.read);
    }
}

/// What came of one file.
#[derive(Default)]
struct Part {
    spec: Option<SpecFile>,
    diagnostics: Vec<Diagnostic>,
    read: Vec<PathBuf>,
}

/// Reads every spec at `root`: a folder, or the file of one spec.
pub fn read(root: &Path) -> Folder {
    let mut folder = Folder::default();
    if root.is_file() {
        let (above, file) = split_file(root);
        folder.add(read_spec(above, &file));
        return folder;
    }
    let found = discover(root, &mut folder.diagnostics);
    for part in parallel::map(&found.specs, |file| read_spec(root, file)) {
        folder.add(part);
    }
    folder.diagnostics.extend(orphans(root, &found));
    folder.diagnostics.extend(collisions(root, &found.specs));
    folder.diagnostics.extend(twice(root, &folder.specs));
    folder.diagnostics.extend(stale(root, &folder));
    folder
}

/// Reads the named operations only. With an index nothing else is opened; without one, the specs
/// whose files have these names.
///
/// An operation that is there in several products, versions or locales is read from each.
pub fn read_operations(root: &Path, names: &[&str]) -> Folder {
    let is_wanted = |spec: &SpecFile| names.contains(&spec.operation.operation.as_str());
    if root.is_file() {
        let mut folder = read(root);
        let known: Vec<_> = folder
            .specs
            .iter()
            .map(|spec| spec.operation.operation.clone())
            .collect();
        folder.specs.retain(is_wanted);
        folder.miss(root, names, &known);
        return folder;
    }
    if root.join(INDEX_FILE).is_file() {
        return read_through_index(root, names);
    }
    let mut folder = Folder::default();
    let found = discover(root, &mut folder.diagnostics);
    let known: Vec<_> = found
        .specs
        .iter()
        .map(|file| stem(file).to_owned())
        .collect();
    let is_named = |file: &&String| names.iter().any(|name| stem(file) == path_part(name));
    for file in found.specs.iter().filter(is_named) {
        folder.add(read_spec(root, file));
    }
    folder.miss(root, names, &known);
    folder
}

fn read_through_index(root: &Path, names: &[&str]) -> Folder {
    let path = root.join(INDEX_FILE);
    let shown = path.display().to_string();
    let mut folder = Folder {
        read: vec![path.clone()],
        ..Folder::default()
    };
    let index = read_text(&path).and_then(|text| {
        let index = Index::load_only(&shown, &text, names)?;
        let found = |name: &&str| index.specs.iter().any(|entry| entry.operation == **name);
        let all = if names.iter().all(found) {
            None
        } else {
            Some(Index::load(&shown, &text)?)
        };
        Ok((index, all))
    });
    let (index, all) = match index {
        Ok(index) => index,
        Err(errors) => {
            folder.diagnostics = errors;
            return folder;
        }
    };
    for entry in &index.specs {
        let part = read_spec(root, &entry.file);
        let is_stale = part.spec.as_ref().is_some_and(|spec| {
            let overlay = spec.overlay.as_ref().map(|overlay| &overlay.hash);
            spec.hash != entry.hash || overlay != entry.overlay.as_ref()
        });
        folder.add(part);
        if is_stale {
            let file = &entry.file;
            folder.diagnostics.push(finding(
                "index-stale",
                Severity::Warning,
                &shown,
                format!("`{file}` or its overlay has changed since the index was written"),
                codes::advice("index-stale"),
            ));
        }
    }
    if let Some(all) = all {
        let entries = all.specs.into_iter();
        let mut known: Vec<_> = entries.map(|entry| entry.operation).collect();
        let unknown = names.iter().copied();
        let unknown: Vec<_> = unknown
            .filter(|name| !known.iter().any(|one| one == name))
            .collect();
        for part in unlisted(root, &unknown, &shown) {
            known.extend(
                part.spec
                    .iter()
                    .map(|spec| spec.operation.operation.clone()),
            );
            folder.add(part);
        }
        folder.miss(root, names, &known);
    }
    folder
}

/// Specs that have come since the index was written: those whose files have the names.
fn unlisted(root: &Path, names: &[&str], index: &str) -> Vec<Part> {
    let mut seen = Vec::new();
    let found = discover(root, &mut seen);
    let is_named = |file: &&String| names.iter().any(|name| stem(file) == path_part(name));
    let files = found.specs.iter().filter(is_named);
    let read = |file: &String| {
        let mut part = read_spec(root, file);
        let message = format!("{file} is not in the index");
        let advice = codes::advice("index-stale");
        let stale = finding("index-stale", Severity::Warning, index, message, advice);
        part.diagnostics.push(stale);
        part
    };
    files.map(read).collect()
}

fn read_spec(root: &Path, file: &str) -> Part {
    let path = root.join(file);
    let shown = path.display().to_string();
    let mut part = Part {
        read: vec![path.clone()],
        ..Part::default()
    };
    let text = match read_text(&path) {
        Ok(text) => text,
        Err(errors) => {
            part.diagnostics = errors;
            return part;
        }
    };
    let (operation, found) = yaml::load_reporting(&shown, &text);
    part.diagnostics = found;
    let Some(mut operation) = operation else {
        if let Some(other) = no_spec(&shown, &text) {
            part.diagnostics = vec![other];
        }
        return part;
    };
    let mut applied = None;
    if let Some((overlay_file, path)) = overlay_of(root, file) {
        part.read.push(path.clone());
        let shown = path.display().to_string();
        match read_text(&path).and_then(|text| Ok((overlay::load(&shown, &text)?, text))) {
            Ok((overlay, text)) => {
                let (corrected, found) = overlay::apply(&operation, &overlay);
                operation = corrected;
                part.diagnostics.extend(found);
                applied = Some(OverlayFile {
                    file: overlay_file,
                    hash: mark(text.as_bytes()),
                });
            }
            Err(errors) => part.diagnostics.extend(errors),
        }
    }
    part.spec = Some(SpecFile {
        file: file.to_owned(),
        operation,
        hash: mark(text.as_bytes()),
        overlay: applied,
    });
    part
}

/// The overlay next to a spec, if there is one: relative to the root, and as a path.
pub(crate) fn overlay_of(root: &Path, file: &str) -> Option<(String, PathBuf)> {
    let overlay = plan::overlay_name(file);
    let path = root.join(&overlay);
    path.is_file().then_some((overlay, path))
}

fn split_file(path: &Path) -> (&Path, String) {
    let file = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    (
        path.parent().unwrap_or(Path::new("")),
        file.unwrap_or_default(),
    )
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yaml").unwrap_or(name)
}
