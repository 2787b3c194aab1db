//! Makers: for each term of the spec, the values at its edges, inside and outside.
//!
//! A maker proposes; whether a value breaks exactly the rule it is meant to break is proved later,
//! over the whole request, by the checker of `doctract-spec`.

mod affix;
mod characters;
mod choice;
mod emptiness;
mod form;
mod items;
mod length;
mod number;
mod types;

use crate::synth::{Exception, Rng, Shape, Want};
use doctract_spec::model::{Constraint, Term};

pub(crate) use types::type_probes;

/// One value at an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Probe {
    /// The edge, a part of the case id: `above-chinese`.
    pub(crate) edge: String,
    /// Which side of the rule it is on.
    pub(crate) side: Side,
    /// The value; `None`: the parameter is left out.
    pub(crate) value: Option<String>,
}

/// Which side of a rule a value is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Side {
    /// The rule holds.
    Inside,
    /// The rule is broken.
    Outside,
    /// No sentence says so; the question that is left open.
    Open(String),
}

/// What a maker found.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// The values.
    pub(crate) probes: Vec<Probe>,
    /// Edges for which no value exists that keeps every other rule.
    pub(crate) impossible: Vec<(String, Side)>,
}

impl Made {
    fn push(&mut self, edge: impl Into<String>, side: Side, value: impl Into<String>) {
        self.probes.push(Probe {
            edge: edge.into(),
            side,
            value: Some(value.into()),
        });
    }

    /// Adds the solution of a search, or notes that there is none.
    fn solved(&mut self, edge: impl Into<String>, side: Side, value: Option<String>) {
        match value {
            Some(value) => self.push(edge, side, value),
            None => self.impossible.push((edge.into(), side)),
        }
    }

    /// Adds the solution of a search if there is one: nothing is missing otherwise.
    fn perhaps(&mut self, edge: impl Into<String>, side: Side, value: Option<String>) {
        if let Some(value) = value {
            self.push(edge, side, value);
        }
    }
}

/// The parameter that values are made for.
pub(crate) struct Subject<'s, 'a> {
    /// The rules about its value.
    pub(crate) shape: &'s Shape<'a>,
    /// The choice of fillers.
    pub(crate) rng: &'s mut Rng,
    /// How long a value is whose length is not what matters, if the rules allow it: room for what
    /// makes it occur once.
    pub(crate) usual: Option<u64>,
}

impl Subject<'_, '_> {
    fn solve(&mut self, want: &Want<'_>) -> Option<String> {
        let usual = self.usual.filter(|_| want.length.is_none());
        let long = usual.and_then(|length| {
            let want = Want {
                length: Some(length),
                ..*want
            };
            self.shape.solve(&want, self.rng)
        });
        long.or_else(|| self.shape.solve(want, self.rng))
    }
}

/// The values at the edges of one term of one entry.
pub(crate) fn probes(
    subject: &mut Subject<'_, '_>,
    place: usize,
    entry: &Constraint,
    term: Term,
) -> Made {
    let mut made = Made::default();
    let own: Exception = (place, term);
    match term {
        Term::MinLength | Term::MaxLength => length::make(subject, own, entry, &mut made),
        Term::Minimum
        | Term::Maximum
        | Term::ExclusiveMinimum
        | Term::ExclusiveMaximum
        | Term::MultipleOf => number::make(subject, own, entry, &mut made),
        Term::Enum | Term::Default | Term::NotValues => {
            choice::make(subject, own, entry, &mut made);
        }
        Term::Charset
        | Term::StartsWith
        | Term::NotStartsWith
        | Term::EndsWith
        | Term::NotEndsWith
        | Term::CharClasses => characters::make(subject, own, entry, &mut made),
        Term::Prefix
        | Term::NotPrefix
        | Term::Suffix
        | Term::NotSuffix
        | Term::Contains
        | Term::NotContains => affix::make(subject, own, entry, &mut made),
        Term::Pattern | Term::Format | Term::Layout | Term::Encoding => {
            form::make(subject, own, entry, &mut made);
        }
        Term::List | Term::MinItems | Term::MaxItems | Term::UniqueItems => {
            items::make(subject, own, entry, &mut made);
        }
        Term::NotEmpty | Term::AllowEmpty => emptiness::make(subject, own, &mut made),
        _ => {}
    }
    made
}
