//! Regular expressions as pages print them: read the way they are meant, matched as a whole.
//!
//! ```
//! use doctract_core::pattern;
//!
//! let printed = r"^[a-zA-Z0-9.@-\u4e00-\u9fa5]+$";
//! assert!(pattern::matches(printed, "用户-a@b.c"));
//! assert!(!pattern::matches(printed, "a b"));
//! assert!(pattern::check("(?=.*[A-Z]).*").is_err());
//! ```

mod printed;

use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// Longest expression that is read, in bytes.
const MOST_BYTES: usize = 4096;
/// Most memory that one compiled expression may take, in bytes.
const MOST_SIZE: usize = 1 << 20;
/// Deepest nesting of groups.
const MOST_DEPTH: u32 = 64;
/// Most expressions that are kept compiled; beyond them all are dropped and made again.
const MOST_KEPT: usize = 256;

/// Compiled expressions by their printed form; `None` where one is not understood.
type Kept = HashMap<Box<str>, Option<Arc<Regex>>>;

static KEPT: LazyLock<RwLock<Kept>> = LazyLock::new(RwLock::default);

/// Whether `text` as a whole matches `pattern`; in time linear in the length of `text`.
///
/// A pattern that is not understood (see [`check`]) is not checked: every text matches. Patterns
/// are compiled once and kept, a bounded number of them, for all threads.
pub fn matches(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.is_match(text))
}

/// Whether `pattern` is understood, and if not, why.
///
/// Not understood are look-around and back-references, which need more than linear time, what is
/// no regular expression, and what is too long or too big when compiled.
pub fn check(pattern: &str) -> Result<(), PatternError> {
    compile(pattern).map(|_| ())
}

fn compiled(pattern: &str) -> Option<Arc<Regex>> {
    let kept = KEPT.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = kept.get(pattern) {
        return regex.clone();
    }
    drop(kept);
    let regex = compile(pattern).ok().map(Arc::new);
    let mut kept = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(pattern.into(), regex.clone());
    regex
}

fn compile(pattern: &str) -> Result<Regex, PatternError> {
    if pattern.len() > MOST_BYTES {
        return Err(PatternError::TooLong);
    }
    let meant = printed::meant(pattern).ok_or(PatternError::OpenClass)?;
    // Alone first: in the group below a stray parenthesis could find a partner.
    build(&meant)?;
    build(&format!(r"\A(?:{meant})\z"))
}

fn build(expression: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(expression)
        .size_limit(MOST_SIZE)
        .dfa_size_limit(MOST_SIZE)
        .nest_limit(MOST_DEPTH)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => PatternError::TooBig,
            error => {
                let message = error.to_string();
                let reason = message.lines().last().unwrap_or_default();
                let reason = reason.strip_prefix("error: ").unwrap_or(reason);
                PatternError::NotUnderstood(reason.to_owned())
            }
        })
}

/// Why a regular expression is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// Longer than 4096 bytes.
    TooLong,
    /// Takes more than a mebibyte when compiled.
    TooBig,
    /// A `[` without its `]`.
    OpenClass,
    /// The words of the expression library.
    NotUnderstood(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "longer than {MOST_BYTES} bytes"),
            Self::TooBig => write!(f, "takes more than {MOST_SIZE} bytes when compiled"),
            Self::OpenClass => f.write_str("`[` without its `]`"),
            Self::NotUnderstood(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_expressions_mean_what_their_authors_meant() {
        for (pattern, good, bad) in [
            (r"^[a-zA-Z0-9\-]+$", &["a-9"][..], &["a_9", "", "a-9\n"][..]),
            (r"^[a-zA-Z0-9\.@\-_]+$", &["a.b@c-d_e"], &["a/b"]),
            (r"^[a-zA-Z0-9.@-]+$", &["-", "a@b"], &["a_b"]),
            (r"^[a-zA-Z0-9\.@\-\u4e00-\u9fa5]+$", &["中-a"], &["中[a"]),
            (
                r"^[a-zA-Z0-9.@-\u4e00-\u9fa5]+$",
                &["中-a@."],
                &["a[b", "a_b", "、"],
            ),
            (r"[_-a-z]+", &["_-m"], &["`", "A"]),
            (r"[a-z_-.]+", &["a_-."], &["/"]),
            (r"[@-z-a]+", &["A-z@"], &["0"]),
            (r"[\w-.]+", &["a_-.9"], &["中", "/"]),
            (r"[\d-/]+", &["1-/"], &["a"]),
            (r"[^\x00-\xff]+", &["中"], &["é", "a"]),
            (r"[!-~]+", &["a/~!"], &[" ", "中"]),
            (r"[A-z]+", &["aZ_"], &["-"]),
            (r"[[\]&&~~a]+", &["[]&~a"], &["b"]),
            (r"[]a]+", &["]a"], &["b"]),
            (r"[[:alpha:]-]+", &["a-B"], &["1", ":"]),
            (r"a|bc", &["a", "bc"], &["ac", "abc"]),
            (
                r"(\d{1,3}\.){3}\d{1,3}",
                &["1.2.3.4"],
                &["1.2.3", "１.2.3.4"],
            ),
            (r"\S+\s\S+", &["a b"], &["ab", "a\u{3000}b"]),
            (r"https?:\/\/.*", &["http://x", "https://中"], &["ftp://x"]),
            (r"\p{Han}+[\p{Han}]", &["中文"], &["a"]),
            (r"[\D]", &["a"], &["1"]),
            (r"\：\u002d", &["：-"], &[":-"]),
        ] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
            for text in good {
                assert!(matches(pattern, text), "{pattern} {text:?}");
            }
            for text in bad {
                assert!(!matches(pattern, text), "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_says_why_and_checks_nothing() {
        for (pattern, reason) in [
            ("(?=.*[A-Z]).+".to_owned(), "look-around"),
            (r"(a)\1".to_owned(), "backreferences"),
            ("a)(b".to_owned(), "unopened group"),
            ("[a-z".to_owned(), "without its"),
            ("[]".to_owned(), "without its"),
            ("a\\".to_owned(), "incomplete escape"),
            ("*".to_owned(), "repetition operator"),
            ("((a{100}){100}){100}".to_owned(), "when compiled"),
            ("(".repeat(100) + &")".repeat(100), "nest"),
            ("a".repeat(5000), "longer than"),
        ] {
            let error = check(&pattern).unwrap_err().to_string();
            assert!(error.contains(reason), "{pattern}: {error}");
            assert!(matches(&pattern, "anything"), "{pattern}");
        }
    }

    #[test]
    fn the_number_of_kept_expressions_is_bounded() {
        for number in 0..2 * MOST_KEPT {
            assert!(matches(&format!("kept{number}"), &format!("kept{number}")));
        }
        assert!(KEPT.read().unwrap().len() <= MOST_KEPT);
    }
}
