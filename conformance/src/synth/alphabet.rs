//! The characters that values are filled with, and those that stand for a whole class.

use doctract_core::CharClass;

/// What a value is mainly made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Alphabet {
    /// Letters and digits of ASCII, then whatever else is allowed.
    #[default]
    Ascii,
    /// Chinese characters of the basic plane: three bytes each.
    Chinese,
    /// Chinese characters beyond the basic plane: four bytes, two UTF-16 units each.
    BeyondBmp,
}

impl Alphabet {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Ascii, Self::Chinese, Self::BeyondBmp];

    /// The word in case ids; none for ASCII.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Ascii => "",
            Self::Chinese => "-chinese",
            Self::BeyondBmp => "-beyond-bmp",
        }
    }

    /// Its characters, the preferred ones first.
    pub(crate) const fn characters(self) -> &'static str {
        match self {
            Self::Ascii => "abcdefghkmnpqrstuvwxyz23456789ABCDEFGHKMNPQRSTUVWXYZ",
            Self::Chinese => "快照云盘测试数据备份恢复系统",
            Self::BeyondBmp => "𠮷𠀋𠂉𠃌𠄀𠅘",
        }
    }
}

/// Fillers of last resort, for sets that hold none of an alphabet's characters.
pub(crate) const RESERVES: &str = "0123456789-_.:/,+=@# !$%&'()*;<>?[]^`{|}~\"\\";

/// Characters that each stand for a class which a set may leave out, with the word in case ids.
pub(crate) const STRANGERS: &[(&str, char)] = &[
    ("space", ' '),
    ("tab", '\t'),
    ("exclamation-mark", '!'),
    ("quotation-mark", '"'),
    ("number-sign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("apostrophe", '\''),
    ("parenthesis", '('),
    ("parenthesis-closing", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("full-stop", '.'),
    ("slash", '/'),
    ("digit", '5'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less-than", '<'),
    ("equals", '='),
    ("greater-than", '>'),
    ("question-mark", '?'),
    ("at-sign", '@'),
    ("upper-case", 'Q'),
    ("bracket", '['),
    ("backslash", '\\'),
    ("bracket-closing", ']'),
    ("caret", '^'),
    ("underscore", '_'),
    ("backtick", '`'),
    ("lower-case", 'q'),
    ("brace", '{'),
    ("bar", '|'),
    ("brace-closing", '}'),
    ("tilde", '~'),
    ("latin-accent", 'é'),
    ("greek", 'λ'),
    ("cyrillic", 'ж'),
    ("chinese", '测'),
    ("chinese-beyond-bmp", '𠮷'),
    ("kana", 'あ'),
    ("hangul", '한'),
    ("full-width", 'Ａ'),
    ("full-width-digit", '５'),
    ("emoji", '😀'),
];

/// A word for a single character in case ids.
pub(crate) fn name_of(c: char) -> String {
    STRANGERS
        .iter()
        .find(|(_, stranger)| *stranger == c)
        .map_or_else(
            || format!("U+{:04X}", u32::from(c)),
            |(name, _)| (*name).to_owned(),
        )
}

/// One character of a class, to show that the class is accepted.
pub(crate) const fn member(class: CharClass) -> char {
    match class {
        CharClass::Upper => 'K',
        CharClass::Lower | CharClass::Letter | CharClass::UnicodeLetter | CharClass::Any => 'k',
        CharClass::Digit | CharClass::UnicodeDigit => '7',
        CharClass::Han => '照',
        CharClass::Punctuation => '#',
        CharClass::Space => ' ',
        // Ascii, Printable and classes to come.
        _ => '~',
    }
}
