//! From a request's parameters to a signed HTTP request.

use super::{Credentials, Endpoint, HttpRequest, transport};
use crate::pairs::Placed;
use crate::{OperationInfo, Position};
use doctract_core::signing::{self, Stamp, roa, v1, v3};
use doctract_core::wire;
use jiff::Timestamp;

/// How requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Signature {
    /// Version 1.0: HMAC-SHA1 in the parameters; for operations with a path of their own the older
    /// header `acs …`.
    V1,
    /// Version 3: ACS3-HMAC-SHA256 in headers.
    #[default]
    V3,
}

/// A request before it is signed.
pub(super) struct Outgoing<'a> {
    pub(super) operation: OperationInfo,
    pub(super) parameters: Vec<Placed<'a>>,
    /// The JSON body of an operation with a path of its own.
    pub(super) body: Option<serde_json::Value>,
}

type Pairs = Vec<(String, String)>;

impl Outgoing<'_> {
    /// One attempt, with a time and a nonce of its own.
    pub(super) fn http(
        &self,
        endpoint: &Endpoint,
        signature: Signature,
        credentials: &Credentials,
        attempt: u32,
    ) -> Result<HttpRequest, String> {
        let base = endpoint.base(self.operation.product)?;
        let nonce = uuid::Uuid::new_v4().to_string();
        let now = Timestamp::now();
        let parts = match self.operation.path {
            Some((method, template)) => self.by_path(method, template)?,
            None => self.by_action(signature),
        };
        let mut parts = Parts {
            host: transport::host(&base),
            ..parts
        };
        let seconds = doctract_core::time::text(now.as_millisecond());
        let stamp = Stamp {
            time: &seconds,
            nonce: &nonce,
        };
        match (signature, self.operation.path) {
            (Signature::V1, None) => {
                parts.sign_v1(credentials, stamp);
            }
            (Signature::V1, Some(_)) => {
                let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                let stamp = Stamp {
                    time: &date,
                    nonce: &nonce,
                };
                parts.sign_roa(credentials, stamp, self.operation.version);
            }
            (Signature::V3, _) => parts.sign_v3(credentials, stamp, &self.operation),
        }
        Ok(parts.into_http(&base, self.operation, attempt))
    }

    /// An operation that is named by a parameter or a header.
    fn by_action(&self, signature: Signature) -> Parts {
        let mut parts = Parts::new("POST", "/".to_owned());
        let own = |name: &str| matches!(name, "Action" | "Version");
        for placed in self.parameters.iter().filter(|placed| !own(&placed.name)) {
            parts.place(placed);
        }
        if signature == Signature::V1 {
            let operation = self.operation;
            for (name, value) in [
                ("Action", operation.name),
                ("Version", operation.version),
                ("Format", "JSON"),
            ] {
                parts.query.push((name.to_owned(), value.to_owned()));
            }
            // One set, whichever way it travels; a form may be longer than an address.
            let query = std::mem::take(&mut parts.query);
            parts.form.extend(query);
        }
        parts
    }

    /// An operation with a path of its own.
    fn by_path(&self, method: &'static str, template: &str) -> Result<Parts, String> {
        let mut path = template.to_owned();
        for placed in self
            .parameters
            .iter()
            .filter(|placed| placed.position == Position::Path)
        {
            path = path.replace(
                &format!("{{{}}}", placed.name),
                &wire::encode(&placed.value),
            );
        }
        if let Some((_, rest)) = path.split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            return Err(format!("the path needs a value for `{name}`"));
        }
        addressable(&path, template)?;
        let mut parts = Parts::new(method, path);
        let placed = self.parameters.iter();
        for placed in placed.filter(|placed| placed.position != Position::Body) {
            parts.place(placed);
        }
        if let Some(body) = &self.body {
            parts.body = body.to_string().into_bytes();
            parts
                .headers
                .push(("content-type".into(), "application/json".into()));
        }
        Ok(parts)
    }
}

/// Refuses a path in which a value is no step of its own: another operation would be called.
fn addressable(path: &str, template: &str) -> Result<(), String> {
    let steps = path.split('/').zip(template.split('/'));
    for (step, wanted) in steps.filter(|(_, wanted)| wanted.contains('{')) {
        if step.is_empty() {
            return Err(format!(
                "the path needs a value for `{wanted}`, not an empty one"
            ));
        }
        if wire::dot_step(step).is_some() {
            return Err(format!(
                "`{step}` cannot be sent for `{wanted}` of the path: it means a step in the path"
            ));
        }
    }
    Ok(())
}

/// The parts of an HTTP request.
struct Parts {
    method: &'static str,
    host: String,
    path: String,
    query: Pairs,
    form: Pairs,
    headers: Pairs,
    body: Vec<u8>,
}

impl Parts {
    fn new(method: &'static str, path: String) -> Self {
        Self {
            method,
            host: String::new(),
            path,
            query: Vec::new(),
            form: Vec::new(),
            headers: vec![("accept".into(), "application/json".into())],
            body: Vec::new(),
        }
    }

    fn place(&mut self, placed: &Placed<'_>) {
        let pair = (placed.name.to_string(), placed.value.to_string());
        match placed.position {
            Position::Query => self.query.push(pair),
            Position::Body => self.form.push(pair),
            Position::Header => self.headers.push((pair.0.to_ascii_lowercase(), pair.1)),
            // Filled into the template; host names are the endpoint's.
            Position::Path | Position::Host => {}
        }
    }

    fn close_form(&mut self) {
        if !self.form.is_empty() {
            self.body = wire::encode_pairs(&self.form).into_bytes();
            let kind = "application/x-www-form-urlencoded";
            self.headers.push(("content-type".into(), kind.into()));
        }
    }

    fn sign_v1(&mut self, credentials: &Credentials, stamp: Stamp<'_>) {
        v1::sign_pairs(self.method, &mut self.form, credentials, stamp);
        self.close_form();
    }

    fn sign_v3(&mut self, credentials: &Credentials, stamp: Stamp<'_>, operation: &OperationInfo) {
        self.close_form();
        self.headers.push(("host".into(), self.host.clone()));
        self.headers
            .push(("x-acs-action".into(), operation.name.into()));
        self.headers
            .push(("x-acs-version".into(), operation.version.into()));
        let request = signing::Request {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &[],
            body: &self.body,
        };
        v3::sign_headers(&request, &mut self.headers, credentials, stamp);
    }

    fn sign_roa(&mut self, credentials: &Credentials, stamp: Stamp<'_>, version: &str) {
        self.headers.push(("x-acs-version".into(), version.into()));
        let request = signing::Request {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &[],
            body: &self.body,
        };
        roa::sign_headers(&request, &mut self.headers, credentials, stamp);
    }

    fn into_http(self, base: &str, operation: OperationInfo, attempt: u32) -> HttpRequest {
        let mut url = format!("{base}{}", self.path);
        if !self.query.is_empty() {
            url.push('?');
            url.push_str(&wire::encode_pairs(&self.query));
        }
        HttpRequest {
            operation,
            attempt,
            method: self.method,
            url,
            headers: self.headers,
            body: self.body,
        }
    }
}
