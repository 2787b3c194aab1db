//! Writing a folder of specs: what goes where.

use super::{OverlayFile, SpecFile, finding, overlay_of, read};
use crate::files::{Changes, OWN_FOLDER, path_part};
use crate::index::{INDEX_FILE, Index, mark};
use crate::{Diagnostic, Operation, Severity, schema, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The changes that bring specs into a folder: the spec files with the line that names their
/// schema, the schema, and the index of all specs that are then there. Specs that are there
/// already and not among `operations` stay, as do overlays.
///
/// The locale is a folder of its own when the operations have several. Of two operations that
/// would have one path, or paths that differ only by letter case, the first is kept and the
/// other reported.
pub fn plan(root: &Path, operations: &[Operation]) -> (Changes, Vec<Diagnostic>) {
    let mut changes = Changes::default();
    let mut diagnostics = Vec::new();
    let locales: BTreeSet<_> = operations
        .iter()
        .map(|operation| &operation.locale)
        .collect();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut specs = Vec::new();
    for operation in operations {
        let file = path_of(operation, locales.len() > 1);
        if let Some(other) = taken.get(&file.to_lowercase()) {
            let message = if *other == file {
                format!("two operations would be `{file}`; the first is kept")
            } else {
                format!("`{file}` and `{other}` differ only by letter case; the first is kept")
            };
            let shown = root.join(&file).display().to_string();
            diagnostics.push(finding(
                "folder-collision",
                Severity::Error,
                &shown,
                message,
                None,
            ));
            continue;
        }
        taken.insert(file.to_lowercase(), file.clone());
        let up = "../".repeat(file.matches('/').count());
        let schema = format!("{up}{OWN_FOLDER}/operation.schema.json");
        let text = yaml::write_with_schema(operation, &schema);
        specs.push(SpecFile {
            file: file.clone(),
            operation: operation.clone(),
            hash: mark(text.as_bytes()),
            overlay: overlay_of(root, &file).and_then(|(file, path)| {
                let hash = mark(&fs::read(path).ok()?);
                Some(OverlayFile { file, hash })
            }),
        });
        changes.write.insert(file, text);
    }
    let others = read(root).specs.into_iter();
    specs.extend(others.filter(|spec| !changes.write.contains_key(&spec.file)));
    for name in ["operation", "overlay"] {
        let text = schema::text(name).unwrap_or_default();
        changes
            .write
            .insert(format!("{OWN_FOLDER}/{name}.schema.json"), text.to_owned());
    }
    changes
        .write
        .insert(INDEX_FILE.to_owned(), Index::of(&specs).text());
    (changes, diagnostics)
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
