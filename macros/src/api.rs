//! `api!`: read, select, generate.

use crate::arguments::{Arguments, compile_errors};
use crate::source::{Specs, Wanted};
use doctract_codegen::{generate, in_order, one_locale, unknown_locale};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// The items, or the mistakes; the files are watched either way.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut arguments = Arguments::read(input);
    let mut errors = std::mem::take(&mut arguments.errors);
    let Some(spec) = &arguments.spec else {
        return compile_errors(&errors);
    };
    let wanted: Option<Vec<Wanted>> = arguments.operations.as_ref().map(|names| {
        let names = names.iter();
        names.map(|name| (name.to_string(), name.span())).collect()
    });
    let (specs, broken) = Specs::read(spec, wanted.as_deref());
    let whole = broken.is_empty();
    errors.extend(broken);
    let watch = specs.watch();
    let locale = arguments.locale.as_ref().map(LitStr::value);
    let stranger = unknown_locale(&specs.operations, locale.as_deref());
    // With specs missing, what is not found would be a second report of the same.
    if let (Some(stranger), Some(locale), true) = (stranger, &arguments.locale, whole) {
        errors.push(syn::Error::new(locale.span(), stranger.text));
    }
    let mut operations = one_locale(specs.operations, locale.as_deref());
    if let Some(wanted) = &wanted {
        operations = in_order(operations, wanted.iter().map(|(name, _)| name.as_str()));
    }
    let mut items = TokenStream::new();
    match generate(&operations, &arguments.options) {
        Ok(generated) => items = generated.root.tokens(),
        Err(error) => {
            if whole {
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
