//! `#[derive(ApiRequest)]`: a struct held to the parameters of an operation.

use super::{FieldAttributes, RequestAttributes};
use crate::emit::{self, Constants, Stated};
use crate::{docs, ident};
use doctract_spec::check::Checker;
use doctract_spec::model::{Position, Type as Documented};
use doctract_spec::names::{Names, Node, Shape};
use doctract_spec::{Operation, near};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, Type};

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

/// One field of the struct and the parameter that it carries.
struct Carried<'f> {
    node: usize,
    field: &'f Field,
    constant: Option<String>,
}

fn carried<'f>(
    input: &'f DeriveInput,
    attributes: &RequestAttributes,
    operation: &Operation,
    names: &Names<'_>,
    errors: &mut Vec<syn::Error>,
) -> Vec<Carried<'f>> {
    let Data::Struct(data) = &input.data else {
        errors.push(syn::Error::new(
            input.ident.span(),
            "ApiRequest is for structs",
        ));
        return Vec::new();
    };
    let Fields::Named(fields) = &data.fields else {
        let message = "ApiRequest is for structs with named fields";
        errors.push(syn::Error::new(input.ident.span(), message));
        return Vec::new();
    };
    let part = match part(attributes, names) {
        Ok(part) => part,
        Err(error) => {
            errors.push(error);
            return Vec::new();
        }
    };
    let mut carried: Vec<Carried<'f>> = Vec::new();
    for field in &fields.named {
        match one_field(field, operation, names, part) {
            Ok(Some(one)) => {
                if carried.iter().any(|before| before.node == one.node) {
                    let message = "another field carries this parameter already";
                    errors.push(syn::Error::new(field.span(), message));
                }
                carried.push(one);
            }
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        errors.extend(lacking(input, names, part, &carried));
    }
    carried
}

/// The node that the struct stands for, if it is only a part of a request.
fn part(attributes: &RequestAttributes, names: &Names<'_>) -> syn::Result<Option<usize>> {
    let Some(part) = &attributes.part else {
        return Ok(None);
    };
    let text = part.value();
    let found = names.find(&text);
    let composite = |at: usize| {
        let node = names.nodes().get(at)?;
        let items = names
            .nodes()
            .get(at + 1)
            .filter(|items| items.parent == Some(at));
        match (node.shape, items) {
            (Shape::List, Some(items)) if items.shape == Shape::Object => Some(at + 1),
            (Shape::List, Some(_)) if !node.field.properties.is_empty() => Some(at),
            (Shape::Object, _) => Some(at),
            _ => None,
        }
    };
    found.and_then(composite).map(Some).ok_or_else(|| {
        let nodes = names.nodes().iter();
        let known = nodes.filter(|node| matches!(node.shape, Shape::List | Shape::Object));
        let known: Vec<_> = known.map(|node| node.pattern.as_str()).collect();
        let message = format!("the operation has no list of objects `{text}`");
        syn::Error::new(part.span(), near::advised(message, &text, known))
    })
}

/// The nodes that a field may carry: values, lists and objects, seen from the part.
fn choices<'n>(
    names: &'n Names<'_>,
    part: Option<usize>,
) -> impl Iterator<Item = (usize, &'n Node<'n>)> {
    let own = part.and_then(|part| names.nodes().get(part));
    let lists = own.map_or(0, |own| own.lists.len());
    let nodes = names.nodes().iter().enumerate();
    let inside = move |at: usize| match (part, own) {
        (Some(part), Some(own)) => part < at && at < own.end,
        _ => true,
    };
    nodes.filter(move |(at, node)| {
        // The items of a list share its name; the list is what a field carries.
        let items = node.parent.and_then(|parent| names.nodes().get(parent));
        let items = items.is_some_and(|parent| parent.pattern == node.pattern);
        inside(*at) && node.lists.len() == lists && !items && node.field.constant.is_none()
    })
}

fn one_field<'f>(
    field: &'f Field,
    operation: &Operation,
    names: &Names<'_>,
    part: Option<usize>,
) -> syn::Result<Option<Carried<'f>>> {
    let attributes = FieldAttributes::read(&field.attrs)?;
    if attributes.skip {
        return Ok(None);
    }
    let own = field.ident.as_ref().map(|name| {
        let name = name.to_string();
        name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
    });
    let own = own.unwrap_or_default();
    let prefix = part
        .and_then(|part| names.nodes().get(part))
        .map(|part| &part.pattern);
    let short = |node: &Node<'_>| {
        let pattern = node
            .pattern
            .strip_suffix(".N")
            .unwrap_or(&node.pattern)
            .to_owned();
        let below =
            prefix.and_then(|prefix| pattern.strip_prefix(prefix.as_str())?.strip_prefix('.'));
        below.map(str::to_owned).unwrap_or(pattern)
    };
    let found = match &attributes.name {
        Some(name) => {
            let text = name.value();
            let mut all = choices(names, part);
            all.find(|(_, node)| node.pattern == text || short(node) == text)
        }
        None => choices(names, part).find(|(_, node)| ident::snake(&short(node)) == own),
    };
    let Some((node, this)) = found else {
        let (text, span) = match &attributes.name {
            Some(name) => (name.value(), name.span()),
            None => (own, field.ident.span()),
        };
        let known: Vec<String> = choices(names, part)
            .map(|(_, node)| match attributes.name {
                Some(_) => node.pattern.clone(),
                None => ident::snake(&short(node)),
            })
            .collect();
        let message = format!("`{}` has no parameter `{text}`", operation.operation);
        let known = known.iter().map(String::as_str);
        return Err(syn::Error::new(span, near::advised(message, &text, known)));
    };
    if this.field.required && attributes.constant.is_none() && is_option(&field.ty) {
        let message = format!(
            "`{}` is required: an `Option` can leave it out",
            this.pattern
        );
        return Err(syn::Error::new(field.ty.span(), message));
    }
    let constant = match &attributes.constant {
        Some(constant) => {
            constant_holds(&constant.value(), constant.span(), operation, this)?;
            Some(constant.value())
        }
        None => None,
    };
    Ok(Some(Carried {
        node,
        field,
        constant,
    }))
}

/// Checks a constant against what is stated about the value.
fn constant_holds(
    value: &str,
    span: Span,
    operation: &Operation,
    node: &Node<'_>,
) -> syn::Result<()> {
    if node.shape != Shape::Leaf {
        let message = format!("`{}` holds several values: no constant fits", node.pattern);
        return Err(syn::Error::new(span, message));
    }
    let checker = Checker::new(operation);
    let indices = vec![1; node.lists.len()];
    let name = doctract_core::wire::indexed(&node.pattern, &indices);
    let breaches = checker.check(&[(name.as_str(), value)], "");
    let mut broken = Vec::new();
    for breach in breaches
        .iter()
        .filter(|breach| breach.parameter == node.pattern)
    {
        let statement = checker
            .statements()
            .iter()
            .find(|known| known.id == breach.statement);
        let entry = statement.and_then(|known| node.field.constraints.get(known.entry?));
        let words = entry.and_then(|entry| docs::words_of(entry, breach.rule));
        if breach.rule == "type" {
            let kind = node
                .field
                .kind
                .value_kind()
                .map_or("", doctract_core::ValueKind::name);
            broken.push(format!("must be of type {kind}"));
        } else if let Some(words) = words {
            broken.push(words);
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    let message = format!(
        "`{value}` breaks what `{}` states: {}",
        node.pattern,
        broken.join("; ")
    );
    Err(syn::Error::new(span, message))
}

fn is_option(kind: &Type) -> bool {
    let Type::Path(path) = kind else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Option")
}

/// The required parameters that no field carries.
fn lacking(
    input: &DeriveInput,
    names: &Names<'_>,
    part: Option<usize>,
    carried: &[Carried<'_>],
) -> Option<syn::Error> {
    let is_carried = |at: usize| {
        let within = |one: &Carried<'_>| {
            let node = names.nodes().get(one.node);
            one.node == at || node.is_some_and(|node| one.node < at && at < node.end)
        };
        // An object is carried by fields for its members.
        let members = |one: &Carried<'_>| {
            let node = names.nodes().get(at);
            node.is_some_and(|node| at < one.node && one.node < node.end)
        };
        carried.iter().any(|one| within(one) || members(one))
    };
    let missing: Vec<_> = choices(names, part)
        .filter(|(at, node)| node.field.required && node.parent == part && !is_carried(*at))
        .map(|(_, node)| format!("`{}`", node.pattern))
        .collect();
    let message = match missing.as_slice() {
        [] => return None,
        [one] => format!("no field carries the required parameter {one}"),
        many => format!(
            "no field carries the required parameters {}",
            many.join(", ")
        ),
    };
    Some(syn::Error::new(input.ident.span(), message))
}

/// The body of `visit`, in documented order.
fn walk(
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
