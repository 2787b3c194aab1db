//! `#[derive(ApiError)]`: an error enum held to the documented codes.

use super::{ErrorAttributes, VariantAttributes};
use crate::{emit, ident};
use doctract_spec::model::ErrorRow;
use doctract_spec::{Operation, near};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use syn::{Data, DeriveInput, Fields, Variant};

/// The implementation of `ErrorKind`, and every mistake. With mistakes it is still complete
/// enough that nothing else is reported because of them.
pub fn derive_error(
    input: &DeriveInput,
    attributes: &ErrorAttributes,
    operations: &[Operation],
) -> (TokenStream, Vec<syn::Error>) {
    let Data::Enum(data) = &input.data else {
        let message = "ApiError is for enums: one variant a code";
        return (
            TokenStream::new(),
            vec![syn::Error::new(input.ident.span(), message)],
        );
    };
    let rows: Vec<&ErrorRow> = operations
        .iter()
        .flat_map(|operation| &operation.errors)
        .collect();
    let codes: BTreeSet<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    let mut errors = Vec::new();
    let mut arms = BTreeMap::new();
    let mut other = None;
    for variant in &data.variants {
        match one_variant(variant, &codes) {
            Ok(Some(code)) => {
                if let Some(first) = arms.insert(code.clone(), &variant.ident) {
                    let message = format!("`{first}` already stands for `{code}`");
                    errors.push(syn::Error::new(variant.ident.span(), message));
                }
            }
            Ok(None) => {
                if let Some(first) = other.replace(variant) {
                    let message = format!("`{}` already stands for all other codes", first.ident);
                    errors.push(syn::Error::new(variant.ident.span(), message));
                }
            }
            Err(mistakes) => errors.extend(mistakes),
        }
    }
    if other.is_none() && errors.is_empty() {
        let message = "servers also send codes that no page documents: \
                       mark one variant `#[api(other)]` for them";
        errors.push(syn::Error::new(input.ident.span(), message));
    }
    if let Some(span) = attributes.exhaustive {
        errors.extend(missing(span, &codes, &arms));
    }
    (
        implementation(input, attributes, &rows, &arms, other),
        errors,
    )
}

/// The code that a variant stands for; `None` for the one that stands for all others.
fn one_variant(
    variant: &Variant,
    codes: &BTreeSet<&str>,
) -> Result<Option<String>, Vec<syn::Error>> {
    let refused = |span, message: &str| Err(vec![syn::Error::new(span, message)]);
    let attributes = VariantAttributes::read(&variant.attrs)?;
    let fields = variant.fields.len();
    if let (true, Some(code)) = (attributes.other, &attributes.code) {
        let message = "a variant stands for one code or for all others, not for both";
        return refused(code.span(), message);
    }
    if attributes.other {
        let holds_code = matches!(variant.fields, Fields::Unnamed(_)) && fields == 1;
        if fields > 0 && !holds_code {
            let message = "the variant for other codes holds nothing, or the code: `Other(String)`";
            return refused(variant.ident.span(), message);
        }
        return Ok(None);
    }
    if fields > 0 {
        let message = "a variant for a code holds nothing: \
                       what the server said is in the error around it";
        return refused(variant.ident.span(), message);
    }
    let own = variant.ident.to_string();
    let (wanted, span) = match &attributes.code {
        Some(code) => (code.value(), code.span()),
        None => {
            let by_name = codes.iter().find(|code| ident::pascal(code) == own);
            match by_name {
                Some(code) => return Ok(Some((*code).to_owned())),
                None => (own, variant.ident.span()),
            }
        }
    };
    if codes.contains(wanted.as_str()) {
        return Ok(Some(wanted));
    }
    let what = match attributes.code {
        Some(_) => format!("`{wanted}` is no documented code"),
        None => format!("no documented code is called `{wanted}`"),
    };
    let message = near::advised(what, &wanted, codes.iter().copied());
    refused(span, &message)
}

fn missing(
    span: Span,
    codes: &BTreeSet<&str>,
    arms: &BTreeMap<String, &Ident>,
) -> Option<syn::Error> {
    let missing: Vec<_> = codes
        .iter()
        .filter(|code| !arms.contains_key(**code))
        .map(|code| format!("`{code}`"))
        .collect();
    let message = format!("documented codes without a variant: {}", missing.join(", "));
    (!missing.is_empty()).then(|| syn::Error::new(span, message))
}

fn implementation(
    input: &DeriveInput,
    attributes: &ErrorAttributes,
    rows: &[&ErrorRow],
    arms: &BTreeMap<String, &Ident>,
    other: Option<&Variant>,
) -> TokenStream {
    let krate = emit::crate_path(attributes.krate.as_ref());
    let name = &input.ident;
    let mut rows: Vec<_> = rows.to_vec();
    // The rows of one code stand together; a stable sort keeps the order of the pages.
    rows.sort_by(|left, right| left.code.cmp(&right.code));
    rows.dedup();
    let rows = rows.iter().map(|row| emit::error_row(row));
    let (codes, variants) = (arms.keys(), arms.values());
    let other = match other {
        Some(other) if other.fields.is_empty() => {
            let variant = &other.ident;
            quote!(Self::#variant)
        }
        Some(other) => {
            let variant = &other.ident;
            quote!(Self::#variant(::core::convert::Into::into(code)))
        }
        // Reported as a mistake: what stands here never runs.
        None => quote!(loop {}),
    };
    quote! {
        #[automatically_derived]
        impl #krate::ErrorKind for #name {
            const ROWS: &'static [#krate::ErrorRow] = {
                use #krate::error_row;
                &[#(#rows),*]
            };
            fn of(code: &str) -> Self {
                match code {
                    #(#codes => Self::#variants,)*
                    _ => #other,
                }
            }
        }
    }
}
