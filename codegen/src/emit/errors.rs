//! The error kinds: one an operation, and one for all operations of a product.

use super::root::gate;
use super::{Style, derive, doc};
use crate::ident::ident;
use crate::lower::{Api, ErrorVariant, Item};
use doctract_spec::model::ErrorRow;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The enum of documented codes, the rows behind them, and the error type.
pub(super) fn errors(item: &Item<'_>, style: &Style) -> TokenStream {
    let name = format_ident!("{}ErrorKind", ident(&item.name));
    let alias = format_ident!("{}Error", ident(&item.name));
    let operation = &item.operation.operation;
    let derive = derive(&DERIVES, style);
    let kind_docs = doc(&[format!("The documented error codes of `{operation}`.")]);
    let alias_docs = doc(&[format!("An error that `{operation}` answered with.")]);
    let krate = &style.krate;
    let variants = variants(&item.errors);
    let codes = item.errors.iter().map(|variant| {
        let (name, code) = (ident(&variant.name), &variant.code);
        let places = variant.rows.iter();
        let rows = places.filter_map(|at| item.operation.errors.get(*at));
        let rows = rows.map(cells);
        quote!(#name = #code [#( (#rows) ),*])
    });
    quote! {
        #alias_docs
        pub type #alias = ServiceError<#name>;
        #kind_docs
        #derive
        #[non_exhaustive]
        pub enum #name { #variants }
        #krate::error_kind!(#name { #(#codes),* });
    }
}

/// The enum of all codes of a product; its rows are those of the operations.
pub(super) fn of_product(api: &Api<'_>, style: &Style) -> TokenStream {
    let Some(product) = &api.errors_name else {
        return TokenStream::new();
    };
    let Style {
        krate, visibility, ..
    } = style;
    let name = format_ident!("{product}ErrorKind");
    let alias = format_ident!("{product}Error");
    let derive = derive(&DERIVES, style);
    let (variants, of) = (variants(&api.errors), of(&api.errors));
    let kinds = api.items.iter().map(|item| {
        let gate = gate(item, style);
        let kind = format_ident!("{}ErrorKind", ident(&item.name));
        quote!(#gate <#kind as #krate::ErrorKind>::ROWS)
    });
    quote! {
        /// An error that some operation answered with.
        #[allow(dead_code, unreachable_pub)]
        #visibility type #alias = #krate::ServiceError<#name>;
        /// The documented error codes of all operations.
        #[allow(dead_code, unreachable_pub, clippy::pedantic)]
        #derive
        #[non_exhaustive]
        #visibility enum #name { #variants }
        impl #krate::ErrorKind for #name {
            const ROWS: &'static [#krate::ErrorRow] = &[];
            const TABLES: &'static [&'static [#krate::ErrorRow]] = &[#(#kinds),*];
            #of
        }
    }
}

const DERIVES: [&str; 6] = ["Debug", "Clone", "Copy", "PartialEq", "Eq", "Hash"];

/// The variants of an enum of codes.
fn variants(errors: &[ErrorVariant]) -> TokenStream {
    let names = errors.iter().map(|variant| ident(&variant.name));
    let docs = errors.iter().map(|variant| doc(&variant.docs));
    quote! {
        #(#docs #names,)*
        /// A code that the page does not list.
        Undocumented,
    }
}

/// The function that finds the variant of a code.
fn of(errors: &[ErrorVariant]) -> TokenStream {
    let names: Vec<_> = errors.iter().map(|variant| ident(&variant.name)).collect();
    let codes = errors.iter().map(|variant| &variant.code);
    if names.is_empty() {
        return quote!(
            fn of(_: &str) -> Self {
                Self::Undocumented
            }
        );
    }
    quote! {
        fn of(code: &str) -> Self {
            match code {
                #(#codes => Self::#names,)*
                _ => Self::Undocumented,
            }
        }
    }
}

/// The cells of a row apart from the code: status, message, description, and what it blames.
fn cells(row: &ErrorRow) -> TokenStream {
    let status = Literal::u16_unsuffixed(row.status.unwrap_or_default());
    let message = row.message.as_deref().unwrap_or_default();
    let description = row.description.as_deref().unwrap_or_default();
    let blames = row
        .blames
        .iter()
        .filter_map(|blame| blame.parameter.as_deref().or(blame.precondition.as_deref()));
    quote!(#status, #message, #description #(, #blames)*)
}

/// One row as data.
pub(crate) fn row(row: &ErrorRow) -> TokenStream {
    let (code, cells) = (&row.code, cells(row));
    quote!(error_row!(#code, #cells))
}
