//! `api!`: read, select, generate.

use crate::arguments::{Arguments, compile_errors};
use crate::source::{Specs, Wanted};
use doctract_codegen::{generate, in_order, one_locale};
use proc_macro2::TokenStream;
use quote::quote;

/// The items, or the mistakes; the files are watched either way.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut arguments: Arguments = match syn::parse2(input) {
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
        Err(error) => {
            // With specs missing, names that are not found would be a second report of the same.
            if errors.is_empty() {
                errors.extend(error.0.iter().map(|mistake| arguments.told(mistake)));
            }
            // Without the renames at fault there is code, and no report where it is used.
            for key in error.0.iter().filter_map(|mistake| mistake.rename.as_ref()) {
                arguments.options.rename.remove(key);
            }
            if let Ok(generated) = generate(&operations, &arguments.options) {
                items = generated.root.tokens();
            }
        }
    }
    let errors = compile_errors(&errors);
    quote!(#items #errors #watch)
}
