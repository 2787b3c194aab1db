//! The lint over the specs of a folder, on all cores.

use super::{Levels, lint};
use crate::folder::{self, Texts};
use crate::yaml::{self, Places};
use crate::{Diagnostic, Operation, overlay, parallel};
use std::collections::BTreeMap;
use std::path::Path;

/// What the lint found at one root.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linted {
    /// How many specs there are, those that cannot be read included.
    pub specs: usize,
    /// The findings, in the order of the files; last those about the folder as a whole.
    pub findings: Vec<Diagnostic>,
    /// The text of every spec with findings, by its file.
    pub texts: BTreeMap<String, String>,
}

/// Every doubtful thing in the specs at `root`: a folder, or the file of one spec. What is linted
/// is a spec with its overlay applied; places are those of the spec's file.
pub fn lint_folder(root: &Path, levels: &Levels) -> Linted {
    let read = folder::texts(root);
    let found = parallel::map(&read.specs, |texts| lint_texts(texts, levels));
    let mut linted = Linted {
        specs: read.specs.len(),
        ..Linted::default()
    };
    for (texts, findings) in read.specs.into_iter().zip(found) {
        if let Some(text) = texts.text.ok().filter(|_| !findings.is_empty()) {
            linted.texts.insert(texts.shown, text);
        }
        linted.findings.extend(findings);
    }
    linted.findings.extend(read.diagnostics);
    linted
}

/// [`lint`] on the text of a spec, with places. A text that cannot be read gives the errors of
/// reading it.
pub fn lint_text(file: &str, text: &str, levels: &Levels) -> Vec<Diagnostic> {
    match yaml::read::<Operation>(file, text, &yaml::SPEC) {
        Ok(operation) => placed(&operation, file, text, levels),
        Err(errors) => errors,
    }
}

fn lint_texts(texts: &Texts, levels: &Levels) -> Vec<Diagnostic> {
    let text = match &texts.text {
        Ok(text) => text,
        Err(errors) => return errors.clone(),
    };
    let operation = match yaml::read::<Operation>(&texts.shown, text, &yaml::SPEC) {
        Ok(operation) => operation,
        Err(errors) => return folder::no_spec(&texts.shown, text).map_or(errors, |one| vec![one]),
    };
    let Some((file, overlay)) = &texts.overlay else {
        return placed(&operation, &texts.shown, text, levels);
    };
    let overlay = overlay.as_ref().map_err(Vec::clone);
    match overlay.and_then(|text| overlay::load(file, text)) {
        Ok(overlay) => {
            let (corrected, stale) = overlay::apply(&operation, &overlay);
            let mut found = placed(&corrected, &texts.shown, text, levels);
            found.extend(stale);
            found
        }
        Err(errors) => {
            let mut found = placed(&operation, &texts.shown, text, levels);
            found.extend(errors);
            found
        }
    }
}

fn placed(operation: &Operation, file: &str, text: &str, levels: &Levels) -> Vec<Diagnostic> {
    let findings = lint(operation, levels);
    if findings.is_empty() {
        return Vec::new();
    }
    let places = Places::of(text);
    let findings = findings.into_iter();
    findings
        .map(|finding| finding.placed(file, &places))
        .collect()
}
