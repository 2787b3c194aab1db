//! The derives: read the spec that the type names, hand over.

use crate::arguments::compile_errors;
use crate::source::Specs;
use doctract_codegen::derive::{
    ErrorAttributes, RequestAttributes, derive_error, derive_request, empty_request,
};
use doctract_spec::{Operation, near};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, LitStr};

/// `#[derive(ApiRequest)]`.
pub(crate) fn request(input: TokenStream) -> TokenStream {
    let (input, attributes) = match read(input, |input| RequestAttributes::read(&input.attrs)) {
        Ok(read) => read,
        Err(error) => return error.to_compile_error(),
    };
    let Some(spec) = &attributes.spec else {
        return no_spec(&input);
    };
    let wanted = attributes.operation.as_ref().map(|name| vec![name.value()]);
    let (specs, mut errors) = Specs::read(spec, wanted.as_deref());
    let watch = specs.watch();
    let tokens = if errors.is_empty() {
        match one(&specs, spec, attributes.operation.as_ref()) {
            Ok(operation) => {
                let (tokens, mistakes) = derive_request(&input, &attributes, operation);
                errors.extend(mistakes);
                tokens
            }
            Err(error) => {
                errors.push(error);
                empty_request(&input, &attributes)
            }
        }
    } else {
        empty_request(&input, &attributes)
    };
    let errors = compile_errors(&errors);
    quote!(#tokens #errors #watch)
}

/// `#[derive(ApiError)]`.
pub(crate) fn error(input: TokenStream) -> TokenStream {
    let (input, attributes) = match read(input, |input| ErrorAttributes::read(&input.attrs)) {
        Ok(read) => read,
        Err(error) => return error.to_compile_error(),
    };
    let Some(spec) = &attributes.spec else {
        return no_spec(&input);
    };
    let wanted = attributes.operation.as_ref().map(|name| vec![name.value()]);
    let (mut specs, mut errors) = Specs::read(spec, wanted.as_deref());
    let watch = specs.watch();
    if let Some(name) = &attributes.operation {
        let text = name.value();
        specs
            .operations
            .retain(|operation| operation.operation == text);
        if specs.operations.is_empty() && errors.is_empty() {
            let message = format!("`{}` has no operation `{text}`", spec.value());
            errors.push(syn::Error::new(name.span(), message));
        }
    }
    let known = errors.is_empty();
    let (tokens, mistakes) = derive_error(&input, &attributes, &specs.operations);
    if known {
        errors.extend(mistakes);
    }
    let errors = compile_errors(&errors);
    quote!(#tokens #errors #watch)
}

fn read<A>(
    input: TokenStream,
    attributes: impl FnOnce(&DeriveInput) -> syn::Result<A>,
) -> syn::Result<(DeriveInput, A)> {
    let input: DeriveInput = syn::parse2(input)?;
    let attributes = attributes(&input)?;
    Ok((input, attributes))
}

fn no_spec(input: &DeriveInput) -> TokenStream {
    let message = "no spec: say `#[api(spec = \"specs/CreateSnapshot.yaml\")]`";
    syn::Error::new(input.ident.span(), message).to_compile_error()
}

/// The one operation that is meant.
fn one<'s>(specs: &'s Specs, spec: &LitStr, name: Option<&LitStr>) -> syn::Result<&'s Operation> {
    let Some(name) = name else {
        return match specs.operations.as_slice() {
            [one] => Ok(one),
            [] => Err(syn::Error::new(
                spec.span(),
                format!("no spec in `{}`", spec.value()),
            )),
            many => {
                let message = format!(
                    "`{}` holds {} operations: name one with `operation = \"{}\"`",
                    spec.value(),
                    many.len(),
                    many[0].operation
                );
                Err(syn::Error::new(spec.span(), message))
            }
        };
    };
    let text = name.value();
    let mut operations = specs.operations.iter();
    let found = operations.find(|operation| operation.operation == text);
    found.ok_or_else(|| {
        let known = specs.stems.iter().map(String::as_str);
        let advice = near::advice(&text, known).map(|advice| format!(": {advice}"));
        let advice = advice.unwrap_or_default();
        let message = format!("`{}` has no operation `{text}`{advice}", spec.value());
        syn::Error::new(name.span(), message)
    })
}
