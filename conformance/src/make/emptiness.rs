//! The empty value: refused or said to be allowed.

use super::{Made, Side, Subject};
use crate::synth::Exception;
use doctract_spec::model::Term;

pub(super) fn make(subject: &Subject<'_, '_>, own: Exception, made: &mut Made) {
    if own.1 == Term::AllowEmpty {
        if subject.shape.admits("", None) {
            made.push("empty", Side::Inside, "");
        } else {
            made.impossible.push(("empty".into(), Side::Inside));
        }
    } else if subject.shape.admits("", Some(own)) {
        made.push("empty", Side::Outside, "");
    } else {
        made.impossible.push(("empty".into(), Side::Outside));
    }
}
