//! The attribute `#[api(…)]` on types, fields and variants.

use doctract_spec::near;
use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Path, Type};

/// On a struct: `#[api(spec = "…", operation = "…", part = "Tag.N", response = T, errors = E)]`.
#[derive(Default)]
pub struct RequestAttributes {
    /// The file or folder.
    pub spec: Option<LitStr>,
    /// The operation, where the folder holds several.
    pub operation: Option<LitStr>,
    /// The list or object that the struct stands for: it is no whole request then.
    pub part: Option<LitStr>,
    /// The type of the answer.
    pub response: Option<Type>,
    /// The type of the error kind.
    pub errors: Option<Type>,
    /// The path of the crate `doctract`.
    pub krate: Option<Path>,
}

/// On an enum: `#[api(spec = "…", operation = "…", exhaustive)]`.
#[derive(Default)]
pub struct ErrorAttributes {
    /// The file or folder.
    pub spec: Option<LitStr>,
    /// The operation; all of a folder if absent.
    pub operation: Option<LitStr>,
    /// Where it stands that every documented code must have a variant.
    pub exhaustive: Option<Span>,
    /// The path of the crate `doctract`.
    pub krate: Option<Path>,
}

/// On a field: `#[api(name = "…", constant = "…")]`.
#[derive(Default)]
pub struct FieldAttributes {
    /// The wire name.
    pub name: Option<LitStr>,
    /// The one value that is sent.
    pub constant: Option<LitStr>,
    /// Whether the field is nothing to the operation.
    pub skip: bool,
}

/// On a variant: `#[api(code = "…")]`, `#[api(other)]`.
#[derive(Default)]
pub struct VariantAttributes {
    /// The code.
    pub code: Option<LitStr>,
    /// Whether the variant stands for all other codes.
    pub other: bool,
}

impl RequestAttributes {
    /// Reads the attributes of a struct.
    ///
    /// # Errors
    ///
    /// Keys that are not known, at their place.
    pub fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            match key(&meta).as_str() {
                "spec" => read.spec = Some(meta.value()?.parse()?),
                "operation" => read.operation = Some(meta.value()?.parse()?),
                "part" => read.part = Some(meta.value()?.parse()?),
                "response" => read.response = Some(meta.value()?.parse()?),
                "errors" => read.errors = Some(meta.value()?.parse()?),
                "crate" => read.krate = Some(meta.value()?.parse()?),
                _ => {
                    return unknown(
                        &meta,
                        &["spec", "operation", "part", "response", "errors", "crate"],
                    );
                }
            }
            Ok(())
        })?;
        Ok(read)
    }
}

impl ErrorAttributes {
    /// Reads the attributes of an enum.
    ///
    /// # Errors
    ///
    /// Keys that are not known, at their place.
    pub fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            match key(&meta).as_str() {
                "spec" => read.spec = Some(meta.value()?.parse()?),
                "operation" => read.operation = Some(meta.value()?.parse()?),
                "exhaustive" => read.exhaustive = meta.path.get_ident().map(syn::Ident::span),
                "crate" => read.krate = Some(meta.value()?.parse()?),
                _ => return unknown(&meta, &["spec", "operation", "exhaustive", "crate"]),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

impl FieldAttributes {
    /// Reads the attributes of a field.
    ///
    /// # Errors
    ///
    /// Keys that are not known, at their place.
    pub fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            match key(&meta).as_str() {
                "name" => read.name = Some(meta.value()?.parse()?),
                "constant" => read.constant = Some(meta.value()?.parse()?),
                "skip" => read.skip = true,
                _ => return unknown(&meta, &["name", "constant", "skip"]),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

impl VariantAttributes {
    /// Reads the attributes of a variant.
    ///
    /// # Errors
    ///
    /// Keys that are not known, at their place.
    pub fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            match key(&meta).as_str() {
                "code" => read.code = Some(meta.value()?.parse()?),
                "other" => read.other = true,
                _ => return unknown(&meta, &["code", "other"]),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let own = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("api"));
    for attribute in own {
        attribute.parse_nested_meta(&mut read)?;
    }
    Ok(())
}

fn key(meta: &ParseNestedMeta<'_>) -> String {
    let ident = meta.path.get_ident();
    ident.map(ToString::to_string).unwrap_or_default()
}

fn unknown(meta: &ParseNestedMeta<'_>, known: &[&str]) -> syn::Result<()> {
    Err(meta.error(unknown_key(&key(meta), known)))
}

/// What is said about a key that is none of the known ones: the nearest, or all.
pub fn unknown_key(key: &str, known: &[&str]) -> String {
    match near::advice(key, known.iter().copied()) {
        Some(advice) => format!("unknown key `{key}`: {advice}"),
        None => format!("unknown key `{key}`; known are {}", known.join(", ")),
    }
}
