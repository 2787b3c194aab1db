//! Generated code as a tree of modules: printed as one text or as one file a module.

use crate::ident::ident;
use proc_macro2::TokenStream;
use quote::quote;

/// One module of generated code.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// Its name; empty for the root, which is whatever the code is put into.
    pub name: String,
    /// What it is for, one line.
    pub about: String,
    /// The features of the user's crate that it is compiled with, any of them; none: always.
    pub features: Vec<String>,
    /// The items that stand in it directly.
    pub items: TokenStream,
    /// The modules in it.
    pub modules: Vec<Module>,
    pub(crate) visibility: TokenStream,
}

impl Module {
    /// Everything in it as one text: the modules in braces, then the items.
    pub fn tokens(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for module in &self.modules {
            let (head, inside) = (module.head(), module.tokens());
            tokens.extend(quote!(#head { #inside }));
        }
        let items = &self.items;
        quote!(#tokens #items)
    }

    /// Every feature that it or a module in it is compiled with, sorted.
    pub fn all_features(&self) -> Vec<String> {
        let mut all = self.features.clone();
        for module in &self.modules {
            all.extend(module.all_features());
        }
        all.sort();
        all.dedup();
        all
    }

    /// The declaration of the module without what is in it.
    fn head(&self) -> TokenStream {
        let about = format!(" {}", self.about);
        let feature = gate(&self.features);
        let (visibility, name) = (&self.visibility, ident(&self.name));
        // Generated code is not written for the lints of its surroundings.
        quote! {
            #[doc = #about]
            #feature
            #[allow(dead_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
            #visibility mod #name
        }
    }

    /// What stands in its own file when each module has one: declarations and items.
    #[cfg(feature = "build")]
    pub(crate) fn file(&self) -> TokenStream {
        let declarations = self.modules.iter().map(|module| {
            let head = module.head();
            quote!(#head;)
        });
        let items = &self.items;
        quote!(#(#declarations)* #items)
    }
}

/// The condition under which something is compiled.
pub(crate) fn gate(features: &[String]) -> Option<TokenStream> {
    match features {
        [] => None,
        [one] => Some(quote!(#[cfg(feature = #one)])),
        many => Some(quote!(#[cfg(any(#(feature = #many),*))])),
    }
}
