//! The rules about one value, and the search for a text that keeps them.

use super::{Alphabet, Rng, compose, forms, numbers};
use doctract_core::LengthUnit;
use doctract_spec::model::{Constraint, Field, List, Scope, Term, Type};

/// One term of one entry that a value may break: the place of the entry and the term.
pub(crate) type Exception = (usize, Term);

/// What a value should look like beside keeping the rules.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Want<'a> {
    /// Exactly this long.
    pub(crate) length: Option<u64>,
    /// What the length counts.
    pub(crate) unit: LengthUnit,
    /// What it is filled with.
    pub(crate) alphabet: Alphabet,
    /// How it starts.
    pub(crate) start: Option<&'a str>,
    /// What stands somewhere inside, neither first nor last.
    pub(crate) middle: Option<&'a str>,
    /// How it ends.
    pub(crate) end: Option<&'a str>,
    /// The one term that need not hold.
    pub(crate) except: Option<Exception>,
}

/// The rules about one value that hold in a given request.
#[derive(Debug, Clone)]
pub(crate) struct Shape<'a> {
    /// The field.
    pub(crate) field: &'a Field,
    /// The entries that apply, with their places in the field's list; those of a list's items
    /// count from [`INNER`].
    pub(crate) entries: Vec<(usize, &'a Constraint)>,
    /// Every term that the entries state, with the place of its entry.
    stated: Vec<(usize, &'a Constraint, Term)>,
    items: Option<Box<Self>>,
}

/// Where the places of entries begin that stand in the field's `items`.
pub(crate) const INNER: usize = 1 << 16;

/// How several items travel in one value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListForm<'a>(&'a List);

impl<'a> ListForm<'a> {
    /// A JSON array.
    pub(crate) const JSON: Self = Self(&List {
        separator: None,
        json: true,
    });

    /// The text between two items, unless they travel as a JSON array.
    pub(crate) fn separator(self) -> Option<&'a str> {
        self.0.separator.as_deref().filter(|_| !self.0.json)
    }

    /// The items of a value; `None` if it is no such list.
    pub(crate) fn split(self, text: &str) -> Option<Vec<String>> {
        if self.0.json {
            let values: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
            let plain = |value: serde_json::Value| match value {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            return Some(values.into_iter().map(plain).collect());
        }
        let separator = self
            .0
            .separator
            .as_deref()
            .filter(|text| !text.is_empty())?;
        Some(text.split(separator).map(str::to_owned).collect())
    }

    /// The value that holds these items.
    pub(crate) fn join(self, items: &[String]) -> String {
        if self.0.json {
            serde_json::Value::from(items).to_string()
        } else {
            items.join(self.0.separator.as_deref().unwrap_or(","))
        }
    }
}

/// How often a candidate is built anew with other fillers before the search gives up.
const ATTEMPTS: usize = 6;

impl<'a> Shape<'a> {
    /// The entries of `field` about the whole value for which `applies` says yes.
    pub(crate) fn new(field: &'a Field, applies: impl Fn(&Constraint) -> bool) -> Self {
        let entries = field.constraints.iter().enumerate();
        let (mut item_entries, entries): (Vec<_>, Vec<_>) = entries
            .filter(|(_, entry)| applies(entry))
            .partition(|(_, entry)| entry.scope == Scope::Item);
        if let Some(inner) = &field.items {
            let inner = inner.constraints.iter().enumerate();
            let inner = inner.map(|(at, entry)| (INNER + at, entry));
            item_entries.extend(inner.filter(|(_, entry)| applies(entry)));
        }
        let items = Self::of(field.items.as_deref().unwrap_or(field), item_entries, None);
        let entries = entries.into_iter();
        let whole = entries.filter(|(_, entry)| entry.scope == Scope::Value);
        Self::of(field, whole.collect(), Some(Box::new(items)))
    }

    fn of(
        field: &'a Field,
        entries: Vec<(usize, &'a Constraint)>,
        items: Option<Box<Self>>,
    ) -> Self {
        let stated = entries.iter();
        let stated =
            stated.flat_map(|&(at, entry)| entry.terms().map(move |term| (at, entry, term)));
        Self {
            field,
            stated: stated.collect(),
            entries,
            items,
        }
    }

    /// The rules about one item of a list that travels as one value.
    pub(crate) fn items(&self) -> &Self {
        self.items.as_deref().unwrap_or(self)
    }

    /// Every stated term with its entry, but for the exception.
    pub(crate) fn terms(
        &self,
        except: Option<Exception>,
    ) -> impl Iterator<Item = (&'a Constraint, Term)> + '_ {
        let stated = self.stated.iter();
        let stated = stated.filter(move |(at, _, term)| Some((*at, *term)) != except);
        stated.map(|&(_, entry, term)| (entry, term))
    }

    /// Whether every rule but the exception holds for `text`, the documented type included.
    pub(crate) fn admits(&self, text: &str, except: Option<Exception>) -> bool {
        if self
            .terms(except)
            .any(|(entry, term)| entry.broken_by(term, text).is_some())
        {
            return false;
        }
        match self.list() {
            Some(list) => self.admits_list(text, list, except),
            None => self.admits_type(text),
        }
    }

    fn admits_type(&self, text: &str) -> bool {
        text.is_empty()
            || self
                .field
                .kind
                .value_kind()
                .is_none_or(|kind| kind.admits(text))
    }

    fn admits_list(&self, text: &str, list: ListForm<'_>, except: Option<Exception>) -> bool {
        let Some(items) = list.split(text) else {
            return false;
        };
        let count = items.len() as u64;
        let counted = self.terms(except).all(|(entry, term)| match term {
            Term::MinItems => entry.min_items.is_none_or(|least| count >= least),
            Term::MaxItems => entry.max_items.is_none_or(|most| count <= most),
            Term::UniqueItems => {
                let mut sorted = items.clone();
                sorted.sort_unstable();
                sorted.dedup();
                sorted.len() == items.len()
            }
            _ => true,
        });
        counted && items.iter().all(|item| self.items().admits(item, except))
    }

    /// How several items travel in the value, if they do.
    pub(crate) fn list(&self) -> Option<ListForm<'a>> {
        let stated = self
            .entries
            .iter()
            .find_map(|(_, entry)| entry.list.as_ref());
        let json = self.field.kind == Type::Array && self.field.flatten.is_none();
        stated.map(ListForm).or(json.then_some(ListForm::JSON))
    }

    /// A text that keeps every rule but the exception and looks as wanted. Of a list: one that
    /// holds one such item.
    pub(crate) fn solve(&self, want: &Want<'_>, rng: &mut Rng) -> Option<String> {
        if let Some(list) = self.list() {
            let item = self.items().solve(want, rng)?;
            return Some(list.join(&[item])).filter(|text| self.admits(text, want.except));
        }
        let shaped = want.length.is_some()
            || want.start.is_some()
            || want.middle.is_some()
            || want.end.is_some()
            || want.alphabet != Alphabet::Ascii;
        if !shaped && let Some(text) = self.listed(want.except) {
            return Some(text);
        }
        (0..ATTEMPTS).find_map(|_| {
            compose::text(self, want, rng).filter(|text| self.admits(text, want.except))
        })
    }

    /// A plain legal value: the page's example where it keeps the rules, else one that is made.
    pub(crate) fn plain(&self, rng: &mut Rng) -> Option<String> {
        let example = self.field.example.as_deref().map(str::trim);
        example
            .filter(|text| !text.is_empty() && self.admits(text, None))
            .map(str::to_owned)
            .or_else(|| self.solve(&Want::default(), rng))
    }

    /// The first that fits of what is not composed character by character: listed values, numbers,
    /// times, formats, truth values.
    fn listed(&self, except: Option<Exception>) -> Option<String> {
        let mut candidates: Vec<String> = Vec::new();
        for (entry, term) in self.terms(except) {
            match term {
                Term::Enum => candidates.extend(entry.enumeration.iter().map(|v| v.value.clone())),
                Term::Format => candidates.extend(forms::good(entry)),
                Term::Layout => candidates.extend(forms::times(entry.layout.as_deref()?)),
                Term::Encoding => candidates.extend(forms::encoded(entry)),
                _ => {}
            }
        }
        if candidates.is_empty() {
            if self.is_number() {
                candidates = numbers::candidates(self, except);
            } else if self.field.kind == Type::Boolean {
                candidates = vec!["true".to_owned(), "false".to_owned()];
            } else if self.field.kind == Type::Json {
                candidates = vec!["{}".to_owned(), "[]".to_owned()];
            }
        }
        candidates
            .into_iter()
            .find(|text| self.admits(text, except))
    }

    /// Whether the value is a number: by its type, or because a bound is stated for a text.
    pub(crate) fn is_number(&self) -> bool {
        matches!(
            self.field.kind,
            Type::Integer | Type::Long | Type::Float | Type::Double
        ) || self.terms(None).any(|(_, term)| {
            matches!(
                term,
                Term::Minimum
                    | Term::Maximum
                    | Term::ExclusiveMinimum
                    | Term::ExclusiveMaximum
                    | Term::MultipleOf
            )
        })
    }

    /// Whether the value is free text, so that lengths and characters can be chosen.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.field.kind, Type::String | Type::Any) && !self.is_number()
    }
}
