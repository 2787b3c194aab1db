//! The vocabulary of one vendor's pages: which heading, column title, type word or yes and no
//! means what. Data, read from one YAML file.

mod file;
mod lint;
mod words;

pub(crate) use file::{BlameWords, Column, Label, ListField, Product, SectionKind};
pub(crate) use words::Words;

use super::catalogue;
use crate::model::{Position, PreconditionKind, Role, Type};
use crate::{Diagnostic, yaml};
use file::{DialectFile, Place, YesNo};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The dialect that is compiled in.
const BUILT_IN: &str = include_str!("aliyun.yaml");

/// One vendor's vocabulary, ready for lookup. Cheap to clone.
///
/// ```
/// use doctract_spec::extract::Dialect;
///
/// let dialect = Dialect::built_in();
/// assert_eq!(dialect.name(), "aliyun");
/// assert!(dialect.lint().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Dialect {
    inner: Arc<Vocabulary>,
}

/// The lists of a dialect.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    name: String,
    file: String,
    /// The text that it was read from.
    text: String,
    pub(crate) sections: Words<SectionKind>,
    pub(crate) labels: Words<Label>,
    pub(crate) columns: Words<Column>,
    pub(crate) fields: Words<ListField>,
    pub(crate) types: Words<Type>,
    pub(crate) misspelt_types: Words<Type>,
    /// What stands before and after the inner type.
    pub(crate) arrays_of: Vec<(String, String)>,
    pub(crate) type_suffixes: Vec<String>,
    pub(crate) required: Words<bool>,
    pub(crate) positions: Words<Position>,
    pub(crate) placeholders: Words<()>,
    pub(crate) common_parameters: Words<()>,
    pub(crate) common_names: Words<()>,
    pub(crate) operation_parameter: Option<String>,
    pub(crate) index_letters: Vec<String>,
    pub(crate) member_marks: Vec<char>,
    pub(crate) explorer_hosts: Vec<String>,
    pub(crate) error_centres: Vec<String>,
    pub(crate) service_domains: Vec<String>,
    pub(crate) products: BTreeMap<String, Product>,
    pub(crate) blames: BlameWords,
    pub(crate) blamed_roles: Words<Role>,
    /// Beginnings of code parts in lower case, and the precondition they are about.
    pub(crate) blamed_preconditions: Vec<(String, PreconditionKind)>,
}

impl Dialect {
    /// The dialect of Alibaba Cloud's pages.
    pub fn built_in() -> &'static Self {
        static DIALECT: OnceLock<Dialect> = OnceLock::new();
        // A test reads the same text; a mistake in it cannot be released.
        DIALECT.get_or_init(|| Self::parse("aliyun.yaml", BUILT_IN).unwrap_or_default())
    }

    /// The text of the dialect that is compiled in: a start for one's own.
    pub fn built_in_text() -> &'static str {
        BUILT_IN
    }

    /// Reads a dialect file. `file` is the name used in diagnostics.
    ///
    /// # Errors
    ///
    /// A diagnostic with the place of the first mistake.
    pub fn parse(file: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let entry = &catalogue::DIALECT_INVALID;
        let read: DialectFile = yaml::parse(entry.code, file, text).map_err(|mut mistake| {
            mistake.severity = entry.severity;
            mistake.advice = Some(entry.advice.to_owned());
            mistake
        })?;
        Ok(Self {
            inner: Arc::new(Vocabulary::new(file, text, read)),
        })
    }

    /// The lists.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.inner
    }

    /// The dialect's name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Words that stand twice in a group, so that one of the meanings never applies, each with its
    /// place in the file.
    pub fn lint(&self) -> Vec<Diagnostic> {
        let groups = self.groups().into_iter().map(|(group, _)| group);
        lint::repeated(&self.inner.file, &self.inner.text, groups)
    }

    /// The words that no page has shown since the dialect was read, each with its place in the
    /// file. Ask after a run over all pages.
    pub fn unused(&self) -> Vec<Diagnostic> {
        let groups = self.groups().into_iter();
        let unmet = groups.map(|(group, words)| (group, words.unmet().collect()));
        lint::unused(&self.inner.file, &self.inner.text, unmet)
    }

    fn groups(&self) -> [(&'static str, &dyn List); 11] {
        let lists = &self.inner;
        [
            ("sections", &lists.sections),
            ("labels", &lists.labels),
            ("columns", &lists.columns),
            ("fields", &lists.fields),
            ("types", &lists.types),
            ("misspelt-types", &lists.misspelt_types),
            ("required", &lists.required),
            ("positions", &lists.positions),
            ("placeholders", &lists.placeholders),
            ("common-parameters", &lists.common_parameters),
            ("common-names", &lists.common_names),
        ]
    }
}

/// What lint asks of a list, whatever its meanings are.
trait List {
    fn unmet(&self) -> Box<dyn Iterator<Item = &str> + '_>;
}

impl<T> List for Words<T> {
    fn unmet(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(Words::unmet(self))
    }
}

impl Vocabulary {
    fn new(name: &str, text: &str, file: DialectFile) -> Self {
        let preconditions = file.blames.preconditions.iter().flat_map(|(kind, words)| {
            let kind = PreconditionKind::from(*kind);
            words
                .iter()
                .map(move |word| (word.to_ascii_lowercase(), kind))
        });
        let arrays = file.arrays_of.iter().filter_map(|pattern| {
            let (before, after) = pattern.split_once("{}")?;
            Some((before.to_ascii_lowercase(), after.to_ascii_lowercase()))
        });
        Self {
            name: file.dialect,
            file: name.to_owned(),
            text: text.to_owned(),
            sections: words(&file.sections, |kind| kind),
            labels: words(&file.labels, |label| label),
            columns: words(&file.columns, |column| column),
            fields: words(&file.fields, |field| field),
            types: words(&file.types, Type::from),
            misspelt_types: words(&file.misspelt_types, Type::from),
            arrays_of: arrays.collect(),
            type_suffixes: file.type_suffixes,
            required: words(&file.required, |answer| answer == YesNo::Yes),
            positions: words(&file.positions, |place| match place {
                Place::Query => Position::Query,
                Place::Header => Position::Header,
                Place::Path => Position::Path,
                Place::Body => Position::Body,
                Place::Host => Position::Host,
            }),
            placeholders: set(&file.placeholders),
            common_parameters: set(&file.common_parameters),
            common_names: set(&file.common_names),
            operation_parameter: file.operation_parameter,
            index_letters: file.index_letters,
            member_marks: file
                .member_marks
                .iter()
                .filter_map(|mark| mark.chars().next())
                .collect(),
            explorer_hosts: file.explorer_hosts,
            error_centres: file.error_centres,
            service_domains: file.service_domains,
            products: file.products,
            blamed_roles: words(&file.blames.roles, Role::from),
            blamed_preconditions: preconditions.collect(),
            blames: file.blames,
        }
    }
}

fn words<K: Copy, T>(lists: &BTreeMap<K, Vec<String>>, meaning: impl Fn(K) -> T) -> Words<T> {
    Words::new(lists.iter().flat_map(|(key, spellings)| {
        let meaning = &meaning;
        spellings
            .iter()
            .map(move |spelling| (spelling.as_str(), meaning(*key)))
    }))
}

fn set(spellings: &[String]) -> Words<()> {
    Words::new(spellings.iter().map(|spelling| (spelling.as_str(), ())))
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Dialect};

    #[test]
    fn the_built_in_dialect_is_sound() {
        let dialect = Dialect::parse("aliyun.yaml", BUILT_IN).expect("the built-in dialect reads");
        assert_eq!(dialect.lint(), []);
        assert_eq!(Dialect::built_in().name(), "aliyun");
    }

    #[test]
    fn findings_have_their_places() {
        let text = "dialect: own\ncolumns:\n  name: [Field, Key]\n  code:\n    - \"key:\"\n";
        let dialect = Dialect::parse("own.yaml", text).expect("a dialect");
        let told: Vec<String> = dialect.lint().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "own.yaml:5:7: warning[dialect-ambiguous]: `key:` under `columns.code` stands in \
              line 3 under `columns.name` too (keep one of them)"
            ]
        );
        dialect.vocabulary().columns.get("field");
        let unused = dialect.unused();
        let lines: Vec<_> = unused.iter().filter_map(|one| one.span).collect();
        assert_eq!(lines.len(), 1);
        assert_eq!((unused[0].code, lines[0].line), ("dialect-unused", 3));
    }

    #[test]
    fn a_mistake_has_its_place() {
        let error = Dialect::parse("own.yaml", "dialect: own\ncolums: {}\n").expect_err("a typo");
        assert_eq!(error.span.map(|span| span.line), Some(2));
    }
}
