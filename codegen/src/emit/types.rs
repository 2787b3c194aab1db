//! Nested structs and open enums.

use super::{Style, derive, doc, response};
use crate::ident::ident;
use crate::lower::{Body, EnumVariant, Kind, Member, TypeDef, TypeTable};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// One nested type.
pub(super) fn type_def(def: &TypeDef, types: &TypeTable, style: &Style) -> TokenStream {
    match &def.body {
        Body::Object(members) => object(def, members, types, style),
        Body::Answer(members) => response::answer(&def.name, &def.docs, members, types, style),
        Body::Enum(variants) => open_enum(def, variants, style),
    }
}

/// The Rust type of a member, without `Option`.
pub(super) fn plain(kind: &Kind, types: &TypeTable) -> TokenStream {
    match kind {
        Kind::Text => quote!(String),
        Kind::Integer => quote!(i32),
        Kind::Long => quote!(i64),
        Kind::Double => quote!(f64),
        Kind::Boolean => quote!(bool),
        Kind::Struct(id) | Kind::Enum(id) => {
            let name = types.get(*id).map(|def| ident(&def.name));
            quote!(#name)
        }
        Kind::List(item) => {
            let item = plain(item, types);
            quote!(Vec<#item>)
        }
    }
}

/// The Rust type of a member.
pub(super) fn member_type(member: &Member, types: &TypeTable) -> TokenStream {
    let plain = plain(&member.kind, types);
    match member.kind {
        Kind::List(_) => plain,
        _ if member.required => plain,
        _ => quote!(Option<#plain>),
    }
}

/// The fields of a struct.
pub(super) fn fields(members: &[Member], types: &TypeTable) -> TokenStream {
    let fields = members.iter().map(|member| {
        let name = ident(&member.name);
        let docs = doc(&member.docs);
        let kind = member_type(member, types);
        quote!(#docs pub #name: #kind,)
    });
    quote!(#(#fields)*)
}

/// The parameter of a setter and what it stores: `(impl Into<String>, value.into())`.
pub(super) fn taken(kind: &Kind, types: &TypeTable) -> (TokenStream, TokenStream) {
    let plain = plain(kind, types);
    match kind {
        Kind::Text | Kind::Enum(_) => (quote!(impl Into<#plain>), quote!(value.into())),
        _ => (plain, quote!(value)),
    }
}

/// The statement by which a setter stores its value into `target`.
pub(super) fn store(
    member: &Member,
    target: &TokenStream,
    types: &TypeTable,
) -> (TokenStream, TokenStream) {
    let name = ident(&member.name);
    if let Kind::List(item) = &member.kind {
        let item = plain(item, types);
        let store = quote!(items.append_to(&mut #target #name););
        return (quote!(items: impl IntoItems<#item>), store);
    }
    let (takes, value) = taken(&member.kind, types);
    let value = if member.required {
        value
    } else {
        quote!(Some(#value))
    };
    (quote!(value: #takes), quote!(#target #name = #value;))
}

fn object(def: &TypeDef, members: &[Member], types: &TypeTable, style: &Style) -> TokenStream {
    let name = ident(&def.name);
    let docs = doc(&def.docs);
    let fields = fields(members, types);
    let needs_values = members
        .iter()
        .any(|member| member.required && !matches!(member.kind, Kind::List(_)));
    let derive = if needs_values {
        derive(&["Debug", "Clone", "PartialEq"], style)
    } else {
        derive(&["Debug", "Clone", "PartialEq", "Default"], style)
    };
    let constructor = constructor(members, types);
    let pair = is_pair(members);
    let setters = members
        .iter()
        .filter(|member| !pair && !needs(member))
        .map(|member| {
            let field = ident(&member.name);
            let (takes, store) = store(member, &quote!(self.), types);
            let docs = doc(&[format!("Sets `{}`.", member.wire)]);
            quote! {
                #docs
                #[must_use]
                pub fn #field(mut self, #takes) -> Self {
                    #store
                    self
                }
            }
        });
    let from_pairs = from_pairs(&name, members, style);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name { #fields }
        impl #name {
            #constructor
            #(#setters)*
        }
        #from_pairs
    }
}

/// How a request, or an object in one, is read back from pairs.
pub(super) fn from_pairs(name: &Ident, members: &[Member], style: &Style) -> TokenStream {
    if !style.from_pairs {
        return TokenStream::new();
    }
    let reads = members.iter().map(|member| {
        let (field, wire, aliases) = (ident(&member.name), &member.wire, &member.aliases);
        quote!(#field: pairs.member(#wire, &[#(#aliases),*])?)
    });
    let pairs = ident(if members.is_empty() {
        "_pairs"
    } else {
        "pairs"
    });
    quote! {
        impl FromPairs for #name {
            fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
                pairs.object(|#pairs| Ok(Self { #(#reads),* }))
            }
        }
    }
}

fn needs(member: &Member) -> bool {
    member.required && !matches!(member.kind, Kind::List(_))
}

/// Whether all there is to an object is two texts of one rank, as in a tag: its constructor takes
/// both.
fn is_pair(members: &[Member]) -> bool {
    let text = |member: &Member| member.kind == Kind::Text && !member.required;
    members.len() == 2 && members.iter().all(text)
}

/// `new` with the values that must be there; of a pair, with both.
fn constructor(members: &[Member], types: &TypeTable) -> TokenStream {
    let pair = is_pair(members);
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for member in members {
        let field = ident(&member.name);
        if !(pair || needs(member)) {
            let blank = match member.kind {
                Kind::List(_) => quote!(Vec::new()),
                _ => quote!(None),
            };
            values.push(quote!(#field: #blank));
            continue;
        }
        let plain = plain(&member.kind, types);
        let (takes, value) = match &member.kind {
            Kind::Text | Kind::Enum(_) => (quote!(impl Into<#plain>), quote!(#field.into())),
            _ => (plain, quote!(#field)),
        };
        arguments.push(quote!(#field: #takes));
        values.push(match (member.required, value) {
            (true, value) => quote!(#field: #value),
            (false, value) => quote!(#field: Some(#value)),
        });
    }
    if arguments.is_empty() {
        return TokenStream::new();
    }
    let about = if pair {
        "Both values."
    } else {
        "With the values that it must have."
    };
    let about = doc(&[about.to_owned()]);
    quote! {
        #about
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn open_enum(def: &TypeDef, variants: &[EnumVariant], style: &Style) -> TokenStream {
    let name = ident(&def.name);
    let docs = doc(&def.docs);
    let derive = derive(&["Debug", "Clone", "PartialEq", "Eq", "Hash"], style);
    let names: Vec<_> = variants
        .iter()
        .map(|variant| ident(&variant.name))
        .collect();
    let variant_docs = variants.iter().map(|variant| doc(&variant.docs));
    let wires = variants.iter().map(|variant| &variant.wire);
    let krate = &style.krate;
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #names,)*
            /// A value that the page does not list.
            Unknown(String),
        }
        #krate::open_enum!(#name { #(#names = #wires),* });
    }
}
