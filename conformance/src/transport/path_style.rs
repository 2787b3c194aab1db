//! Operations with a path of their own: path variables, headers, a JSON body, the signature of
//! that style.

use super::Endpoint;
use super::prepare::{Departures, Filled, Pair, Prepared, Unsendable, accept, carried, own_pairs};
use crate::case::{Place, Request};
use doctract_core::signing::{self, Credentials, Stamp, roa};
use doctract_core::wire;
use serde_json::Value as Json;

pub(super) fn path_style(
    endpoint: &Endpoint,
    request: &Request,
    filled: &Filled<'_>,
    departures: &Departures<'_>,
    key: &Credentials,
) -> Result<Prepared, Unsendable> {
    let query = own_pairs(filled);
    let mut prepared = carried(request, departures, Vec::new(), query.clone());
    let path = request.path.as_deref().unwrap_or("/");
    place(&mut prepared, path, request, filled);
    let time = filled.now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let headers = &mut prepared.headers;
    headers.push(("host".to_owned(), endpoint.authority().to_owned()));
    headers.push(("accept".to_owned(), accept(request).to_owned()));
    headers.push(("x-acs-version".to_owned(), filled.version.to_owned()));
    let signed_path = prepared.target.split('?').next().unwrap_or("/").to_owned();
    if signed_path.contains('{') {
        return Err(Unsendable(format!("the path {signed_path} is not filled")));
    }
    let unsigned = signing::Request {
        method: request.method.name(),
        path: &signed_path,
        query: &query,
        headers: &[],
        body: prepared.body.as_bytes(),
    };
    let stamp = Stamp {
        time: &time,
        nonce: &filled.nonce,
    };
    roa::sign_headers(&unsigned, &mut prepared.headers, key, stamp);
    Ok(prepared)
}

/// Fills path variables, headers and the JSON body of an HTTP-path operation.
pub(super) fn place(prepared: &mut Prepared, path: &str, request: &Request, filled: &Filled<'_>) {
    let mut path = path.to_owned();
    let mut body = Json::Null;
    for pair in &filled.pairs {
        match pair.position {
            Some(Place::Path) => {
                let name = &pair.name;
                for form in [
                    format!("{{{name}}}"),
                    format!("[{name}]"),
                    format!("<{name}>"),
                ] {
                    path = path.replace(&form, &wire::encode(&pair.value));
                }
            }
            Some(Place::Header) => {
                let name = pair.name.to_lowercase();
                prepared.headers.push((name, pair.value.clone()));
            }
            Some(Place::Body) => insert(&mut body, &pair.name, json_of(pair)),
            None => {}
        }
    }
    let query = prepared
        .target
        .split_once('?')
        .map(|(_, query)| query.to_owned());
    prepared.target = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    if let Some(root) = &request.body_root {
        body = body.get_mut(root).map(Json::take).unwrap_or_default();
    }
    if !body.is_null() {
        prepared.body = body.to_string();
        prepared.headers.retain(|(name, _)| name != "content-type");
        prepared
            .headers
            .push(("content-type".to_owned(), "application/json".to_owned()));
    }
}

/// A value as it stands in JSON: as it is where its type is no text and it can, else as a text.
fn json_of(pair: &Pair) -> Json {
    let literal = pair
        .literal
        .then(|| serde_json::from_str(&pair.value).ok())
        .flatten();
    literal.unwrap_or_else(|| Json::from(pair.value.as_str()))
}

/// Most elements of a list in a body.
const MOST_ELEMENTS: usize = 10_000;

/// Puts a value at its place: `nodes.2.host` is the member `host` of the second of `nodes`.
fn insert(body: &mut Json, name: &str, value: Json) {
    let mut place = body;
    for part in name.split('.') {
        place = match part.parse::<usize>() {
            Ok(index) if index <= MOST_ELEMENTS => {
                if !place.is_array() {
                    *place = Json::Array(Vec::new());
                }
                let Some(items) = place.as_array_mut() else {
                    return;
                };
                let at = index.saturating_sub(1);
                if items.len() <= at {
                    items.resize(at + 1, Json::Null);
                }
                let Some(item) = items.get_mut(at) else {
                    return;
                };
                item
            }
            _ => {
                if !place.is_object() {
                    *place = Json::Object(serde_json::Map::new());
                }
                let Some(members) = place.as_object_mut() else {
                    return;
                };
                members.entry(part.to_owned()).or_insert(Json::Null)
            }
        };
    }
    *place = value;
}
