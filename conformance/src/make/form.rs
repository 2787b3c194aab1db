//! Formats, time layouts, encodings and patterns: samples, right and wrong in one respect.

use super::{Made, Side, Subject};
use crate::synth::alphabet::STRANGERS;
use crate::synth::{Exception, Want, forms};
use doctract_spec::model::{Constraint, Term};

pub(super) fn make(
    subject: &mut Subject<'_, '_>,
    own: Exception,
    entry: &Constraint,
    made: &mut Made,
) {
    let before = made.probes.len();
    match own.1 {
        Term::Format => {
            inside(subject, forms::good(entry), made);
            if let Some(format) = entry.format {
                outside(subject, own, forms::bad(format.0), made);
            }
        }
        Term::Layout => {
            if let Some(layout) = &entry.layout {
                inside(subject, forms::times(layout), made);
                let wrong = wrong_times(layout);
                let wrong: Vec<(&str, &str)> = wrong
                    .iter()
                    .map(|(edge, text)| (*edge, text.as_str()))
                    .collect();
                outside(subject, own, &wrong, made);
            }
        }
        Term::Encoding => {
            inside(subject, forms::encoded(entry), made);
            if let Some(encoding) = entry.encoding {
                outside(subject, own, forms::badly_encoded(encoding.0), made);
            }
        }
        _ => pattern(subject, own, made),
    }
    let broken = made.probes[before..]
        .iter()
        .any(|probe| probe.side == Side::Outside);
    if !broken {
        made.impossible.push(("outside".into(), Side::Outside));
    }
}

fn inside(subject: &Subject<'_, '_>, texts: Vec<String>, made: &mut Made) {
    let legal = texts
        .into_iter()
        .filter(|text| subject.shape.admits(text, None));
    for (at, text) in legal.enumerate() {
        made.push(format!("sample-{}", at + 1), Side::Inside, text);
    }
}

fn outside(subject: &Subject<'_, '_>, own: Exception, texts: &[(&str, &str)], made: &mut Made) {
    for (edge, text) in texts {
        let alone = subject.shape.admits(text, Some(own)) && !subject.shape.admits(text, None);
        if alone {
            made.push(*edge, Side::Outside, *text);
        }
    }
}

/// Times that depart from a layout in one respect each.
fn wrong_times(layout: &str) -> Vec<(&'static str, String)> {
    let right = forms::times(layout).into_iter().next().unwrap_or_default();
    let mut wrong = Vec::new();
    if let Some(cut) = right.strip_suffix('Z') {
        wrong.push(("no-zone", cut.to_owned()));
        match cut.rsplit_once(':') {
            Some((minutes, _)) if cut.matches(':').count() == 2 => {
                wrong.push(("no-seconds", format!("{minutes}Z")));
            }
            Some(_) => wrong.push(("with-seconds", format!("{cut}:00Z"))),
            None => {}
        }
    }
    if right.contains('T') {
        wrong.push(("blank-for-t", right.replacen('T', " ", 1)));
    }
    if right.contains("-01-31") {
        wrong.push(("impossible-day", right.replacen("-01-31", "-02-30", 1)));
        wrong.push(("impossible-month", right.replacen("-01-31", "-13-31", 1)));
        wrong.push(("slashes", right.replacen("-01-31", "/01/31", 1)));
    }
    wrong.push(("words", "yesterday".to_owned()));
    wrong
}

fn pattern(subject: &mut Subject<'_, '_>, own: Exception, made: &mut Made) {
    let plain = subject.shape.plain(subject.rng);
    if let Some(plain) = &plain {
        made.push("sample", Side::Inside, plain.clone());
    }
    for (name, c) in STRANGERS {
        let mut buffer = [0; 4];
        let middle: &str = c.encode_utf8(&mut buffer);
        let want = Want {
            middle: Some(middle),
            except: Some(own),
            ..Want::default()
        };
        let value = subject.solve(&want);
        let value = value.filter(|text| !subject.shape.admits(text, None));
        made.perhaps(*name, Side::Outside, value);
    }
}
