//! Sets of characters: one member of each class inside, one stranger of each class outside, at
//! the place that the term speaks of.

use super::{Made, Side, Subject};
use crate::synth::alphabet::{STRANGERS, member, name_of};
use crate::synth::{Exception, Want};
use doctract_core::CharSet;
use doctract_spec::model::{CharClasses, Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    let (set, place, negated) = match own.1 {
        Term::Charset => (&entry.charset, Place::Middle, false),
        Term::StartsWith => (&entry.starts_with, Place::Start, false),
        Term::NotStartsWith => (&entry.not_starts_with, Place::Start, true),
        Term::EndsWith => (&entry.ends_with, Place::End, false),
        Term::NotEndsWith => (&entry.not_ends_with, Place::End, true),
        _ => {
            if let Some(mix) = &entry.char_classes {
                classes(subject, own, mix, made);
            }
            return;
        }
    };
    let Some(set) = set.as_ref().map(|text| &text.0) else {
        return;
    };
    let before = made.probes.len();
    if negated {
        for (name, c) in members(set) {
            let value = place.solve(subject, c, Some(own));
            made.perhaps(name.clone(), Side::Outside, value);
            let elsewhere = Place::Middle.solve(subject, c, None);
            made.perhaps(format!("{name}-elsewhere"), Side::Inside, elsewhere);
        }
    } else {
        for (name, c) in members(set) {
            let value = place.solve(subject, c, None);
            made.perhaps(name, Side::Inside, value);
        }
        for (name, c) in STRANGERS.iter().filter(|(_, c)| !set.contains(*c)) {
            let value = place.solve(subject, *c, Some(own));
            made.perhaps(*name, Side::Outside, value);
        }
    }
    let broken = made.probes[before..]
        .iter()
        .any(|probe| probe.side == Side::Outside);
    if !broken {
        made.impossible.push(("outside".into(), Side::Outside));
    }
}

/// Where a character stands.
#[derive(Clone, Copy)]
enum Place {
    Start,
    Middle,
    End,
}

impl Place {
    fn solve(
        self,
        subject: &mut Subject<'_, '_>,
        c: char,
        except: Option<Exception>,
    ) -> Option<String> {
        let mut buffer = [0; 4];
        let text: &str = c.encode_utf8(&mut buffer);
        let mut want = Want {
            except,
            ..Want::default()
        };
        match self {
            Self::Start => want.start = Some(text),
            Self::Middle => want.middle = Some(text),
            Self::End => want.end = Some(text),
        }
        subject.solve(&want)
    }
}

/// A member of each class and each single character of a set, with a word for the case id.
fn members(set: &CharSet<'_>) -> Vec<(String, char)> {
    let mut members: Vec<(String, char)> = set
        .classes()
        .map(|class| (class.name().to_owned(), member(class)))
        .collect();
    for (first, last) in set.ranges() {
        if first == last {
            members.push((name_of(*first), *first));
        } else {
            members.push((format!("U+{:04X}", u32::from(*first)), *first));
            members.push((format!("U+{:04X}", u32::from(*last)), *last));
        }
    }
    members
}

/// Exactly as many classes as must be mixed, and one fewer.
fn classes(subject: &mut Subject<'_, '_>, own: Exception, mix: &CharClasses, made: &mut Made) {
    let least = mix.min as usize;
    let pools: Vec<Vec<char>> = mix
        .of
        .iter()
        .map(|set| members(&set.0).into_iter().map(|(_, c)| c).collect())
        .collect();
    let text = |count: usize, length: usize| -> String {
        let pools: Vec<&Vec<char>> = pools
            .iter()
            .take(count)
            .filter(|pool| !pool.is_empty())
            .collect();
        let at = |place: usize| {
            let pool = pools.get(place % pools.len().max(1))?;
            pool.get(place / pools.len().max(1) % pool.len()).copied()
        };
        (0..length).filter_map(at).collect()
    };
    let lengths = || [8usize, 10, 12, 16, 6, 30];
    let enough = lengths().map(|length| text(least, length));
    let enough = enough
        .into_iter()
        .find(|text| subject.shape.admits(text, None));
    made.perhaps(format!("{least}-classes"), Side::Inside, enough);
    if let Some(fewer) = least.checked_sub(1).filter(|fewer| *fewer > 0) {
        let few = lengths().map(|length| text(fewer, length));
        let few = few.into_iter().find(|text| {
            subject.shape.admits(text, Some(own)) && !subject.shape.admits(text, None)
        });
        made.solved(format!("{fewer}-classes"), Side::Outside, few);
    }
}
