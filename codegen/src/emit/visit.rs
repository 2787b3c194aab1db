//! The walk over the parameters of a request, with the rules of each.

use super::rules::{Constants, both_ends, value_term};
use crate::Omitted;
use crate::ident::ident;
use crate::lower::{Item, Kind, Member};
use doctract_spec::model::{Confidence, Constraint, Position, Scope, Term, Type, Violation};
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

/// The walk over the members of a request. What cannot be stated goes to `omitted`.
pub(crate) fn walk(item: &Item<'_>, omitted: &mut Vec<Omitted>) -> Walk {
    let mut walker = Walker {
        item,
        constants: Constants::default(),
        omitted,
        position: Position::Query,
    };
    let statements = walker.below(None, &item.members, &quote!(self));
    Walk {
        items: walker.constants.items,
        statements,
    }
}

struct Walker<'w, 'a> {
    item: &'w Item<'a>,
    constants: Constants,
    omitted: &'w mut Vec<Omitted>,
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
                statements.extend(quote!(v.param(#name, #constant, &[]);));
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
        let position = node.field.position.unwrap_or(match node.pattern.as_str() {
            "body" if node.field.name.is_empty() => Position::Body,
            _ => Position::Query,
        });
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
                let below = self.object(at, *id);
                let _ = self.statements(at, node);
                if member.required {
                    quote!({ let item = #access; #below })
                } else {
                    quote!(if let Some(item) = #access { #below })
                }
            }
            _ => {
                let rules = self.rules(at, node);
                quote!(v.param(#name, #access, #rules);)
            }
        }
    }

    fn object(&mut self, at: usize, id: usize) -> TokenStream {
        match self.item.types.get(id).map(|def| &def.body) {
            Some(crate::lower::Body::Object(members)) => {
                // The nodes of a type that two fields share differ; members match by order.
                let members = self.rebase(at, members);
                self.below(Some(at), &members, &quote!(item))
            }
            _ => TokenStream::new(),
        }
    }

    /// The members of a type as they stand below the node `at`.
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
        let first = node.field.index_range.as_ref().map_or(1, |range| range.min);
        let last = node.field.index_range.as_ref().and_then(|range| range.max);
        let first = Literal::u32_unsuffixed(first);
        let range = match last.map(Literal::u32_unsuffixed) {
            Some(last) => quote!(indices(#first, #last)),
            None => quote!(indices_from(#first)),
        };
        let rules = self.rules(at, node);
        let nodes = self.item.names.nodes();
        let items = nodes.get(at + 1).filter(|child| {
            child.parent == Some(at) && child.pattern == node.pattern && child.shape != Shape::Items
        });
        let inner = if items.is_some() { at + 1 } else { at };
        match item {
            Kind::Struct(id) => {
                let below = self.object(inner, *id);
                quote! {
                    for (indices, item) in v.items(#name, #access, #range, #rules) {
                        v.enter(indices);
                        #below
                        v.leave();
                    }
                }
            }
            _ => {
                let item_rules = match items {
                    Some(items) => self.rules(at + 1, items),
                    None => quote!(&[]),
                };
                quote!(v.values(#name, #access, #range, #rules, #item_rules);)
            }
        }
    }

    fn rules(&mut self, at: usize, node: &Node<'_>) -> TokenStream {
        let statements = self.statements(at, node);
        self.constants.rules(&node.pattern, &statements)
    }

    /// What the spec states about one node.
    fn statements(&mut self, at: usize, node: &Node<'_>) -> Vec<TokenStream> {
        let mut statements = Vec::new();
        if let (Shape::Leaf, Some(kind)) = (node.shape, value_kind(node.field.kind)) {
            statements.push(quote!(typed(ValueKind::#kind)));
        }
        for (entry, constraint) in node.field.constraints.iter().enumerate() {
            let ends = both_ends(constraint).filter(|_| plain(constraint).is_ok());
            for term in constraint.terms() {
                match &ends {
                    Some((first, _, both)) if *first == term => {
                        statements.push(both.clone());
                        continue;
                    }
                    Some((_, second, _)) if *second == term => continue,
                    _ => {}
                }
                match self.term(node, constraint, term) {
                    Ok(Some(tokens)) => statements.push(tokens),
                    Ok(None) => {}
                    Err(reason) => self.omitted.push(Omitted {
                        operation: self.item.operation.operation.clone(),
                        parameter: node.pattern.clone(),
                        node: at,
                        entry,
                        term,
                        reason,
                    }),
                }
            }
        }
        statements
    }

    fn term(
        &mut self,
        node: &Node<'_>,
        entry: &Constraint,
        term: Term,
    ) -> Result<Option<TokenStream>, &'static str> {
        plain(entry)?;
        match value_term(&mut self.constants, &node.pattern, entry, term) {
            Some(result) => result.map(Some),
            None => Err("not about the value alone"),
        }
    }
}

/// Whether the terms of an entry are about the value alone; if not, why not.
fn plain(entry: &Constraint) -> Result<(), &'static str> {
    if entry.violation != Violation::Rejected {
        return Err("a request that breaks it is not refused");
    }
    if entry.confidence == Confidence::Low {
        return Err("a guess");
    }
    if entry.when.is_some() || entry.scope != Scope::Value || !entry.special_values.is_empty() {
        return Err("not about the value alone");
    }
    Ok(())
}

/// What a text must be read as; types that Rust already ensures need no check.
fn value_kind(kind: Type) -> Option<proc_macro2::Ident> {
    match kind {
        Type::Json => Some(ident("Json")),
        Type::Double => Some(ident("Double")),
        Type::Float => Some(ident("Float")),
        _ => None,
    }
}
