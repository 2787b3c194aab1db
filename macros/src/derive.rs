//! The derives: read the spec that the type names, hand over.

use crate::arguments::compile_errors;
use crate::source::{Specs, Wanted};
use doctract_codegen::derive::{
    ErrorAttributes, RequestAttributes, derive_error, derive_request, empty_request,
};
use doctract_codegen::{one_locale, unknown_locale};
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
    let (attributes, mut errors) = RequestAttributes::read(&input.attrs);
    let source = Source {
        spec: attributes.spec.as_ref(),
        operation: attributes.operation.as_ref(),
        locale: attributes.locale.as_ref(),
    };
    let (operations, watch) = source.read(&input, &mut errors);
    let mut tokens = None;
    if let (Some(spec), true) = (&attributes.spec, errors.is_empty()) {
        match one(&operations, spec) {
            Ok(operation) => {
                let (implementation, mistakes) = derive_request(&input, &attributes, operation);
                errors.extend(mistakes);
                tokens = Some(implementation);
            }
            Err(error) => errors.push(error),
        }
    }
    let tokens = tokens.unwrap_or_else(|| empty_request(&input, &attributes));
    let errors = compile_errors(&errors);
    quote!(#tokens #errors #watch)
}

/// `#[derive(ApiError)]`.
pub(crate) fn error(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let (attributes, mut errors) = ErrorAttributes::read(&input.attrs);
    let source = Source {
        spec: attributes.spec.as_ref(),
        operation: attributes.operation.as_ref(),
        locale: attributes.locale.as_ref(),
    };
    let (operations, watch) = source.read(&input, &mut errors);
    let (tokens, mistakes) = derive_error(&input, &attributes, &operations);
    // Without all codes, mistakes in them would be second reports of what was said before.
    if errors.is_empty() {
        errors.extend(mistakes);
    }
    let errors = compile_errors(&errors);
    quote!(#tokens #errors #watch)
}

/// What the attributes of a type say about where its operation is described.
struct Source<'a> {
    spec: Option<&'a LitStr>,
    operation: Option<&'a LitStr>,
    locale: Option<&'a LitStr>,
}

impl Source<'_> {
    /// The operations in one locale, and what makes the compiler watch their files.
    fn read(
        &self,
        input: &DeriveInput,
        errors: &mut Vec<syn::Error>,
    ) -> (Vec<Operation>, TokenStream) {
        let Some(spec) = self.spec else {
            // Of a mistake in the attributes it may be a consequence.
            if errors.is_empty() {
                let message = "no spec: say `#[api(spec = \"specs/CreateSnapshot.yaml\")]`";
                errors.push(syn::Error::new(input.ident.span(), message));
            }
            return (Vec::new(), TokenStream::new());
        };
        let wanted = self.operation.map(|name| vec![(name.value(), name.span())]);
        let wanted: Option<&[Wanted]> = wanted.as_deref();
        let (specs, broken) = Specs::read(spec, wanted);
        let whole = broken.is_empty();
        errors.extend(broken);
        let watch = specs.watch();
        let locale = self.locale.map(LitStr::value);
        let stranger = unknown_locale(&specs.operations, locale.as_deref());
        if let (Some(stranger), Some(locale), true) = (stranger, self.locale, whole) {
            errors.push(syn::Error::new(locale.span(), stranger.text));
        }
        (one_locale(specs.operations, locale.as_deref()), watch)
    }
}

/// The one operation that is meant.
fn one<'s>(operations: &'s [Operation], spec: &LitStr) -> syn::Result<&'s Operation> {
    if let [one] = operations {
        return Ok(one);
    }
    let first = operations.first().map(|one| one.operation.as_str());
    let first = first.unwrap_or_default();
    let (place, count) = (spec.value(), operations.len());
    let message = if operations.iter().all(|one| one.operation == first) {
        format!("`{place}` holds {count} specs of `{first}`: name the file of one")
    } else {
        format!("`{place}` holds {count} operations: name one with `operation = \"{first}\"`")
    };
    Err(syn::Error::new(spec.span(), message))
}
