//! Character sets in words that a person reads: `letters, digits and '-'`.

use crate::{CharClass, CharSet};
use std::fmt;

impl CharSet<'_> {
    /// What may occur, in words.
    ///
    /// ```
    /// use doctract_core::CharSet;
    ///
    /// let set: CharSet<'_> = "letter digit [_]".parse().unwrap();
    /// assert_eq!(set.all_of().to_string(), "letters, digits and '_'");
    /// ```
    pub fn all_of(&self) -> impl fmt::Display + '_ {
        let several = |class: CharClass| words(class).1;
        Listed {
            set: self,
            class: several,
            last: "and",
        }
    }

    /// What one character may be, in words.
    ///
    /// ```
    /// use doctract_core::CharSet;
    ///
    /// let set: CharSet<'_> = "letter han".parse().unwrap();
    /// assert_eq!(set.one_of().to_string(), "a letter or a Chinese character");
    /// ```
    pub fn one_of(&self) -> impl fmt::Display + '_ {
        let one = |class: CharClass| words(class).0;
        Listed {
            set: self,
            class: one,
            last: "or",
        }
    }
}

/// A class in words: one of its characters, and all of them.
const fn words(class: CharClass) -> (&'static str, &'static str) {
    match class {
        CharClass::Upper => ("a capital letter", "capital letters"),
        CharClass::Lower => ("a small letter", "small letters"),
        CharClass::Letter => ("a letter", "letters"),
        CharClass::Digit => ("a digit", "digits"),
        CharClass::Han => ("a Chinese character", "Chinese characters"),
        CharClass::Ascii => ("an ASCII character", "ASCII characters"),
        CharClass::Printable => ("a printable ASCII character", "printable ASCII characters"),
        CharClass::Punctuation => ("an ASCII punctuation mark", "ASCII punctuation marks"),
        CharClass::Space => ("a blank", "blanks"),
        CharClass::UnicodeLetter => ("a letter of any script", "letters of any script"),
        CharClass::UnicodeDigit => ("a digit of any script", "digits of any script"),
        CharClass::Any => ("any character", "any characters"),
    }
}

/// The parts of a set as a sentence lists them.
struct Listed<'s, 'a> {
    set: &'s CharSet<'a>,
    class: fn(CharClass) -> &'static str,
    last: &'static str,
}

impl fmt::Display for Listed<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges = self.set.ranges();
        let count = self.set.classes().count() + ranges.len();
        let mut gap = Gap {
            count,
            last: self.last,
            at: 0,
        };
        for class in self.set.classes() {
            write!(f, "{gap}{}", (self.class)(class))?;
            gap.at += 1;
        }
        for (first, last) in ranges {
            write!(f, "{gap}{first:?}")?;
            if first != last {
                write!(f, " to {last:?}")?;
            }
            gap.at += 1;
        }
        match count {
            0 => f.write_str("nothing"),
            _ => Ok(()),
        }
    }
}

/// What stands before a part of a list.
struct Gap {
    count: usize,
    last: &'static str,
    at: usize,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            0 => Ok(()),
            at if at + 1 == self.count => write!(f, " {} ", self.last),
            _ => f.write_str(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_listed_as_in_a_sentence() {
        for (set, all, one) in [
            ("letter", "letters", "a letter"),
            (
                "upper digit [:_]",
                "capital letters, digits, ':' and '_'",
                "a capital letter, a digit, ':' or '_'",
            ),
            (
                "U+0430..U+044F [']",
                "'а' to 'я' and '\\''",
                "'а' to 'я' or '\\''",
            ),
            ("", "nothing", "nothing"),
        ] {
            let parsed: CharSet<'_> = set.parse().unwrap();
            assert_eq!(parsed.all_of().to_string(), all, "{set}");
            assert_eq!(parsed.one_of().to_string(), one, "{set}");
        }
    }
}
