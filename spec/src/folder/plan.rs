//! Writing a folder of specs: what goes where.

use super::{OverlayFile, SpecFile, edited, finding, overlay_of, read};
use crate::files::{Changes, OWN_FOLDER, path_part};
use crate::index::{INDEX_FILE, Index, mark};
use crate::update::Moved;
use crate::{Diagnostic, Operation, Severity, codes, schema, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The changes that bring specs into a folder: the spec files with the line that names their
/// schema, the schemas, and the index of all specs that are then there. Specs that are there
/// already and not among `operations` stay, as do overlays.
///
/// The locale is a folder of its own when the operations have several. Of two operations that
/// would have one path, or paths that differ only by letter case, the first is kept and the
/// other reported; so is a spec that somebody changed by hand and that is replaced.
pub fn plan(root: &Path, operations: &[Operation]) -> (Changes, Vec<Diagnostic>) {
    let locales: BTreeSet<_> = operations.iter().map(|one| &one.locale).collect();
    let place = |one: &Operation| path_of(one, locales.len() > 1);
    let placed = operations.iter().map(|one| (place(one), one)).collect();
    let mut layout = Layout::new(root, placed);
    let there = read(root).specs.into_iter();
    let (replaced, others): (Vec<_>, Vec<_>) =
        there.partition(|spec| layout.changes.write.contains_key(&spec.file));
    layout.diagnostics.extend(edited(root, replaced.iter()));
    layout.keep(others.into_iter());
    (layout.finished(), layout.diagnostics)
}

/// A folder of specs in the making.
pub(crate) struct Layout {
    /// What is written so far.
    pub(crate) changes: Changes,
    /// Operations that found no place.
    pub(crate) diagnostics: Vec<Diagnostic>,
    specs: Vec<SpecFile>,
}

impl Layout {
    /// Operations with the files that they are to be in.
    pub(crate) fn new(root: &Path, placed: Vec<(String, &Operation)>) -> Self {
        let mut layout = Self {
            changes: Changes::default(),
            diagnostics: Vec::new(),
            specs: Vec::new(),
        };
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for (file, operation) in placed {
            if let Some(other) = taken.get(&file.to_lowercase()) {
                layout.diagnostics.push(collision(root, &file, other));
                continue;
            }
            taken.insert(file.to_lowercase(), file.clone());
            let up = "../".repeat(file.matches('/').count());
            let schema = format!("{up}{OWN_FOLDER}/operation.schema.json");
            let text = yaml::write_with_schema(operation, &schema);
            layout.specs.push(SpecFile {
                file: file.clone(),
                operation: operation.clone(),
                hash: mark(text.as_bytes()),
                overlay: overlay_of(root, &file).and_then(|(file, path)| {
                    let hash = mark(&fs::read(path).ok()?);
                    Some(OverlayFile { file, hash })
                }),
            });
            layout.changes.write.insert(file, text);
        }
        layout
    }

    /// Specs that stay as they are.
    pub(crate) fn keep(&mut self, specs: impl Iterator<Item = SpecFile>) {
        self.specs.extend(specs);
    }

    /// Moves specs with their overlays. One that would replace another overlay stays where it is and is
    /// reported.
    pub(crate) fn move_specs(&mut self, root: &Path, moved: &[Moved]) {
        // Names that differ by letter case only may be one file.
        let leaving = moved
            .iter()
            .map(|one| overlay_name(&one.from).to_lowercase());
        let leaving: BTreeSet<String> = leaving.collect();
        let mut left = BTreeSet::new();
        for Moved { from, to } in moved {
            left.insert(from.clone());
            let Some((old, path)) = overlay_of(root, from) else {
                continue;
            };
            let file = overlay_name(to);
            if root.join(&file).exists() && !leaving.contains(&file.to_lowercase()) {
                self.diagnostics.push(taken(root, &old, &file));
                continue;
            }
            let Ok(text) = fs::read_to_string(path) else {
                continue;
            };
            let overlay = OverlayFile {
                hash: mark(text.as_bytes()),
                file: file.clone(),
            };
            if let Some(spec) = self.specs.iter_mut().find(|spec| spec.file == *to) {
                spec.overlay = Some(overlay);
            }
            self.changes.write.insert(file, text);
            left.insert(old);
        }
        // What one leaves another may have come to.
        let write = &self.changes.write;
        let left = left.into_iter().filter(|file| !write.contains_key(file));
        self.changes.remove.extend(left);
    }

    /// All changes, the schemas and the index among them.
    pub(crate) fn finished(&mut self) -> Changes {
        let mut changes = std::mem::take(&mut self.changes);
        for name in ["operation", "overlay"] {
            let text = schema::text(name).unwrap_or_default();
            let file = format!("{OWN_FOLDER}/{name}.schema.json");
            changes.write.insert(file, text.to_owned());
        }
        let index = Index::of(&self.specs).text();
        changes.write.insert(INDEX_FILE.to_owned(), index);
        changes
    }
}

fn taken(root: &Path, old: &str, file: &str) -> Diagnostic {
    let code = "overlay-collision";
    let message = format!("its spec moves, and `{file}` is there already; both stay as they are");
    let shown = root.join(old).display().to_string();
    finding(code, Severity::Error, &shown, message, codes::advice(code))
}

fn collision(root: &Path, file: &str, other: &str) -> Diagnostic {
    let message = if other == file {
        format!("two operations would be `{file}`; the first is kept")
    } else {
        format!("`{file}` and `{other}` differ only by letter case; the first is kept")
    };
    let shown = root.join(file).display().to_string();
    finding("folder-collision", Severity::Error, &shown, message, None)
}

/// The overlay's name next to a spec.
pub(crate) fn overlay_name(file: &str) -> String {
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    format!("{stem}.overlay.yaml")
}

/// The path of an operation below the root of the specs.
///
/// ```
/// use doctract_spec::{Operation, folder};
///
/// let mut operation = Operation::default();
/// operation.product = "Ecs".into();
/// operation.version = "2014-05-26".into();
/// operation.operation = "CreateSnapshot".into();
/// assert_eq!(folder::path_of(&operation, false), "ecs/2014-05-26/CreateSnapshot.yaml");
/// ```
pub fn path_of(operation: &Operation, with_locale: bool) -> String {
    let locale = match &operation.locale {
        Some(locale) if with_locale => format!("{}/", path_part(locale)),
        _ => String::new(),
    };
    let product = path_part(&operation.product.to_lowercase());
    let version = path_part(&operation.version);
    let name = path_part(&operation.operation);
    format!("{locale}{product}/{version}/{name}.yaml")
}
