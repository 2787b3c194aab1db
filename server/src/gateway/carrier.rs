//! The carriers: a request's parameters out of its query, its form, or both.

use super::errors;
use crate::refusal::Refusal;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use doctract_core::signing::Request;
use doctract_core::wire;
use std::borrow::Cow;
use std::collections::HashSet;

/// The most parameters of one request.
const MOST_PARAMETERS: usize = 2000;

/// A parameter: what needed no decoding is borrowed from the request.
pub(crate) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A request, decoded.
#[derive(Debug)]
pub(crate) struct Carried<'a> {
    /// The method as it was sent.
    pub(crate) method: &'a Method,
    /// The path as it was sent.
    pub(crate) path: &'a str,
    /// The headers.
    pub(crate) headers: &'a HeaderMap,
    /// The body.
    pub(crate) body: &'a [u8],
    /// All parameters, those of the query first.
    pub(crate) pairs: Vec<Pair<'a>>,
    /// How many of them are from the query.
    in_query: usize,
}

impl<'a> Carried<'a> {
    /// Decodes a request.
    ///
    /// A body is read as a form unless it says that it is something else; that of a GET is not
    /// read. A name that comes twice is refused: which of its values was meant, or signed, cannot
    /// be told.
    pub(crate) fn read(parts: &'a Parts, body: &'a [u8]) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs = Vec::with_capacity(24);
        read_into(&mut pairs, query)?;
        let in_query = pairs.len();
        if parts.method == Method::POST && is_form(&parts.headers) {
            let form = std::str::from_utf8(body).map_err(errors::unreadable)?;
            read_into(&mut pairs, form)?;
        }
        if let Some(name) = repeated(&pairs) {
            return Err(errors::invalid_parameter(name));
        }
        Ok(Self {
            method: &parts.method,
            path: parts.uri.path(),
            headers: &parts.headers,
            body,
            pairs,
            in_query,
        })
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter();
        pairs.find_map(|(own, value)| (own == name).then_some(&**value))
    }

    /// The value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The same request in the form that signatures are checked over.
    pub(crate) fn signed_with<'b>(&'b self, headers: &'b [Pair<'a>]) -> Request<'b, Cow<'a, str>> {
        Request {
            method: self.method.as_str(),
            path: self.path,
            query: &self.pairs[..self.in_query],
            headers,
            body: self.body,
        }
    }
}

/// A name that comes twice. Few names are compared with each other, many are collected.
fn repeated<'a>(pairs: &'a [Pair<'_>]) -> Option<&'a str> {
    const FEW: usize = 40;
    if pairs.len() <= FEW {
        let mut all = pairs.iter().enumerate();
        let again = all.find(|(at, (name, _))| pairs[..*at].iter().any(|(own, _)| own == name));
        return again.map(|(_, (name, _))| &**name);
    }
    let mut names = HashSet::with_capacity(pairs.len());
    let mut all = pairs.iter().map(|(name, _)| &**name);
    all.find(|name| !names.insert(*name))
}

fn is_form(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.is_empty() || kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn read_into<'a>(pairs: &mut Vec<Pair<'a>>, text: &'a str) -> Result<(), Refusal> {
    for pair in wire::query_pairs(text) {
        let pair = pair.map_err(errors::unreadable)?;
        if pairs.len() == MOST_PARAMETERS {
            let why = format!("more than {MOST_PARAMETERS}");
            return Err(errors::unreadable(why));
        }
        pairs.push(pair);
    }
    Ok(())
}
