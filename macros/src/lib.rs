//! The macros of doctract. Use them through the crate `doctract`, which documents them.

mod api;
mod arguments;
mod derive;
mod source;
mod split;

use proc_macro::TokenStream;

/// Generates requests, builders, answers and error enums from a spec or a folder of specs.
#[proc_macro]
pub fn api(input: TokenStream) -> TokenStream {
    api::expand(input.into()).into()
}

/// Holds a struct of your own to the spec of an operation and makes it a request.
#[proc_macro_derive(ApiRequest, attributes(api))]
pub fn derive_api_request(input: TokenStream) -> TokenStream {
    derive::request(input.into()).into()
}

/// Holds an error enum of your own to the documented codes.
#[proc_macro_derive(ApiError, attributes(api))]
pub fn derive_api_error(input: TokenStream) -> TokenStream {
    derive::error(input.into()).into()
}
