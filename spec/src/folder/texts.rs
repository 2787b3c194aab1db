//! The files of a folder as they stand, for who looks at more than the operations.

use super::findings::{collisions, orphans};
use super::walk::{discover, read_text};
use super::{overlay_of, split_file};
use crate::{Diagnostic, parallel};
use std::path::Path;

/// The texts of a spec and its overlay, as they stand in their files.
#[derive(Debug)]
pub(crate) struct Texts {
    /// The file, from the working directory.
    pub(crate) shown: String,
    /// The spec, or why it cannot be read.
    pub(crate) text: Result<String, Vec<Diagnostic>>,
    /// The overlay's file, from the working directory, and its text.
    pub(crate) overlay: Option<(String, Result<String, Vec<Diagnostic>>)>,
}

/// The texts at a root.
#[derive(Debug, Default)]
pub(crate) struct FolderTexts {
    /// Those of every spec, in the order of their paths.
    pub(crate) specs: Vec<Texts>,
    /// What was found about the folder as a whole.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the texts of every spec at `root`: a folder, or the file of one spec.
pub(crate) fn texts(root: &Path) -> FolderTexts {
    let mut folder = FolderTexts::default();
    let of = |root: &Path, file: &str| {
        let path = root.join(file);
        Texts {
            shown: path.display().to_string(),
            text: read_text(&path),
            overlay: overlay_of(root, file)
                .map(|(_, path)| (path.display().to_string(), read_text(&path))),
        }
    };
    if root.is_file() {
        let (above, file) = split_file(root);
        folder.specs.push(of(above, &file));
        return folder;
    }
    let found = discover(root, &mut folder.diagnostics);
    folder.specs = parallel::map(&found.specs, |file| of(root, file));
    folder.diagnostics.extend(orphans(root, &found));
    folder.diagnostics.extend(collisions(root, &found.specs));
    folder
}
