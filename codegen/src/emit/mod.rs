//! Items into tokens. Nothing is decided here: names, types and rules were settled before.

mod errors;
mod request;
mod response;
mod rules;
mod statements;
mod types;
mod visit;

pub(crate) use errors::row as error_row;
pub(crate) use request::operation as operation_info;
pub(crate) use rules::Constants;
pub(crate) use statements::{Stated, stated, whole};
pub(crate) use visit::range;

use crate::ident::ident;
use crate::lower::{Body, Item, Kind, TypeDef};
use crate::{Omitted, Options};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What every emitter needs of the options, as tokens.
pub(crate) struct Style {
    krate: TokenStream,
    visibility: TokenStream,
    derives: Vec<TokenStream>,
    keep_unknown: bool,
}

impl Style {
    pub(crate) fn new(options: &Options) -> Self {
        let tokens = |text: &str| TokenStream::from_str(text).unwrap_or_default();
        Self {
            krate: tokens(&options.crate_path),
            visibility: tokens(&options.visibility),
            derives: options.derives.iter().map(|path| tokens(path)).collect(),
            keep_unknown: options.keep_unknown,
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
pub(crate) fn api(items: &[Item<'_>], style: &Style, omitted: &mut Vec<Omitted>) -> TokenStream {
    let shared = Shared::find(items);
    let mut modules = TokenStream::new();
    for item in items {
        modules.extend(module(item, &shared, style, omitted));
    }
    let types = shared.module(style);
    let roots = roots(items, &shared, style);
    let operations = operations(items, style);
    quote!(#modules #types #roots #operations)
}

/// On every module: generated code is not written for the lints of its surroundings.
fn allow() -> TokenStream {
    quote!(#[allow(dead_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)])
}

fn module(
    item: &Item<'_>,
    shared: &Shared<'_>,
    style: &Style,
    omitted: &mut Vec<Omitted>,
) -> TokenStream {
    let Style {
        krate, visibility, ..
    } = style;
    let module = ident(&item.module);
    let about = format!(
        " `{}`: its request, its answer and its errors.",
        item.operation.operation
    );
    let request = request::request(item, style, omitted);
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
    let allow = allow();
    quote! {
        #[doc = #about]
        #allow
        #visibility mod #module {
            use #krate::generated::*;
            #imports
            #request
            #nested
            #response
            #errors
        }
    }
}

/// The nested types that several operations have alike.
struct Shared<'i> {
    /// By name: what it is made of, and one operation's copy of it.
    types: BTreeMap<String, (String, &'i TypeDef, &'i Item<'i>)>,
}

impl<'i> Shared<'i> {
    /// Types of one name and make in at least two operations. Where two such types compete for a
    /// name, the one in more operations has it; the other stays where it is.
    fn find(items: &'i [Item<'i>]) -> Self {
        let mut uses: BTreeMap<(String, String), (usize, &TypeDef, &Item<'_>)> = BTreeMap::new();
        for item in items {
            for def in item.types.all() {
                let key = (def.name.clone(), item.types.make(&def.body));
                uses.entry(key).or_insert((0, def, item)).0 += 1;
            }
        }
        let mut types = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for ((name, make), (count, def, item)) in uses {
            let most = counts.entry(name.clone()).or_default();
            if count > 1 && count > *most {
                *most = count;
                types.insert(name, (make, def, item));
            }
        }
        let mut shared = Self { types };
        shared.drop_incomplete();
        shared
    }

    /// A shared type may only be made of shared types.
    fn drop_incomplete(&mut self) {
        loop {
            let whole = |(_, def, item): &(String, &TypeDef, &Item<'_>)| {
                let used = named_kinds(def)
                    .into_iter()
                    .filter_map(|id| item.types.get(id));
                used.into_iter().all(|used| self.holds(item, used))
            };
            let entries = self.types.iter();
            let broken: Vec<String> = entries
                .filter(|(_, entry)| !whole(entry))
                .map(|(name, _)| name.clone())
                .collect();
            if broken.is_empty() {
                return;
            }
            for name in broken {
                self.types.remove(&name);
            }
        }
    }

    fn holds(&self, item: &Item<'_>, def: &TypeDef) -> bool {
        let known = self.types.get(&def.name);
        known.is_some_and(|(make, ..)| *make == item.types.make(&def.body))
    }

    fn module(&self, style: &Style) -> TokenStream {
        if self.types.is_empty() {
            return TokenStream::new();
        }
        let Style {
            krate, visibility, ..
        } = style;
        let allow = allow();
        let types = self.types.values();
        let types = types.map(|(_, def, item)| types::type_def(def, &item.types, style));
        quote! {
            /// Nested types that several operations have alike.
            #allow
            #visibility mod types {
                use #krate::generated::*;
                #(#types)*
            }
        }
    }
}

fn named_kinds(def: &TypeDef) -> Vec<usize> {
    fn named(kind: &Kind) -> Option<usize> {
        match kind {
            Kind::Struct(id) | Kind::Enum(id) => Some(*id),
            Kind::List(item) => named(item),
            _ => None,
        }
    }
    match &def.body {
        Body::Object(members) | Body::Answer(members) => members
            .iter()
            .filter_map(|member| named(&member.kind))
            .collect(),
        Body::Enum(_) => Vec::new(),
    }
}

/// What the type names of an operation end in.
const ENDINGS: [&str; 5] = ["", "Builder", "Error", "ErrorKind", "Response"];

/// The names at the root: those of each operation, and the nested types whose name means one type
/// only.
fn roots(items: &[Item<'_>], shared: &Shared<'_>, style: &Style) -> TokenStream {
    let visibility = &style.visibility;
    let mut homes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for item in items {
        for def in item
            .types
            .all()
            .iter()
            .filter(|def| !shared.holds(item, def))
        {
            homes
                .entry(def.name.clone())
                .or_default()
                .push(&item.module);
        }
    }
    for name in shared.types.keys() {
        homes.entry(name.clone()).or_default().push("types");
    }
    homes.insert("Operation".into(), Vec::new());
    for item in items {
        for end in ENDINGS {
            homes.insert(format!("{}{end}", item.name), vec![&item.module]);
        }
    }
    let mut modules: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
    for (name, home) in &homes {
        if let [module] = home.as_slice() {
            modules.entry(module).or_default().push(ident(name));
        }
    }
    let uses = modules.iter().map(|(module, names)| {
        let module = ident(module);
        quote!(#module::{#(#names),*})
    });
    quote! {
        #[allow(unreachable_pub, unused_imports)]
        #visibility use self::{#(#uses),*};
    }
}

/// The enum of all operations.
fn operations(items: &[Item<'_>], style: &Style) -> TokenStream {
    let Style {
        krate, visibility, ..
    } = style;
    let names: Vec<Ident> = items.iter().map(|item| ident(&item.name)).collect();
    let docs = items.iter().map(|item| {
        let summary = item
            .operation
            .summary
            .as_deref()
            .unwrap_or(&item.operation.operation);
        doc(&crate::docs::text(summary))
    });
    let count = Literal::usize_unsuffixed(names.len());
    quote! {
        /// The operations of this API.
        #[allow(dead_code, unreachable_pub)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #visibility enum Operation {
            #(#docs #names,)*
        }
        #[allow(dead_code, unreachable_pub)]
        impl Operation {
            /// All operations.
            pub const ALL: [Self; #count] = [#(Self::#names),*];
            /// How the operation is called.
            pub fn info(self) -> #krate::OperationInfo {
                match self {
                    #(Self::#names => <#names as #krate::Request>::OPERATION,)*
                }
            }
        }
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
