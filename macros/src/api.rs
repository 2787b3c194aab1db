//! `api!`: read, select, generate.

use crate::arguments::{Arguments, compile_errors};
use crate::source::Specs;
use doctract_codegen::generate;
use doctract_spec::{Operation, near};
use proc_macro2::TokenStream;
use quote::quote;

/// The items, or the mistakes; the files are watched either way.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let arguments: Arguments = match syn::parse2(input) {
        Ok(arguments) => arguments,
        Err(error) => return error.to_compile_error(),
    };
    let wanted = arguments.operations.as_ref();
    let wanted: Option<Vec<String>> =
        wanted.map(|names| names.iter().map(ToString::to_string).collect());
    let (mut specs, mut errors) = Specs::read(&arguments.spec, wanted.as_deref());
    one_locale(&mut specs.operations, &arguments);
    if errors.is_empty() {
        errors.extend(select(&mut specs, &arguments));
    }
    let mut items = TokenStream::new();
    match generate(&specs.operations, &arguments.options) {
        Ok(generated) => items = generated.root.tokens(),
        // With specs missing, names that are not found would be a second report of the same.
        Err(_) if !errors.is_empty() => {}
        Err(error) => {
            let span = arguments.spec.span();
            errors.extend(
                error
                    .0
                    .into_iter()
                    .map(|mistake| syn::Error::new(span, mistake)),
            );
        }
    }
    let watch = specs.watch();
    let errors = compile_errors(&errors);
    quote!(#items #errors #watch)
}

/// Keeps one locale: the one asked for, else that of the first spec.
fn one_locale(operations: &mut Vec<Operation>, arguments: &Arguments) {
    let asked = arguments.locale.as_ref().map(syn::LitStr::value);
    let first = || {
        operations
            .iter()
            .find_map(|operation| operation.locale.clone())
    };
    let Some(locale) = asked.or_else(first) else {
        return;
    };
    let other = |operation: &Operation| operation.locale.as_ref().is_some_and(|own| *own != locale);
    operations.retain(|operation| !other(operation));
}

/// Brings the operations into the order asked for; names what is not there.
fn select(specs: &mut Specs, arguments: &Arguments) -> Vec<syn::Error> {
    let operations = &mut specs.operations;
    let Some(wanted) = &arguments.operations else {
        return Vec::new();
    };
    let mut errors = Vec::new();
    let mut selected = Vec::new();
    for name in wanted {
        let text = name.to_string();
        let mut all = operations.iter();
        if let Some(at) = all.position(|operation| operation.operation == text) {
            selected.push(operations.swap_remove(at));
        } else {
            let file = arguments.spec.value();
            let known = specs.stems.iter().map(String::as_str);
            let advice = near::advice(&text, known);
            let advice = advice
                .map(|advice| format!(": {advice}"))
                .unwrap_or_default();
            let message = format!("`{file}` has no operation `{text}`{advice}");
            errors.push(syn::Error::new(name.span(), message));
        }
    }
    *operations = selected;
    errors
}
