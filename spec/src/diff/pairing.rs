//! Which unit of the old tree is which of the new one: by name, else by likeness, else moved.

use super::matching::{matched, matched_if};
use super::view::Unit;
use super::wording;
use crate::model::{Confidence, Type};
use std::collections::{HashMap, HashSet, VecDeque};

/// What became of the units of two trees.
#[derive(Debug, Default)]
pub(super) struct Pairing<'u, 'a> {
    /// Units of both trees that are one, each pair before those below it.
    pub(super) pairs: Vec<Pair<'u, 'a>>,
    /// Units of the old tree that are gone; what is below them is not listed.
    pub(super) gone: Vec<&'u Unit<'a>>,
    /// Units of the new tree that came; what is below them is not listed.
    pub(super) came: Vec<&'u Unit<'a>>,
}

/// Two units that are one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'u, 'a> {
    pub(super) old: &'u Unit<'a>,
    pub(super) new: &'u Unit<'a>,
    pub(super) link: Link,
}

/// What makes two units one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// The name, but for its letter case, or a name that one of them lists as another spelling.
    Name,
    /// A name, a description and a type that are alike, on the same level.
    Likeness,
    /// The name and the type, on another level.
    Moved,
}

/// How alike two names must be when the descriptions say the same, when they are alike, and when
/// they tell nothing; found on the renames in revisions of real pages.
const NAME_WITH_SAME_WORDS: f64 = 0.25;
const NAME_WITH_LIKE_WORDS: f64 = 0.6;
const NAME_ALONE: f64 = 0.75;
/// Names of the same words, a plural or an index letter apart, need nothing else.
const NAME_OF_SAME_WORDS: f64 = 1.0;
/// From where on descriptions are alike, and from where on they say the same.
const LIKE_WORDS: f64 = 0.5;
const SAME_WORDS: f64 = 0.85;

/// More leftovers than this on one level are not compared for likeness: so many are no renames.
const MOST_LEFTOVERS: usize = 150;

/// Pairs the units of two trees.
pub(super) fn pair<'u, 'a>(old: &'u [Unit<'a>], new: &'u [Unit<'a>]) -> Pairing<'u, 'a> {
    let mut pairing = Pairing::default();
    pairing.level(old, new);
    pairing.moved();
    pairing.pairs.sort_by_key(|pair| (pair.new.id, pair.old.id));
    pairing.gone.sort_by_key(|unit| unit.id);
    pairing.came.sort_by_key(|unit| unit.id);
    pairing
}

impl<'u, 'a> Pairing<'u, 'a> {
    /// Pairs what stands on one level, and goes down.
    fn level(&mut self, old: &'u [Unit<'a>], new: &'u [Unit<'a>]) {
        let (mut gone, mut came): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let mut found = by_name(&mut gone, &mut came);
        found.extend(by_spelling(&mut gone, &mut came));
        let named = found.into_iter().map(|pair| (pair, Link::Name));
        let alike = by_likeness(&mut gone, &mut came).into_iter();
        let links: Vec<_> = named
            .chain(alike.map(|pair| (pair, Link::Likeness)))
            .collect();
        self.gone.append(&mut gone);
        self.came.append(&mut came);
        for ((old, new), link) in links {
            self.pairs.push(Pair { old, new, link });
            self.level(&old.children, &new.children);
        }
    }

    /// Pairs what is gone from one place and came to another.
    fn moved(&mut self) {
        let (gone, came) = (by_key(&self.gone), by_key(&self.came));
        let mut candidates: Vec<(&Unit<'a>, &Unit<'a>)> = Vec::new();
        for (key, old) in &gone {
            if let ([old], Some([new])) = (old.as_slice(), came.get(key).map(Vec::as_slice))
                && is_move(old, new)
            {
                candidates.push((old, new));
            }
        }
        candidates.sort_by_key(|(old, new)| {
            let ids = (old.id + new.id, old.id.min(new.id), old.id.max(new.id));
            (std::cmp::Reverse(old.size() + new.size()), ids)
        });
        let (mut old_done, mut new_done) = (HashSet::new(), HashSet::new());
        for (old, new) in candidates {
            let (left, right) = (old.id..old.id + old.size(), new.id..new.id + new.size());
            if left.clone().any(|id| old_done.contains(&id))
                || right.clone().any(|id| new_done.contains(&id))
            {
                continue;
            }
            old_done.extend(left);
            new_done.extend(right);
            self.gone.retain(|unit| unit.id != old.id);
            self.came.retain(|unit| unit.id != new.id);
            let link = Link::Moved;
            self.pairs.push(Pair { old, new, link });
            self.level(&old.children, &new.children);
        }
    }
}

type Pairs<'u, 'a> = Vec<(&'u Unit<'a>, &'u Unit<'a>)>;

/// Takes out of both lists what shares a name, the first with the first.
fn by_name<'u, 'a>(old: &mut Vec<&'u Unit<'a>>, new: &mut Vec<&'u Unit<'a>>) -> Pairs<'u, 'a> {
    let mut partners: HashMap<String, VecDeque<&Unit<'a>>> = HashMap::new();
    for unit in new.drain(..) {
        partners.entry(unit.key()).or_default().push_back(unit);
    }
    let mut pairs = Vec::new();
    old.retain(|unit| {
        let partner = partners.get_mut(&unit.key()).and_then(VecDeque::pop_front);
        pairs.extend(partner.map(|partner| (*unit, partner)));
        partner.is_none()
    });
    new.extend(partners.into_values().flatten());
    new.sort_by_key(|unit| unit.id);
    pairs
}

/// Takes out of both lists what one of the two lists as another spelling.
fn by_spelling<'u, 'a>(old: &mut Vec<&'u Unit<'a>>, new: &mut Vec<&'u Unit<'a>>) -> Pairs<'u, 'a> {
    let aliased = |units: &[&Unit<'a>]| units.iter().any(|unit| !unit.field.aliases.is_empty());
    if !aliased(old) && !aliased(new) {
        return Vec::new();
    }
    matched_if(old, new, |old, new| {
        let names = spellings(new);
        spellings(old).iter().any(|name| names.contains(name))
    })
}

fn spellings(unit: &Unit<'_>) -> Vec<String> {
    let names = std::iter::once(&unit.field.name).chain(&unit.field.aliases);
    names.map(|name| name.to_lowercase()).collect()
}

/// What likeness is judged by.
struct Features {
    name: wording::Profile,
    text: wording::Profile,
    first: wording::Profile,
    children: Vec<String>,
}

impl Features {
    fn of(unit: &Unit<'_>) -> Self {
        let text = unit.field.description.as_deref().unwrap_or_default();
        let mut children: Vec<_> = unit.children.iter().map(Unit::key).collect();
        children.sort_unstable();
        Self {
            name: wording::Profile::of_name(&unit.field.name),
            text: wording::Profile::of_text(text),
            first: wording::Profile::of_text(wording::first_sentence(text)),
            children,
        }
    }
}

/// How sure it is that one unit is the other under a new name; `None` if it is not.
fn rename_score(old: &Unit<'_>, new: &Unit<'_>, left: &Features, right: &Features) -> Option<f64> {
    if old.children.is_empty() != new.children.is_empty() {
        return None;
    }
    let silent = old.field.description.is_none() || new.field.description.is_none();
    let name = left.name.likeness(&right.name);
    let words = left
        .text
        .likeness(&right.text)
        .max(left.first.likeness(&right.first))
        .max(wording::share(&left.children, &right.children));
    let renamed = name >= NAME_OF_SAME_WORDS
        || (words >= SAME_WORDS && name >= NAME_WITH_SAME_WORDS)
        || (words >= LIKE_WORDS && name >= NAME_WITH_LIKE_WORDS)
        || (silent && name >= NAME_ALONE && old.field.kind == new.field.kind);
    renamed.then_some(name + words)
}

/// Takes out of both lists what is one thing under two names.
fn by_likeness<'u, 'a>(old: &mut Vec<&'u Unit<'a>>, new: &mut Vec<&'u Unit<'a>>) -> Pairs<'u, 'a> {
    if old.is_empty() || new.is_empty() || old.len().max(new.len()) > MOST_LEFTOVERS {
        return Vec::new();
    }
    let features = |units: &mut Vec<&'u Unit<'a>>| -> Vec<_> {
        let units = units.drain(..);
        units.map(|unit| (unit, Features::of(unit))).collect()
    };
    let (mut left, mut right) = (features(old), features(new));
    let pairs = matched(&mut left, &mut right, |(old, left), (new, right)| {
        rename_score(old, new, left, right)
    });
    old.extend(left.into_iter().map(|(unit, _)| unit));
    new.extend(right.into_iter().map(|(unit, _)| unit));
    let units = pairs.into_iter().map(|((old, _), (new, _))| (old, new));
    units.collect()
}

/// All units at and below those given, by their names.
fn by_key<'u, 'a>(roots: &[&'u Unit<'a>]) -> HashMap<String, Vec<&'u Unit<'a>>> {
    let mut found: HashMap<String, Vec<&Unit<'a>>> = HashMap::new();
    let mut open: Vec<&Unit<'a>> = roots.to_vec();
    while let Some(unit) = open.pop() {
        found.entry(unit.key()).or_default().push(unit);
        open.extend(&unit.children);
    }
    found
}

/// Whether a name that is gone and one that came are one thing: its kind, and what is said.
fn is_move(old: &Unit<'_>, new: &Unit<'_>) -> bool {
    let text = |unit: &Unit<'_>| unit.field.description.clone().unwrap_or_default();
    let known = |kind: Type| kind != Type::Any;
    let other_kind =
        old.field.kind != new.field.kind && known(old.field.kind) && known(new.field.kind);
    if old.children.is_empty() != new.children.is_empty() || other_kind {
        return false;
    }
    let unsure = old.confidence.max(new.confidence) > Confidence::High;
    unsure
        || wording::same(Some(&text(old)), Some(&text(new)))
        || wording::likeness(&text(old), &text(new)) >= LIKE_WORDS
}
