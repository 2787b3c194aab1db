//! The tasks that run cases: each takes the next case that is there, so that neither a task is made
//! nor one woken for every case.

use super::StopHandle;
use super::case::{self, Done};
use super::context::Context;
use crate::case::Case;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

/// Tasks that run cases side by side, and the cases that wait for one of them.
pub(super) struct Crew {
    context: Arc<Context>,
    stop: StopHandle,
    feed: Arc<Feed>,
    hands: JoinSet<()>,
    /// Cases at once.
    most: usize,
    /// Cases handed over whose end has not been told.
    open: usize,
    ends: mpsc::UnboundedReceiver<End>,
    report: mpsc::UnboundedSender<End>,
}

/// Cases that wait for a hand.
#[derive(Debug)]
struct Feed {
    waiting: Mutex<VecDeque<Case>>,
    /// A permit for each that waits, and for each that was taken back.
    there: Semaphore,
}

/// How a case ended.
enum End {
    Done(Box<Done>),
    /// The run was told to stop before it began.
    Unbegun,
    /// Its task panicked.
    Lost,
}

/// Tells that a case was lost, unless it is told how it ended.
struct Told<'r> {
    report: &'r mpsc::UnboundedSender<End>,
    told: bool,
}

impl Crew {
    /// Runs at most so many cases at once; none is begun once the run was told to stop.
    pub(super) fn new(context: &Arc<Context>, most: usize, stop: &StopHandle) -> Self {
        let (report, ends) = mpsc::unbounded_channel();
        Self {
            context: Arc::clone(context),
            stop: stop.clone(),
            feed: Arc::new(Feed {
                waiting: Mutex::default(),
                there: Semaphore::new(0),
            }),
            hands: JoinSet::new(),
            most: most.max(1),
            open: 0,
            ends,
            report,
        }
    }

    /// Whether nothing is under way and nothing waits.
    pub(super) const fn is_idle(&self) -> bool {
        self.open == 0
    }

    /// Whether another case is wanted: as many as can run, and as many that wait.
    pub(super) const fn has_room(&self) -> bool {
        self.open < 2 * self.most
    }

    /// Hands a case over.
    pub(super) fn add(&mut self, case: Case) {
        self.open += 1;
        self.feed.waiting().push_back(case);
        self.feed.there.add_permits(1);
        if self.hands.len() < self.most {
            self.hire();
        }
    }

    /// Takes the cases back that nobody has begun.
    pub(super) fn take_back(&mut self) {
        let mut waiting = self.feed.waiting();
        self.open -= waiting.len();
        waiting.clear();
    }

    /// What came of the next case that ends, or why nothing did; none once all have ended.
    pub(super) async fn next(&mut self) -> Option<Result<Done, String>> {
        while !self.is_idle() {
            let end = self.ends.recv().await?;
            self.open -= 1;
            match end {
                End::Unbegun => {}
                End::Done(done) => return Some(Ok(*done)),
                End::Lost => return Some(Err(self.replace().await)),
            }
        }
        None
    }

    /// Puts another hand in the place of the one that panicked; what it said.
    async fn replace(&mut self) -> String {
        // No hand ends by itself.
        let ended = self.hands.join_next().await;
        self.hire();
        let error = ended.and_then(Result::err);
        error.map_or_else(String::new, |error| error.to_string())
    }

    fn hire(&mut self) {
        let (context, feed) = (Arc::clone(&self.context), Arc::clone(&self.feed));
        let (report, stop) = (self.report.clone(), self.stop.clone());
        self.hands.spawn(async move {
            while let Some(case) = feed.next().await {
                let told = Told {
                    report: &report,
                    told: false,
                };
                told.tell(if stop.is_stopped() {
                    End::Unbegun
                } else {
                    End::Done(Box::new(case::run(Arc::clone(&context), case).await))
                });
            }
        });
    }
}

impl Feed {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Case>> {
        // A queue is whole between any two calls.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next case, once there is one.
    async fn next(&self) -> Option<Case> {
        loop {
            self.there.acquire().await.ok()?.forget();
            let next = self.waiting().pop_front();
            if next.is_some() {
                return next;
            }
        }
    }
}

impl Told<'_> {
    fn tell(mut self, end: End) {
        self.told = true;
        // Nobody listens any more where the run itself was given up.
        let _ = self.report.send(end);
    }
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if !self.told {
            let _ = self.report.send(End::Lost);
        }
    }
}
