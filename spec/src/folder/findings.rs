//! What is wrong with a folder as a whole: overlays without a spec, names that clash, an old index.

use super::walk::{Found, read_text};
use super::{Folder, SpecFile};
use crate::index::{INDEX_FILE, Index};
use crate::path::{Path as Place, Step};
use crate::yaml::{Places, SPEC};
use crate::{Diagnostic, Severity, codes};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An index that is not in step with the folder that was read.
pub(super) fn stale(root: &Path, folder: &Folder) -> Option<Diagnostic> {
    let path = root.join(INDEX_FILE);
    let text = path.is_file().then(|| read_text(&path).ok())??;
    let shown = path.display().to_string();
    let message = match Index::load(&shown, &text) {
        Ok(index) => {
            let found = index.differences(&Index::of(&folder.specs));
            let first = found.first()?;
            match found.len() - 1 {
                0 => first.clone(),
                more => format!("{first}, and {more} more"),
            }
        }
        Err(_) => "it cannot be read".to_owned(),
    };
    let advice = codes::advice("index-stale");
    let severity = Severity::Warning;
    Some(finding("index-stale", severity, &shown, message, advice))
}

/// Says that a file is of another kind, if it is.
pub(crate) fn no_spec(shown: &str, text: &str) -> Option<Diagnostic> {
    let version = Place::from(vec![Step::Key(SPEC.key.to_owned())]);
    let is_spec = Places::of(text).find(&version).is_some();
    (!is_spec).then(|| {
        let message = format!("the file is no spec (it has no `{}:`); left out", SPEC.key);
        let advice = codes::advice("folder-no-spec");
        finding("folder-no-spec", Severity::Warning, shown, message, advice)
    })
}

/// Specs that are not as they were written, of those that are about to be replaced.
pub(crate) fn edited<'s>(
    root: &Path,
    replaced: impl Iterator<Item = &'s SpecFile>,
) -> Vec<Diagnostic> {
    let text = read_text(&root.join(INDEX_FILE)).unwrap_or_default();
    let index = Index::load(INDEX_FILE, &text).unwrap_or_default();
    let entries = index.specs.into_iter();
    let written: BTreeMap<_, _> = entries.map(|entry| (entry.file, entry.hash)).collect();
    let is_edited = |spec: &&SpecFile| {
        let hash = written.get(&spec.file);
        hash.is_some_and(|hash| *hash != spec.hash)
    };
    let report = |spec: &SpecFile| {
        finding(
            "update-edited",
            Severity::Warning,
            &root.join(&spec.file).display().to_string(),
            "the spec is not as it was written; what the page says replaces it".to_owned(),
            codes::advice("update-edited"),
        )
    };
    replaced.filter(is_edited).map(report).collect()
}

/// Overlays with no spec to correct.
pub(super) fn orphans(root: &Path, found: &Found) -> Vec<Diagnostic> {
    let specs: BTreeSet<_> = found
        .specs
        .iter()
        .map(|file| file.trim_end_matches(".yaml"))
        .collect();
    let orphan = |file: &&String| !specs.contains(file.trim_end_matches(".overlay.yaml"));
    let report = |file: &String| {
        finding(
            "overlay-orphan",
            Severity::Error,
            &root.join(file).display().to_string(),
            "there is no spec next to the overlay".to_owned(),
            Some(
                "has the operation been renamed or dropped? Then move or remove the overlay".into(),
            ),
        )
    };
    found.overlays.iter().filter(orphan).map(report).collect()
}

/// Files that are one file where letter case does not count.
pub(super) fn collisions(root: &Path, files: &[String]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    let mut found = Vec::new();
    for file in files {
        if let Some(other) = seen.insert(file.to_lowercase(), file) {
            let shown = root.join(file).display().to_string();
            let message = format!("`{other}` and `{file}` differ only by letter case");
            found.push(finding(
                "folder-case",
                Severity::Warning,
                &shown,
                message,
                None,
            ));
        }
    }
    found
}

/// One operation in two files.
pub(super) fn twice(root: &Path, specs: &[SpecFile]) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for spec in specs {
        let operation = &spec.operation;
        let key = (
            &operation.product,
            &operation.version,
            &operation.operation,
            &operation.locale,
        );
        if let Some(other) = seen.insert(key, &spec.file) {
            let shown = root.join(&spec.file).display().to_string();
            let message = format!(
                "the operation `{}` is in `{other}` too",
                operation.operation
            );
            found.push(finding(
                "folder-twice",
                Severity::Warning,
                &shown,
                message,
                None,
            ));
        }
    }
    found
}

pub(crate) fn finding(
    code: &'static str,
    severity: Severity,
    file: &str,
    message: String,
    advice: Option<String>,
) -> Diagnostic {
    Diagnostic {
        code,
        severity,
        file: file.to_owned(),
        span: None,
        message,
        advice,
    }
}
