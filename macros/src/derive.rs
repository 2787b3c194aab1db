//! The derives: read the spec that the type names, hand over.

use crate::arguments::compile_errors;
use crate::source::{Specs, Wanted};
use doctract_codegen::derive::{
    ErrorAttributes, RequestAttributes, derive_error, derive_request, empty_request,
};
use doctract_spec::Operation;
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
    let wanted = wanted(attributes.operation.as_ref());
    let (specs, mut errors) = Specs::read(spec, wanted.as_deref());
    let watch = specs.watch();
    let tokens = if errors.is_empty() {
        match one(&specs, spec) {
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
    let wanted = wanted(attributes.operation.as_ref());
    let (specs, mut errors) = Specs::read(spec, wanted.as_deref());
    let watch = specs.watch();
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

fn wanted(operation: Option<&LitStr>) -> Option<Vec<Wanted>> {
    operation.map(|name| vec![(name.value(), name.span())])
}

/// The one operation that is meant.
fn one<'s>(specs: &'s Specs, spec: &LitStr) -> syn::Result<&'s Operation> {
    match specs.operations.as_slice() {
        [] => Err(syn::Error::new(spec.span(), "no operation")),
        [one] => Ok(one),
        [first, ..] => {
            let message = format!(
                "`{}` holds {} operations: name one with `operation = \"{}\"`",
                spec.value(),
                specs.operations.len(),
                first.operation
            );
            Err(syn::Error::new(spec.span(), message))
        }
    }
}
