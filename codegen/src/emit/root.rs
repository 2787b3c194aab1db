//! What stands at the root of an API: its names, and the enum of its operations.

use super::shared::Shared;
use super::{Style, doc};
use crate::ident::ident;
use crate::lower::{Api, Item};
use crate::tree;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// What the type names of an operation end in.
const ENDINGS: [&str; 5] = ["", "Builder", "Error", "ErrorKind", "Response"];

/// The names at the root: those of each operation, and the nested types whose name means one type
/// only.
pub(super) fn names(api: &Api<'_>, shared: &Shared<'_>, style: &Style) -> TokenStream {
    let items = api.items.as_slice();
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
    for end in ["Error", "ErrorKind"] {
        if let Some(name) = &api.errors_name {
            homes.insert(format!("{name}{end}"), Vec::new());
        }
    }
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
        let item = items.iter().find(|item| item.module == **module);
        let feature = item.and_then(|item| gate(item, style));
        let module = ident(module);
        (feature, quote!(#module::{#(#names),*}))
    });
    let (gated, free): (Vec<_>, Vec<_>) = uses.partition(|(feature, _)| feature.is_some());
    let free = free.iter().map(|(_, names)| names);
    let free = quote! {
        #[allow(unreachable_pub, unused_imports)]
        #visibility use self::{#(#free),*};
    };
    let gated = gated.iter().map(|(feature, names)| {
        quote! {
            #feature
            #[allow(unreachable_pub, unused_imports)]
            #visibility use self::#names;
        }
    });
    quote!(#free #(#gated)*)
}

/// The condition under which an operation is compiled.
pub(super) fn gate(item: &Item<'_>, style: &Style) -> Option<TokenStream> {
    tree::gate(&style.features(item))
}

/// The enum of all operations.
pub(super) fn operations(items: &[Item<'_>], style: &Style) -> TokenStream {
    let Style {
        krate, visibility, ..
    } = style;
    let names: Vec<Ident> = items.iter().map(|item| ident(&item.name)).collect();
    let docs = items.iter().map(|item| {
        let lines = match &item.operation.summary {
            Some(summary) => crate::docs::text(summary),
            None => vec![format!("`{}`.", item.operation.operation)],
        };
        doc(&lines)
    });
    let gates: Vec<_> = items.iter().map(|item| gate(item, style)).collect();
    quote! {
        /// The operations of this API.
        #[allow(dead_code, unreachable_pub, clippy::pedantic)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #visibility enum Operation {
            #(#docs #gates #names,)*
        }
        #[allow(dead_code, unreachable_pub, clippy::pedantic)]
        impl Operation {
            /// All operations.
            pub const ALL: &'static [Self] = &[#(#gates Self::#names),*];
            /// How the operation is called.
            pub fn info(self) -> #krate::OperationInfo {
                match self {
                    #(#gates Self::#names => <#names as #krate::Request>::OPERATION,)*
                }
            }
        }
    }
}
