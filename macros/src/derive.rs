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
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let refused = |attributes: &RequestAttributes, error: &syn::Error| {
        let (stub, error) = (empty_request(&input, attributes), error.to_compile_error());
        quote!(#stub #error)
    };
    let attributes = match RequestAttributes::read(&input.attrs) {
        Ok(attributes) => attributes,
        Err(error) => return refused(&RequestAttributes::default(), &error),
    };
    let Some(spec) = &attributes.spec else {
        return refused(&attributes, &no_spec(&input));
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
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let refused = |attributes: &ErrorAttributes, error: &syn::Error| {
        let (stub, _) = derive_error(&input, attributes, &[]);
        let error = error.to_compile_error();
        quote!(#stub #error)
    };
    let attributes = match ErrorAttributes::read(&input.attrs) {
        Ok(attributes) => attributes,
        Err(error) => return refused(&ErrorAttributes::default(), &error),
    };
    let Some(spec) = &attributes.spec else {
        return refused(&attributes, &no_spec(&input));
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

fn no_spec(input: &DeriveInput) -> syn::Error {
    let message = "no spec: say `#[api(spec = \"specs/CreateSnapshot.yaml\")]`";
    syn::Error::new(input.ident.span(), message)
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
