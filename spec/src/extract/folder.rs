//! Many pages at once: in parallel, in an order that depends on nothing but their paths, the newest
//! of several pages of one operation, types resolved from pages of their own.

use super::response::{TypePage, TypePages};
use super::restated::{self, Difference, Limits};
use super::{Extraction, Options, catalogue, read_page, read_type};
use crate::model::Operation;
use crate::{Diagnostic, Severity};
use rayon::prelude::*;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

/// So many pages are held in memory at a time.
const BATCH: usize = 64;

/// What became of one page of a folder.
#[derive(Debug, Clone)]
pub struct FolderPage {
    /// The path, as it was given.
    pub path: String,
    /// What was read.
    pub extraction: Extraction,
    /// What to do with it.
    pub outcome: Outcome,
}

/// What a page of a folder is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It documents an operation.
    Operation,
    /// It documents an operation of which another page, this one, counts: a newer one, or one with
    /// the same name before it.
    Older(String),
    /// It documents no operation: an overview, or a type that other pages refer to.
    Nothing,
    /// It could not be read.
    Unreadable,
}

/// Figures of a whole folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages that were given.
    pub pages: usize,
    /// Operations that came out.
    pub operations: usize,
    /// Pages of operations of which another page counts.
    pub older: usize,
    /// Pages that document no operation: overviews, types.
    pub nothing: usize,
    /// Bytes of all pages.
    pub bytes: u64,
    /// Rows of tables and entries of lists that were read, older pages included.
    pub rows: usize,
    /// Diagnostics by code.
    pub diagnostics: BTreeMap<&'static str, usize>,
}

/// Reads many pages. `each` gets every page once, newest names first (`X.md` before `X.2.md`), then
/// in the order of the paths, whatever the number of threads; it can end the run early.
///
/// Pages are read by `read`, a batch at a time, so memory does not grow with their number. Of
/// several pages of one operation in one language the first counts, and a diagnostic of each other
/// one says why: `X.2.md` is older than `X.md`; of two with the same name (`cn.zh-CN` and
/// `intl.zh-CN` are one language) the first path counts, whether or not their texts are equal. Types that a page refers to are
/// looked up among `paths` by their file names and read when they are needed.
///
/// The threads are those of the current rayon pool.
///
/// ```
/// use doctract_spec::extract::{Options, extract_folder};
/// use std::ops::ControlFlow;
///
/// let page = "# StopThing\n\n## Request parameters\n\n|Name|Type|Required|Description|\n|--|--|--|--|\n|Id|String|Yes|The ID. |\n";
/// let paths = vec!["StopThing.2.md".to_owned(), "StopThing.md".to_owned()];
/// let mut names = Vec::new();
/// let summary = extract_folder(paths, |_| Ok(page.into()), &Options::default(), |page| {
///     names.push(page.path);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(names, ["StopThing.md", "StopThing.2.md"]);
/// assert_eq!((summary.operations, summary.older), (1, 1));
/// ```
pub fn extract_folder(
    mut paths: Vec<String>,
    read: impl Fn(&str) -> io::Result<Vec<u8>> + Sync,
    options: &Options,
    mut each: impl FnMut(FolderPage) -> ControlFlow<()>,
) -> Summary {
    paths.sort_by(|left, right| (rank(left), left).cmp(&(rank(right), right)));
    let library = Library::new(&paths, &read, options);
    let mut summary = Summary::default();
    let mut newest: HashMap<Key, Chosen> = HashMap::new();
    let mut locales: HashMap<Key, (String, Limits)> = HashMap::new();
    for batch in paths.chunks(BATCH) {
        let pages: Vec<_> = batch.par_iter().map(|path| library.page(path)).collect();
        for (path, page) in batch.iter().zip(pages) {
            let page = settle(path, page, &mut newest, &mut locales, &mut summary);
            if each(page).is_break() {
                return summary;
            }
        }
    }
    summary
}

/// What makes two pages document the same: product, version, operation and locale, in lower case.
type Key = (String, String, String, Option<String>);

fn settle(
    path: &str,
    page: io::Result<(Extraction, usize)>,
    newest: &mut HashMap<Key, Chosen>,
    locales: &mut HashMap<Key, (String, Limits)>,
    summary: &mut Summary,
) -> FolderPage {
    summary.pages += 1;
    let (mut extraction, bytes, mut outcome) = match page {
        Ok((extraction, bytes)) => (extraction, bytes, Outcome::Nothing),
        Err(error) => (unreadable(path, &error), 0, Outcome::Unreadable),
    };
    summary.bytes += bytes as u64;
    summary.rows += extraction.rows;
    if let Some(operation) = &mut extraction.operation {
        let key = (
            operation.product.to_ascii_lowercase(),
            operation.version.clone(),
            operation.operation.to_ascii_lowercase(),
            operation.locale.clone(),
        );
        let own = Chosen::new(path, operation);
        if let Some(chosen) = newest.get(&key) {
            extraction.diagnostics.push(own.beside(chosen));
            summary.older += 1;
            outcome = Outcome::Older(chosen.path.clone());
        } else {
            let across = (key.0.clone(), key.1.clone(), key.2.clone(), None);
            newest.insert(key, own);
            match locales.entry(across) {
                Entry::Occupied(other) => {
                    let (other, limits) = other.get();
                    let differing = restated::by_limits(operation, limits);
                    let told = differing.iter().map(|found| differs(path, other, found));
                    extraction.diagnostics.extend(told);
                }
                Entry::Vacant(place) => {
                    place.insert((path.to_owned(), restated::limits(operation)));
                }
            }
            summary.operations += 1;
            outcome = Outcome::Operation;
        }
    }
    summary.nothing += usize::from(outcome == Outcome::Nothing);
    for diagnostic in &extraction.diagnostics {
        *summary.diagnostics.entry(diagnostic.code).or_default() += 1;
    }
    FolderPage {
        path: path.to_owned(),
        extraction,
        outcome,
    }
}

fn unreadable(path: &str, error: &io::Error) -> Extraction {
    let entry = &catalogue::UNREADABLE;
    Extraction {
        diagnostics: vec![Diagnostic {
            code: entry.code,
            severity: Severity::Error,
            file: path.to_owned(),
            span: None,
            message: error.to_string(),
            advice: Some(entry.advice.to_owned()),
        }],
        ..Extraction::default()
    }
}

/// The page that counts for an operation.
struct Chosen {
    path: String,
    rank: u32,
    /// The digest of its text.
    digest: String,
}

impl Chosen {
    fn new(path: &str, operation: &Operation) -> Self {
        let source = operation.source.as_ref();
        Self {
            path: path.to_owned(),
            rank: rank(path),
            digest: source.map_or_else(String::new, |source| source.sha256.clone()),
        }
    }

    /// Why this page does not count and the chosen one does.
    fn beside(&self, chosen: &Self) -> Diagnostic {
        let other = &chosen.path;
        let (entry, message) = if self.digest == chosen.digest {
            (&catalogue::TWIN_PAGE, format!("{other} has the same text"))
        } else if self.rank == chosen.rank {
            let message = format!("{other} documents the same operation and is used");
            (&catalogue::TWIN_DIFFERS, message)
        } else {
            let message = format!("{other} documents the same operation");
            (&catalogue::OLDER_PAGE, message)
        };
        Diagnostic {
            code: entry.code,
            severity: entry.severity,
            file: self.path.clone(),
            span: None,
            message,
            advice: Some(entry.advice.to_owned()),
        }
    }
}

fn differs(path: &str, other: &str, found: &Difference) -> Diagnostic {
    let entry = &catalogue::LOCALES_DIFFER;
    Diagnostic {
        code: entry.code,
        severity: entry.severity,
        file: path.to_owned(),
        span: None,
        message: format!("`{}`: {} ({other})", found.pattern, found.what),
        advice: Some(entry.advice.to_owned()),
    }
}

/// The number in `X.2.md`; a page without one is the newest.
fn rank(path: &str) -> u32 {
    let stem = file_stem(path);
    stem.rsplit_once('.')
        .and_then(|(_, number)| number.parse().ok())
        .unwrap_or(0)
}

/// The name of a file without folders and the last extension.
fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The pages at hand, and those of types that were asked for.
struct Library<'l, R> {
    read: &'l R,
    options: &'l Options,
    /// Paths by the lower-case name of the file, numbers left out.
    by_stem: HashMap<String, Vec<&'l str>>,
    /// Types that were asked for; `None` where a page documents none.
    loaded: Mutex<HashMap<&'l str, Option<Arc<TypePage>>>>,
}

impl<'l, R: Fn(&str) -> io::Result<Vec<u8>> + Sync> Library<'l, R> {
    fn new(paths: &'l [String], read: &'l R, options: &'l Options) -> Self {
        let mut by_stem: HashMap<String, Vec<&str>> = HashMap::new();
        for path in paths {
            let stem = file_stem(path);
            let plain = stem.split('.').next().unwrap_or(stem);
            by_stem
                .entry(plain.to_ascii_lowercase())
                .or_default()
                .push(path);
        }
        Self {
            read,
            options,
            by_stem,
            loaded: Mutex::default(),
        }
    }

    fn page(&self, path: &str) -> io::Result<(Extraction, usize)> {
        let bytes = (self.read)(path)?;
        let types = Shelf {
            library: self,
            page: path,
        };
        let extraction = read_page(path, &bytes, self.options, Some(&types));
        Ok((extraction, bytes.len()))
    }

    /// The type that a path documents, read at the first request.
    fn type_page(&self, path: &'l str) -> Option<Arc<TypePage>> {
        if let Ok(loaded) = self.loaded.lock()
            && let Some(known) = loaded.get(path)
        {
            return known.clone();
        }
        let bytes = (self.read)(path).ok()?;
        let page = read_type(&bytes, self.options).map(Arc::new);
        if let Ok(mut loaded) = self.loaded.lock() {
            loaded.insert(path, page.clone());
        }
        page
    }
}

/// The types as one page sees them: those in the folders nearest to it first.
struct Shelf<'s, 'l, R> {
    library: &'s Library<'l, R>,
    page: &'s str,
}

impl<R: Fn(&str) -> io::Result<Vec<u8>> + Sync> TypePages for Shelf<'_, '_, R> {
    fn find(&self, name: &str) -> Option<Arc<TypePage>> {
        let mut paths = self
            .library
            .by_stem
            .get(&name.to_ascii_lowercase())?
            .clone();
        let common = |path: &str| {
            let own: Vec<_> = self.page.split(['/', '\\']).collect();
            path.split(['/', '\\'])
                .filter(|folder| own.contains(folder))
                .count()
        };
        paths.sort_by_key(|path| (std::cmp::Reverse(common(path)), rank(path), *path));
        paths
            .into_iter()
            .find_map(|path| self.library.type_page(path))
    }
}
