//! Nested types that several operations have alike: they stand once.

use super::{Style, types};
use crate::lower::{Body, Item, Kind, TypeDef};
use crate::tree::Module;
use quote::quote;
use std::collections::BTreeMap;

/// The nested types that several operations have alike.
pub(super) struct Shared<'i> {
    /// By name: what it is made of, and one operation's copy of it.
    pub(super) types: BTreeMap<String, (String, &'i TypeDef, &'i Item<'i>)>,
}

impl<'i> Shared<'i> {
    /// Types of one name and make in at least two operations. Where two such types compete for a
    /// name, the one in more operations has it; the other stays where it is.
    pub(super) fn find(items: &'i [Item<'i>]) -> Self {
        let mut uses: BTreeMap<(String, String), (usize, &TypeDef, &Item<'_>)> = BTreeMap::new();
        for item in items {
            for def in item.types.all() {
                let key = (def.name.clone(), item.types.make(&def.body));
                uses.entry(key).or_insert((0, def, item)).0 += 1;
            }
        }
        let mut types = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for ((name, make), (count, def, item)) in uses {
            let most = counts.entry(name.clone()).or_default();
            if count > 1 && count > *most {
                *most = count;
                types.insert(name, (make, def, item));
            }
        }
        let mut shared = Self { types };
        shared.drop_incomplete();
        shared
    }

    /// A shared type may only be made of shared types.
    fn drop_incomplete(&mut self) {
        loop {
            let whole = |(_, def, item): &(String, &TypeDef, &Item<'_>)| {
                let used = named_kinds(def)
                    .into_iter()
                    .filter_map(|id| item.types.get(id));
                used.into_iter().all(|used| self.holds(item, used))
            };
            let entries = self.types.iter();
            let broken: Vec<String> = entries
                .filter(|(_, entry)| !whole(entry))
                .map(|(name, _)| name.clone())
                .collect();
            if broken.is_empty() {
                return;
            }
            for name in broken {
                self.types.remove(&name);
            }
        }
    }

    pub(super) fn holds(&self, item: &Item<'_>, def: &TypeDef) -> bool {
        let known = self.types.get(&def.name);
        known.is_some_and(|(make, ..)| *make == item.types.make(&def.body))
    }

    pub(super) fn module(&self, style: &Style) -> Option<Module> {
        if self.types.is_empty() {
            return None;
        }
        let krate = &style.krate;
        let mut defs = self.types.values().map(|(_, def, _)| def);
        // Enums need nothing of the runtime's short names.
        let runtime = defs.any(|def| !matches!(def.body, Body::Enum(_)));
        let runtime = runtime.then(|| quote!(use #krate::generated::*;));
        let types = self.types.values();
        let types = types.map(|(_, def, item)| types::type_def(def, &item.types, style));
        Some(Module {
            name: "types".into(),
            about: "Nested types that several operations have alike.".into(),
            items: quote! {
                #runtime
                #(#types)*
            },
            visibility: style.visibility.clone(),
            ..Module::default()
        })
    }
}

fn named_kinds(def: &TypeDef) -> Vec<usize> {
    fn named(kind: &Kind) -> Option<usize> {
        match kind {
            Kind::Struct(id) | Kind::Enum(id) => Some(*id),
            Kind::List(item) => named(item),
            _ => None,
        }
    }
    match &def.body {
        Body::Object(members) | Body::Answer(members) => members
            .iter()
            .filter_map(|member| named(&member.kind))
            .collect(),
        Body::Enum(_) => Vec::new(),
    }
}
