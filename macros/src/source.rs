//! Finds and reads the specs that a macro names.

use doctract_spec::{Diagnostic, Operation, yaml};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::fs;
use std::path::{Path, PathBuf};
use syn::LitStr;

/// Specs that were read, and the files that the compiler must watch, broken ones too.
#[derive(Default)]
pub(crate) struct Specs {
    pub(crate) operations: Vec<Operation>,
    /// The names of all files, those that were not wanted too.
    pub(crate) stems: Vec<String>,
    watched: Vec<PathBuf>,
}

impl Specs {
    /// Reads a file, or those files of a folder whose operation is wanted; all if `wanted` is
    /// `None`. Mistakes are put at the literal, as the files are named from where it stands.
    pub(crate) fn read(literal: &LitStr, wanted: Option<&[String]>) -> (Self, Vec<syn::Error>) {
        let mut specs = Self::default();
        let mut errors = Vec::new();
        let shown = literal.value();
        let Some(root) = find(literal) else {
            let message = format!("there is no spec file or folder `{shown}`");
            return (specs, vec![syn::Error::new(literal.span(), message)]);
        };
        for file in files(&root) {
            let stem = file.file_stem().and_then(|stem| stem.to_str());
            let stem = stem.unwrap_or_default();
            let in_folder = file != root;
            specs.stems.push(stem.to_owned());
            if in_folder && wanted.is_some_and(|wanted| !wanted.iter().any(|name| name == stem)) {
                continue;
            }
            let name = match file.strip_prefix(&root) {
                Ok(below) if in_folder => Path::new(&shown).join(below).display().to_string(),
                _ => shown.clone(),
            };
            let read = fs::read_to_string(&file);
            specs.watched.push(file);
            let text = match read {
                Ok(text) => text,
                Err(error) => {
                    errors.push(syn::Error::new(literal.span(), format!("{name}: {error}")));
                    continue;
                }
            };
            match yaml::load(&name, &text) {
                Ok(operation) => specs.operations.push(operation),
                Err(found) => errors.extend(found.iter().map(|found| mistake(literal, found))),
            }
        }
        (specs, errors)
    }

    /// Makes the compiler watch the files: a change in one expands the macro again.
    pub(crate) fn watch(&self) -> TokenStream {
        let files = self.watched.iter().filter_map(|file| file.to_str());
        let files = files.map(Literal::string);
        quote!(#(const _: &[u8] = include_bytes!(#files);)*)
    }
}

/// A mistake in a spec, at the literal that names it: `specs/A.yaml:10:25: unknown key`.
fn mistake(literal: &LitStr, found: &Diagnostic) -> syn::Error {
    let place = found
        .span
        .map(|span| format!(":{}:{}", span.line, span.column));
    let advice = found.advice.as_ref().map(|advice| format!(" ({advice})"));
    let (place, advice) = (place.unwrap_or_default(), advice.unwrap_or_default());
    let message = format!("{}{place}: {}{advice}", found.file, found.message);
    syn::Error::new(literal.span(), message)
}

/// The file or folder of that name: below the package, else beside the file that names it.
fn find(literal: &LitStr) -> Option<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let caller = literal.span().unwrap().local_file();
    let caller = caller.and_then(|file| file.canonicalize().ok()?.parent().map(Path::to_owned));
    let places = package.into_iter().chain(caller);
    places
        .map(|place| place.join(literal.value()))
        .find(|path| path.exists())
}

/// The spec files of a folder and the folders below, by name; a file is itself.
fn files(root: &Path) -> Vec<PathBuf> {
    if root.is_file() {
        return vec![root.to_owned()];
    }
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if is_spec(name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether a file of a folder is a spec: what stands beside them has names of its own.
fn is_spec(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| !stem.ends_with(".overlay") && stem != "index")
}
