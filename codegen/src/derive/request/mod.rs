//! `#[derive(ApiRequest)]`: a struct held to the parameters of an operation.

mod carried;
mod constant;
mod walk;

use super::RequestAttributes;
use crate::emit::{self, Constants};
use carried::carried;
use doctract_spec::Operation;
use doctract_spec::names::Names;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::DeriveInput;
use walk::walk;

/// The implementations of `Parameters` and `Request`, and every mistake. With mistakes they are
/// still complete enough that nothing else is reported because of them.
pub fn derive_request(
    input: &DeriveInput,
    attributes: &RequestAttributes,
    operation: &Operation,
) -> (TokenStream, Vec<syn::Error>) {
    let names = Names::new(operation);
    let mut errors = Vec::new();
    let carried = carried(input, attributes, operation, &names, &mut errors);
    let mut constants = Constants::default();
    let statements = if errors.is_empty() {
        walk(operation, &names, &carried, attributes, &mut constants)
    } else {
        TokenStream::new()
    };
    let items = constants.items;
    (
        implementation(input, attributes, operation, &items, &statements),
        errors,
    )
}

/// For a spec that could not be read: the implementations without content.
pub fn empty_request(input: &DeriveInput, attributes: &RequestAttributes) -> TokenStream {
    let nothing = TokenStream::new();
    implementation(input, attributes, &Operation::default(), &nothing, &nothing)
}

fn implementation(
    input: &DeriveInput,
    attributes: &RequestAttributes,
    operation: &Operation,
    items: &TokenStream,
    statements: &TokenStream,
) -> TokenStream {
    let krate = emit::crate_path(attributes.krate.as_ref());
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let parameters = quote! {
        #[automatically_derived]
        impl #generics #krate::Parameters for #name #arguments #bounds {
            fn visit<'visit, __V: #krate::generated::Visitor<'visit> + ?Sized>(
                &'visit self,
                v: &mut #krate::generated::Walk<'_, 'visit, __V>,
            ) {
                #[allow(unused_imports)]
                use #krate::generated::*;
                #items
                #statements
                let _ = v;
            }
        }
    };
    if attributes.part.is_some() {
        return parameters;
    }
    let info = emit::operation_info(operation);
    let response = attributes.response.as_ref().map(ToTokens::to_token_stream);
    let response = response.unwrap_or_else(|| quote!(#krate::Node));
    let kind = attributes.errors.as_ref().map(ToTokens::to_token_stream);
    let kind = kind.unwrap_or_else(|| quote!(#krate::AnyCode));
    quote! {
        #parameters
        const _: () = {
            use #krate::generated::{OperationInfo, Paging, rpc};
            #[automatically_derived]
            impl #generics #krate::Request for #name #arguments #bounds {
                #info
                type Response = #response;
                type ErrorKind = #kind;
            }
        };
        #[allow(dead_code, clippy::wrong_self_convention)]
        impl #generics #name #arguments #bounds {
            /// Every documented rule that the request breaks, at once.
            pub fn validate(&self) -> ::core::result::Result<(), #krate::Violations> {
                #krate::Request::validate(self)
            }
            /// The request as wire pairs: flattened, in documented order, borrowed where they can be.
            pub fn into_pairs(&self) -> ::std::vec::Vec<#krate::Pair<'_>> {
                #krate::Request::into_pairs(self)
            }
        }
    }
}
