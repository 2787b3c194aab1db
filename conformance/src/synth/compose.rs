//! Texts put together character by character: affixes, a first and a last character, fillers.

use super::alphabet::{self, Alphabet, RESERVES, STRANGERS};
use super::{Rng, Shape, Want};
use doctract_core::{CharSet, LengthUnit};
use doctract_spec::model::Term;

/// The length of a text for which none is asked or stated.
const USUAL_LENGTH: u64 = 8;

/// Longest text that is made: what goes beyond fits no request line.
const MOST_LENGTH: u64 = 64 * 1024;

/// A candidate that starts, ends and is filled as the rules and `want` say. It may still break
/// rules that are not about single places (a forbidden prefix that the fillers happen to form).
pub(super) fn text(shape: &Shape<'_>, want: &Want<'_>, rng: &mut Rng) -> Option<String> {
    let places = Places::of(shape, want);
    let fill = places.fillers(want.alphabet, rng)?;
    let start = want.start.or(places.prefix).unwrap_or("");
    let end = want.end.or(places.suffix).unwrap_or("");
    let inside: String = want
        .middle
        .into_iter()
        .chain(places.contains.iter().copied())
        .collect();
    let size = |text: &str| match want.unit {
        LengthUnit::Chars => text.chars().count() as u64,
        LengthUnit::Bytes => text.len() as u64,
    };
    let fixed = size(start) + size(end) + size(&inside);
    let length = match want.length {
        Some(length) => length,
        None => places.usual_length(fixed),
    };
    if length > MOST_LENGTH {
        return None;
    }
    let mut free = length.checked_sub(fixed)?;
    let mut text = String::from(start);
    if start.is_empty() && free > 0 {
        let first = places.first(want.alphabet, &fill, rng)?;
        text.push(first);
        free = free.checked_sub(size(first.encode_utf8(&mut [0; 4])))?;
    }
    let mut last = None;
    if end.is_empty() && free > 0 {
        let c = places.last(want.alphabet, &fill, rng)?;
        free = free.checked_sub(size(c.encode_utf8(&mut [0; 4])))?;
        last = Some(c);
    }
    let before = if inside.is_empty() { free } else { free / 2 };
    push_fill(&mut text, &fill, before, want.unit)?;
    text.push_str(&inside);
    push_fill(&mut text, &fill, free - before, want.unit)?;
    text.extend(last);
    text.push_str(end);
    Some(places.with_classes(text, start.chars().count(), end.chars().count()))
}

/// Adds fillers of exactly `length`; for bytes, single-byte ones close the gap at the end.
fn push_fill(text: &mut String, fill: &[char], length: u64, unit: LengthUnit) -> Option<()> {
    let mut left = length;
    let mut at = 0usize;
    while left > 0 {
        let c = *fill.get(at % fill.len().max(1))?;
        let size = match unit {
            LengthUnit::Chars => 1,
            LengthUnit::Bytes => c.len_utf8() as u64,
        };
        if size > left {
            let narrow = *fill.iter().find(|c| (c.len_utf8() as u64) <= left)?;
            text.push(narrow);
            left -= narrow.len_utf8() as u64;
        } else {
            text.push(c);
            left -= size;
        }
        at += 1;
    }
    Some(())
}

/// What the rules say about single places of a text.
struct Places<'a> {
    sets: Vec<&'a CharSet<'static>>,
    first: Vec<(&'a CharSet<'static>, bool)>,
    last: Vec<(&'a CharSet<'static>, bool)>,
    classes: Vec<(&'a CharSet<'static>, u32)>,
    prefix: Option<&'a str>,
    suffix: Option<&'a str>,
    contains: Vec<&'a str>,
    least: u64,
    most: Option<u64>,
}

impl<'a> Places<'a> {
    fn of(shape: &Shape<'a>, want: &Want<'_>) -> Self {
        let mut places = Self {
            sets: Vec::new(),
            first: Vec::new(),
            last: Vec::new(),
            classes: Vec::new(),
            prefix: None,
            suffix: None,
            contains: Vec::new(),
            least: 0,
            most: None,
        };
        for (entry, term) in shape.terms(want.except) {
            let set = |text: &'a Option<doctract_spec::model::CharSetText>| {
                text.as_ref().map(|set| &set.0)
            };
            match term {
                Term::Charset => places.sets.extend(set(&entry.charset)),
                Term::StartsWith => places
                    .first
                    .extend(set(&entry.starts_with).map(|s| (s, true))),
                Term::NotStartsWith => places
                    .first
                    .extend(set(&entry.not_starts_with).map(|s| (s, false))),
                Term::EndsWith => places.last.extend(set(&entry.ends_with).map(|s| (s, true))),
                Term::NotEndsWith => places
                    .last
                    .extend(set(&entry.not_ends_with).map(|s| (s, false))),
                Term::Prefix => places.prefix = entry.prefix.first().map(String::as_str),
                Term::Suffix => places.suffix = entry.suffix.first().map(String::as_str),
                Term::Contains => places
                    .contains
                    .extend(entry.contains.iter().map(String::as_str)),
                Term::MinLength => places.least = places.least.max(entry.min_length.unwrap_or(0)),
                Term::MaxLength => {
                    let most = entry.max_length.unwrap_or(u64::MAX);
                    places.most = Some(places.most.map_or(most, |other| other.min(most)));
                }
                Term::CharClasses => {
                    let classes = entry.char_classes.iter();
                    places
                        .classes
                        .extend(classes.flat_map(|mix| mix.of.iter().map(|set| (&set.0, mix.min))));
                }
                _ => {}
            }
        }
        places
    }

    fn usual_length(&self, fixed: u64) -> u64 {
        let wanted = USUAL_LENGTH.max(self.least).max(fixed + 2);
        self.most.map_or(wanted, |most| wanted.min(most))
    }

    fn allows(&self, c: char) -> bool {
        self.sets.iter().all(|set| set.contains(c))
    }

    fn allows_first(&self, c: char) -> bool {
        self.allows(c)
            && self
                .first
                .iter()
                .all(|(set, inside)| set.contains(c) == *inside)
    }

    fn allows_last(&self, c: char) -> bool {
        self.allows(c)
            && self
                .last
                .iter()
                .all(|(set, inside)| set.contains(c) == *inside)
    }

    /// The allowed characters of an alphabet, beginning somewhere else each time.
    fn fillers(&self, alphabet: Alphabet, rng: &mut Rng) -> Option<Vec<char>> {
        let mut fill: Vec<char> = alphabet
            .characters()
            .chars()
            .filter(|c| self.allows(*c))
            .collect();
        if fill.is_empty() && alphabet == Alphabet::Ascii {
            fill = self.anything().filter(|c| self.allows(*c)).collect();
        }
        if fill.is_empty() {
            return None;
        }
        let turn = rng.below(fill.len());
        fill.rotate_left(turn);
        Some(fill)
    }

    /// Characters worth trying for any place, plain ones first.
    fn anything(&self) -> impl Iterator<Item = char> + '_ {
        let alphabets = Alphabet::ALL
            .into_iter()
            .flat_map(|alphabet| alphabet.characters().chars());
        let strangers = STRANGERS.iter().map(|(_, c)| *c);
        let sets = self
            .sets
            .iter()
            .chain(self.first.iter().map(|(set, _)| set));
        let sets = sets.chain(self.last.iter().map(|(set, _)| set));
        let own = sets.flat_map(|set| {
            let classes = set.classes().map(alphabet::member);
            classes
                .chain(set.ranges().iter().map(|(first, _)| *first))
                .collect::<Vec<_>>()
        });
        alphabets
            .chain(RESERVES.chars())
            .chain(strangers)
            .chain(own)
    }

    fn first(&self, alphabet: Alphabet, fill: &[char], rng: &mut Rng) -> Option<char> {
        self.pick(alphabet, fill, rng, |c| self.allows_first(c))
    }

    fn last(&self, alphabet: Alphabet, fill: &[char], rng: &mut Rng) -> Option<char> {
        self.pick(alphabet, fill, rng, |c| self.allows_last(c))
    }

    fn pick(
        &self,
        alphabet: Alphabet,
        fill: &[char],
        rng: &mut Rng,
        fits: impl Fn(char) -> bool,
    ) -> Option<char> {
        let fitting: Vec<char> = fill.iter().copied().filter(|c| fits(*c)).collect();
        if let Some(c) = fitting.get(rng.below(fitting.len())) {
            return Some(*c);
        }
        (alphabet == Alphabet::Ascii).then(|| self.anything().find(|c| fits(*c)))?
    }

    /// The text with one character of each class that must be mixed in, put over fillers.
    fn with_classes(&self, text: String, keep_start: usize, keep_end: usize) -> String {
        if self.classes.is_empty() {
            return text;
        }
        let mut characters: Vec<char> = text.chars().collect();
        let end = characters.len().saturating_sub(keep_end.max(1));
        let mut at = keep_start.max(1);
        for (set, _) in &self.classes {
            if characters.iter().any(|c| set.contains(*c)) {
                continue;
            }
            let c = self
                .anything()
                .find(|c| set.contains(*c) && self.allows(*c));
            if let Some(c) = c
                && at < end
                && let Some(place) = characters.get_mut(at)
            {
                *place = c;
                at += 1;
            }
        }
        characters.into_iter().collect()
    }
}
