//! The error kind of an operation.

use super::{Style, derive, doc};
use crate::ident::ident;
use crate::lower::Item;
use doctract_spec::model::ErrorRow;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The enum of documented codes, the rows behind them, and the error type.
pub(super) fn errors(item: &Item<'_>, style: &Style) -> TokenStream {
    let name = format_ident!("{}ErrorKind", ident(&item.name));
    let alias = format_ident!("{}Error", ident(&item.name));
    let operation = &item.operation.operation;
    let derive = derive(
        &["Debug", "Clone", "Copy", "PartialEq", "Eq", "Hash"],
        style,
    );
    let kind_docs = doc(&[format!("The documented error codes of `{operation}`.")]);
    let alias_docs = doc(&[format!("An error that `{operation}` answered with.")]);
    let names: Vec<_> = item
        .errors
        .iter()
        .map(|variant| ident(&variant.name))
        .collect();
    let docs = item.errors.iter().map(|variant| doc(&variant.docs));
    let codes = item.errors.iter().map(|variant| &variant.code);
    let places = item.errors.iter().flat_map(|variant| &variant.rows);
    let rows = places
        .filter_map(|at| item.operation.errors.get(*at))
        .map(row);
    let of = if names.is_empty() {
        quote!(
            fn of(_: &str) -> Self {
                Self::Undocumented
            }
        )
    } else {
        quote! {
            fn of(code: &str) -> Self {
                match code {
                    #(#codes => Self::#names,)*
                    _ => Self::Undocumented,
                }
            }
        }
    };
    quote! {
        #alias_docs
        pub type #alias = ServiceError<#name>;
        #kind_docs
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names,)*
            /// A code that the page does not list.
            Undocumented,
        }
        impl ErrorKind for #name {
            const ROWS: &'static [ErrorRow] = &[#(#rows),*];
            #of
        }
    }
}

/// One row as data.
pub(crate) fn row(row: &ErrorRow) -> TokenStream {
    let status = Literal::u16_unsuffixed(row.status.unwrap_or_default());
    let code = &row.code;
    let message = row.message.as_deref().unwrap_or_default();
    let description = row.description.as_deref().unwrap_or_default();
    let blames = row
        .blames
        .iter()
        .filter_map(|blame| blame.parameter.as_deref().or(blame.precondition.as_deref()));
    quote!(ErrorRow::new(#status, #code, #message, #description, &[#(#blames),*]))
}
