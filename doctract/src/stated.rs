//! The statements about one parameter, and what a glance at a value tells about them: nearly every
//! value of a valid request is known to be fine before any statement is looked at.
#![expect(
    clippy::inline_always,
    reason = "rules are constants: inlined, most of a glance is decided by the compiler"
)]

use crate::rules::{Statement, StaticRule};
use doctract_core::{CharSet, LengthUnit, Rule};

/// What is stated about one parameter.
pub type Rules = &'static Stated;

/// Nothing is stated.
pub const NO_RULES: Rules = &stated(&[]);

/// Statements with what was found out about them when they were compiled.
#[derive(Debug)]
pub struct Stated {
    pub(crate) statements: &'static [Statement],
    /// Whether one asks if two items of a list are equal.
    pub(crate) twice: bool,
    glance: Glance,
}

/// What can be told without a look at the statements. Whatever is told to be fine is fine; the
/// rest is for the statements to decide.
#[derive(Debug, Clone, Copy)]
struct Glance {
    /// An absent value breaks nothing.
    absent: bool,
    /// What is below tells all about texts.
    text: bool,
    /// What is below tells all about whole numbers.
    integer: bool,
    /// Fewest characters, or bytes.
    least: u64,
    /// So many bytes hold them, whatever the characters.
    enough: u64,
    /// Most characters, or bytes.
    most: u64,
    /// Whether it is characters that there are at most so many of.
    most_in_chars: bool,
    /// The ASCII characters that may stand first and begin nothing that is forbidden.
    first: u128,
    /// What any other character must be in to stand first.
    starts_with: Option<&'static CharSet<'static>>,
    /// Whether such a character may stand first at all.
    wide_first: bool,
    /// What every character must be in.
    charset: Option<&'static CharSet<'static>>,
    smallest: i64,
    largest: i64,
}

/// The rules of one parameter as a constant: `stated![not_empty(), max_length(64)]`.
#[doc(hidden)]
#[macro_export]
macro_rules! stated {
    ($($statement:expr),* $(,)?) => {
        &$crate::stated::stated(&[$($statement),*])
    };
}

/// States them.
pub const fn stated(statements: &'static [Statement]) -> Stated {
    let mut glance = Glance {
        absent: true,
        text: true,
        integer: true,
        least: 0,
        enough: 0,
        most: u64::MAX,
        most_in_chars: true,
        first: u128::MAX,
        starts_with: None,
        wide_first: true,
        charset: None,
        smallest: i64::MIN,
        largest: i64::MAX,
    };
    let mut at = 0;
    while at < statements.len() {
        glance = match &statements[at] {
            Statement::Rule(rule) => glance.and(rule),
            Statement::Both(first, second) => glance.and(first).and(second),
            _ => Glance {
                absent: false,
                text: false,
                integer: false,
                ..glance
            },
        };
        at += 1;
    }
    Stated {
        statements,
        twice: ask_for_twice(statements),
        glance,
    }
}

const fn ask_for_twice(statements: &[Statement]) -> bool {
    let mut at = 0;
    while at < statements.len() {
        let asks = match &statements[at] {
            Statement::UniqueItems => true,
            Statement::When(_, rules) => ask_for_twice(rules),
            _ => false,
        };
        if asks {
            return true;
        }
        at += 1;
    }
    false
}

impl Glance {
    const fn and(mut self, rule: &StaticRule) -> Self {
        let (mut of_text, mut of_number) = (true, false);
        match *rule {
            Rule::NotEmpty => self = self.at_least(1, 1),
            Rule::MinLength(length) => {
                // A character has one to four bytes.
                let widest = match length.unit {
                    LengthUnit::Chars => 4,
                    LengthUnit::Bytes => 1,
                };
                self = self.at_least(length.limit, length.limit.saturating_mul(widest));
            }
            Rule::MaxLength(length) => {
                if length.limit < self.most {
                    self.most = length.limit;
                }
                self.most_in_chars &= matches!(length.unit, LengthUnit::Chars);
            }
            Rule::Charset(set) if self.charset.is_none() => self.charset = Some(set),
            Rule::StartsWith(set) if self.starts_with.is_none() => {
                self.first &= set.ascii();
                self.starts_with = Some(set);
            }
            Rule::NotStartsWith(set) => {
                self.first &= !set.ascii();
                self.wide_first = false;
            }
            Rule::NotPrefix(list) => self = self.without(list),
            Rule::Minimum(limit) => {
                (of_text, of_number) = (false, true);
                match limit.whole() {
                    Some(limit) if limit > self.smallest => self.smallest = limit,
                    Some(_) => {}
                    None => of_number = false,
                }
            }
            Rule::Maximum(limit) => {
                (of_text, of_number) = (false, true);
                match limit.whole() {
                    Some(limit) if limit < self.largest => self.largest = limit,
                    Some(_) => {}
                    None => of_number = false,
                }
            }
            _ => of_text = false,
        }
        self.text &= of_text;
        self.integer &= of_number;
        self
    }

    const fn at_least(mut self, least: u64, enough: u64) -> Self {
        if least > self.least {
            self.least = least;
        }
        if enough > self.enough {
            self.enough = enough;
        }
        self
    }

    const fn without(mut self, prefixes: &[&str]) -> Self {
        let mut at = 0;
        while at < prefixes.len() {
            match prefixes[at].as_bytes().first() {
                Some(byte) if byte.is_ascii() => self.first &= !(1 << *byte),
                Some(_) => self.wide_first = false,
                None => {
                    self.first = 0;
                    self.wide_first = false;
                }
            }
            at += 1;
        }
        self
    }
}

impl Stated {
    /// Whether an absent value plainly breaks nothing.
    #[inline]
    pub(crate) fn lets_be_absent(&self) -> bool {
        self.glance.absent
    }

    /// Whether a whole number plainly breaks nothing.
    #[inline]
    pub(crate) fn lets_number(&self, number: i64) -> bool {
        let Glance {
            integer,
            smallest,
            largest,
            ..
        } = self.glance;
        integer && smallest <= number && number <= largest
    }

    /// Whether a text plainly breaks nothing.
    #[inline(always)]
    pub(crate) fn lets_text(&self, text: &str) -> bool {
        let glance = &self.glance;
        glance.text
            && glance.lets_length(text)
            && glance.lets_first(text)
            && glance.lets_chars(text)
    }
}

impl Glance {
    #[inline(always)]
    fn lets_length(&self, text: &str) -> bool {
        let bytes = text.len() as u64;
        let enough = bytes >= self.enough || bytes >= self.least && chars(text) >= self.least;
        enough && (bytes <= self.most || self.most_in_chars && chars(text) <= self.most)
    }

    #[inline(always)]
    fn lets_first(&self, text: &str) -> bool {
        match text.as_bytes().first() {
            None => true,
            Some(byte) if byte.is_ascii() => self.first >> byte & 1 == 1,
            Some(_) => self.lets_wide_first(text),
        }
    }

    #[inline(never)]
    fn lets_wide_first(&self, text: &str) -> bool {
        let first = text.chars().next();
        self.wide_first
            && match self.starts_with {
                Some(set) => first.is_some_and(|first| set.contains(first)),
                None => true,
            }
    }

    #[inline(always)]
    fn lets_chars(&self, text: &str) -> bool {
        match self.charset {
            Some(set) => set.first_outside(text).is_none(),
            None => true,
        }
    }
}

#[inline(never)]
fn chars(text: &str) -> u64 {
    text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::*;
    use doctract_core::CharClass::{Ascii, Digit, Han, Letter};
    use doctract_core::Number;

    const NAME: &CharSet<'_> = &CharSet::new(&[Letter, Digit, Han], &[(':', ':'), ('_', '_')]);
    const FIRST: &CharSet<'_> = &CharSet::new(&[Letter, Han], &[]);
    const PLAIN: &CharSet<'_> = &CharSet::new(&[Ascii], &[]);

    const RULES: [Rules; 9] = [
        NO_RULES,
        &stated(&[length(2, 4), charset(NAME)]),
        &stated(&[
            length(2, 4),
            starts_with(FIRST),
            charset(NAME),
            not_prefix(&["auto", "字"]),
        ]),
        &stated(&[not_starts_with(FIRST), max_bytes(6), max_length(9)]),
        &stated(&[min_bytes(3), max_length(3)]),
        &stated(&[charset(PLAIN), not_empty(), not_prefix(&["http://", ""])]),
        &stated(&[charset(PLAIN), charset(NAME)]),
        &stated(&[minimum(2), not_prefix(&["http"])]),
        &stated(&[Statement::Required, max_length(2)]),
    ];

    fn breaks(rules: Rules, text: &str) -> bool {
        let broken = |rule: &StaticRule| rule.broken_by(text).is_some();
        rules.statements.iter().any(|statement| match statement {
            Statement::Rule(rule) => broken(rule),
            Statement::Both(first, second) => broken(first) || broken(second),
            _ => true,
        })
    }

    #[test]
    fn what_a_glance_lets_pass_breaks_no_rule() {
        let pieces = [
            "", "a", "ab", "au", "auto", "h", "字", "é", "é字", ":", "_1", "9", "http://",
        ];
        let mut passed = [0; RULES.len()];
        for first in pieces {
            for second in pieces {
                let text = format!("{first}{second}");
                for (rules, passed) in RULES.iter().zip(&mut passed) {
                    if rules.lets_text(&text) {
                        assert!(!breaks(rules, &text), "{text} {rules:?}");
                        *passed += 1;
                    }
                }
            }
        }
        // Of these a glance tells nothing: two sets, a number, a parameter that must be there.
        assert_eq!(
            passed.map(|count| count > 0),
            [true, true, true, true, true, false, false, false, false]
        );
    }

    #[test]
    fn nearly_every_value_passes_at_a_glance() {
        for text in ["ab", "b字", "字_1", "team"] {
            assert!(RULES[1].lets_text(text), "{text}");
        }
        assert!(RULES[2].lets_text("b字字") && !RULES[2].lets_text("a字字"));
        assert!(RULES[0].lets_be_absent() && !RULES[8].lets_be_absent());
    }

    const NUMBER: Rules = &stated(&[range(5, 20), minimum(7)]);
    const DECIMAL: Rules = &stated(&[range(5, 20), maximum_exact(Number::new(200, 1))]);
    const STEPS: Rules = &stated(&[multiple_of(5)]);

    #[test]
    fn a_number_passes_between_its_bounds() {
        let passed: Vec<i64> = (0..30).filter(|at| NUMBER.lets_number(*at)).collect();
        assert_eq!(passed, (7..=20).collect::<Vec<_>>());
        assert!(
            !DECIMAL.lets_number(10) && !STEPS.lets_number(5),
            "to be looked at"
        );
        assert!(!NUMBER.lets_text("10") && NO_RULES.lets_number(i64::MIN));
    }

    #[test]
    fn a_list_is_asked_for_equal_items_only_where_it_matters() {
        const UNIQUE: Rules = &stated(&[Statement::MinItems(1), Statement::UniqueItems]);
        const AT_TIMES: Rules = &stated(&[Statement::When(
            Condition::Undecided,
            &[Statement::UniqueItems],
        )]);
        const SOME: Rules = &stated(&[Statement::MinItems(1)]);
        assert!(UNIQUE.twice && AT_TIMES.twice && !SOME.twice);
    }
}
