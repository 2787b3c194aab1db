//! `minLength` and `maxLength`: at the bound and one across it, in characters of one, three and
//! four bytes.

use super::{Made, Side, Subject};
use crate::synth::{Alphabet, Exception, Want};
use doctract_core::LengthUnit;
use doctract_spec::model::{Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    let (limit, inside, outside, across) = if own.1 == Term::MinLength {
        let limit = entry.min_length.unwrap_or(0);
        (limit, "min", "below", limit.checked_sub(1))
    } else {
        let limit = entry.max_length.unwrap_or(u64::MAX);
        (limit, "max", "above", limit.checked_add(1))
    };
    let unit = entry.length(limit).unit;
    for alphabet in Alphabet::ALL {
        let want = Want {
            unit,
            alphabet,
            ..Want::default()
        };
        let at = subject.solve(&Want {
            length: Some(limit),
            ..want
        });
        made.perhaps(format!("{inside}{}", alphabet.suffix()), Side::Inside, at);
        let Some(across) = across.filter(|across| *across > 0) else {
            continue;
        };
        let beyond = subject.solve(&Want {
            length: Some(across),
            except: Some(own),
            ..want
        });
        let edge = format!("{outside}{}", alphabet.suffix());
        if alphabet == Alphabet::Ascii {
            made.solved(edge, Side::Outside, beyond);
        } else {
            made.perhaps(edge, Side::Outside, beyond);
        }
    }
    if limit == 0 && own.1 == Term::MinLength {
        made.impossible.push(("below".into(), Side::Outside));
    }
    if unit == LengthUnit::Bytes && own.1 == Term::MaxLength {
        // As many characters as bytes are allowed: a server that counts characters accepts it.
        let want = Want {
            length: Some(limit),
            alphabet: Alphabet::Chinese,
            except: Some(own),
            ..Want::default()
        };
        let counted = subject.solve(&want);
        made.perhaps("above-in-bytes-only", Side::Outside, counted);
    }
    if own.1 == Term::MinLength {
        empty(subject, limit, made);
    }
}

/// The empty value, where no sentence of its own decides it. It is one character too short for a
/// minimum of one, unless the page calls "empty" the default.
fn empty(subject: &Subject<'_, '_>, limit: u64, made: &mut Made) {
    let states = |wanted: Term| subject.shape.terms(None).any(|(_, term)| term == wanted);
    if limit == 0 || states(Term::NotEmpty) || states(Term::AllowEmpty) {
        return;
    }
    let default_is_empty = subject
        .shape
        .terms(None)
        .any(|(entry, _)| entry.default.as_ref().is_some_and(|default| default.absent));
    if limit == 1 && !default_is_empty {
        made.push("below-empty", Side::Outside, "");
    } else {
        made.push(
            "empty",
            Side::Open("whether an empty value may be sent".into()),
            "",
        );
    }
}
