//! The arguments of `api!`.

use doctract_codegen::{Mistake, Options};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitBool, LitStr, Path, Token, Visibility, braced, bracketed};

/// What `api!` was given.
pub(crate) struct Arguments {
    /// The file or folder.
    pub(crate) spec: LitStr,
    /// The operations, in the order wanted; all if absent.
    pub(crate) operations: Option<Vec<Ident>>,
    /// The locale, where a folder holds several.
    pub(crate) locale: Option<LitStr>,
    /// How code is generated.
    pub(crate) options: Options,
    /// Where each key of a rename stands.
    pub(crate) renamed: Vec<(String, Span)>,
}

const KNOWN: [&str; 9] = [
    "spec",
    "operations",
    "rename",
    "derives",
    "visibility",
    "locale",
    "unknown_fields",
    "from_pairs",
    "crate",
];

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let spec = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            return Ok(Self::of(spec));
        }
        let mut spec = None;
        let mut arguments = Self::of(LitStr::new("", input.span()));
        let mut seen: Vec<String> = Vec::new();
        let whole = input.span();
        while !input.is_empty() {
            let key: Ident = input.call(syn::ext::IdentExt::parse_any)?;
            let name = key.to_string();
            if !KNOWN.contains(&name.as_str()) {
                let message = doctract_codegen::derive::unknown_key(&name, &KNOWN);
                return Err(syn::Error::new(key.span(), message));
            }
            if seen.contains(&name) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{name}` is given twice"),
                ));
            }
            input.parse::<Token![:]>()?;
            match name.as_str() {
                "spec" => spec = Some(input.parse::<LitStr>()?),
                "operations" => arguments.operations = Some(list(input)?),
                "locale" => arguments.locale = Some(input.parse()?),
                "rename" => arguments.renames(input)?,
                "derives" => {
                    let paths: Vec<Path> = list(input)?;
                    let paths = paths.iter().map(|path| path.to_token_stream().to_string());
                    arguments.options.derives = paths.collect();
                }
                "visibility" => {
                    let visibility: Visibility = input.parse()?;
                    arguments.options.visibility = visibility.to_token_stream().to_string();
                }
                "unknown_fields" => {
                    let choice: Ident = input.parse()?;
                    arguments.options.keep_unknown = match choice.to_string().as_str() {
                        "keep" => true,
                        "ignore" => false,
                        _ => {
                            let message = "expected `keep` or `ignore`";
                            return Err(syn::Error::new(choice.span(), message));
                        }
                    };
                }
                "from_pairs" => {
                    let choice: LitBool = input.parse()?;
                    arguments.options.from_pairs = choice.value();
                }
                _ => {
                    let path = input.call(Path::parse_mod_style)?;
                    arguments.options.crate_path = path.to_token_stream().to_string();
                }
            }
            seen.push(name);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        arguments.spec = spec.ok_or_else(|| {
            syn::Error::new(
                whole,
                "no spec: say `spec: \"specs/ecs\"`, a file or a folder",
            )
        })?;
        Ok(arguments)
    }
}

impl Arguments {
    fn of(spec: LitStr) -> Self {
        Self {
            spec,
            operations: None,
            locale: None,
            options: Options::default(),
            renamed: Vec::new(),
        }
    }

    /// A mistake at the rename that is at fault, else at the specs.
    pub(crate) fn told(&self, mistake: &Mistake) -> syn::Error {
        let named = |(key, _): &&(String, Span)| Some(key) == mistake.rename.as_ref();
        let span = self.renamed.iter().find(named);
        let span = span.map_or_else(|| self.spec.span(), |(_, span)| *span);
        syn::Error::new(span, &mistake.text)
    }

    /// `{ "Tag.N.Key": name, RunInstances: StartInstances }`
    fn renames(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let content;
        braced!(content in input);
        while !content.is_empty() {
            let span = content.span();
            let key = if content.peek(LitStr) {
                content.parse::<LitStr>()?.value()
            } else {
                content.parse::<Ident>()?.to_string()
            };
            self.renamed.push((key.clone(), span));
            content.parse::<Token![:]>()?;
            let name: Ident = content.call(syn::ext::IdentExt::parse_any)?;
            self.options.rename.insert(key, name.to_string());
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

fn list<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let content;
    bracketed!(content in input);
    let items = Punctuated::<T, Token![,]>::parse_terminated(&content)?;
    Ok(items.into_iter().collect())
}

/// The errors as tokens that make the compiler report each.
pub(crate) fn compile_errors(errors: &[syn::Error]) -> TokenStream {
    errors.iter().map(syn::Error::to_compile_error).collect()
}
