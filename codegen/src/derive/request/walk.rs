//! The body of `visit`: each field shown under its wire name, with its rules.

use super::carried::{Carried, part};
use crate::derive::RequestAttributes;
use crate::emit::{self, Constants, Stated};
use crate::ident;
use doctract_spec::Operation;
use doctract_spec::model::{Position, Type as Documented};
use doctract_spec::names::{Names, Node, Shape};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// The body of `visit`, in documented order.
pub(super) fn walk(
    operation: &Operation,
    names: &Names<'_>,
    carried: &[Carried<'_>],
    attributes: &RequestAttributes,
    constants: &mut Constants,
) -> TokenStream {
    let part = part(attributes, names).ok().flatten();
    let own = part.and_then(|part| names.nodes().get(part));
    let range = match (part, own) {
        (Some(part), Some(own)) => part + 1..own.end,
        _ => 0..names.nodes().len(),
    };
    let mut statements = TokenStream::new();
    if part.is_none() {
        let whole = emit::whole(names, &operation.constraints).relations;
        let rules = constants.rules("request", &whole);
        statements.extend((!whole.is_empty()).then(|| quote!(v.whole(#rules);)));
    }
    let lists = own.map_or(0, |own| own.lists.len());
    let mut position = Position::Query;
    let mut skip_to = range.start;
    for at in range {
        let Some(node) = names.nodes().get(at).filter(|_| at >= skip_to) else {
            continue;
        };
        if node.parent.is_none() && node.field.position.unwrap_or(Position::Query) != position {
            position = node.field.position.unwrap_or(Position::Query);
            let place = format_ident!("{position:?}");
            statements.extend(quote!(v.position(Position::#place);));
        }
        let name = &node.pattern;
        if let Some(constant) = &node.field.constant {
            statements.extend(quote!(v.param(#name, #constant, NO_RULES);));
            continue;
        }
        let one = carried.iter().find(|one| one.node == at);
        let stated = emit::stated(constants, names, at);
        match one {
            Some(one) => {
                skip_to = node.end;
                statements.extend(show(names, at, node, one, stated, constants));
            }
            None if node.lists.len() > lists => skip_to = node.end,
            None if stated.absent_matters && node.shape == Shape::Leaf => {
                let rules = constants.rules(name, &stated.relations);
                statements.extend(quote!(v.absent(#name, #rules);));
            }
            None => {}
        }
    }
    statements
}

/// The statement that shows one field.
fn show(
    names: &Names<'_>,
    at: usize,
    node: &Node<'_>,
    one: &Carried<'_>,
    stated: Stated,
    constants: &mut Constants,
) -> TokenStream {
    let name = &node.pattern;
    let span = one.field.ty.span();
    let mut field = one.field.ident.clone();
    if let Some(field) = &mut field {
        field.set_span(span);
    }
    let value = quote_spanned!(span=> &self.#field);
    if let Some(constant) = &one.constant {
        // Read, since nobody else may: the compiler would call the field dead.
        return quote!(let _ = #value; v.param(#name, #constant, NO_RULES););
    }
    match node.shape {
        Shape::List => {
            let range = emit::range(node);
            let rules = constants.rules(name, &stated.relations);
            let items = names
                .nodes()
                .get(at + 1)
                .filter(|items| items.parent == Some(at));
            let objects = items.is_some_and(|items| items.shape == Shape::Object)
                || !node.field.properties.is_empty();
            if objects {
                return quote!(v.parts(#name, #value, #range, #rules););
            }
            let kind = items.map_or(node.field.kind, |items| items.field.kind);
            let of_item = match items {
                Some(_) => emit::stated(constants, names, at + 1),
                None => Stated::default(),
            };
            let of_item = stated.of_values(of_item);
            let item_rules = constants.rules(name, &of_item);
            let kind = carries(kind);
            let list = quote_spanned!(span=> carry::list(#value));
            let check = quote_spanned!(span=> list.first().map(carry::#kind););
            quote! {
                let list = #list;
                #check
                v.values(#name, list, #range, #rules, #item_rules);
            }
        }
        Shape::Object => {
            let rules = constants.rules(name, &stated.relations);
            let object = (!stated.relations.is_empty()).then(|| quote!(v.object(#name, #rules);));
            quote!(#object v.part(#value);)
        }
        Shape::Leaf | Shape::Items => {
            let rules = constants.rules(name, &stated.all());
            let kind = carries(node.field.kind);
            let value = quote_spanned!(span=> carry::#kind(#value));
            quote!(v.param(#name, #value, #rules);)
        }
    }
}

/// The runtime's name for what a Rust type must be able to carry.
fn carries(kind: Documented) -> proc_macro2::Ident {
    ident::ident(match kind {
        Documented::Integer => "integer",
        Documented::Long => "long",
        Documented::Float | Documented::Double => "decimal",
        Documented::Boolean => "boolean",
        _ => "text",
    })
}
