//! Answers in pages, as a stream.

use super::{BoxFuture, Client, Error};
use crate::{Decode, Node, Paging, Request};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The pages of a list, fetched one after the other as they are asked for.
///
/// Ends after the last page: where the answer has no further token, where all results that it
/// counts were seen, or where a page repeats the one before. An operation without pages has one.
pub struct Pages<'c, R: Request> {
    client: &'c Client,
    request: &'c R,
    place: Place,
    pending: Option<BoxFuture<'c, Result<Node, Error<R::ErrorKind>>>>,
}

enum Place {
    First,
    Number { number: u64, seen: u64 },
    Token(String),
    End,
}

impl<'c, R: Request + Sync> Pages<'c, R> {
    pub(super) fn new(client: &'c Client, request: &'c R) -> Self {
        Self {
            client,
            request,
            place: Place::First,
            pending: None,
        }
    }

    /// The next page; `None` after the last, and after an error.
    pub async fn next(&mut self) -> Option<Result<R::Response, Error<R::ErrorKind>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// What the next page is asked with.
    fn replaced(&self) -> Vec<(&'static str, String)> {
        match (&self.place, R::PAGING) {
            (Place::Number { number, .. }, Some(Paging::Number(name, _))) => {
                vec![(name, number.to_string())]
            }
            (Place::Token(token), Some(Paging::Token(name))) => vec![(name, token.clone())],
            _ => Vec::new(),
        }
    }

    /// Where to go from an answer.
    fn turn(&mut self, answer: &Node) {
        let number = |name: &str| answer.get(name)?.to_text()?.parse::<u64>().ok();
        self.place = match (R::PAGING, &self.place) {
            (Some(Paging::Token(name)), before) => {
                let token = answer.get(name).and_then(Node::to_text).unwrap_or_default();
                match before {
                    Place::Token(before) if *before == token => Place::End,
                    _ if token.is_empty() => Place::End,
                    _ => Place::Token(token),
                }
            }
            (Some(Paging::Number(name, size)), before) => {
                let (current, seen) = match before {
                    Place::Number { number, seen } => (*number, *seen),
                    _ => (number(name).unwrap_or(1), 0),
                };
                let size = size.and_then(number);
                match (number("TotalCount"), size) {
                    (Some(total), Some(size)) => after(current, seen, size, total),
                    _ => Place::End,
                }
            }
            (None, _) => Place::End,
        };
    }
}

/// The place after page `current`, before which `seen` results came. All but `seen` are numbers of
/// the server, which can be any.
fn after(current: u64, seen: u64, size: u64, total: u64) -> Place {
    let seen = seen.saturating_add(size);
    match current.checked_add(1) {
        Some(number) if size > 0 && seen < total => Place::Number { number, seen },
        _ => Place::End,
    }
}

impl<R: Request + Sync> Stream for Pages<'_, R> {
    type Item = Result<R::Response, Error<R::ErrorKind>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if matches!(self.place, Place::End) {
            return Poll::Ready(None);
        }
        let (client, request) = (self.client, self.request);
        let replaced = self.replaced();
        let pending = self.pending.get_or_insert_with(|| {
            Box::pin(async move { client.send_raw(request, &replaced).await })
        });
        let Poll::Ready(result) = pending.as_mut().poll(context) else {
            return Poll::Pending;
        };
        self.pending = None;
        let page = result.and_then(|answer| {
            self.turn(&answer);
            R::Response::decode(&answer).map_err(Error::Decode)
        });
        if page.is_err() {
            self.place = Place::End;
        }
        Poll::Ready(Some(page))
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, after};

    #[test]
    fn pages_end_whatever_the_server_counts() {
        let next = |place| match place {
            Place::Number { number, seen } => Some((number, seen)),
            _ => None,
        };
        assert_eq!(next(after(1, 0, 10, 25)), Some((2, 10)));
        assert_eq!(next(after(3, 20, 10, 25)), None);
        assert_eq!(next(after(1, 0, 0, 25)), None);
        assert_eq!(next(after(u64::MAX, 0, 1, 25)), None);
        assert_eq!(next(after(2, u64::MAX - 1, u64::MAX - 1, u64::MAX)), None);
    }
}
