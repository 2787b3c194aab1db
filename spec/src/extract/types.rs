//! Type words: from the cell to a type of the model.

use super::dialect::Vocabulary;
use super::document::Link;
use crate::model::Type;

/// What a type cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TypeWord {
    /// The type; `any` where only a name is known.
    pub(crate) kind: Type,
    /// The type of the elements, where the word says it.
    pub(crate) item: Option<Type>,
    /// The name of a described type: `Array of Disk`, `ScalingGroupItemType`.
    pub(crate) named: Option<String>,
    /// The page's own word, where it says more than `kind`.
    pub(crate) doc: Option<String>,
    /// How well the word is known.
    pub(crate) known: Known,
}

/// How well a type word is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Known {
    /// A word of the dialect.
    #[default]
    Word,
    /// A misspelt word of the dialect.
    Misspelt,
    /// The name of a type that is described elsewhere, perhaps.
    Name,
    /// Neither.
    Unknown,
}

/// Reads a type cell.
pub(crate) fn read(text: &str, link: Option<&Link<'_>>, dialect: &Vocabulary) -> TypeWord {
    // Escapes that were escaped once too often: `List<String\\>`.
    let bare = text.replace('\\', "");
    let text = bare.trim();
    let mut word = simple(text, dialect)
        .or_else(|| array(text, link, dialect))
        .unwrap_or_else(|| named(text, link, dialect));
    let plain = text.eq_ignore_ascii_case(word.kind.name()) && word.item.is_none();
    word.doc = (!plain && !text.is_empty()).then(|| text.to_owned());
    word
}

/// Whether values of the type have members or elements.
pub(crate) fn is_container(kind: Type) -> bool {
    matches!(kind, Type::Array | Type::Object)
}

fn simple(text: &str, dialect: &Vocabulary) -> Option<TypeWord> {
    let word = |kind, known| TypeWord {
        kind,
        known,
        ..TypeWord::default()
    };
    if let Some(kind) = dialect.types.get(text) {
        return Some(word(kind, Known::Word));
    }
    let kind = dialect.misspelt_types.get(text)?;
    Some(word(kind, Known::Misspelt))
}

fn array(text: &str, link: Option<&Link<'_>>, dialect: &Vocabulary) -> Option<TypeWord> {
    let lower = text.to_ascii_lowercase();
    // Blanks inside angle brackets mean nothing: `List< String >`.
    let lower = lower.replace("< ", "<").replace(" >", ">");
    let inner = dialect.arrays_of.iter().find_map(|(before, after)| {
        let inner = lower
            .strip_prefix(before.as_str())?
            .strip_suffix(after.as_str())?;
        (!inner.trim().is_empty()).then_some(inner)
    })?;
    // The same letters in their own case.
    let inner = match lower
        .find(inner)
        .and_then(|at| text.get(at..at + inner.len()))
    {
        Some(own) if own.eq_ignore_ascii_case(inner) => own,
        _ => inner,
    };
    let element = simple(inner, dialect).unwrap_or_else(|| named(inner, link, dialect));
    Some(TypeWord {
        kind: Type::Array,
        item: element.named.is_none().then_some(element.kind),
        named: element.named,
        doc: None,
        known: match element.known {
            Known::Unknown => Known::Unknown,
            Known::Misspelt => Known::Misspelt,
            Known::Word | Known::Name => Known::Word,
        },
    })
}

fn named(text: &str, link: Option<&Link<'_>>, dialect: &Vocabulary) -> TypeWord {
    let mut name = text.trim();
    for suffix in &dialect.type_suffixes {
        // `User Type`, `DiskSet类型`: the blank or the other script tells a suffix from a name.
        if let Some(rest) = name.strip_suffix(suffix.as_str()) {
            let rest_trimmed = rest.trim_end();
            if rest_trimmed.len() < rest.len() || !suffix.is_ascii() {
                name = rest_trimmed;
            }
        }
    }
    if let Some(word) = simple(name, dialect).filter(|_| name.len() < text.len()) {
        return word;
    }
    let linked = link
        .map(|link| link.text.trim())
        .filter(|text| !text.is_empty());
    let identifier = is_identifier(name);
    TypeWord {
        kind: Type::Any,
        item: None,
        named: match (identifier, linked) {
            (true, _) => Some(name.to_owned()),
            (false, Some(linked)) if is_identifier(linked) => Some(linked.to_owned()),
            _ => None,
        },
        doc: None,
        known: if identifier || linked.is_some() {
            Known::Name
        } else {
            Known::Unknown
        },
    }
}

/// Whether a text can be the name of a type or a field.
pub(crate) fn is_identifier(text: &str) -> bool {
    let starts = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{Known, read};
    use crate::extract::Dialect;
    use crate::model::Type;

    fn word(text: &str) -> super::TypeWord {
        read(text, None, Dialect::built_in().vocabulary())
    }

    #[test]
    fn words_are_read_in_any_case_and_spelling() {
        assert_eq!(word("INTEGER").kind, Type::Integer);
        assert_eq!(
            (word("Interger").kind, word("Interger").known),
            (Type::Integer, Known::Misspelt)
        );
        assert_eq!(word("Struct").doc.as_deref(), Some("Struct"));
        assert_eq!(word("String").doc, None);
    }

    #[test]
    fn lists_name_their_elements() {
        assert_eq!(
            (word("List< String >").kind, word("List<String>").item),
            (Type::Array, Some(Type::String))
        );
        assert_eq!(word("Array of Disk").named.as_deref(), Some("Disk"));
        assert_eq!(word(r"List<String\>").item, Some(Type::String));
        assert_eq!(word("UsageData[]").named.as_deref(), Some("UsageData"));
        assert_eq!(
            word("NodeStatus Array").named.as_deref(),
            Some("NodeStatus")
        );
    }

    #[test]
    fn names_of_types_are_kept() {
        assert_eq!(
            word("CertificateListModel类型").named.as_deref(),
            Some("CertificateListModel")
        );
        assert_eq!(
            word("ScalingGroupItemType").named.as_deref(),
            Some("ScalingGroupItemType")
        );
        assert_eq!(word("an array of roles").known, Known::Unknown);
    }
}
