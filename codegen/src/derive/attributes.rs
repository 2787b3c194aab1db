//! The attribute `#[api(…)]` on types, fields and variants. Each key is read for itself: a mistake
//! in one hides none in another.

use doctract_spec::near;
use proc_macro2::{Span, TokenTree};
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::{Attribute, LitStr, Path, Token, Type};

/// On a struct: `#[api(spec = "…", operation = "…", locale = "…", part = "Tag.N", response = T,
/// errors = E)]`.
#[derive(Default)]
pub struct RequestAttributes {
    /// The file or folder.
    pub spec: Option<LitStr>,
    /// The operation, where the folder holds several.
    pub operation: Option<LitStr>,
    /// The locale, where the folder holds several.
    pub locale: Option<LitStr>,
    /// The list or object that the struct stands for: it is no whole request then.
    pub part: Option<LitStr>,
    /// The type of the answer.
    pub response: Option<Type>,
    /// The type of the error kind.
    pub errors: Option<Type>,
    /// The path of the crate `doctract`.
    pub krate: Option<Path>,
}

/// On an enum: `#[api(spec = "…", operation = "…", locale = "…", exhaustive)]`.
#[derive(Default)]
pub struct ErrorAttributes {
    /// The file or folder.
    pub spec: Option<LitStr>,
    /// The operation; all of a folder if absent.
    pub operation: Option<LitStr>,
    /// The locale, where the folder holds several.
    pub locale: Option<LitStr>,
    /// Where it stands that every documented code must have a variant.
    pub exhaustive: Option<Span>,
    /// The path of the crate `doctract`.
    pub krate: Option<Path>,
}

/// On a field: `#[api(name = "…", constant = "…")]`, `#[api(skip)]`.
#[derive(Default)]
pub struct FieldAttributes {
    /// The wire name.
    pub name: Option<LitStr>,
    /// The one value that is sent.
    pub constant: Option<LitStr>,
    /// Where it stands that the field is nothing to the operation.
    pub skip: Option<Span>,
}

/// On a variant: `#[api(code = "…")]`, `#[api(other)]`.
#[derive(Default)]
pub struct VariantAttributes {
    /// The code.
    pub code: Option<LitStr>,
    /// Whether the variant stands for all other codes.
    pub other: bool,
}

/// A key, and how it is written.
type Key = (&'static str, &'static str);

const SPEC: Key = ("spec", "spec = \"specs/ecs\"");
const OPERATION: Key = ("operation", "operation = \"CreateSnapshot\"");
const LOCALE: Key = ("locale", "locale = \"en-US\"");
const CRATE: Key = ("crate", "crate = ::doctract");
const ON_STRUCTS: [Key; 7] = [
    SPEC,
    OPERATION,
    LOCALE,
    ("part", "part = \"Tag.N\""),
    ("response", "response = Answer"),
    ("errors", "errors = Failure"),
    CRATE,
];
const ON_ENUMS: [Key; 5] = [SPEC, OPERATION, LOCALE, ("exhaustive", "exhaustive"), CRATE];
const ON_FIELDS: [Key; 3] = [
    ("name", "name = \"Tag.N.Key\""),
    ("constant", "constant = \"nightly\""),
    ("skip", "skip"),
];
const ON_VARIANTS: [Key; 2] = [("code", "code = \"QuotaExceeded\""), ("other", "other")];

impl RequestAttributes {
    /// What of the attributes of a struct can be read, and every mistake in them.
    pub fn read(attributes: &[Attribute]) -> (Self, Vec<syn::Error>) {
        let mut read = Self::default();
        let errors = each(attributes, &ON_STRUCTS, |key, meta| {
            match key {
                "spec" => read.spec = Some(value(meta)?),
                "operation" => read.operation = Some(value(meta)?),
                "locale" => read.locale = Some(value(meta)?),
                "part" => read.part = Some(value(meta)?),
                "response" => read.response = Some(value(meta)?),
                "errors" => read.errors = Some(value(meta)?),
                _ => read.krate = Some(value(meta)?),
            }
            Ok(())
        });
        (read, errors)
    }
}

impl ErrorAttributes {
    /// What of the attributes of an enum can be read, and every mistake in them.
    pub fn read(attributes: &[Attribute]) -> (Self, Vec<syn::Error>) {
        let mut read = Self::default();
        let errors = each(attributes, &ON_ENUMS, |key, meta| {
            match key {
                "spec" => read.spec = Some(value(meta)?),
                "operation" => read.operation = Some(value(meta)?),
                "locale" => read.locale = Some(value(meta)?),
                "exhaustive" => read.exhaustive = place(meta),
                _ => read.krate = Some(value(meta)?),
            }
            Ok(())
        });
        (read, errors)
    }
}

impl FieldAttributes {
    /// Reads the attributes of a field.
    ///
    /// # Errors
    ///
    /// Every mistake in them.
    pub fn read(attributes: &[Attribute]) -> Result<Self, Vec<syn::Error>> {
        let mut read = Self::default();
        let mut errors = each(attributes, &ON_FIELDS, |key, meta| {
            match key {
                "name" => read.name = Some(value(meta)?),
                "constant" => read.constant = Some(value(meta)?),
                _ => read.skip = place(meta),
            }
            Ok(())
        });
        if let (Some(skip), true) = (read.skip, read.name.is_some() || read.constant.is_some()) {
            let message = "a field that is skipped carries nothing";
            errors.push(syn::Error::new(skip, message));
        }
        if errors.is_empty() {
            Ok(read)
        } else {
            Err(errors)
        }
    }
}

impl VariantAttributes {
    /// Reads the attributes of a variant.
    ///
    /// # Errors
    ///
    /// Every mistake in them.
    pub fn read(attributes: &[Attribute]) -> Result<Self, Vec<syn::Error>> {
        let mut read = Self::default();
        let errors = each(attributes, &ON_VARIANTS, |key, meta| {
            match key {
                "code" => read.code = Some(value(meta)?),
                _ => read.other = true,
            }
            Ok(())
        });
        if errors.is_empty() {
            Ok(read)
        } else {
            Err(errors)
        }
    }
}

/// Has every known key taken once; the mistakes.
fn each(
    attributes: &[Attribute],
    keys: &[Key],
    mut take: impl FnMut(&str, &ParseNestedMeta<'_>) -> syn::Result<()>,
) -> Vec<syn::Error> {
    let mut errors = Vec::new();
    let mut seen = Vec::new();
    let mut one = |meta: &ParseNestedMeta<'_>| {
        let key = meta.path.get_ident().map(ToString::to_string);
        let key = key.unwrap_or_default();
        let Some((known, form)) = keys.iter().find(|(known, _)| *known == key) else {
            let known: Vec<_> = keys.iter().map(|(known, _)| *known).collect();
            return Err(meta.error(unknown_key(&key, &known)));
        };
        if seen.contains(known) {
            return Err(meta.error(format!("`{known}` is given twice")));
        }
        seen.push(*known);
        let taken = take(known, meta).and_then(|()| ended(meta));
        taken.map_err(|error| {
            let message = if known == form {
                format!("`{known}` takes no value")
            } else {
                format!("`{known}` is written `{form}`")
            };
            syn::Error::new(error.span(), message)
        })
    };
    let own = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("api"));
    for attribute in own {
        let read = attribute.parse_nested_meta(|meta| {
            if let Err(error) = one(&meta) {
                errors.push(error);
                while !is_at_end(&meta) {
                    meta.input.parse::<TokenTree>()?;
                }
            }
            Ok(())
        });
        errors.extend(read.err());
    }
    errors
}

fn is_at_end(meta: &ParseNestedMeta<'_>) -> bool {
    meta.input.is_empty() || meta.input.peek(Token![,])
}

fn ended(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if is_at_end(meta) {
        Ok(())
    } else {
        Err(meta.input.error("no end"))
    }
}

fn value<T: Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<T> {
    meta.value()?.parse()
}

fn place(meta: &ParseNestedMeta<'_>) -> Option<Span> {
    meta.path.get_ident().map(syn::Ident::span)
}

/// What is said about a key that is none of the known ones: the nearest, or all.
pub fn unknown_key(key: &str, known: &[&str]) -> String {
    match near::advice(key, known.iter().copied()) {
        Some(advice) => format!("unknown key `{key}`: {advice}"),
        None => format!("unknown key `{key}`; known are {}", known.join(", ")),
    }
}
