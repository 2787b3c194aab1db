//! What the spec states about one field, as expressions of the runtime's statements.

use super::relations::{Place, UNDECIDED, condition, relation};
use super::rules::{Constants, both_ends, value_term};
use crate::ident::ident;
use doctract_spec::model::{Confidence, Constraint, Field, Scope, Term, Type, Violation};
use doctract_spec::names::{Names, Node, Shape};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The statements about one node, sorted by who asks for them.
#[derive(Default)]
pub(crate) struct Stated {
    /// Presence, other parameters; of a flattened list also the number of its elements.
    pub(crate) relations: Vec<TokenStream>,
    /// The value, where more than one rule is needed to judge it: types, lists, conditions.
    involved: Vec<TokenStream>,
    /// The value, one rule each.
    plain: Vec<TokenStream>,
    /// Whether something of `relations` can be broken by an absent parameter.
    pub(crate) absent_matters: bool,
    /// Whether equal elements of a flattened list matter.
    pub(crate) twice_matters: bool,
    /// Every term, and why it cannot be stated, if so.
    pub(crate) terms: Vec<StatedTerm>,
}

/// What became of one term.
pub(crate) struct StatedTerm {
    pub(crate) node: usize,
    pub(crate) entry: usize,
    pub(crate) term: Term,
    pub(crate) omitted: Option<&'static str>,
}

impl Stated {
    /// All statements about a parameter with one value. Plain rules come last: what needs to see
    /// all of them must not be preceded by any.
    pub(crate) fn all(self) -> Vec<TokenStream> {
        let involved = self.relations.into_iter().chain(self.involved);
        involved.chain(self.plain).collect()
    }

    /// The statements about the values of a flattened list: its own and those of its items.
    pub(crate) fn of_values(self, items: Stated) -> Vec<TokenStream> {
        let involved = self.involved.into_iter().chain(items.relations);
        let involved = involved.chain(items.involved);
        involved.chain(self.plain).chain(items.plain).collect()
    }

    fn of_value(self) -> Vec<TokenStream> {
        self.involved.into_iter().chain(self.plain).collect()
    }
}

/// Collects what is stated about a node.
pub(crate) fn stated(constants: &mut Constants, names: &Names<'_>, at: usize) -> Stated {
    let Some(node) = names.nodes().get(at) else {
        return Stated::default();
    };
    let mut stating = Stating {
        constants,
        names,
        at,
        node,
        list: node.shape == Shape::List,
        stated: Stated::default(),
        lenient: false,
        strict: false,
    };
    if node.field.required && matches!(node.shape, Shape::List | Shape::Object) {
        stating.stated.relations.push(quote!(Statement::Required));
    }
    if node.shape != Shape::List {
        stating.of_the_type(node.field);
    }
    for (place, entry) in node.field.constraints.iter().enumerate() {
        stating.entry(place, entry);
    }
    stating.items_in_one_value();
    if stating.lenient && stating.strict {
        let lenient = quote!(Statement::AllowEmpty);
        stating.stated.involved.insert(0, lenient);
    }
    stating.stated
}

/// Collects what is stated about the request as a whole.
pub(crate) fn whole(names: &Names<'_>, entries: &[Constraint]) -> Stated {
    let root = Node {
        pattern: String::new(),
        field: &Field::default(),
        path: String::new(),
        parent: None,
        shape: Shape::Object,
        lists: Vec::new(),
        leaves: 0..0,
        end: 0,
    };
    let mut stating = Stating {
        constants: &mut Constants::default(),
        names,
        at: usize::MAX,
        node: &root,
        list: false,
        stated: Stated::default(),
        lenient: false,
        strict: false,
    };
    for (place, entry) in entries.iter().enumerate() {
        stating.entry(place, entry);
    }
    stating.stated
}

struct Stating<'s, 'a> {
    constants: &'s mut Constants,
    names: &'s Names<'a>,
    at: usize,
    node: &'s Node<'a>,
    list: bool,
    stated: Stated,
    /// Whether an empty text is said to be allowed, whatever else is stated.
    lenient: bool,
    /// Whether something is stated that an empty text can break.
    strict: bool,
}

impl Stating<'_, '_> {
    fn of_the_type(&mut self, field: &Field) {
        let in_one_value = field.constraints.iter().any(|entry| entry.list.is_some());
        let ensured = matches!(field.kind, Type::Integer | Type::Long | Type::Boolean);
        let breakable = field.kind.can_be_broken() && (in_one_value || !ensured);
        if let Some(kind) = field.kind.value_kind().filter(|_| breakable) {
            self.strict = true;
            let kind = format_ident!("{kind:?}");
            self.stated.involved.push(quote!(typed(ValueKind::#kind)));
        }
        if field.kind == Type::Array && self.node.shape == Shape::Leaf {
            self.stated.involved.push(quote!(Statement::Array));
        }
    }

    /// The rules of the items of a list that travels as one value.
    fn items_in_one_value(&mut self) {
        let at = self.at.saturating_add(1);
        let items = self.names.nodes().get(at);
        let own = |items: &Node<'_>| items.shape == Shape::Items && items.parent == Some(self.at);
        if !items.is_some_and(own) {
            return;
        }
        let mut below = stated(self.constants, self.names, at);
        self.stated.terms.append(&mut below.terms);
        let rules = below.of_value();
        if !rules.is_empty() {
            let each = quote!(Statement::Each(&[#(#rules),*]));
            self.stated.involved.push(each);
        }
    }

    fn entry(&mut self, place: usize, entry: &Constraint) {
        let refused = match (entry.violation, entry.confidence) {
            (Violation::Rejected, Confidence::Low) => Some("a guess"),
            (Violation::Rejected, _) => None,
            _ => Some("a request that breaks it is not refused"),
        };
        let when = entry.when.as_ref();
        let condition = when.map(|when| condition(self.names, self.at, when));
        let undecided = condition.as_ref().is_some_and(Option::is_none);
        let refused = refused.or(undecided.then_some(UNDECIDED));
        let condition = condition.flatten();
        let mut sorted = Sorted::default();
        for term in entry.terms() {
            let omitted = match refused {
                Some(reason) => Some(reason),
                None => self
                    .term(entry, term, condition.is_some(), &mut sorted)
                    .err(),
            };
            self.stated.terms.push(StatedTerm {
                node: self.at,
                entry: place,
                term,
                omitted,
            });
        }
        if refused.is_some() {
            return;
        }
        self.stated.twice_matters |= entry.unique_items;
        self.stated.absent_matters |= entry.required_if.is_some()
            || !entry.exactly_one_of.is_empty()
            || !entry.at_least_one_of.is_empty()
            || !entry.mutually_exclusive.is_empty();
        let relations = conditional(condition.as_ref(), sorted.relations);
        self.stated.relations.extend(relations);
        let whole = matches!(entry.scope, Scope::Value | Scope::Encoded);
        if condition.is_none() && whole && entry.special_values.is_empty() {
            self.stated.involved.extend(sorted.involved);
            self.stated.plain.extend(sorted.plain);
        } else {
            let values = sorted.involved.into_iter().chain(sorted.plain).collect();
            let values = conditional(condition.as_ref(), scoped(entry, values));
            self.stated.involved.extend(values);
        }
    }

    /// Sorts one term of an entry that applies.
    fn term(
        &mut self,
        entry: &Constraint,
        term: Term,
        on_condition: bool,
        sorted: &mut Sorted,
    ) -> Result<(), &'static str> {
        self.strict |= !holds_for_the_empty_text(term);
        if term == Term::AllowEmpty && !on_condition {
            self.lenient = true;
            return Ok(());
        }
        match both_ends(entry) {
            Some((first, _, both)) if first == term => {
                sorted.plain.push(both);
                return Ok(());
            }
            Some((_, second, _)) if second == term => return Ok(()),
            _ => {}
        }
        let (constants, pattern) = (&mut *self.constants, &self.node.pattern);
        if let Some(value) = value_term(constants, pattern, self.node.field, entry, term) {
            sorted.plain.push(value?);
            return Ok(());
        }
        if self.list && term == Term::List {
            return Err("the items travel one by one");
        }
        match relation(self.names, self.at, entry, term)? {
            Place::Relation(tokens) => sorted.relations.push(tokens),
            Place::Count(tokens) if self.list => sorted.relations.push(tokens),
            Place::Count(tokens) | Place::Value(tokens) => sorted.involved.push(tokens),
        }
        Ok(())
    }
}

/// The statements of one entry.
#[derive(Default)]
struct Sorted {
    relations: Vec<TokenStream>,
    involved: Vec<TokenStream>,
    plain: Vec<TokenStream>,
}

/// Whether a term cannot be broken by a text without characters.
fn holds_for_the_empty_text(term: Term) -> bool {
    matches!(
        term,
        Term::MaxLength
            | Term::Charset
            | Term::StartsWith
            | Term::NotStartsWith
            | Term::EndsWith
            | Term::NotEndsWith
            | Term::NotPrefix
            | Term::NotSuffix
            | Term::NotContains
            | Term::AllowEmpty
    )
}

fn conditional(condition: Option<&TokenStream>, inner: Vec<TokenStream>) -> Vec<TokenStream> {
    match condition {
        Some(condition) if !inner.is_empty() => {
            vec![quote!(Statement::When(#condition, &[#(#inner),*]))]
        }
        _ => inner,
    }
}

/// The value statements of an entry within its scope, and apart from its special values.
fn scoped(entry: &Constraint, values: Vec<TokenStream>) -> Vec<TokenStream> {
    if values.is_empty() {
        return values;
    }
    let scope = match entry.scope {
        Scope::Value | Scope::Encoded => None,
        Scope::Item => Some("Item"),
        Scope::Part => Some("Part"),
        Scope::Decoded => Some("Decoded"),
    };
    let values = match scope.map(ident) {
        None => values,
        Some(scope) => vec![quote!(Statement::Scoped(Scope::#scope, &[#(#values),*]))],
    };
    let special = &entry.special_values;
    if special.is_empty() {
        return values;
    }
    vec![quote!(Statement::Unless(&[#(#special),*], &[#(#values),*]))]
}
