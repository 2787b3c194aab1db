//! The walk over the parameters of a request, with the rules of each.

use super::rules::Constants;
use super::statements::{self, Stated};
use crate::Term;
use crate::ident::ident;
use crate::lower::{Body, Item, Kind, Member};
use doctract_spec::model::Position;
use doctract_spec::names::{Node, Shape};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The body of `visit`.
pub(crate) struct Walk {
    /// The constants that it refers to.
    pub(crate) items: TokenStream,
    /// One statement a parameter.
    pub(crate) statements: TokenStream,
}

/// The walk over the members of a request. What becomes of each term of a constraint goes to `terms`.
pub(crate) fn walk(item: &Item<'_>, terms: &mut Vec<Term>) -> Walk {
    let mut walker = Walker {
        item,
        constants: Constants::default(),
        terms,
        position: Position::Query,
    };
    let mut whole = statements::whole(item.names, &item.operation.constraints);
    walker.note(&mut whole);
    let rules = walker.constants.rules("request", &whole.relations);
    let whole = (!whole.relations.is_empty()).then(|| quote!(v.whole(#rules);));
    let parameters = walker.below(None, &item.members, &quote!(self));
    let statements = quote!(#whole #parameters);
    Walk {
        items: walker.constants.items,
        statements,
    }
}

struct Walker<'w, 'a> {
    item: &'w Item<'a>,
    constants: Constants,
    terms: &'w mut Vec<Term>,
    position: Position,
}

impl Walker<'_, '_> {
    /// The statements for the members of one object, which `owner` holds.
    fn below(
        &mut self,
        parent: Option<usize>,
        members: &[Member],
        owner: &TokenStream,
    ) -> TokenStream {
        let nodes = self.item.names.nodes();
        let mut statements = TokenStream::new();
        for (at, node) in nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.parent == parent)
        {
            if parent.is_none() {
                statements.extend(self.move_to(node));
            }
            if let Some(constant) = &node.field.constant {
                let name = &node.pattern;
                statements.extend(quote!(v.param(#name, #constant, NO_RULES);));
                continue;
            }
            let Some(member) = members.iter().find(|member| member.node == Some(at)) else {
                continue;
            };
            statements.extend(self.member(at, node, member, owner));
        }
        statements
    }

    fn move_to(&mut self, node: &Node<'_>) -> TokenStream {
        let whole_body = node.path == "request.body";
        let usual = if whole_body {
            Position::Body
        } else {
            Position::Query
        };
        let position = node.field.position.unwrap_or(usual);
        if position == self.position {
            return TokenStream::new();
        }
        self.position = position;
        let name = quote::format_ident!("{position:?}");
        quote!(v.position(Position::#name);)
    }

    fn member(
        &mut self,
        at: usize,
        node: &Node<'_>,
        member: &Member,
        owner: &TokenStream,
    ) -> TokenStream {
        let field = ident(&member.name);
        let name = &node.pattern;
        let access = quote!(&#owner.#field);
        match &member.kind {
            Kind::List(item) => self.list(at, node, item, &access),
            Kind::Struct(id) => {
                let stated = self.object_rules(at, node);
                let below = self.object(at, *id);
                if member.required {
                    return quote!(#stated { let item = #access; #below });
                }
                let absent = self.absent(at);
                let otherwise = (!absent.is_empty()).then(|| quote!(else { #absent }));
                quote!(#stated if let Some(item) = #access { #below } #otherwise)
            }
            _ => {
                let stated = self.stated(at).all();
                let rules = self.constants.rules(name, &stated);
                quote!(v.param(#name, #access, #rules);)
            }
        }
    }

    /// What is stated about an object itself.
    fn object_rules(&mut self, at: usize, node: &Node<'_>) -> TokenStream {
        let name = &node.pattern;
        let stated = self.stated(at).relations;
        if stated.is_empty() {
            return TokenStream::new();
        }
        let rules = self.constants.rules(name, &stated);
        quote!(v.object(#name, #rules);)
    }

    /// What an absent object's members can still break: not being there.
    fn absent(&mut self, object: usize) -> TokenStream {
        let nodes = self.item.names.nodes();
        let Some(this) = nodes.get(object) else {
            return TokenStream::new();
        };
        let mut statements = TokenStream::new();
        let below = nodes.iter().enumerate().skip(object + 1);
        let below = below.take(this.end.saturating_sub(object + 1));
        for (at, node) in below.filter(|(_, node)| node.lists == this.lists) {
            // What it omits was noted with the members themselves.
            let stated = statements::stated(&mut self.constants, self.item.names, at);
            if stated.absent_matters {
                let name = &node.pattern;
                let rules = self.constants.rules(name, &stated.relations);
                statements.extend(quote!(v.absent(#name, #rules);));
            }
        }
        statements
    }

    fn object(&mut self, at: usize, id: usize) -> TokenStream {
        match self.item.types.get(id).map(|def| &def.body) {
            Some(Body::Object(members)) => {
                let members = self.rebase(at, members);
                self.below(Some(at), &members, &quote!(item))
            }
            _ => TokenStream::new(),
        }
    }

    /// The members of a type as they stand below the node `at`: two fields that share a type have
    /// the same members in the same order.
    fn rebase(&self, at: usize, members: &[Member]) -> Vec<Member> {
        let nodes = self.item.names.nodes().iter().enumerate();
        let mut seen = Vec::new();
        let below = nodes.filter(|(_, node)| {
            let first = node.parent == Some(at)
                && node.field.constant.is_none()
                && !seen.contains(&&node.pattern);
            if first {
                seen.push(&node.pattern);
            }
            first
        });
        let pairs = members.iter().zip(below);
        pairs
            .map(|(member, (node, _))| Member {
                node: Some(node),
                ..member.clone()
            })
            .collect()
    }

    fn list(
        &mut self,
        at: usize,
        node: &Node<'_>,
        item: &Kind,
        access: &TokenStream,
    ) -> TokenStream {
        let name = &node.pattern;
        let range = range(node);
        let stated = self.stated(at);
        let rules = self.constants.rules(name, &stated.relations);
        let items = self.item.names.nodes().get(at + 1).filter(|child| {
            child.parent == Some(at) && child.pattern == node.pattern && child.shape != Shape::Items
        });
        match item {
            Kind::Struct(id) => {
                let inner = if items.is_some() { at + 1 } else { at };
                let of_item = match items {
                    Some(items) => self.object_rules(at + 1, items),
                    None => TokenStream::new(),
                };
                let below = self.object(inner, *id);
                let show = ident(if stated.twice_matters {
                    "distinct"
                } else {
                    "items"
                });
                quote! {
                    for (place, item) in v.#show(#name, #access, #range, #rules) {
                        v.enter(place);
                        #of_item
                        #below
                        v.leave();
                    }
                }
            }
            _ => {
                let of_item = match items {
                    Some(_) => self.stated(at + 1),
                    None => Stated::default(),
                };
                let of_item = stated.of_values(of_item);
                let item_rules = self.constants.rules(name, &of_item);
                quote!(v.values(#name, #access, #range, #rules, #item_rules);)
            }
        }
    }

    /// What the spec states about one node; what cannot be stated is noted.
    fn stated(&mut self, at: usize) -> Stated {
        let mut stated = statements::stated(&mut self.constants, self.item.names, at);
        self.note(&mut stated);
        stated
    }

    /// Notes what became of the terms.
    fn note(&mut self, stated: &mut Stated) {
        let nodes = self.item.names.nodes();
        for stated in stated.terms.drain(..) {
            let node = nodes.get(stated.node);
            self.terms.push(Term {
                operation: self.item.operation.operation.clone(),
                parameter: node.map(|node| node.pattern.clone()).unwrap_or_default(),
                node: node.map(|_| stated.node),
                entry: stated.entry,
                term: stated.term,
                omitted: stated.omitted,
            });
        }
    }
}

/// The indices of a flattened list.
pub(crate) fn range(node: &Node<'_>) -> TokenStream {
    let range = node.field.index_range.as_ref();
    // Indices begin at 1, whatever a page says.
    let first = Literal::u32_unsuffixed(range.map_or(1, |range| range.min.max(1)));
    match range
        .and_then(|range| range.max)
        .map(Literal::u32_unsuffixed)
    {
        Some(last) => quote!(indices(#first, #last)),
        None => quote!(indices_from(#first)),
    }
}
