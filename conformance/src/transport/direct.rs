//! The short way onto the wire, for plain HTTP to this machine: pooled connections, each driven by
//! the very task that waits for its answer, so that no request changes hands between threads.

use super::client::{USER_AGENT, chain, date, retry_after};
use super::{Endpoint, Limits, Prepared};
use crate::exchange::{Answer, TransportError};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use tokio::net::TcpStream;

/// Idle connections that are kept.
const IDLE: usize = 256;

/// Connections to one address, kept for the next request.
#[derive(Debug, Default)]
pub(super) struct Direct {
    idle: Mutex<Vec<Connection>>,
}

/// A connection and what moves its bytes. Nothing moves unless somebody waits.
#[derive(Debug)]
struct Connection {
    sender: http1::SendRequest<String>,
    wire: http1::Connection<TokioIo<TcpStream>, String>,
    over: bool,
}

/// Why a request has no answer.
#[derive(Debug)]
enum Unanswered {
    /// Nothing of it was sent.
    Unsent(Box<Request<String>>),
    Failed(TransportError),
}

impl Direct {
    /// Sends a request to `target`, which is the request's own, read.
    pub(super) async fn exchange(
        &self,
        endpoint: &Endpoint,
        target: Uri,
        prepared: Prepared,
        limits: Limits,
    ) -> Result<Answer, TransportError> {
        let mut request = request(endpoint, target, prepared)?;
        loop {
            let (mut connection, fresh) = match self.rested().await {
                Some(connection) => (connection, false),
                None => (Connection::open(endpoint).await?, true),
            };
            match connection.answer(request).await {
                Ok(response) => {
                    let answer = connection.read(response, limits).await?;
                    self.keep(connection).await;
                    return Ok(answer);
                }
                // The connection had ended while nobody used it.
                Err(Unanswered::Unsent(unsent)) if !fresh => request = *unsent,
                Err(Unanswered::Unsent(_)) => return Err(nothing_more()),
                Err(Unanswered::Failed(error)) => return Err(error),
            }
        }
    }

    /// An idle connection that is still good for a request.
    async fn rested(&self) -> Option<Connection> {
        loop {
            let idle = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let mut connection = idle?;
            if connection.is_good().await {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection for the next request, if its answer has left it in order.
    async fn keep(&self, mut connection: Connection) {
        if connection.is_good().await {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE {
                idle.push(connection);
            }
        }
    }
}

impl Connection {
    async fn open(endpoint: &Endpoint) -> Result<Self, TransportError> {
        let stream = TcpStream::connect(endpoint.address())
            .await
            .map_err(|error| TransportError::Connect(error.to_string()))?;
        // Small writes would wait for each other; a system without the option only is slower.
        let _ = stream.set_nodelay(true);
        let (sender, wire) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| classify(&error))?;
        Ok(Self {
            sender,
            wire,
            over: false,
        })
    }

    /// Waits for something that this connection brings.
    async fn drive<T>(&mut self, what: impl Future<Output = T>) -> Option<T> {
        let mut what = pin!(what);
        poll_fn(|context| {
            if let Poll::Ready(value) = what.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            if !self.over {
                self.over = Pin::new(&mut self.wire).poll(context).is_ready();
            }
            // What has come is there now; of a connection that is over nothing else will come.
            match what.as_mut().poll(context) {
                Poll::Ready(value) => Poll::Ready(Some(value)),
                Poll::Pending if self.over => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// Whether another request can go this way.
    async fn is_good(&mut self) -> bool {
        poll_fn(|context| {
            if !self.over {
                self.over = Pin::new(&mut self.wire).poll(context).is_ready();
            }
            Poll::Ready(!self.over && self.sender.is_ready())
        })
        .await
    }

    async fn answer(&mut self, request: Request<String>) -> Result<Response<Incoming>, Unanswered> {
        let sending = self.sender.try_send_request(request);
        match self.drive(sending).await {
            Some(Ok(response)) => Ok(response),
            Some(Err(mut failed)) => match failed.take_message() {
                Some(request) => Err(Unanswered::Unsent(Box::new(request))),
                None => Err(Unanswered::Failed(classify(failed.error()))),
            },
            None => Err(Unanswered::Failed(nothing_more())),
        }
    }

    async fn read(
        &mut self,
        response: Response<Incoming>,
        limits: Limits,
    ) -> Result<Answer, TransportError> {
        let (head, mut body) = response.into_parts();
        let header = |name: &str| {
            let value = head.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let mut answer = Answer {
            status: head.status.as_u16(),
            content_type: header(CONTENT_TYPE.as_str()),
            retry_after: retry_after(
                header("retry-after").as_deref(),
                header("x-acs-retry-after").as_deref(),
            ),
            date: header("date").as_deref().and_then(date),
            ..Answer::default()
        };
        loop {
            let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            match self.drive(frame).await {
                Some(Some(Ok(frame))) => {
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    if answer.body.len() + data.len() > limits.body {
                        return Err(TransportError::TooLarge(limits.body));
                    }
                    answer.body.extend_from_slice(&data);
                }
                Some(None) => return Ok(answer),
                Some(Some(Err(error))) => return Err(TransportError::Broken(chain(&error))),
                None => return Err(nothing_more()),
            }
        }
    }
}

/// The request as it travels, with the headers that every client sends.
fn request(
    endpoint: &Endpoint,
    target: Uri,
    prepared: Prepared,
) -> Result<Request<String>, TransportError> {
    let wrong = |error: &dyn std::fmt::Display| TransportError::Request(error.to_string());
    let method = hyper::Method::from_bytes(prepared.method.name().as_bytes());
    let mut request = Request::new(prepared.body);
    *request.method_mut() = method.map_err(|error| wrong(&error))?;
    *request.uri_mut() = target;
    let headers = request.headers_mut();
    let host = HeaderValue::from_str(endpoint.authority()).map_err(|error| wrong(&error))?;
    headers.insert(HOST, host);
    for (name, value) in prepared.headers.iter().filter(|(name, _)| name != "host") {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| wrong(&error))?;
        let value = HeaderValue::from_str(value).map_err(|error| wrong(&error))?;
        headers.append(name, value);
    }
    for (name, value) in [(ACCEPT, "*/*"), (hyper::header::USER_AGENT, USER_AGENT)] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    Ok(request)
}

fn classify(error: &hyper::Error) -> TransportError {
    let text = chain(error);
    if error.is_parse() {
        TransportError::NotHttp(text)
    } else {
        TransportError::Broken(text)
    }
}

fn nothing_more() -> TransportError {
    TransportError::Broken("the connection was closed before the answer was complete".into())
}
