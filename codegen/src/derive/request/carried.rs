//! Which parameter each field of a struct carries, and every mistake in that.

use super::constant::holds;
use crate::derive::{FieldAttributes, RequestAttributes};
use crate::ident;
use doctract_spec::names::{Names, Node, Shape};
use doctract_spec::{Operation, near};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, Type};

/// One field of the struct and the parameter that it carries.
pub(super) struct Carried<'f> {
    /// The place of the parameter in the names of the operation.
    pub(super) node: usize,
    /// The field.
    pub(super) field: &'f Field,
    /// The one value that is sent.
    pub(super) constant: Option<String>,
}

/// The fields that carry something; mistakes go to `errors`.
pub(super) fn carried<'f>(
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
            Err(mistakes) => errors.extend(mistakes),
        }
    }
    if errors.is_empty() {
        errors.extend(lacking(input, names, part, &carried));
    }
    carried
}

/// The node that the struct stands for, if it is only a part of a request.
pub(super) fn part(
    attributes: &RequestAttributes,
    names: &Names<'_>,
) -> syn::Result<Option<usize>> {
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
) -> Result<Option<Carried<'f>>, Vec<syn::Error>> {
    let attributes = FieldAttributes::read(&field.attrs)?;
    if attributes.skip.is_some() {
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
        let message = near::advised(message, &text, known);
        return Err(vec![syn::Error::new(span, message)]);
    };
    if this.field.required && attributes.constant.is_none() && is_option(&field.ty) {
        let message = format!(
            "`{}` is required: an `Option` can leave it out",
            this.pattern
        );
        return Err(vec![syn::Error::new(field.ty.span(), message)]);
    }
    let constant = match &attributes.constant {
        Some(constant) => {
            holds(&constant.value(), constant.span(), operation, this)
                .map_err(|error| vec![error])?;
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
