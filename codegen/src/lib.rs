//! Spec to Rust: one library behind the macros, build scripts and `doctract generate`.
//!
//! [`generate`] takes specs and gives tokens; it reads no file and no environment. Behind the
//! feature `build`, [`build`] finds the specs, formats the tokens and writes them.

#![allow(
    clippy::single_match_else,
    reason = "two printed alternatives compare better as the arms of a match"
)]

#[cfg(feature = "build")]
pub mod build;
pub mod derive;
mod docs;
mod emit;
mod ident;
mod lower;
mod options;
mod rename;
mod select;
mod tree;

#[cfg(feature = "build")]
pub use build::Builder;
pub use options::{Features, Options};
pub use select::{in_order, one_locale, unknown_locale};
pub use tree::Module;

use doctract_spec::names::Names;
use doctract_spec::{Operation, near};

/// Generated code, and what it does not check.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The root: one module per operation in it, or one per product where there are several.
    pub root: Module,
    /// Every term of every constraint, and whether the code checks it.
    pub terms: Vec<Term>,
}

impl Generated {
    /// The terms that the code does not check.
    pub fn omitted(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| term.omitted.is_some())
    }
}

/// What became of one term of a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The operation.
    pub operation: String,
    /// The documented name of the parameter; empty for a statement about the whole request.
    pub parameter: String,
    /// The place in [`Names::nodes`].
    pub node: Option<usize>,
    /// The place of the entry in the field's (or the operation's) `constraints`.
    pub entry: usize,
    /// The term.
    pub term: doctract_spec::model::Term,
    /// Why the code does not check it; `None`: it does.
    pub omitted: Option<&'static str>,
}

/// Why code cannot be generated: every mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct GenerateError(pub Vec<Mistake>);

/// One reason why code cannot be generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, one line.
    pub text: String,
    /// The key of [`Options::rename`] that is at fault, if one is.
    pub rename: Option<String>,
}

impl From<String> for Mistake {
    fn from(text: String) -> Self {
        Self { text, rename: None }
    }
}

fn lines(mistakes: &[Mistake]) -> String {
    let texts: Vec<&str> = mistakes
        .iter()
        .map(|mistake| mistake.text.as_str())
        .collect();
    texts.join("\n")
}

/// Generates the code for some operations.
///
/// ```
/// use doctract_codegen::{Options, generate};
/// use doctract_spec::Operation;
///
/// let operation = Operation { operation: "ListTags".into(), ..Operation::default() };
/// let generated = generate(&[operation], &Options::default()).unwrap();
/// assert!(generated.root.tokens().to_string().contains("pub struct ListTags"));
/// ```
///
/// # Errors
///
/// Options that are no Rust, renames that name nothing, and operations that occur twice.
pub fn generate(operations: &[Operation], options: &Options) -> Result<Generated, GenerateError> {
    let mut mistakes = options.mistakes();
    mistakes.extend(twice(operations));
    let mut renames = rename::Renames::new(&options.rename);
    let mut terms = Vec::new();
    let style = emit::Style::new(options);
    let groups = groups(operations);
    let mut roots = Vec::new();
    for (module, group) in &groups {
        let names: Vec<Names<'_>> = group
            .iter()
            .map(|operation| Names::new(operation))
            .collect();
        let api = lower::lower_all(group, &names, options, &mut renames);
        let mut root = emit::api(&api, &style, &mut terms);
        if groups.len() > 1 {
            root.name.clone_from(module);
            root.about = format!("{} {}.", group[0].product, group[0].version);
            if options.features == Features::Product {
                root.features = vec![ident::words(&group[0].product).join("-")];
            }
        }
        roots.push(root);
    }
    mistakes.extend(renames.mistakes());
    mistakes.extend(strangers(operations, &options.features));
    if !mistakes.is_empty() {
        return Err(GenerateError(mistakes));
    }
    let root = match roots.len() {
        1 => roots.remove(0),
        _ => Module {
            modules: roots,
            ..Module::default()
        },
    };
    Ok(Generated { root, terms })
}

/// The operations of each product and version, and the name of its module.
fn groups(operations: &[Operation]) -> Vec<(String, Vec<&Operation>)> {
    let mut groups: Vec<(&str, &str, Vec<&Operation>)> = Vec::new();
    for operation in operations {
        let (product, version) = (operation.product.as_str(), operation.version.as_str());
        match groups
            .iter_mut()
            .find(|known| (known.0, known.1) == (product, version))
        {
            Some((_, _, group)) => group.push(operation),
            None => groups.push((product, version, vec![operation])),
        }
    }
    let mut scope = ident::Scope::default();
    let several = |product: &str| groups.iter().filter(|group| group.0 == product).count() > 1;
    let names: Vec<_> = groups
        .iter()
        .map(|(product, version, _)| {
            let wanted = if several(product) {
                format!("{product}.{version}")
            } else {
                (*product).to_owned()
            };
            scope.take(&ident::snake(&wanted), "api")
        })
        .collect();
    names
        .into_iter()
        .zip(groups.into_iter().map(|group| group.2))
        .collect()
}

/// Operations that a group names and that are not there.
fn strangers(operations: &[Operation], features: &Features) -> Vec<Mistake> {
    let Features::Groups(groups) = features else {
        return Vec::new();
    };
    let known = || operations.iter().map(|known| known.operation.as_str());
    let named = groups
        .iter()
        .flat_map(|(group, names)| names.iter().map(move |name| (group, name)));
    let unknown = named.filter(|(_, name)| !known().any(|known| known == name.as_str()));
    unknown
        .map(|(group, name)| {
            let message = format!("feature `{group}`: no operation is called `{name}`");
            near::advised(message, name, known()).into()
        })
        .collect()
}

fn twice(operations: &[Operation]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let before = operations.iter().take(at);
        let mut same = before.filter(|before| {
            before.operation == operation.operation
                && before.product == operation.product
                && before.version == operation.version
        });
        if same.next().is_some() {
            mistakes.push(format!("`{}` occurs twice", operation.operation).into());
        }
    }
    mistakes
}
