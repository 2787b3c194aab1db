//! The pages, each read once for all tests.

use doctract_spec::extract::{Extraction, Options, extract_page};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// One operation page and what was read from it.
pub(crate) struct Page {
    /// The path below the corpus: `ecs/cn.zh-CN/CreateSnapshot.md`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) extraction: Extraction,
}

/// The folder that a variable names. Without it the test is skipped, on a build server it fails.
pub(crate) fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{variable} is not set");
        eprintln!("skipped: {variable} is not set");
    }
    folder
}

/// All operation pages of the corpus, in the order of their paths.
pub(crate) fn pages() -> Option<&'static [Page]> {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    let root = folder("DOCTRACT_CORPUS")?;
    Some(PAGES.get_or_init(|| {
        let mut files = operation_files(&root);
        files.sort();
        files
            .into_par_iter()
            .map(|name| read(&root, name))
            .collect()
    }))
}

fn read(root: &Path, name: String) -> Page {
    let text = std::fs::read_to_string(root.join(&name)).unwrap();
    let extraction = extract_page(&name, text.as_bytes(), &Options::default());
    Page {
        name,
        text,
        extraction,
    }
}

fn operation_files(root: &Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(root.join("manifest.tsv")).unwrap();
    let rows = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[3] == "operation")
        .map(|row| row[2].to_owned())
        .collect()
}
