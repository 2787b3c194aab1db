//! Structs of answers and how they are read.

use super::{Style, derive, doc, types};
use crate::ident::ident;
use crate::lower::{Item, Kind, Member, TypeTable};
use proc_macro2::TokenStream;
use quote::quote;

/// The answer of an operation.
pub(super) fn response(item: &Item<'_>, style: &Style) -> TokenStream {
    let name = format!("{}Response", item.name);
    let docs = [format!("The answer of `{}`.", item.operation.operation)];
    answer(&name, &docs, &item.response, &item.types, style)
}

/// One struct of an answer.
pub(super) fn answer(
    name: &str,
    docs: &[String],
    members: &[Member],
    table: &TypeTable,
    style: &Style,
) -> TokenStream {
    let name = ident(name);
    let docs = doc(docs);
    let derive = derive(&["Debug", "Clone", "PartialEq", "Default"], style);
    let fields = types::fields(members, table);
    let (others, read_others) = if style.keep_unknown {
        let known = members.iter().map(|member| &member.wire);
        (
            quote! {
                /// The members that the page does not list.
                pub others: Vec<(String, Node)>,
            },
            quote!(others: node.others(&[#(#known),*]),),
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    let reads = members.iter().map(|member| {
        let (field, wire) = (ident(&member.name), &member.wire);
        match (&member.kind, &member.wrapper) {
            (Kind::List(_), Some(wrapper)) => quote!(#field: node.wrapped(#wire, #wrapper)?),
            _ => quote!(#field: node.field(#wire)?),
        }
    });
    let node = if members.is_empty() && !style.keep_unknown {
        quote!(_)
    } else {
        quote!(node)
    };
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name { #fields #others }
        impl Decode for #name {
            fn decode(#node: &Node) -> Result<Self, DecodeError> {
                Ok(Self { #(#reads,)* #read_others })
            }
        }
    }
}
