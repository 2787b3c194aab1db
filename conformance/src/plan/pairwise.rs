//! A covering array: every pair of (parameter, kind of value) occurs in some legal request.

use super::Planner;
use super::base::{Wanted, first_element, is_value_term};
use super::legal::shape;
use crate::case::{Case, Family, Step, Value};
use crate::expect::Expectation;
use crate::make::{self, Side, Subject};
use doctract_spec::model::{Position, Term};
use doctract_spec::names::{Leaf, Shape};
use std::collections::HashSet;

/// Kinds of values of one parameter; `None`: it is left out.
type Levels = Vec<Option<String>>;

/// Most kinds of values of one parameter, most parameters, most requests.
const MOST_LEVELS: usize = 5;
const MOST_FACTORS: usize = 40;
const MOST_ROWS: usize = 400;

impl<'a> Planner<'a> {
    /// Legal requests in which every two kinds of values of two parameters meet, where the rules
    /// let them meet.
    pub(super) fn pairwise(&self) -> Vec<Case> {
        if !self.pairwise {
            return Vec::new();
        }
        let leaves = self.checker.names().leaves().iter();
        let factors: Vec<(String, Levels)> = leaves
            .filter(|leaf| self.varies(leaf))
            .map(|leaf| (first_element(&leaf.pattern), self.levels(leaf)))
            .filter(|(_, levels)| levels.len() > 1)
            .take(MOST_FACTORS)
            .collect();
        let mut open = all_pairs(&factors);
        let mut rng = self.rng("pairwise");
        let mut cases = Vec::new();
        while let Some(first) = open.iter().min().copied() {
            if cases.len() >= MOST_ROWS {
                self.note("", format!("pairwise: {} pairs are left out", open.len()));
                break;
            }
            let row = greedy(&factors, &open, first, rng.below(factors.len().max(1)));
            let draft = self.base(&self.row(&factors, &row)).or_else(|_| {
                // Some pair in the row is forbidden: the first pair alone, the rest plain.
                self.base(&self.row(&factors, &only(&row, first)))
            });
            open.remove(&first);
            let Ok(draft) = draft else {
                continue;
            };
            let sent: HashSet<(usize, usize)> = factors
                .iter()
                .enumerate()
                .filter_map(|(factor, (name, levels))| {
                    let value = draft.parameters.iter().find(|sent| sent.name == *name);
                    let text = value.map(|parameter| parameter.value.sample());
                    levels
                        .iter()
                        .position(|level| *level == text)
                        .map(|level| (factor, level))
                })
                .collect();
            open.retain(|(one, other)| !(sent.contains(one) && sent.contains(other)));
            let step = Step::new(self.request(&draft), Expectation::accepted());
            let number = (cases.len() + 1).to_string();
            let why = "legal values of two parameters are legal together";
            let parts = ["pairwise", number.as_str()];
            let case = self.case(Family::Valid, &parts, Vec::new(), why, vec![step]);
            cases.push(self.lacking(case, &[&draft]));
        }
        cases
    }

    fn varies(&self, leaf: &Leaf<'a>) -> bool {
        let node = self.checker.names().nodes().get(leaf.node);
        node.is_some_and(|node| node.shape == Shape::Leaf)
            && leaf.field.constant.is_none()
            && leaf.field.role.is_none()
            && leaf.field.position != Some(Position::Path)
            && self.resource(&leaf.pattern, 0).is_none()
    }

    /// Left out, plain, and the values at the inner edges of its rules.
    fn levels(&self, leaf: &Leaf<'a>) -> Levels {
        let mut levels: Levels = Vec::new();
        if !leaf.field.required {
            levels.push(None);
        }
        let rules = shape(leaf.field, &[]);
        let mut rng = self.rng(&leaf.pattern);
        levels.extend(rules.plain(&mut rng).map(Some));
        for (place, entry) in &rules.entries {
            for term in entry
                .terms()
                .filter(|term| is_value_term(*term) && *term != Term::Default)
            {
                let mut subject = Subject {
                    shape: &rules,
                    rng: &mut rng,
                    usual: None,
                };
                let made = make::probes(&mut subject, *place, entry, term);
                let inside = made
                    .probes
                    .into_iter()
                    .filter(|probe| probe.side == Side::Inside);
                for value in inside.map(|probe| probe.value).take(2) {
                    if levels.len() < MOST_LEVELS && !levels.contains(&value) {
                        levels.push(value);
                    }
                }
            }
        }
        levels
    }

    fn row(&self, factors: &[(String, Levels)], row: &[Option<usize>]) -> Wanted {
        let mut wanted = Wanted::default();
        for ((name, levels), level) in factors.iter().zip(row) {
            match level.and_then(|level| levels.get(level)) {
                Some(Some(text)) => wanted
                    .fixed
                    .push((name.clone(), Value::Value(text.clone()))),
                Some(None) => {
                    let known = self.checker.names().resolve(name);
                    wanted
                        .absent
                        .extend(known.map(|known| known.pattern.to_owned()));
                }
                None => {}
            }
        }
        wanted
    }
}

/// A level of a factor.
type Level = (usize, usize);

fn all_pairs(factors: &[(String, Levels)]) -> HashSet<(Level, Level)> {
    let mut pairs = HashSet::new();
    for (one, (_, levels)) in factors.iter().enumerate() {
        for (other, (_, others)) in factors.iter().enumerate().skip(one + 1) {
            for level in 0..levels.len() {
                pairs.extend((0..others.len()).map(|second| ((one, level), (other, second))));
            }
        }
    }
    pairs
}

/// A row that holds the first pair, and of each further factor the level that meets most of the
/// open pairs.
fn greedy(
    factors: &[(String, Levels)],
    open: &HashSet<(Level, Level)>,
    first: (Level, Level),
    start: usize,
) -> Vec<Option<usize>> {
    let mut row: Vec<Option<usize>> = vec![None; factors.len()];
    for (factor, level) in [first.0, first.1] {
        if let Some(place) = row.get_mut(factor) {
            *place = Some(level);
        }
    }
    let order = (0..factors.len()).map(|at| (at + start) % factors.len().max(1));
    for factor in order {
        if row.get(factor).copied().flatten().is_some() {
            continue;
        }
        let levels = factors.get(factor).map_or(0, |(_, levels)| levels.len());
        let gain = |level: usize| {
            let met = row
                .iter()
                .enumerate()
                .filter_map(|(other, chosen)| Some((other, (*chosen)?)));
            met.filter(|(other, chosen)| {
                let (one, two) = ((factor, level), (*other, *chosen));
                open.contains(&(one, two)) || open.contains(&(two, one))
            })
            .count()
        };
        let best = (0..levels).max_by_key(|level| (gain(*level), std::cmp::Reverse(*level)));
        if let Some(place) = row.get_mut(factor) {
            *place = best;
        }
    }
    row
}

/// The row with nothing but a pair in it.
fn only(row: &[Option<usize>], pair: (Level, Level)) -> Vec<Option<usize>> {
    let kept = |factor: usize| factor == pair.0.0 || factor == pair.1.0;
    row.iter()
        .enumerate()
        .map(|(factor, level)| level.filter(|_| kept(factor)))
        .collect()
}
