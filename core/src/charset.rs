//! Sets of characters as pages describe them: named classes plus single characters and ranges.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A named class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CharClass {
    /// `A` to `Z`.
    Upper,
    /// `a` to `z`.
    Lower,
    /// `A` to `Z` and `a` to `z`.
    Letter,
    /// `0` to `9`.
    Digit,
    /// Characters of the Unicode script Han: what the pages call Chinese characters.
    Han,
    /// Every ASCII character, control characters included (U+0000 to U+007F).
    Ascii,
    /// Printable ASCII, the blank included (U+0020 to U+007E).
    Printable,
    /// ASCII punctuation, such as `!`, `@` and `_`.
    Punctuation,
    /// The blank, U+0020.
    Space,
    /// Letters of any script (Unicode property Alphabetic).
    UnicodeLetter,
    /// Digits of any script (Unicode general category Nd, Nl or No).
    UnicodeDigit,
    /// Any character at all.
    Any,
}

impl CharClass {
    /// All classes, in the order of their declaration.
    pub const ALL: [Self; 12] = [
        Self::Upper,
        Self::Lower,
        Self::Letter,
        Self::Digit,
        Self::Han,
        Self::Ascii,
        Self::Printable,
        Self::Punctuation,
        Self::Space,
        Self::UnicodeLetter,
        Self::UnicodeDigit,
        Self::Any,
    ];

    /// The word that names the class in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Letter => "letter",
            Self::Digit => "digit",
            Self::Han => "han",
            Self::Ascii => "ascii",
            Self::Printable => "printable",
            Self::Punctuation => "punctuation",
            Self::Space => "space",
            Self::UnicodeLetter => "unicode-letter",
            Self::UnicodeDigit => "unicode-digit",
            Self::Any => "any",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// Whether `c` belongs to the class.
    pub fn contains(self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii_mask() >> (c as u32) & 1 == 1
        } else {
            self.contains_wide(c)
        }
    }

    #[inline]
    fn contains_wide(self, c: char) -> bool {
        match self {
            Self::Han => is_han(c),
            Self::UnicodeLetter => c.is_alphabetic(),
            Self::UnicodeDigit => c.is_numeric(),
            Self::Any => true,
            _ => false,
        }
    }

    const fn ascii_mask(self) -> u128 {
        match self {
            Self::Upper => mask(b'A', b'Z'),
            Self::Lower => mask(b'a', b'z'),
            Self::Letter | Self::UnicodeLetter => mask(b'A', b'Z') | mask(b'a', b'z'),
            Self::Digit | Self::UnicodeDigit => mask(b'0', b'9'),
            Self::Han => 0,
            Self::Ascii | Self::Any => u128::MAX,
            Self::Printable => mask(0x20, 0x7e),
            Self::Punctuation => {
                mask(0x21, 0x2f) | mask(0x3a, 0x40) | mask(0x5b, 0x60) | mask(0x7b, 0x7e)
            }
            Self::Space => mask(0x20, 0x20),
        }
    }
}

const fn mask(first: u8, last: u8) -> u128 {
    (u128::MAX >> (127 - (last - first))) << first
}

/// Whether `c` is of the Unicode script Han (Unicode 16).
pub const fn is_han(c: char) -> bool {
    // By far the most frequent block first.
    matches!(c as u32, 0x4E00..=0x9FFF)
        || matches!(c as u32,
        0x2E80..=0x2E99 | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5 | 0x3005 | 0x3007
        | 0x3021..=0x3029 | 0x3038..=0x303B | 0x3400..=0x4DBF
        | 0xF900..=0xFA6D | 0xFA70..=0xFAD9 | 0x16FE2..=0x16FE3 | 0x16FF0..=0x16FF1
        | 0x20000..=0x2A6DF | 0x2A700..=0x2B739 | 0x2B740..=0x2B81D | 0x2B820..=0x2CEA1
        | 0x2CEB0..=0x2EBE0 | 0x2EBF0..=0x2EE5D | 0x2F800..=0x2FA1D | 0x30000..=0x3134A
        | 0x31350..=0x323AF)
}

/// A set of characters: classes, single characters and ranges.
///
/// Its text form, used in specs, is the class names and then the single characters and ranges in
/// brackets, all after the first `[` and before the last `]` taken literally:
/// `letter digit han [:_-]`. A range stands before the brackets as `U+4E00..U+9FA5`.
///
/// ```
/// use doctract_core::CharSet;
///
/// let set: CharSet<'_> = "letter digit [:_-]".parse().unwrap();
/// assert!(set.contains(':') && set.contains('7') && !set.contains('/'));
/// assert_eq!(set.to_string(), "letter digit [:_-]");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CharSet<'a> {
    ascii: u128,
    classes: u16,
    ranges: Cow<'a, [(char, char)]>,
}

impl CharSet<'static> {
    /// A set from its parts; usable in constants. A single character is a range onto itself, a
    /// range that runs backwards holds nothing.
    pub const fn new(classes: &[CharClass], ranges: &'static [(char, char)]) -> Self {
        let mut set = Self {
            ascii: 0,
            classes: 0,
            ranges: Cow::Borrowed(ranges),
        };
        let mut at = 0;
        while at < classes.len() {
            set.classes |= classes[at].bit();
            set.ascii |= classes[at].ascii_mask();
            at += 1;
        }
        let mut at = 0;
        while at < ranges.len() {
            set.ascii |= range_mask(ranges[at]);
            at += 1;
        }
        set
    }

    /// A set from parts that are only known at run time. See [`CharSet::new`].
    pub fn from_parts(classes: &[CharClass], mut ranges: Vec<(char, char)>) -> Self {
        ranges.retain(|(first, last)| first <= last);
        let mut set = Self::new(classes, &[]);
        for range in &ranges {
            set.ascii |= range_mask(*range);
        }
        set.ranges = Cow::Owned(ranges);
        set
    }
}

const fn range_mask((first, last): (char, char)) -> u128 {
    let first = first as u32;
    let last = if last as u32 > 127 { 127 } else { last as u32 };
    if first > last {
        return 0;
    }
    (u128::MAX >> (127 - (last - first))) << first
}

impl CharSet<'_> {
    /// Whether `c` is in the set.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.contains_ascii(byte),
            _ => self.contains_wide(c),
        }
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the half that holds the bit is meant: shifting 64 bits is cheaper than 128"
    )]
    fn contains_ascii(&self, byte: u8) -> bool {
        let half = (self.ascii >> (byte & 64)) as u64;
        half >> (byte & 63) & 1 == 1
    }

    fn contains_wide(&self, c: char) -> bool {
        let has = |class: CharClass| self.classes & class.bit() != 0 && class.contains_wide(c);
        has(CharClass::Han)
            || has(CharClass::Any)
            || has(CharClass::UnicodeLetter)
            || has(CharClass::UnicodeDigit)
            || self
                .ranges
                .iter()
                .any(|&(first, last)| first <= c && c <= last)
    }

    /// The ASCII characters of the set, one bit each: bit 48 is `0`.
    pub const fn ascii(&self) -> u128 {
        self.ascii
    }

    /// The first character of `text` that is not in the set.
    pub fn first_outside(&self, text: &str) -> Option<char> {
        if self.ascii == u128::MAX && text.is_ascii() {
            return None;
        }
        let inside = |byte: &u8| byte.is_ascii() && self.contains_ascii(*byte);
        let at = text.bytes().position(|byte| !inside(&byte))?;
        text.get(at..)?.chars().find(|&c| !self.contains(c))
    }

    /// The classes of the set, in declaration order.
    pub fn classes(&self) -> impl Iterator<Item = CharClass> + '_ {
        CharClass::ALL
            .into_iter()
            .filter(|class| self.classes & class.bit() != 0)
    }

    /// The single characters and ranges of the set, as they were given.
    pub fn ranges(&self) -> &[(char, char)] {
        &self.ranges
    }

    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        self.classes == 0 && self.ranges.is_empty()
    }
}

/// Why a text is no character set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharSetError {
    word: String,
}

impl fmt::Display for CharSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown character class `{}`; known are", self.word)?;
        for (at, class) in CharClass::ALL.iter().enumerate() {
            write!(f, "{} {}", if at == 0 { "" } else { "," }, class.name())?;
        }
        f.write_str(", U+XXXX..U+YYYY and literal characters in [ ]")
    }
}

impl std::error::Error for CharSetError {}

impl FromStr for CharSet<'static> {
    type Err = CharSetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |word: &str| CharSetError {
            word: word.to_owned(),
        };
        let (words, literal) = match text.split_once('[') {
            None => (text, ""),
            Some((words, rest)) => (
                words,
                rest.trim_end()
                    .strip_suffix(']')
                    .ok_or_else(|| error(text))?,
            ),
        };
        let mut classes = Vec::new();
        let mut ranges = Vec::new();
        for word in words.split_ascii_whitespace() {
            if let Some(class) = CharClass::ALL.iter().find(|class| class.name() == word) {
                classes.push(*class);
            } else {
                let (first, last) = word.split_once("..").ok_or_else(|| error(word))?;
                let code = |part: &str| {
                    let hex = part.strip_prefix("U+")?;
                    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
                };
                let range = code(first).zip(code(last));
                ranges.push(
                    range
                        .filter(|(first, last)| first <= last)
                        .ok_or_else(|| error(word))?,
                );
            }
        }
        ranges.extend(literal.chars().map(|c| (c, c)));
        Ok(Self::from_parts(&classes, ranges))
    }
}

impl fmt::Display for CharSet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        for class in self.classes() {
            write!(f, "{gap}{}", class.name())?;
            gap = " ";
        }
        for (first, last) in self.ranges.iter().filter(|(first, last)| first != last) {
            write!(f, "{gap}U+{:04X}..U+{:04X}", *first as u32, *last as u32)?;
            gap = " ";
        }
        if self.ranges.iter().any(|(first, last)| first == last) {
            write!(f, "{gap}[")?;
            for (first, _) in self.ranges.iter().filter(|(first, last)| first == last) {
                write!(f, "{first}")?;
            }
            f.write_str("]")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_survives_a_round_trip() {
        for text in [
            "ascii",
            "letter digit han [:_-]",
            "U+4E00..U+9FA5 [[]]",
            "upper [ ]",
        ] {
            let set: CharSet<'_> = text.parse().unwrap();
            assert_eq!(set.to_string(), text);
            assert_eq!(set.to_string().parse::<CharSet<'_>>().unwrap(), set);
        }
    }

    #[test]
    fn an_unknown_class_is_named() {
        let error = "letters".parse::<CharSet<'_>>().unwrap_err().to_string();
        assert!(
            error.starts_with("unknown character class `letters`"),
            "{error}"
        );
        for text in [
            "letter [ab",
            "U+9FA5..U+4E00",
            "U+D800..U+DFFF",
            "U+41",
            "digit [",
        ] {
            assert!(text.parse::<CharSet<'_>>().is_err(), "{text}");
        }
    }

    #[test]
    fn masks_agree_with_the_standard_library() {
        for byte in 0..=127u8 {
            let c = byte as char;
            assert_eq!(CharClass::Letter.contains(c), c.is_ascii_alphabetic());
            assert_eq!(CharClass::Punctuation.contains(c), c.is_ascii_punctuation());
            assert_eq!(CharClass::Digit.contains(c), c.is_ascii_digit());
        }
    }
}
