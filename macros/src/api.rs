//! `api!`: read, select, generate.

use crate::arguments::{Arguments, compile_errors};
use crate::source::{Specs, Wanted};
use doctract_codegen::{generate, in_order, one_locale};
use proc_macro2::TokenStream;
use quote::quote;

/// The items, or the mistakes; the files are watched either way.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let arguments: Arguments = match syn::parse2(input) {
        Ok(arguments) => arguments,
        Err(error) => return error.to_compile_error(),
    };
    let wanted: Option<Vec<Wanted>> = arguments.operations.as_ref().map(|names| {
        let names = names.iter();
        names.map(|name| (name.to_string(), name.span())).collect()
    });
    let (specs, mut errors) = Specs::read(&arguments.spec, wanted.as_deref());
    let watch = specs.watch();
    let locale = arguments.locale.as_ref().map(syn::LitStr::value);
    let mut operations = one_locale(specs.operations, locale.as_deref());
    if let Some(wanted) = &wanted {
        operations = in_order(operations, wanted.iter().map(|(name, _)| name.as_str()));
    }
    let mut items = TokenStream::new();
    match generate(&operations, &arguments.options) {
        Ok(generated) => items = generated.root.tokens(),
        // With specs missing, names that are not found would be a second report of the same.
        Err(_) if !errors.is_empty() => {}
        Err(error) => {
            let span = arguments.spec.span();
            let mistakes = error.0.into_iter();
            errors.extend(mistakes.map(|mistake| syn::Error::new(span, mistake)));
        }
    }
    let errors = compile_errors(&errors);
    quote!(#items #errors #watch)
}
