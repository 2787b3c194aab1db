//! Client tokens: what a repeated request is answered with.
//!
//! A token is claimed before its request is worked on and settled after. Only successes are
//! remembered: a refused request leaves the token free for its correction.

use super::AccountIndex;
use crate::answer::Node;
use crate::world::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};

/// The most tokens that are remembered at once; the oldest are forgotten first.
const MOST_TOKENS: usize = 1 << 18;

/// Whose token it is, and for which operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Owner {
    account: AccountIndex,
    operation: String,
    token: String,
}

#[derive(Debug, Clone)]
struct Entry {
    /// The parameters of the request, sorted.
    parameters: Vec<(String, String)>,
    /// Which claim it is; tells an entry from a later one of the same token.
    serial: u64,
    state: State,
}

#[derive(Debug, Clone)]
enum State {
    /// The first request is still worked on.
    InWork,
    /// It succeeded with this answer.
    Done(Node),
    /// It was refused, and a fault makes the token remember that.
    Burnt,
}

/// A token that succeeded, as a state file has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TokenRecord {
    account: AccountIndex,
    operation: String,
    token: String,
    parameters: Vec<(String, String)>,
    expires: Timestamp,
    /// The answer as JSON.
    answer: String,
}

/// What a request with a token is to do.
#[derive(Debug)]
pub(crate) enum Claim {
    /// Work: nobody used the token. To be settled under this number.
    Fresh(u64),
    /// Answer this again.
    Replay(Node),
    /// Refuse: the token was used with other parameters.
    Mismatch,
    /// Refuse: the first request is still worked on.
    InWork,
}

/// The tokens that are remembered.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    entries: HashMap<Owner, Entry>,
    /// The entries in the order in which they expire.
    expiries: VecDeque<(Timestamp, u64, Owner)>,
    serial: u64,
}

/// A request that carries a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tokened<'a> {
    /// The account.
    pub(crate) account: AccountIndex,
    /// The operation.
    pub(crate) operation: &'a str,
    /// The token.
    pub(crate) token: &'a str,
    /// All other parameters, sorted by name.
    pub(crate) parameters: &'a [(String, String)],
}

impl Tokened<'_> {
    fn owner(&self) -> Owner {
        Owner {
            account: self.account,
            operation: self.operation.to_owned(),
            token: self.token.to_owned(),
        }
    }
}

impl Tokens {
    /// Claims a token for a request, or says what its first use came to.
    pub(crate) fn claim(&mut self, request: Tokened<'_>, now: Timestamp, lifetime: Span) -> Claim {
        self.forget_expired(now);
        let owner = request.owner();
        if let Some(entry) = self.entries.get(&owner) {
            return match &entry.state {
                _ if entry.parameters != request.parameters => Claim::Mismatch,
                State::InWork => Claim::InWork,
                State::Done(answer) => Claim::Replay(answer.clone()),
                State::Burnt => Claim::Fresh(entry.serial),
            };
        }
        self.serial += 1;
        let entry = Entry {
            parameters: request.parameters.to_vec(),
            serial: self.serial,
            state: State::InWork,
        };
        let expires = super::Model::after(now, lifetime);
        self.expiries
            .push_back((expires, self.serial, owner.clone()));
        self.entries.insert(owner, entry);
        Claim::Fresh(self.serial)
    }

    /// Remembers what the first request of a token was answered.
    pub(crate) fn succeed(&mut self, request: Tokened<'_>, serial: u64, answer: &Node) {
        self.settle(request, serial, State::Done(answer.clone()));
    }

    /// Remembers the parameters of a refused request: what no right server does.
    pub(crate) fn burn(&mut self, request: Tokened<'_>, serial: u64) {
        self.settle(request, serial, State::Burnt);
    }

    fn settle(&mut self, request: Tokened<'_>, serial: u64, state: State) {
        if let Some(entry) = self.entries.get_mut(&request.owner())
            && entry.serial == serial
        {
            entry.state = state;
        }
    }

    /// Frees the token of a request that was refused or given up.
    pub(crate) fn release(&mut self, request: Tokened<'_>, serial: u64) {
        let owner = request.owner();
        if self
            .entries
            .get(&owner)
            .is_some_and(|entry| entry.serial == serial)
        {
            self.entries.remove(&owner);
        }
    }

    /// What a state file says of a token that is about to succeed.
    pub(crate) fn record(
        request: Tokened<'_>,
        now: Timestamp,
        lifetime: Span,
        answer: &Node,
    ) -> TokenRecord {
        TokenRecord {
            account: request.account,
            operation: request.operation.to_owned(),
            token: request.token.to_owned(),
            parameters: request.parameters.to_vec(),
            expires: super::Model::after(now, lifetime),
            answer: answer.to_json(),
        }
    }

    /// All tokens that succeeded.
    pub(crate) fn records(&self) -> impl Iterator<Item = TokenRecord> {
        self.expiries.iter().filter_map(|(expires, serial, owner)| {
            let entry = self.entries.get(owner)?;
            let State::Done(answer) = &entry.state else {
                return None;
            };
            (entry.serial == *serial).then(|| TokenRecord {
                account: owner.account,
                operation: owner.operation.clone(),
                token: owner.token.clone(),
                parameters: entry.parameters.clone(),
                expires: *expires,
                answer: answer.to_json(),
            })
        })
    }

    /// Remembers a token that a state file has.
    pub(crate) fn restore(&mut self, record: TokenRecord) {
        let Ok(answer) = serde_json::from_str(&record.answer) else {
            return;
        };
        let owner = Owner {
            account: record.account,
            operation: record.operation,
            token: record.token,
        };
        self.serial += 1;
        self.expiries
            .push_back((record.expires, self.serial, owner.clone()));
        let entry = Entry {
            parameters: record.parameters,
            serial: self.serial,
            state: State::Done(Node::from_json(answer)),
        };
        self.entries.insert(owner, entry);
    }

    /// How many are remembered.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, serial, _)) = self.expiries.front() {
            if *expires > now && self.expiries.len() < MOST_TOKENS {
                return;
            }
            let serial = *serial;
            let Some((_, _, owner)) = self.expiries.pop_front() else {
                return;
            };
            if self
                .entries
                .get(&owner)
                .is_some_and(|entry| entry.serial == serial)
            {
                self.entries.remove(&owner);
            }
        }
    }
}
