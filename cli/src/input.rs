//! Turns what the user named (pages, specs, folders, standard input) into operations.

use crate::args::{Inputs, Reading, Selection};
use crate::config::Config;
use crate::console::{Console, Level};
use crate::draw::{self, Sources};
use crate::failure::Failure;
use crate::files;
use crate::places::{Origin, Places};
use doctract_codegen::unknown_locale;
use doctract_spec::extract::{
    self, Dialect, Extraction, Options, Outcome, Summary, extract_folder,
};
use doctract_spec::folder::{self, Folder};
use doctract_spec::index::INDEX_FILE;
use doctract_spec::{Diagnostic, Operation, Severity, near, yaml};
use std::collections::HashMap;
use std::fs::DirEntry;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The operations, in the order of the arguments and of the paths below them.
    pub(crate) operations: Vec<Operation>,
    /// Where each of them was read from.
    origins: Vec<Origin>,
    /// What was found wrong on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub(crate) sources: Sources,
    /// How many pages and specs were read.
    pub(crate) files: usize,
    /// The pages that gave no operation.
    pub(crate) fruitless: Vec<String>,
    /// Figures of all pages.
    pub(crate) summary: Summary,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Spec,
}

/// The operations of the inputs that the user selected, one language of each.
pub(crate) fn selected(
    inputs: &Inputs,
    selection: &Selection,
    config: &Config,
    console: Console,
) -> Result<Vec<Operation>, Failure> {
    let loaded = match through_index(&inputs.inputs, &selection.operations) {
        Some(loaded) => loaded,
        None => load(&inputs.inputs, &inputs.reading, config, console)?,
    };
    loaded.report(console)?;
    loaded.select(selection, config)
}

/// [`selected`], and where in their pages and specs their statements stand.
pub(crate) fn located(
    inputs: &Inputs,
    selection: &Selection,
    config: &Config,
    console: Console,
) -> Result<(Vec<Operation>, Places), Failure> {
    let mut loaded = match through_index(&inputs.inputs, &selection.operations) {
        Some(loaded) => loaded,
        None => load(&inputs.inputs, &inputs.reading, config, console)?,
    };
    loaded.report(console)?;
    let mut known = HashMap::new();
    for (operation, origin) in loaded
        .operations
        .iter()
        .zip(std::mem::take(&mut loaded.origins))
    {
        known.entry(key(operation)).or_insert(origin);
    }
    let operations = loaded.select(selection, config)?;
    let origins: Vec<Origin> = operations
        .iter()
        .filter_map(|operation| known.remove(&key(operation)))
        .collect();
    let places = Places::of(&operations, &origins);
    Ok((operations, places))
}

/// The named operations alone, where every input is a folder with an index; `None` if one of them
/// is not found that way.
fn through_index(inputs: &[PathBuf], names: &[String]) -> Option<Loaded> {
    let indexed = |input: &PathBuf| input.join(INDEX_FILE).is_file();
    if names.is_empty() || !inputs.iter().all(indexed) {
        return None;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut loaded = Loaded::default();
    for input in inputs {
        loaded.add_folder(input, folder::read_operations(input, &names));
    }
    let found = |name: &&str| loaded.operations.iter().any(|one| one.operation == **name);
    let whole = names.iter().all(found);
    whole.then_some(loaded)
}

/// Reads all inputs, many files at once, in a stable order; overlays beside specs are applied.
pub(crate) fn load(
    inputs: &[PathBuf],
    reading: &Reading,
    config: &Config,
    console: Console,
) -> Result<Loaded, Failure> {
    let dialect = reading
        .dialect
        .as_deref()
        .map(|path| dialect(path, console))
        .transpose()?;
    let options = Options {
        dialect: dialect.clone(),
        product: reading.product.clone().or_else(|| config.product.clone()),
        version: reading
            .api_version
            .clone()
            .or_else(|| config.api_version.clone()),
        locale: None,
    };
    let mut loaded = Loaded::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            loaded.add_text("-", &files::read(input)?, &options);
        } else if input.is_dir() {
            let mut pages = Vec::new();
            let specs = collect(input, &mut pages)?;
            loaded.add_pages(&pages, &options)?;
            if specs {
                loaded.add_specs(input);
            }
        } else {
            match kind_by_name(input) {
                Some(Kind::Page) => loaded.add_pages(std::slice::from_ref(input), &options)?,
                Some(Kind::Spec) if input.is_file() => loaded.add_specs(input),
                _ => loaded.add_text(&input.to_string_lossy(), &files::read(input)?, &options),
            }
        }
    }
    if let (Some(dialect), Some(path), Level::Detailed) =
        (dialect, reading.dialect.as_deref(), console.level)
    {
        let mut sources = Sources::default();
        let text = files::read(path)?;
        sources.add(&path.to_string_lossy(), String::from_utf8_lossy(&text));
        console.plain(draw::human(&dialect.unused(), &sources, console));
    }
    Ok(loaded)
}

/// The dialect in a file; ambiguous words are said, and the first meaning counts.
fn dialect(path: &Path, console: Console) -> Result<Dialect, Failure> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    let name = path.to_string_lossy();
    let dialect = Dialect::parse(&name, &text)
        .map_err(|mistake| Failure::diagnosed(&name, &text, &[*mistake], "a dialect", console))?;
    let mut sources = Sources::default();
    sources.add(&name, text);
    console.plain_unless_quiet(draw::human(&dialect.lint(), &sources, console));
    Ok(dialect)
}

impl Loaded {
    /// Pages, of which the newest of each operation counts; types are looked up among them.
    fn add_pages(&mut self, pages: &[PathBuf], options: &Options) -> Result<(), Failure> {
        let names: Vec<String> = pages
            .iter()
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        let mut failure = None;
        let read = |name: &str| files::read_file(Path::new(name));
        let summary = extract_folder(names, read, options, |page| {
            if page.outcome == Outcome::Unreadable {
                failure = files::read(Path::new(&page.path)).err();
                return ControlFlow::Break(());
            }
            if !page.extraction.diagnostics.is_empty()
                && let Ok(bytes) = files::read(Path::new(&page.path))
            {
                self.sources
                    .add(&page.path, String::from_utf8_lossy(&bytes));
            }
            self.files += 1;
            match page.outcome {
                Outcome::Operation => {
                    if let Some(operation) = page.extraction.operation {
                        let origin = Origin::page(&page.path, page.extraction.places);
                        self.operations.push(operation);
                        self.origins.push(origin);
                    }
                }
                Outcome::Nothing => self.fruitless.push(page.path),
                Outcome::Older(_) | Outcome::Unreadable => {}
            }
            self.diagnostics.extend(page.extraction.diagnostics);
            ControlFlow::Continue(())
        });
        self.count(&summary);
        failure.map_or(Ok(()), Err)
    }

    fn count(&mut self, pages: &Summary) {
        self.summary.pages += pages.pages;
        self.summary.operations += pages.operations;
        self.summary.older += pages.older;
        self.summary.nothing += pages.nothing;
        self.summary.bytes += pages.bytes;
        self.summary.rows += pages.rows;
    }

    fn add_extraction(&mut self, file: &str, bytes: &[u8], extraction: Extraction) {
        self.count(&Summary {
            pages: 1,
            operations: usize::from(extraction.operation.is_some()),
            nothing: usize::from(extraction.operation.is_none()),
            bytes: bytes.len() as u64,
            rows: extraction.rows,
            ..Summary::default()
        });
        self.files += 1;
        match extraction.operation {
            Some(operation) => {
                self.operations.push(operation);
                self.origins.push(Origin::page(file, extraction.places));
            }
            None => self.fruitless.push(file.to_owned()),
        }
        if !extraction.diagnostics.is_empty() {
            self.sources.add(file, String::from_utf8_lossy(bytes));
        }
        self.diagnostics.extend(extraction.diagnostics);
    }

    fn add_specs(&mut self, root: &Path) {
        self.add_folder(root, folder::read(root));
    }

    fn add_folder(&mut self, root: &Path, folder: Folder) {
        self.files += folder.specs.len();
        for spec in folder.specs {
            self.operations.push(spec.operation);
            let file = if root.is_dir() {
                root.join(&spec.file)
            } else {
                root.to_owned()
            };
            self.origins.push(Origin::spec(&file.to_string_lossy()));
        }
        for file in folder.diagnostics.iter().map(|finding| &finding.file) {
            if !self.sources.has(file)
                && let Ok(bytes) = files::read(Path::new(file))
            {
                self.sources.add(file, String::from_utf8_lossy(&bytes));
            }
        }
        self.diagnostics.extend(folder.diagnostics);
    }

    /// One text of a kind that its name does not tell.
    fn add_text(&mut self, file: &str, bytes: &[u8], options: &Options) {
        if kind_by_text(bytes) == Kind::Page {
            let extraction = extract::extract_page(file, bytes, options);
            self.add_extraction(file, bytes, extraction);
            return;
        }
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.files += 1;
        match yaml::load(file, &text) {
            Ok(operation) => {
                self.operations.push(operation);
                self.origins.push(Origin::spec(file));
            }
            Err(diagnostics) => {
                self.sources.add(file, text);
                self.diagnostics.extend(diagnostics);
            }
        }
    }

    /// Gives the files other names, where they were read from a copy.
    pub(crate) fn rename_files(&mut self, name: impl Fn(&str) -> String) {
        for one in &mut self.diagnostics {
            one.file = name(&one.file);
        }
        for file in &mut self.fruitless {
            *file = name(file);
        }
        self.sources.rename(name);
    }

    /// The operations that the user selected, one for each name; the first language wins unless
    /// one was asked for.
    pub(crate) fn select(
        self,
        selection: &Selection,
        config: &Config,
    ) -> Result<Vec<Operation>, Failure> {
        let locale = selection.locale.as_deref().or(config.locale.as_deref());
        let known = || self.operations.iter().map(|one| one.operation.as_str());
        let missing = selection.operations.iter();
        let missing = missing.filter(|wanted| !known().any(|name| name == wanted.as_str()));
        let mut mistakes: Vec<String> = missing
            .map(|wanted| {
                let message = format!("no operation `{wanted}` in the inputs");
                near::advised(message, wanted, known())
            })
            .collect();
        let stranger = unknown_locale(&self.operations, selection.locale.as_deref());
        mistakes.extend(stranger.map(|mistake| mistake.text));
        if !mistakes.is_empty() {
            return Err(Failure::usage(mistakes.join("\n")));
        }
        let mut chosen: Vec<Operation> = Vec::new();
        let mut places = HashMap::new();
        for one in self.operations {
            let named =
                selection.operations.is_empty() || selection.operations.contains(&one.operation);
            if !named {
                continue;
            }
            let is_wanted = |one: &Operation| one.locale.as_deref() == locale;
            let [product, version, operation, _] = key(&one);
            let place = *places
                .entry([product, version, operation])
                .or_insert(chosen.len());
            match chosen.get_mut(place) {
                None => chosen.push(one),
                Some(other) if locale.is_some() && is_wanted(&one) && !is_wanted(other) => {
                    *other = one;
                }
                Some(_) => {}
            }
        }
        Ok(chosen)
    }

    /// Prints the diagnostics to standard error; those of specs stop the command.
    pub(crate) fn report(&self, console: Console) -> Result<(), Failure> {
        let errors: Vec<&Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error || one.code == "index-stale")
            .collect();
        if !errors.is_empty() {
            let errors: Vec<Diagnostic> = errors.into_iter().cloned().collect();
            console.plain(crate::draw::human(&errors, &self.sources, console));
        }
        if self.operations.is_empty() {
            return Err(self.nothing());
        }
        Ok(())
    }

    /// Why there is no operation at all.
    pub(crate) fn nothing(&self) -> Failure {
        let hint = match self.fruitless.as_slice() {
            [] => "no pages (.md) and no specs (.yaml) there".to_owned(),
            pages => format!("{} gave no operation", pages.join(", ")),
        };
        Failure::usage(format!("nothing to work on: {hint}"))
    }
}

/// What tells operations apart, each language of one too.
fn key(one: &Operation) -> [Option<String>; 4] {
    let some = |text: &String| Some(text.clone());
    let (product, version) = (some(&one.product), some(&one.version));
    [product, version, some(&one.operation), one.locale.clone()]
}

/// The pages below a folder, and whether there are specs too.
fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> Result<bool, Failure> {
    let mut entries: Vec<DirEntry> = std::fs::read_dir(folder)
        .map_err(Failure::read(folder))?
        .collect::<Result<_, _>>()
        .map_err(Failure::read(folder))?;
    entries.sort_by_key(DirEntry::file_name);
    let mut specs = false;
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(Failure::read(&path))?;
        if kind.is_dir() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                specs |= collect(&path, pages)?;
            }
            continue;
        }
        // Links to folders are not followed: they may lead in circles.
        if kind.is_symlink() && path.is_dir() {
            continue;
        }
        match kind_by_name(&path) {
            Some(Kind::Page) => pages.push(path),
            Some(Kind::Spec) => specs = true,
            None => {}
        }
    }
    Ok(specs)
}

fn kind_by_name(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?;
    if name.ends_with(".overlay.yaml") || name == "index.yaml" || name == "README.md" {
        return None;
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("md" | "markdown") => Some(Kind::Page),
        Some("yaml" | "yml") => Some(Kind::Spec),
        _ if name == ".md" => Some(Kind::Page),
        _ => None,
    }
}

fn kind_by_text(bytes: &[u8]) -> Kind {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
    let is_spec = start.lines().any(|line| line.starts_with("doctract:"));
    if is_spec { Kind::Spec } else { Kind::Page }
}
