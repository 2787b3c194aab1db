//! Texts that a value must or must not begin with, end with or contain.

use super::{Made, Side, Subject};
use crate::synth::{Exception, Want};
use doctract_spec::model::{Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    match own.1 {
        Term::Prefix => demanded(subject, own, &entry.prefix, Place::Start, made),
        Term::Suffix => demanded(subject, own, &entry.suffix, Place::End, made),
        Term::Contains => demanded(subject, own, &entry.contains, Place::Middle, made),
        Term::NotPrefix => forbidden(subject, own, &entry.not_prefix, Place::Start, made),
        Term::NotSuffix => forbidden(subject, own, &entry.not_suffix, Place::End, made),
        _ => forbidden(subject, own, &entry.not_contains, Place::Middle, made),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Start,
    Middle,
    End,
}

impl Place {
    fn want(self, text: &str, except: Option<Exception>) -> Want<'_> {
        let mut want = Want {
            except,
            ..Want::default()
        };
        match self {
            Self::Start => want.start = Some(text),
            Self::Middle => want.middle = Some(text),
            Self::End => want.end = Some(text),
        }
        want
    }
}

fn demanded(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    texts: &[String],
    place: Place,
    made: &mut Made,
) {
    for text in texts {
        let value = subject.solve(&place.want(text, None));
        made.solved(text.clone(), Side::Inside, value);
    }
    let without = subject.solve(&Want {
        except: Some(own),
        middle: Some("zq"),
        ..Want::default()
    });
    let without = without.filter(|text| !subject.shape.admits(text, None));
    made.solved("without", Side::Outside, without);
}

fn forbidden(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    texts: &[String],
    place: Place,
    made: &mut Made,
) {
    for text in texts {
        let value = subject.solve(&place.want(text, Some(own)));
        made.solved(text.clone(), Side::Outside, value);
        if place != Place::Middle {
            let elsewhere = subject.solve(&Place::Middle.want(text, None));
            made.perhaps(format!("{text}-elsewhere"), Side::Inside, elsewhere);
        }
        let shorter = shortened(text, place);
        if !shorter.is_empty() {
            let value = subject.solve(&place.want(&shorter, None));
            made.perhaps(format!("{text}-shortened"), Side::Inside, value);
        }
        if let Some(other) = other_case(text) {
            let value = subject.solve(&place.want(&other, None));
            let question = format!("whether letter case counts in `{text}`");
            made.perhaps(format!("{text}-other-case"), Side::Open(question), value);
        }
    }
}

fn shortened(text: &str, place: Place) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if place == Place::End {
        characters.drain(..characters.len().min(1));
    } else {
        characters.pop();
    }
    characters.into_iter().collect()
}

/// The text in upper case, or in lower case where it is upper already; `None` if it has no
/// letters.
pub(super) fn other_case(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    if upper != text {
        return Some(upper);
    }
    let lower = text.to_lowercase();
    (lower != text).then_some(lower)
}
