//! Bringing pages that were read anew into a folder of specs: corrections stay, what changed is
//! told, nothing is moved or dropped in silence.
//!
//! ```
//! use doctract_spec::update::{Pages, update};
//! use doctract_spec::{Operation, diff, folder};
//!
//! let root = tempfile::tempdir().unwrap();
//! let mut operation = Operation { doctract: 1, ..Operation::default() };
//! operation.product = "Ecs".into();
//! operation.version = "v1".into();
//! operation.operation = "Ping".into();
//! folder::plan(root.path(), &[operation.clone()]).0.commit(root.path()).unwrap();
//!
//! operation.summary = Some("Says pong.".into());
//! let pages = Pages { operations: vec![operation], ..Pages::default() };
//! let update = update(root.path(), &pages, &diff::Options::default());
//! assert_eq!(update.report.counts.docs, 1);
//! assert!(update.gone.is_empty());
//! update.changes.commit(root.path()).unwrap();
//! ```

use crate::diff::{self, Report};
use crate::files::Changes;
use crate::folder::plan::{Layout, overlay_name};
use crate::folder::{self, SpecFile, edited, finding, overlay_of, path_of};
use crate::index::{INDEX_FILE, Index};
use crate::{Diagnostic, Operation, Severity, overlay};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;

/// What the pages of today say.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// The operations.
    pub operations: Vec<Operation>,
    /// Folders that were read with all their pages, as paths with `/`. A spec whose page was below
    /// one of them, or whose product and language came from them, and that no page has any more,
    /// is gone.
    pub folders: Vec<String>,
    /// Single pages that were read.
    pub files: Vec<String>,
}

/// What an update would do to a folder.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// The files to write and to remove.
    pub changes: Changes,
    /// The contract before and after, overlays applied.
    pub report: Report,
    /// Specs that get another file, their overlays with them.
    pub moved: Vec<Moved>,
    /// Files of specs of which the pages have no operation any more. They stay.
    pub gone: Vec<String>,
    /// What a person has to know: corrections that no longer fit, pages and operations that moved
    /// or are gone, edits that are replaced.
    pub diagnostics: Vec<Diagnostic>,
}

/// A spec that gets another file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The file until now.
    pub from: String,
    /// The file from now on.
    pub to: String,
}

impl Update {
    /// Also removes the specs of operations that are gone. Their overlays stay, and the next
    /// reader reports them.
    pub fn remove_gone(&mut self) {
        self.changes.remove.extend(self.gone.iter().cloned());
        if let Some(text) = self.changes.write.get_mut(INDEX_FILE)
            && let Ok(mut index) = Index::load(INDEX_FILE, text)
        {
            index.specs.retain(|entry| !self.gone.contains(&entry.file));
            *text = index.text();
        }
    }
}

/// Plans the update of the specs at `root`. Nothing is written.
///
/// An operation goes where its spec is, wherever that was put; a new one where [`folder::plan`]
/// would put it. One that has another name now moves, and its overlay with it.
pub fn update(root: &Path, pages: &Pages, options: &diff::Options) -> Update {
    let read = folder::read(root);
    let coverage = Coverage::of(pages);
    let (covered, others): (Vec<_>, Vec<_>) = read
        .specs
        .into_iter()
        .partition(|spec| coverage.covers(&spec.operation));
    let old: Vec<Operation> = covered.iter().map(|spec| spec.operation.clone()).collect();
    let mut run = Run {
        root,
        update: Update::default(),
    };
    let (placed, gone) = placed(&old, &covered, &others, pages);
    run.tell(&placed);
    let mut layout = Layout::new(
        root,
        placed
            .iter()
            .map(|one| (one.file.clone(), one.operation))
            .collect(),
    );
    layout.move_specs(root, &run.update.moved);
    run.gone(&gone, pages);
    let new: Vec<Operation> = placed.iter().map(|one| run.corrected(one)).collect();
    run.update.report = diff::diff_all(&old, &new, options);
    // What is written anew is no longer of interest as it was.
    let replaced: BTreeSet<String> = placed
        .iter()
        .filter_map(|one| one.spec)
        .flat_map(|spec| [spec.file.clone(), overlay_name(&spec.file)])
        .map(|file| run.shown(&file))
        .collect();
    let Changes { write, remove } = &layout.changes;
    let stays = |spec: &&SpecFile| !write.contains_key(&spec.file) && !remove.contains(&spec.file);
    let kept: Vec<_> = covered
        .iter()
        .chain(&others)
        .filter(stays)
        .cloned()
        .collect();
    layout.keep(kept.into_iter());
    let Run { mut update, .. } = run;
    update.changes = layout.finished();
    let old = read.diagnostics.into_iter();
    let old = old.filter(|found| !replaced.contains(&found.file) && found.code != "index-stale");
    update.diagnostics = old
        .chain(layout.diagnostics)
        .chain(std::mem::take(&mut update.diagnostics))
        .collect();
    update
}

/// One operation of the pages, and where it goes.
struct Placed<'p> {
    operation: &'p Operation,
    file: String,
    spec: Option<&'p SpecFile>,
}

/// What was read, by what a spec is looked for.
struct Coverage<'p> {
    pages: &'p Pages,
    files: HashSet<&'p str>,
    /// Product and locale.
    kin: HashSet<(String, Option<&'p str>)>,
    /// Product and operation, of any locale.
    named: HashSet<(String, &'p str)>,
    /// Product, locale and operation.
    same: HashSet<(String, Option<&'p str>, String)>,
}

impl<'p> Coverage<'p> {
    fn of(pages: &'p Pages) -> Self {
        let operations = || pages.operations.iter();
        let product = |one: &Operation| one.product.to_lowercase();
        Self {
            pages,
            files: pages.files.iter().map(String::as_str).collect(),
            kin: operations()
                .map(|one| (product(one), one.locale.as_deref()))
                .collect(),
            named: operations()
                .map(|one| (product(one), one.operation.as_str()))
                .collect(),
            same: operations()
                .map(|one| {
                    let operation = one.operation.to_lowercase();
                    (product(one), one.locale.as_deref(), operation)
                })
                .collect(),
        }
    }

    /// Whether the pages that were read are all there are for a spec.
    fn covers(&self, spec: &Operation) -> bool {
        let product = spec.product.to_lowercase();
        let Some(source) = &spec.source else {
            // Written by hand: covered only by a page of the same operation. Products share names
            // such as `DescribeRegions`.
            return self.named.contains(&(product, spec.operation.as_str()));
        };
        let below = |folder: &String| {
            let rest = source.page.strip_prefix(folder.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let locale = spec.locale.as_deref();
        let folders = &self.pages.folders;
        self.files.contains(source.page.as_str())
            || folders.iter().any(below)
            || (!folders.is_empty() && self.kin.contains(&(product.clone(), locale)))
            || (self.same).contains(&(product, locale, spec.operation.to_lowercase()))
    }
}

/// Where each operation of the pages goes, and the covered specs that have none.
fn placed<'p>(
    old: &[Operation],
    covered: &'p [SpecFile],
    others: &[SpecFile],
    pages: &'p Pages,
) -> (Vec<Placed<'p>>, Vec<&'p SpecFile>) {
    let specs: HashMap<*const Operation, &SpecFile> =
        old.iter().map(std::ptr::from_ref).zip(covered).collect();
    let spec_of = |one: &Operation| specs.get(&std::ptr::from_ref(one)).copied();
    let pairing = diff::pair(old, &pages.operations);
    let pairs = pairing.pairs.iter();
    let before: HashMap<*const Operation, &SpecFile> = pairs
        .filter_map(|(old, new)| Some((std::ptr::from_ref(*new), spec_of(old)?)))
        .collect();
    let known = covered.iter().chain(others).map(|spec| &spec.operation);
    let locales: BTreeSet<_> = known
        .chain(&pages.operations)
        .map(|one| &one.locale)
        .collect();
    let place = |operation: &'p Operation| {
        let spec = before.get(&std::ptr::from_ref(operation)).copied();
        let same = |spec: &&SpecFile| {
            let was = &spec.operation;
            was.operation == operation.operation && was.version == operation.version
        };
        let file = match spec.filter(same) {
            Some(spec) => spec.file.clone(),
            None => path_of(operation, locales.len() > 1),
        };
        Placed {
            operation,
            file,
            spec,
        }
    };
    let gone = pairing.gone.into_iter().filter_map(spec_of).collect();
    (pages.operations.iter().map(place).collect(), gone)
}

struct Run<'r> {
    root: &'r Path,
    update: Update,
}

impl Run<'_> {
    fn shown(&self, file: &str) -> String {
        self.root.join(file).display().to_string()
    }

    fn report(&mut self, code: &'static str, severity: Severity, file: &str, message: String) {
        let advice = crate::codes::advice(code);
        let found = finding(code, severity, &self.shown(file), message, advice);
        self.update.diagnostics.push(found);
    }

    /// Tells what moves, and what is replaced though somebody changed it by hand.
    fn tell(&mut self, placed: &[Placed<'_>]) {
        let specs = placed.iter().filter_map(|one| one.spec);
        let edits = edited(self.root, specs);
        self.update.diagnostics.extend(edits);
        for Placed {
            operation,
            file,
            spec,
        } in placed
        {
            let Some(spec) = spec else { continue };
            if let (Some(was), Some(is)) = (&spec.operation.source, &operation.source)
                && was.page != is.page
            {
                let message = format!("its page was `{}` and is `{}` now", was.page, is.page);
                self.report("update-page", Severity::Note, &spec.file, message);
            }
            if *file != spec.file {
                let (from, to) = (spec.file.clone(), file.clone());
                let message = format!("it is `{to}` now, as the page calls its operation");
                self.report("update-moved", Severity::Warning, &from, message);
                self.update.moved.push(Moved { from, to });
            }
        }
    }

    /// Tells which specs have no operation in the pages any more.
    fn gone(&mut self, gone: &[&SpecFile], pages: &Pages) {
        for spec in gone {
            let name = &spec.operation.operation;
            let source = spec.operation.source.as_ref();
            let message = match source.filter(|source| pages.files.contains(&source.page)) {
                Some(source) => format!("the page `{}` has no `{name}` any more", source.page),
                None => format!("no page has the operation `{name}` any more"),
            };
            self.report("update-gone", Severity::Warning, &spec.file, message);
            self.update.gone.push(spec.file.clone());
        }
    }

    /// An operation with the correction that lies beside its spec.
    fn corrected(&mut self, one: &Placed<'_>) -> Operation {
        let operation = one.operation.clone();
        let file = one.spec.map_or(&one.file, |spec| &spec.file);
        let Some((overlay, path)) = overlay_of(self.root, file) else {
            return operation;
        };
        let shown = self.shown(&overlay);
        let read = fs::read_to_string(path).map_err(|error| {
            let message = error.to_string();
            vec![finding(
                "file-unreadable",
                Severity::Error,
                &shown,
                message,
                None,
            )]
        });
        match read.and_then(|text| overlay::load(&shown, &text)) {
            Ok(overlay) => {
                let (corrected, found) = overlay::apply(&operation, &overlay);
                self.update.diagnostics.extend(found);
                corrected
            }
            Err(errors) => {
                self.update.diagnostics.extend(errors);
                operation
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(product: &str) -> Operation {
        Operation {
            doctract: 1,
            product: product.into(),
            version: "v1".into(),
            operation: "DescribeRegions".into(),
            ..Operation::default()
        }
    }

    #[test]
    fn a_page_of_another_product_says_nothing_about_a_spec_written_by_hand() {
        let root = tempfile::tempdir().unwrap();
        let own = [operation("Own")];
        folder::plan(root.path(), &own)
            .0
            .commit(root.path())
            .unwrap();
        let pages = Pages {
            operations: vec![operation("Ecs")],
            folders: vec!["pages".into()],
            ..Pages::default()
        };
        let mut update = update(root.path(), &pages, &diff::Options::default());
        assert_eq!(update.gone, Vec::<String>::new());
        update.remove_gone();
        update.changes.commit(root.path()).unwrap();
        assert_eq!(folder::read(root.path()).specs.len(), 2);
    }
}
