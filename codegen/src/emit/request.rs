//! The request struct, its builder, and what ties it to the operation.

use super::visit::{Walk, walk};
use super::{Style, derive, doc, types};
use crate::ident::ident;
use crate::lower::{Body, Item, Kind, Member, TypeDef};
use crate::{Term, docs};
use doctract_spec::Operation;
use doctract_spec::model::{Role, Style as Call};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Everything about the request.
pub(super) fn request(item: &Item<'_>, style: &Style, terms: &mut Vec<Term>) -> TokenStream {
    let name = ident(&item.name);
    let builder = format_ident!("{name}Builder");
    let docs = doc(&docs::request(item.operation));
    let fields = types::fields(&item.members, &item.types);
    let required: Vec<Required<'_>> = required(item);
    let derive = if required.is_empty() {
        derive(&["Debug", "Clone", "PartialEq", "Default"], style)
    } else {
        derive(&["Debug", "Clone", "PartialEq"], style)
    };
    let states = required.iter().map(|_| quote!(Missing));
    let start = if required.is_empty() {
        quote!(-> #builder { #builder(Self::default()) })
    } else {
        let blank = blank(&name, &item.members, item, style);
        quote!(-> #builder<#(#states),*> { #builder(#blank, PhantomData) })
    };
    let builder = builder_type(item, &builder, &required);
    let Walk { statements, items } = walk(item, terms);
    let v = ident(if statements.is_empty() { "_v" } else { "v" });
    let operation = operation(item.operation);
    let response = format_ident!("{name}Response");
    let kind = format_ident!("{name}ErrorKind");
    let from_pairs = types::from_pairs(&name, &item.members, style);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name { #fields }
        impl #name {
            /// Starts a request; `build` ends it.
            pub fn builder() #start
            /// Every documented rule that the request breaks, at once.
            pub fn validate(&self) -> Result<(), Violations> {
                Request::validate(self)
            }
            /// The request as wire pairs: flattened, in documented order, borrowed where they can be.
            pub fn into_pairs(&self) -> Vec<Pair<'_>> {
                Request::into_pairs(self)
            }
        }
        #builder
        impl Parameters for #name {
            fn visit<'a, V: Visitor<'a> + ?Sized>(&'a self, #v: &mut Walk<'_, 'a, V>) {
                #items
                #statements
            }
        }
        impl Request for #name {
            #operation
            type Response = #response;
            type ErrorKind = #kind;
        }
        #from_pairs
    }
}

/// A struct without values, for a builder to begin with.
fn blank(name: &Ident, members: &[Member], item: &Item<'_>, style: &Style) -> TokenStream {
    let object = |member: &Member| match member.kind {
        Kind::Struct(id) if member.required => item.types.get(id),
        _ => None,
    };
    let fields = members.iter().map(|member| ident(&member.name));
    if !members.iter().any(|member| object(member).is_some()) {
        let krate = &style.krate;
        return quote!(#krate::blank!(#name { #(#fields),* }));
    }
    let values = members.iter().map(|member| {
        if let Some(TypeDef {
            name,
            body: Body::Object(below),
            ..
        }) = object(member)
        {
            blank(&ident(name), below, item, style)
        } else {
            quote!(Blank::blank())
        }
    });
    quote!(#name { #(#fields: #values),* })
}

/// A parameter that must be given, with the names that its state goes by.
struct Required<'m> {
    member: &'m Member,
    state: Ident,
    marker: Ident,
}

fn required<'m>(item: &'m Item<'_>) -> Vec<Required<'m>> {
    let mut scope = crate::ident::Scope::default();
    let members = item.members.iter().filter(|member| member.required);
    members
        .map(|member| {
            let marker = scope.take(&crate::ident::pascal(&member.wire), "Parameter");
            Required {
                member,
                state: format_ident!("Has{marker}"),
                marker: ident(&marker),
            }
        })
        .collect()
}

fn builder_type(item: &Item<'_>, builder: &Ident, required: &[Required<'_>]) -> TokenStream {
    let name = ident(&item.name);
    let states: Vec<_> = required.iter().map(|required| &required.state).collect();
    let markers: Vec<_> = required.iter().map(|required| &required.marker).collect();
    let docs = doc(&[format!("Builds a [`{name}`].")]);
    let (generics, content) = match states.as_slice() {
        [] => (quote!(), quote!((#name))),
        [one] => (quote!(<#one>), quote!((#name, PhantomData<#one>))),
        many => (
            quote!(<#(#many),*>),
            quote!((#name, PhantomData<(#(#many),*)>)),
        ),
    };
    let marker_docs = required
        .iter()
        .map(|required| doc(&[format!("`{}`.", required.member.wire)]));
    let marker_module = (!required.is_empty()).then(|| {
        quote! {
            /// The required parameters, as they are named when one is missing.
            pub mod required {
                #(#marker_docs pub enum #markers {})*
            }
        }
    });
    let bounds =
        (!required.is_empty()).then(|| quote!(where #(#states: Provided<required::#markers>),*));
    let setters = item.members.iter().map(|member| {
        let field = ident(&member.name);
        let docs = doc(&member.docs);
        let (takes, store) = types::store(member, &quote!(self.0.), &item.types);
        match required
            .iter()
            .position(|required| required.member.name == member.name)
        {
            None => quote! {
                #docs
                pub fn #field(mut self, #takes) -> Self {
                    #store
                    self
                }
            },
            Some(at) => {
                let states = states.iter().enumerate().map(|(place, state)| {
                    if place == at {
                        quote!(Given)
                    } else {
                        quote!(#state)
                    }
                });
                quote! {
                    #docs
                    pub fn #field(mut self, #takes) -> #builder<#(#states),*> {
                        #store
                        #builder(self.0, PhantomData)
                    }
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Debug, Clone)]
        #[must_use]
        pub struct #builder #generics #content;
        impl #generics #builder #generics {
            #(#setters)*
            /// The request, if it breaks no documented rule.
            pub fn build(self) -> Result<#name, Violations> #bounds {
                self.0.validate()?;
                Ok(self.0)
            }
        }
        #marker_module
    }
}

/// The operation as data.
pub(crate) fn operation(operation: &Operation) -> TokenStream {
    let (product, version, name) = (&operation.product, &operation.version, &operation.operation);
    let mut info = quote!(rpc(#product, #version, #name));
    if operation.style == Call::Roa {
        let method = operation.methods.first().map_or("GET", String::as_str);
        let path = operation.path.as_deref().unwrap_or("/");
        info = quote!(#info.at(#method, #path));
    }
    let by_role = |role: Role| {
        let parameters = &operation.request.parameters;
        let found = parameters.iter().find(|field| field.role == Some(role));
        found.map(|field| field.name.as_str())
    };
    let token = by_role(Role::IdempotencyToken)
        .map(|token| quote!(const TOKEN: Option<&'static str> = Some(#token);));
    let number = by_role(Role::PageNumber).map(|number| {
        let size = match by_role(Role::PageSize) {
            Some(size) => quote!(Some(#size)),
            None => quote!(None),
        };
        quote!(Paging::Number(#number, #size))
    });
    let paging = by_role(Role::NextToken)
        .map(|token| quote!(Paging::Token(#token)))
        .or(number);
    let paging = paging.map(|paging| quote!(const PAGING: Option<Paging> = Some(#paging);));
    quote! {
        const OPERATION: OperationInfo = #info;
        #token
        #paging
    }
}
