//! The pieces of a layout: numbers and what stands between them.

use std::str::Chars;

/// A number in a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    /// The first digits of the fraction of a second, at most nine.
    Fraction(usize),
}

impl Part {
    /// The letter that stands for the part, and how often.
    pub(super) const fn letters(self) -> (char, usize) {
        match self {
            Self::Year => ('y', 4),
            Self::Month => ('M', 2),
            Self::Day => ('d', 2),
            Self::Hour => ('H', 2),
            Self::Minute => ('m', 2),
            Self::Second => ('s', 2),
            Self::Fraction(width) => ('S', width),
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Year => 1,
            Self::Month => 1 << 1,
            Self::Day => 1 << 2,
            Self::Hour => 1 << 3,
            Self::Minute => 1 << 4,
            Self::Second => 1 << 5,
            Self::Fraction(_) => 1 << 6,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Number(Part),
    Literal(char),
}

/// Reads a layout piece by piece; a piece that is not understood is `None`.
pub(super) struct Pieces<'a> {
    rest: Chars<'a>,
    previous: Option<char>,
    quoted: bool,
    /// One bit for each kind of number that was read.
    seen: u8,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(layout: &'a str) -> Self {
        Self {
            rest: layout.trim().chars(),
            previous: None,
            quoted: false,
            seen: 0,
        }
    }

    /// The number for which a run of a letter stands; none that was there before.
    fn number(&mut self, letter: char, width: usize) -> Option<Part> {
        let part = match (letter.to_ascii_lowercase(), width) {
            ('y', 4) => Part::Year,
            ('m', 2) if self.has(Part::Hour) => Part::Minute,
            ('m', 2) => Part::Month,
            ('d', 2) => Part::Day,
            ('h', 2) => Part::Hour,
            ('s', 1..=9) if self.has(Part::Second) => Part::Fraction(width),
            ('s', 2) => Part::Second,
            _ => return None,
        };
        let again = self.has(part);
        self.seen |= part.bit();
        (!again).then_some(part)
    }

    fn has(&self, part: Part) -> bool {
        self.seen & part.bit() != 0
    }

    /// Whether a blank here is a slip: beside a separator, or one of several.
    fn blank_is_slip(&self) -> bool {
        let separates = |c: char| matches!(c, ':' | '：' | '-' | '/' | '.' | 'T' | ' ');
        self.previous.is_some_and(separates) || self.rest.clone().next().is_some_and(separates)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Option<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(c) = self.rest.next() else {
                let unclosed = std::mem::take(&mut self.quoted);
                return unclosed.then_some(None);
            };
            if matches!(c, '\'' | '‘' | '’') {
                self.quoted = !self.quoted;
                continue;
            }
            if c == ' ' && !self.quoted && self.blank_is_slip() {
                continue;
            }
            self.previous = Some(c);
            return Some(match c {
                c if self.quoted => Some(Piece::Literal(c)),
                'T' | 't' => Some(Piece::Literal('T')),
                'Z' | 'z' => Some(Piece::Literal('Z')),
                '：' => Some(Piece::Literal(':')),
                c if c.is_ascii_alphabetic() => {
                    let same = self.rest.clone().take_while(|next| *next == c).count();
                    for _ in 0..same {
                        self.rest.next();
                    }
                    self.number(c, same + 1).map(Piece::Number)
                }
                c => Some(Piece::Literal(c)),
            });
        }
    }
}
