//! The parameters of a call: out of a request's pairs, by canonical name, checked by the spec.

use super::carrier::{Carried, Pair};
use super::registry::Served;
use crate::operations::Parameters;
use std::borrow::Cow;

/// Parameters that every request may carry; they are no operation's own unless its spec says so.
const COMMON: [&str; 11] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// What a request says to an operation.
#[derive(Debug)]
pub(crate) struct Sent<'a> {
    /// The pairs as they were sent, those that every request may carry left out.
    pub(crate) pairs: Vec<Pair<'a>>,
}

impl<'a> Sent<'a> {
    /// Takes the operation's own pairs out of a request.
    pub(crate) fn of(request: Carried<'a>, action: &str, served: &Served) -> Self {
        let parameters = &served.spec.request.parameters;
        let documented = |name: &str| parameters.iter().any(|field| field.name == name);
        let in_headers = request.parameter("Action").is_none();
        let mut pairs = request.pairs;
        pairs.retain(|(name, _)| !COMMON.contains(&&**name) || documented(name));
        if in_headers && documented("Action") {
            let action = Cow::Owned(action.to_owned());
            pairs.push((Cow::Borrowed("Action"), action));
        }
        Self { pairs }
    }

    /// The parameters that the operation documents, by canonical name: what an alias says counts
    /// where the canonical spelling is absent. All of them where there is no spec.
    pub(crate) fn canonical(self, served: &Served) -> Parameters {
        if !served.given {
            let pairs = self.pairs.into_iter();
            let owned = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
            return Parameters(owned.collect());
        }
        let names = served.checker.names();
        let mut canonical: Vec<(String, String)> = Vec::with_capacity(self.pairs.len());
        let mut aliases = Vec::new();
        for (name, value) in self.pairs {
            let Some(resolved) = names.resolve(&name) else {
                continue;
            };
            if resolved.alias {
                let indices = resolved.indices.as_slice();
                let name = doctract_core::wire::indexed(resolved.pattern, indices);
                aliases.push((name, value.into_owned()));
            } else {
                canonical.push((name.into_owned(), value.into_owned()));
            }
        }
        for (name, value) in aliases {
            if !canonical.iter().any(|(own, _)| *own == name) {
                canonical.push((name, value));
            }
        }
        Parameters(canonical)
    }
}
