//! The arguments of `api!`. Each is read for itself: a mistake in one hides none in another.

use crate::split::{at_colon, at_commas, start};
use doctract_codegen::derive::unknown_key;
use doctract_codegen::{Mistake, Options};
use doctract_spec::near;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, Parser};
use syn::{LitBool, LitStr, Path, Visibility};

/// What `api!` was given.
#[derive(Default)]
pub(crate) struct Arguments {
    /// The file or folder.
    pub(crate) spec: Option<LitStr>,
    /// The operations, in the order wanted; all if absent.
    pub(crate) operations: Option<Vec<Ident>>,
    /// The locale, where a folder holds several.
    pub(crate) locale: Option<LitStr>,
    /// How code is generated.
    pub(crate) options: Options,
    /// Where each key of a rename stands.
    renamed: Vec<(String, Span)>,
    /// Every mistake in the arguments.
    pub(crate) errors: Vec<syn::Error>,
}

/// Each key, and how it is written.
const KEYS: [(&str, &str); 9] = [
    ("spec", "spec: \"specs/ecs\""),
    ("operations", "operations: [CreateSnapshot]"),
    ("rename", "rename: { \"Tag.N.Key\": label }"),
    ("derives", "derives: [serde::Serialize]"),
    ("visibility", "visibility: pub(crate)"),
    ("locale", "locale: \"en-US\""),
    ("unknown_fields", "unknown_fields: keep"),
    ("from_pairs", "from_pairs: true"),
    ("crate", "crate: ::doctract"),
];

/// What becomes of members of an answer that the page does not list.
const UNKNOWN_FIELDS: [&str; 2] = ["keep", "ignore"];

impl Arguments {
    /// Reads `key: value, …`, or a spec alone.
    pub(crate) fn read(input: TokenStream) -> Self {
        let mut this = Self::default();
        let pieces = at_commas(input);
        if let [only] = pieces.as_slice()
            && let Ok(spec) = syn::parse2(only.iter().cloned().collect())
        {
            this.spec = Some(spec);
            return this;
        }
        let mut seen = Vec::new();
        for piece in &pieces {
            this.piece(piece, &mut seen);
        }
        // A key that nobody knows may have been meant for it.
        if this.errors.is_empty() && this.spec.is_none() {
            let span = pieces
                .first()
                .map_or_else(Span::call_site, |piece| start(piece));
            let message = "no spec: say `spec: \"specs/ecs\"`, a file or a folder";
            this.errors.push(syn::Error::new(span, message));
        }
        this
    }

    /// A mistake at the rename that is at fault, else at the specs.
    pub(crate) fn told(&self, mistake: &Mistake) -> syn::Error {
        let named = |(key, _): &&(String, Span)| Some(key) == mistake.rename.as_ref();
        let span = self.renamed.iter().find(named).map(|(_, span)| *span);
        let of_spec = || {
            self.spec
                .as_ref()
                .map_or_else(Span::call_site, LitStr::span)
        };
        syn::Error::new(span.unwrap_or_else(of_spec), &mistake.text)
    }

    fn piece(&mut self, piece: &[TokenTree], seen: &mut Vec<String>) {
        let Some((TokenTree::Ident(key), value)) = at_colon(piece) else {
            let message = "expected a key and a value: `spec: \"specs/ecs\"`";
            return self.wrong(start(piece), message);
        };
        let name = key.to_string();
        let Some((known, form)) = KEYS.iter().find(|(known, _)| *known == name) else {
            let known = KEYS.map(|(known, _)| known);
            return self.wrong(key.span(), unknown_key(&name, &known));
        };
        if seen.contains(&name) {
            return self.wrong(key.span(), format!("`{name}` is given twice"));
        }
        seen.push(name);
        if let Err(place) = self.value(known, value) {
            let span = if value.is_empty() { key.span() } else { place };
            self.wrong(span, format!("`{known}` is written `{form}`"));
        }
    }

    /// Reads the value of a key; where it has not the form of one, the place.
    fn value(&mut self, key: &str, value: &[TokenTree]) -> Result<(), Span> {
        match key {
            "spec" => self.spec = Some(parsed(value)?),
            "locale" => self.locale = Some(parsed(value)?),
            "operations" => {
                let names: Vec<Ident> = list(value)?;
                for (at, name) in names.iter().enumerate() {
                    if names.iter().take(at).any(|before| before == name) {
                        self.wrong(name.span(), format!("`{name}` is named twice"));
                    }
                }
                self.operations = Some(names);
            }
            "rename" => self.renames(value)?,
            "derives" => {
                let paths: Vec<Path> = list(value)?;
                self.options.derives = paths.iter().map(text).collect();
            }
            "visibility" => self.options.visibility = text(&parsed::<Visibility>(value)?),
            "unknown_fields" => {
                let choice: Ident = parsed(value)?;
                let name = choice.to_string();
                if !UNKNOWN_FIELDS.contains(&name.as_str()) {
                    let message =
                        format!("unknown fields are for `keep` or `ignore`, not `{name}`");
                    self.wrong(choice.span(), near::advised(message, &name, UNKNOWN_FIELDS));
                }
                self.options.keep_unknown = name == "keep";
            }
            "from_pairs" => self.options.from_pairs = parsed::<LitBool>(value)?.value(),
            _ => {
                let path = Path::parse_mod_style.parse2(value.iter().cloned().collect());
                self.options.crate_path = text(&path.map_err(|_| start(value))?);
            }
        }
        Ok(())
    }

    /// `{ "Tag.N.Key": name, RunInstances: StartInstances }`
    fn renames(&mut self, value: &[TokenTree]) -> Result<(), Span> {
        for piece in at_commas(group(value, Delimiter::Brace)?) {
            let rename = at_colon(&piece).and_then(|(key, name)| {
                let wire = match key {
                    TokenTree::Ident(wire) => wire.to_string(),
                    other => parsed::<LitStr>(std::slice::from_ref(other)).ok()?.value(),
                };
                match name {
                    [TokenTree::Ident(name)] => Some((wire, name.to_string())),
                    _ => None,
                }
            });
            let span = start(&piece);
            match rename {
                None => self.wrong(span, "a rename is written `\"Tag.N.Key\": label`"),
                Some((wire, _)) if self.options.rename.contains_key(&wire) => {
                    self.wrong(span, format!("`{wire}` is renamed twice"));
                }
                Some((wire, name)) => {
                    self.renamed.push((wire.clone(), span));
                    self.options.rename.insert(wire, name);
                }
            }
        }
        Ok(())
    }

    fn wrong(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push(syn::Error::new(span, message));
    }
}

/// What the tokens are, else where they begin.
fn parsed<T: Parse>(tokens: &[TokenTree]) -> Result<T, Span> {
    syn::parse2(tokens.iter().cloned().collect()).map_err(|_| start(tokens))
}

/// The items of `[a, b]`.
fn list<T: Parse>(value: &[TokenTree]) -> Result<Vec<T>, Span> {
    let pieces = at_commas(group(value, Delimiter::Bracket)?);
    pieces.iter().map(|piece| parsed(piece)).collect()
}

/// What stands between brackets of that kind, if that is all there is.
fn group(value: &[TokenTree], delimiter: Delimiter) -> Result<TokenStream, Span> {
    match value {
        [TokenTree::Group(group)] if group.delimiter() == delimiter => Ok(group.stream()),
        _ => Err(start(value)),
    }
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// The errors as tokens that make the compiler report each.
pub(crate) fn compile_errors(errors: &[syn::Error]) -> TokenStream {
    errors.iter().map(syn::Error::to_compile_error).collect()
}
