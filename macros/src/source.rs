//! Finds and reads the specs that a macro names.

use doctract_spec::folder::{Folder, read, read_operations};
use doctract_spec::{Diagnostic, Operation, Severity};
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use std::path::{Path, PathBuf};
use syn::LitStr;

/// Specs that were read, and the files that the compiler must watch, broken ones too.
#[derive(Default)]
pub(crate) struct Specs {
    pub(crate) operations: Vec<Operation>,
    watched: Vec<PathBuf>,
}

/// An operation that is asked for, and where.
pub(crate) type Wanted = (String, Span);

impl Specs {
    /// Reads a file, or of a folder the wanted operations; all if `wanted` is `None`. Every error
    /// is reported: at the name of an operation that is not there, else at the literal.
    pub(crate) fn read(literal: &LitStr, wanted: Option<&[Wanted]>) -> (Self, Vec<syn::Error>) {
        let shown = literal.value();
        let Some(root) = find(literal) else {
            let message = format!("there is no spec file or folder `{shown}`");
            return (
                Self::default(),
                vec![syn::Error::new(literal.span(), message)],
            );
        };
        let folder = match wanted {
            Some(wanted) => {
                let names: Vec<_> = wanted.iter().map(|(name, _)| name.as_str()).collect();
                read_operations(&root, &names)
            }
            None => read(&root),
        };
        let mut errors = errors(&folder, &root, literal, wanted.unwrap_or_default());
        if folder.specs.is_empty() && errors.is_empty() {
            let message = format!("there is no spec in `{shown}`");
            errors.push(syn::Error::new(literal.span(), message));
        }
        let specs = Self {
            operations: folder
                .specs
                .into_iter()
                .map(|spec| spec.operation)
                .collect(),
            watched: folder.read,
        };
        (specs, errors)
    }

    /// Makes the compiler watch the files: a change in one expands the macro again.
    pub(crate) fn watch(&self) -> TokenStream {
        let files = self.watched.iter().filter_map(|file| file.to_str());
        let files = files.map(Literal::string);
        quote!(#(const _: &[u8] = include_bytes!(#files);)*)
    }
}

/// The errors of a folder. Files are named as the user wrote them, not as they were found.
fn errors(folder: &Folder, root: &Path, literal: &LitStr, wanted: &[Wanted]) -> Vec<syn::Error> {
    let found = folder.diagnostics.iter();
    let found = found.filter(|found| found.severity == Severity::Error);
    found
        .map(|found| {
            let named = |(name, _): &&Wanted| found.message.contains(&format!("`{name}`"));
            let missing = wanted.iter().find(named);
            let span = match missing {
                Some((_, span)) if found.code == "folder-no-operation" => *span,
                _ => literal.span(),
            };
            syn::Error::new(span, told(found, root, &literal.value()))
        })
        .collect()
}

/// One line: `specs/A.yaml:10:25: unknown key (did you mean …?)`.
fn told(found: &Diagnostic, root: &Path, shown: &str) -> String {
    let file = match Path::new(&found.file).strip_prefix(root) {
        Ok(below) if below.as_os_str().is_empty() => shown.to_owned(),
        Ok(below) => Path::new(shown).join(below).display().to_string(),
        Err(_) => found.file.clone(),
    };
    let place = found
        .span
        .map(|span| format!(":{}:{}", span.line, span.column));
    let advice = found.advice.as_ref().map(|advice| format!(" ({advice})"));
    let (place, advice) = (place.unwrap_or_default(), advice.unwrap_or_default());
    format!("{file}{place}: {}{advice}", found.message)
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
