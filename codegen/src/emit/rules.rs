//! Constraint entries as calls that state them.

use crate::ident::{self, Scope, ident};
use doctract_core::{CharClass, CharSet, LengthUnit, Number, Rule};
use doctract_spec::model::{Constraint, Field, Term, Type};
use proc_macro2::{Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use std::collections::HashMap;

/// The constants that the statements of one request refer to: lists of rules and sets of
/// characters, each distinct one once.
#[derive(Default)]
pub(crate) struct Constants {
    scope: Scope,
    by_tokens: HashMap<String, Ident>,
    pub(crate) items: TokenStream,
}

impl Constants {
    /// The statements as an expression: a constant, or `NO_RULES`.
    pub(crate) fn rules(&mut self, parameter: &str, statements: &[TokenStream]) -> TokenStream {
        if statements.is_empty() {
            return quote!(NO_RULES);
        }
        let stated = tight(quote!(stated![#(#statements),*]));
        self.constant(parameter, "", &stated, &quote!(Rules))
    }

    fn charset(&mut self, parameter: &str, suffix: &str, set: &CharSet<'_>) -> TokenStream {
        let set = charset(set);
        self.constant(parameter, suffix, &quote!(&#set), &quote!(&CharSet<'_>))
    }

    fn charsets(&mut self, parameter: &str, suffix: &str, sets: Vec<&CharSet<'_>>) -> TokenStream {
        let sets = sets.into_iter().map(charset);
        let sets = quote!(&[#(#sets),*]);
        self.constant(parameter, suffix, &sets, &quote!(&[CharSet<'_>]))
    }

    fn constant(
        &mut self,
        parameter: &str,
        suffix: &str,
        value: &TokenStream,
        kind: &TokenStream,
    ) -> TokenStream {
        let key = format!("{kind} {value}");
        if let Some(known) = self.by_tokens.get(&key) {
            return known.to_token_stream();
        }
        let parts = parameter
            .split('.')
            .filter(|part| *part != "N")
            .collect::<Vec<_>>()
            .join(".");
        let mut wanted = ident::snake(&parts).to_uppercase();
        if !suffix.is_empty() {
            wanted = format!("{wanted}_{suffix}");
        }
        let name = ident(&self.scope.take_constant(&wanted));
        self.items.extend(quote!(const #name: #kind = #value;));
        self.by_tokens.insert(key, name.clone());
        name.to_token_stream()
    }
}

/// The same with every `&` and the list after it printed as one: within a macro nobody but us knows
/// that it is a reference.
fn tight(tokens: TokenStream) -> TokenStream {
    let tight = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => Group::new(group.delimiter(), tight(group.stream())).into(),
        TokenTree::Punct(mark) if mark.as_char() == '&' => Punct::new('&', Spacing::Joint).into(),
        other => other,
    });
    tight.collect()
}

/// The call that states both ends of a range at once, where an entry has both.
pub(super) fn both_ends(entry: &Constraint) -> Option<(Term, Term, TokenStream)> {
    if let (Some(min), Some(max)) = (entry.min_length, entry.max_length)
        && entry.length(max).unit == LengthUnit::Chars
    {
        let (min, max) = (Literal::u64_unsuffixed(min), Literal::u64_unsuffixed(max));
        return Some((Term::MinLength, Term::MaxLength, quote!(length(#min, #max))));
    }
    let (min, max) = (entry.minimum?.0.as_i64()?, entry.maximum?.0.as_i64()?);
    let (min, max) = (Literal::i64_unsuffixed(min), Literal::i64_unsuffixed(max));
    Some((Term::Minimum, Term::Maximum, quote!(range(#min, #max))))
}

/// The call that states one term of an entry about a value; `None` if it is not about the value.
///
/// # Errors
///
/// Why the term cannot be stated.
pub(super) fn value_term(
    constants: &mut Constants,
    parameter: &str,
    field: &Field,
    entry: &Constraint,
    term: Term,
) -> Option<Result<TokenStream, &'static str>> {
    match term {
        Term::Enum => {
            let values = entry.enumeration.iter().map(|value| &value.value);
            // The page may print `True`; what travels is `true`.
            let any_case = field.kind == Type::Boolean || entry.case_sensitive == Some(false);
            return Some(Ok(if any_case {
                quote!(one_of_any_case(&[#(#values),*]))
            } else {
                quote!(one_of(&[#(#values),*]))
            }));
        }
        Term::CharClasses => {
            let classes = entry.char_classes.as_ref()?;
            let sets = classes.of.iter().map(|set| &set.0).collect();
            let sets = constants.charsets(parameter, "CLASSES", sets);
            let min = Literal::u32_unsuffixed(classes.min);
            return Some(Ok(quote!(char_classes(#min, #sets))));
        }
        _ => {}
    }
    let rule = entry.rule(term)?;
    let mut set = |suffix: &str, set: &CharSet<'_>| constants.charset(parameter, suffix, set);
    let tokens = match rule {
        Rule::MinLength(length) => sized("min_length", "min_bytes", length),
        Rule::MaxLength(length) => sized("max_length", "max_bytes", length),
        Rule::Minimum(limit) => return Some(numbered("minimum", limit)),
        Rule::Maximum(limit) => return Some(numbered("maximum", limit)),
        Rule::ExclusiveMinimum(limit) => return Some(numbered("exclusive_minimum", limit)),
        Rule::ExclusiveMaximum(limit) => return Some(numbered("exclusive_maximum", limit)),
        Rule::MultipleOf(step) => return Some(numbered("multiple_of", step)),
        Rule::Charset(chars) => {
            let set = set("CHARSET", chars);
            quote!(charset(#set))
        }
        Rule::StartsWith(chars) => {
            let set = set("FIRST", chars);
            quote!(starts_with(#set))
        }
        Rule::NotStartsWith(chars) => {
            let set = set("NOT_FIRST", chars);
            quote!(not_starts_with(#set))
        }
        Rule::EndsWith(chars) => {
            let set = set("LAST", chars);
            quote!(ends_with(#set))
        }
        Rule::NotEndsWith(chars) => {
            let set = set("NOT_LAST", chars);
            quote!(not_ends_with(#set))
        }
        Rule::Prefix(list) => quote!(prefix(&[#(#list),*])),
        Rule::NotPrefix(list) => quote!(not_prefix(&[#(#list),*])),
        Rule::Suffix(list) => quote!(suffix(&[#(#list),*])),
        Rule::NotSuffix(list) => quote!(not_suffix(&[#(#list),*])),
        Rule::Contains(list) => quote!(contains(&[#(#list),*])),
        Rule::NotContains(list) => quote!(not_contains(&[#(#list),*])),
        Rule::NotValues(list) => quote!(not_values(&[#(#list),*])),
        Rule::Pattern(text) => quote!(pattern(#text)),
        Rule::Layout(text) => quote!(layout(#text)),
        Rule::Format(format) => {
            let name = format_ident!("{format:?}");
            quote!(format(Format::#name))
        }
        Rule::Encoding(encoding) => {
            let name = format_ident!("{encoding:?}");
            quote!(encoding(Encoding::#name))
        }
        Rule::NotEmpty => quote!(not_empty()),
        _ => return Some(Err("a rule that generated code does not know")),
    };
    Some(Ok(tokens))
}

fn sized(chars: &str, bytes: &str, length: doctract_core::Length) -> TokenStream {
    let name = match length.unit {
        LengthUnit::Chars => ident(chars),
        LengthUnit::Bytes => ident(bytes),
    };
    let limit = Literal::u64_unsuffixed(length.limit);
    quote!(#name(#limit))
}

fn numbered(name: &str, number: Number) -> Result<TokenStream, &'static str> {
    if let Some(whole) = number.as_i64() {
        let (name, whole) = (ident(name), Literal::i64_unsuffixed(whole));
        return Ok(quote!(#name(#whole)));
    }
    let (coefficient, scale) = number.parts();
    let coefficient = i64::try_from(coefficient).map_err(|_| "a number beyond 64 bits")?;
    if scale > 8 {
        return Err("a number of more than 8 decimals");
    }
    let name = format_ident!("{name}_exact");
    let coefficient = Literal::i64_unsuffixed(coefficient);
    let scale = Literal::u8_unsuffixed(scale);
    Ok(quote!(#name(Number::new(#coefficient, #scale))))
}

fn charset(set: &CharSet<'_>) -> TokenStream {
    let classes = set.classes().map(class);
    let ranges = set
        .ranges()
        .iter()
        .map(|(first, last)| quote!((#first, #last)));
    quote!(CharSet::new(&[#(#classes),*], &[#(#ranges),*]))
}

fn class(class: CharClass) -> Ident {
    format_ident!("{class:?}")
}
