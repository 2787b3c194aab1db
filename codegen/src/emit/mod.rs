//! Items into tokens. Nothing is decided here: names, types and rules were settled before.

mod errors;
mod relations;
mod request;
mod response;
mod root;
mod rules;
mod shared;
mod statements;
mod types;
mod visit;

pub(crate) use errors::row as error_row;
pub(crate) use request::operation as operation_info;
pub(crate) use rules::Constants;
pub(crate) use statements::{Stated, stated, whole};
pub(crate) use visit::range;

use crate::ident::{ident, words};
use crate::lower::{Api, Item};
use crate::tree::Module;
use crate::{Features, Options, Term};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use shared::Shared;
use std::str::FromStr;

/// What every emitter needs of the options, as tokens.
pub(crate) struct Style {
    krate: TokenStream,
    visibility: TokenStream,
    derives: Vec<TokenStream>,
    keep_unknown: bool,
    from_pairs: bool,
    features: Features,
}

impl Style {
    pub(crate) fn new(options: &Options) -> Self {
        let tokens = |text: &str| TokenStream::from_str(text).unwrap_or_default();
        Self {
            krate: tokens(&options.crate_path),
            visibility: tokens(&options.visibility),
            derives: options.derives.iter().map(|path| tokens(path)).collect(),
            keep_unknown: options.keep_unknown,
            from_pairs: options.from_pairs,
            features: options.features.clone(),
        }
    }

    /// The features that an operation is compiled with, any of them; none: always.
    fn features(&self, item: &Item<'_>) -> Vec<String> {
        let name = &item.operation.operation;
        match &self.features {
            Features::None | Features::Product => Vec::new(),
            Features::Operation => vec![words(name).join("-")],
            Features::Groups(groups) => {
                let within = groups.iter().filter(|(_, names)| names.contains(name));
                within.map(|(group, _)| group.clone()).collect()
            }
        }
    }
}

/// The path of the crate `doctract`: as given, or the usual one.
pub(crate) fn crate_path(given: Option<&syn::Path>) -> TokenStream {
    match given {
        Some(path) => path.to_token_stream(),
        None => quote!(::doctract),
    }
}

/// A whole API: one module per operation, the shared types, and the names at the root.
pub(crate) fn api(api: &Api<'_>, style: &Style, terms: &mut Vec<Term>) -> Module {
    let items = api.items.as_slice();
    let shared = Shared::find(items);
    let operations = items.iter().map(|item| module(item, &shared, style, terms));
    let mut modules: Vec<Module> = operations.collect();
    modules.extend(shared.module(style));
    let roots = root::names(api, &shared, style);
    let operations = root::operations(items, style);
    let errors = errors::of_product(api, style);
    Module {
        items: quote!(#roots #operations #errors),
        modules,
        visibility: style.visibility.clone(),
        ..Module::default()
    }
}

fn module(item: &Item<'_>, shared: &Shared<'_>, style: &Style, terms: &mut Vec<Term>) -> Module {
    let krate = &style.krate;
    let request = request::request(item, style, terms);
    let response = response::response(item, style);
    let errors = errors::errors(item, style);
    let mut nested = TokenStream::new();
    let mut imported = Vec::new();
    for def in item.types.all() {
        if shared.holds(item, def) {
            imported.push(ident(&def.name));
        } else {
            nested.extend(types::type_def(def, &item.types, style));
        }
    }
    let imports = match imported.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(pub use super::types::#one;),
        many => quote!(pub use super::types::{#(#many),*};),
    };
    Module {
        name: item.module.clone(),
        about: format!(
            "`{}`: its request, its answer and its errors.",
            item.operation.operation
        ),
        features: style.features(item),
        items: quote! {
            use #krate::generated::*;
            #imports
            #request
            #nested
            #response
            #errors
        },
        modules: Vec::new(),
        visibility: style.visibility.clone(),
    }
}

/// Documentation.
fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// The derives of a type: our own and the user's.
fn derive(own: &[&str], style: &Style) -> TokenStream {
    let last = |path: &TokenStream| path.clone().into_iter().last().map(|last| last.to_string());
    let more = style.derives.iter().filter(|path| {
        let last = last(path).unwrap_or_default();
        !own.contains(&last.as_str())
    });
    let names = own.iter().map(|name| ident(name).into_token_stream());
    let derives = names.chain(more.cloned());
    quote!(#[derive(#(#derives),*)])
}
