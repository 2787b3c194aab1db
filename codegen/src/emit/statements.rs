//! What the spec states about one field, as expressions of the runtime's statements.

use super::rules::{Constants, both_ends, value_term};
use crate::ident::ident;
use doctract_core::Operator;
use doctract_spec::model::{
    Condition, Confidence, Constraint, Field, List, Scope, Term, Type, Violation,
};
use doctract_spec::names::{Names, Node, Shape};
use proc_macro2::{Ident, Literal, TokenStream};
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

/// Why a term with a condition in words is not stated.
const UNDECIDED: &str = "its condition is no value of a parameter";

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

/// Where a term that is no rule of the value belongs.
enum Place {
    Relation(TokenStream),
    Count(TokenStream),
    Value(TokenStream),
}

fn relation(
    names: &Names<'_>,
    at: usize,
    entry: &Constraint,
    term: Term,
) -> Result<Place, &'static str> {
    let group = |list: &[String], with_self: bool| {
        let own = names.nodes().get(at).map(|node| node.pattern.as_str());
        let own = own.filter(|_| with_self && !list.iter().any(|name| is_own(names, at, name)));
        group(names, at, list.iter().map(String::as_str).chain(own))
    };
    let tokens = match term {
        Term::RequiredIf => {
            let condition = entry
                .required_if
                .as_ref()
                .and_then(|when| condition(names, at, when));
            let condition = condition.ok_or(UNDECIDED)?;
            quote!(Statement::RequiredIf(#condition))
        }
        Term::EffectiveIf => {
            let condition = entry
                .effective_if
                .as_ref()
                .and_then(|when| condition(names, at, when));
            let condition = condition.ok_or(UNDECIDED)?;
            quote!(Statement::EffectiveIf(#condition))
        }
        Term::DependentRequired => {
            let group = group(&entry.dependent_required, false);
            quote!(Statement::DependentRequired(#group))
        }
        Term::ExactlyOneOf => {
            let group = group(&entry.exactly_one_of, true);
            quote!(Statement::ExactlyOneOf(#group))
        }
        Term::AtLeastOneOf => {
            let group = group(&entry.at_least_one_of, true);
            quote!(Statement::AtLeastOneOf(#group))
        }
        Term::MutuallyExclusive => {
            let group = group(&entry.mutually_exclusive, true);
            quote!(Statement::MutuallyExclusive(#group))
        }
        Term::Compare => compare(names, at, entry)?,
        Term::Span => {
            let span = entry.span.as_ref().ok_or("")?;
            let other = other(names, at, &span.other, false);
            let (min, max) = (option(span.min.as_ref()), option(span.max.as_ref()));
            quote!(Statement::Span(#other, #min, #max))
        }
        Term::WithinPast => {
            let longest = entry.within_past.as_deref().unwrap_or_default();
            quote!(Statement::WithinPast(#longest))
        }
        Term::MinItems => return Ok(count("MinItems", entry.min_items)),
        Term::MaxItems => return Ok(count("MaxItems", entry.max_items)),
        Term::UniqueItems => return Ok(Place::Count(quote!(Statement::UniqueItems))),
        Term::List => {
            let form = entry.list.as_ref().map(list_form);
            return Ok(Place::Value(quote!(Statement::List(#form))));
        }
        Term::AllowEmpty => return Ok(Place::Value(quote!(Statement::AllowEmpty))),
        Term::Unique => return Err("other requests decide it"),
        Term::Default | Term::Precedes => return Err("nothing can break it"),
        Term::Deprecated | Term::ReplacedBy => return Err("advice"),
        Term::ValueFrom => return Err("a hint"),
        _ => return Err("a term that generated code does not know"),
    };
    Ok(Place::Relation(tokens))
}

fn count(name: &str, limit: Option<u64>) -> Place {
    let name = ident(name);
    let limit = Literal::u64_unsuffixed(limit.unwrap_or_default());
    Place::Count(quote!(Statement::#name(#limit)))
}

fn compare(names: &Names<'_>, at: usize, entry: &Constraint) -> Result<TokenStream, &'static str> {
    let comparison = entry.compare.as_ref().ok_or("")?;
    let operator = operator(comparison.operator.0);
    let with = match (&comparison.other, comparison.now) {
        (Some(name), _) => {
            let other = other(names, at, name, false);
            quote!(Some(#other))
        }
        (None, true) => quote!(None),
        (None, false) => return Err("it compares with nothing"),
    };
    Ok(quote!(Statement::Compare(Operator::#operator, #with)))
}

fn option(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

fn list_form(list: &List) -> TokenStream {
    match &list.separator {
        Some(separator) => quote!(ListForm::Separated(#separator)),
        None => quote!(ListForm::Json),
    }
}

fn operator(operator: Operator) -> Ident {
    format_ident!("{operator:?}")
}

/// A condition; `None` where no request can decide it.
fn condition(names: &Names<'_>, at: usize, when: &Condition) -> Option<TokenStream> {
    let undecided = || quote!(Condition::Undecided);
    for (parts, name) in [(&when.all, "All"), (&when.any, "Any")] {
        if parts.is_empty() {
            continue;
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|part| condition(names, at, part))
            .collect();
        if parts.iter().all(Option::is_none) {
            return None;
        }
        let name = ident(name);
        let parts = parts.into_iter().map(|part| part.unwrap_or_else(undecided));
        return Some(quote!(Condition::#name(&[#(#parts),*])));
    }
    let name = when.parameter.as_deref()?;
    names.find(name)?;
    let other = other(names, at, name, true);
    let operator = operator(
        when.operator
            .map_or(Operator::Present, |operator| operator.0),
    );
    let values = &when.values;
    Some(quote!(Condition::Is(#other, Operator::#operator, &[#(#values),*])))
}

/// A reference to another parameter, seen from the node `at`.
fn other(names: &Names<'_>, at: usize, name: &str, with_default: bool) -> TokenStream {
    let (pattern, common) = place(names, at, name);
    let mut tokens = quote!(other(#pattern));
    if common > 0 {
        let common = Literal::usize_unsuffixed(common);
        tokens = quote!(#tokens.shared(#common));
    }
    let node = names.find(name).and_then(|node| names.nodes().get(node));
    let default = node.and_then(|node| default_of(node.field));
    if let Some(default) = default.filter(|_| with_default) {
        tokens = quote!(#tokens.or(#default));
    }
    tokens
}

/// A reference to several parameters.
fn group<'n>(names: &Names<'_>, at: usize, list: impl Iterator<Item = &'n str>) -> TokenStream {
    let (patterns, shared): (Vec<String>, Vec<usize>) =
        list.map(|name| place(names, at, name)).unzip();
    let group = quote!(group(&[#(#patterns),*]));
    if shared.iter().all(|lists| *lists == 0) {
        return group;
    }
    let shared = shared.into_iter().map(Literal::usize_unsuffixed);
    quote!(#group.shared(&[#(#shared),*]))
}

/// The documented name that a name means, and how many lists that stands in with the node `at`.
fn place(names: &Names<'_>, at: usize, name: &str) -> (String, usize) {
    let node = names.find(name).and_then(|node| names.nodes().get(node));
    let Some(node) = node else {
        return (name.to_owned(), 0);
    };
    let own = names.nodes().get(at);
    let own = own.map(|own| own.lists.as_slice()).unwrap_or_default();
    let common = own.iter().zip(&node.lists).take_while(|(a, b)| a == b);
    (node.pattern.clone(), common.count())
}

/// Whether a name means the node itself: the same values.
fn is_own(names: &Names<'_>, at: usize, name: &str) -> bool {
    let meant = names.find(name).and_then(|node| names.nodes().get(node));
    let own = names.nodes().get(at);
    meant
        .zip(own)
        .is_some_and(|(meant, own)| meant.leaves == own.leaves)
}

/// The default that conditions may build on: stated as a value, without a condition of its own,
/// and not guessed.
fn default_of(field: &Field) -> Option<&str> {
    let plain = |entry: &&Constraint| entry.when.is_none() && entry.confidence != Confidence::Low;
    let mut stated = field.constraints.iter().filter(plain);
    stated.find_map(|entry| entry.default.as_ref()?.value.as_deref())
}
