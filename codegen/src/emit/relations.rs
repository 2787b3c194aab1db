//! Statements that look beyond one value: at other parameters, at presence, at numbers of items.

use crate::ident::ident;
use doctract_core::Operator;
use doctract_spec::model::{Condition, Confidence, Constraint, Field, List, Term};
use doctract_spec::names::Names;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// Why a term with a condition in words is not stated.
pub(super) const UNDECIDED: &str = "its condition is no value of a parameter";

/// Where a term that is no rule of the value belongs.
pub(super) enum Place {
    Relation(TokenStream),
    Count(TokenStream),
    Value(TokenStream),
}

/// The call that states a term about other parameters, presence or number.
///
/// # Errors
///
/// Why the term cannot be stated.
pub(super) fn relation(
    names: &Names<'_>,
    at: usize,
    entry: &Constraint,
    term: Term,
) -> Result<Place, &'static str> {
    let group = |list: &[String], with_self: bool| {
        let own = names.nodes().get(at).map(|node| node.pattern.as_str());
        let own = own.filter(|_| with_self && !list.iter().any(|name| is_own(names, at, name)));
        group(names, at, list.iter().map(String::as_str).chain(own))
    };
    let tokens = match term {
        Term::RequiredIf => {
            let condition = entry
                .required_if
                .as_ref()
                .and_then(|when| condition(names, at, when));
            let condition = condition.ok_or(UNDECIDED)?;
            quote!(Statement::RequiredIf(#condition))
        }
        Term::EffectiveIf => {
            let condition = entry
                .effective_if
                .as_ref()
                .and_then(|when| condition(names, at, when));
            let condition = condition.ok_or(UNDECIDED)?;
            quote!(Statement::EffectiveIf(#condition))
        }
        Term::DependentRequired => {
            let group = group(&entry.dependent_required, false);
            quote!(Statement::DependentRequired(#group))
        }
        Term::ExactlyOneOf => {
            let group = group(&entry.exactly_one_of, true);
            quote!(Statement::ExactlyOneOf(#group))
        }
        Term::AtLeastOneOf => {
            let group = group(&entry.at_least_one_of, true);
            quote!(Statement::AtLeastOneOf(#group))
        }
        Term::MutuallyExclusive => {
            let group = group(&entry.mutually_exclusive, true);
            quote!(Statement::MutuallyExclusive(#group))
        }
        Term::Compare => compare(names, at, entry)?,
        Term::Span => {
            let span = entry.span.as_ref().ok_or("")?;
            let other = other(names, at, &span.other, false);
            let (min, max) = (option(span.min.as_ref()), option(span.max.as_ref()));
            quote!(Statement::Span(#other, #min, #max))
        }
        Term::WithinPast => {
            let longest = entry.within_past.as_deref().unwrap_or_default();
            quote!(Statement::WithinPast(#longest))
        }
        Term::MinItems => return Ok(count("MinItems", entry.min_items)),
        Term::MaxItems => return Ok(count("MaxItems", entry.max_items)),
        Term::UniqueItems => return Ok(Place::Count(quote!(Statement::UniqueItems))),
        Term::List => {
            let form = entry.list.as_ref().map(list_form);
            return Ok(Place::Value(quote!(Statement::List(#form))));
        }
        Term::AllowEmpty => return Ok(Place::Value(quote!(Statement::AllowEmpty))),
        Term::Unique => return Err("other requests decide it"),
        Term::Default | Term::Precedes => return Err("nothing can break it"),
        Term::Deprecated | Term::ReplacedBy => return Err("advice"),
        Term::ValueFrom => return Err("a hint"),
        _ => return Err("a term that generated code does not know"),
    };
    Ok(Place::Relation(tokens))
}

fn count(name: &str, limit: Option<u64>) -> Place {
    let name = ident(name);
    let limit = Literal::u64_unsuffixed(limit.unwrap_or_default());
    Place::Count(quote!(Statement::#name(#limit)))
}

fn compare(names: &Names<'_>, at: usize, entry: &Constraint) -> Result<TokenStream, &'static str> {
    let comparison = entry.compare.as_ref().ok_or("")?;
    let operator = operator(comparison.operator.0);
    let with = match (&comparison.other, comparison.now) {
        (Some(name), _) => {
            let other = other(names, at, name, false);
            quote!(Some(#other))
        }
        (None, true) => quote!(None),
        (None, false) => return Err("it compares with nothing"),
    };
    Ok(quote!(Statement::Compare(Operator::#operator, #with)))
}

fn option(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

fn list_form(list: &List) -> TokenStream {
    match &list.separator {
        Some(separator) => quote!(ListForm::Separated(#separator)),
        None => quote!(ListForm::Json),
    }
}

fn operator(operator: Operator) -> Ident {
    format_ident!("{operator:?}")
}

/// A condition; `None` where no request can decide it.
pub(super) fn condition(names: &Names<'_>, at: usize, when: &Condition) -> Option<TokenStream> {
    let undecided = || quote!(Condition::Undecided);
    for (parts, name) in [(&when.all, "All"), (&when.any, "Any")] {
        if parts.is_empty() {
            continue;
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|part| condition(names, at, part))
            .collect();
        if parts.iter().all(Option::is_none) {
            return None;
        }
        let name = ident(name);
        let parts = parts.into_iter().map(|part| part.unwrap_or_else(undecided));
        return Some(quote!(Condition::#name(&[#(#parts),*])));
    }
    let name = when.parameter.as_deref()?;
    names.find(name)?;
    let other = other(names, at, name, true);
    let operator = operator(
        when.operator
            .map_or(Operator::Present, |operator| operator.0),
    );
    let values = &when.values;
    Some(quote!(Condition::Is(#other, Operator::#operator, &[#(#values),*])))
}

/// A reference to another parameter, seen from the node `at`.
fn other(names: &Names<'_>, at: usize, name: &str, with_default: bool) -> TokenStream {
    let (pattern, common) = place(names, at, name);
    let mut tokens = quote!(other(#pattern));
    if common > 0 {
        let common = Literal::usize_unsuffixed(common);
        tokens = quote!(#tokens.shared(#common));
    }
    let node = names.find(name).and_then(|node| names.nodes().get(node));
    let default = node.and_then(|node| default_of(node.field));
    if let Some(default) = default.filter(|_| with_default) {
        tokens = quote!(#tokens.or(#default));
    }
    tokens
}

/// A reference to several parameters.
fn group<'n>(names: &Names<'_>, at: usize, list: impl Iterator<Item = &'n str>) -> TokenStream {
    let (patterns, shared): (Vec<String>, Vec<usize>) =
        list.map(|name| place(names, at, name)).unzip();
    let group = quote!(group(&[#(#patterns),*]));
    if shared.iter().all(|lists| *lists == 0) {
        return group;
    }
    let shared = shared.into_iter().map(Literal::usize_unsuffixed);
    quote!(#group.shared(&[#(#shared),*]))
}

/// The documented name that a name means, and how many lists that stands in with the node `at`.
fn place(names: &Names<'_>, at: usize, name: &str) -> (String, usize) {
    let node = names.find(name).and_then(|node| names.nodes().get(node));
    let Some(node) = node else {
        return (name.to_owned(), 0);
    };
    let own = names.nodes().get(at);
    let own = own.map(|own| own.lists.as_slice()).unwrap_or_default();
    let common = own.iter().zip(&node.lists).take_while(|(a, b)| a == b);
    (node.pattern.clone(), common.count())
}

/// Whether a name means the node itself: the same values.
fn is_own(names: &Names<'_>, at: usize, name: &str) -> bool {
    let meant = names.find(name).and_then(|node| names.nodes().get(node));
    let own = names.nodes().get(at);
    meant
        .zip(own)
        .is_some_and(|(meant, own)| meant.leaves == own.leaves)
}

/// The default that conditions may build on: stated as a value, without a condition of its own,
/// and not guessed.
fn default_of(field: &Field) -> Option<&str> {
    let plain = |entry: &&Constraint| entry.when.is_none() && entry.confidence != Confidence::Low;
    let mut stated = field.constraints.iter().filter(plain);
    stated.find_map(|entry| entry.default.as_ref()?.value.as_deref())
}
