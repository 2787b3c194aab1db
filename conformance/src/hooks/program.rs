//! A program that is asked: started when first needed, bounded in time and in what it says.

use super::{Inspect, Remark, Sign, Unsigned, Values};
use crate::case::Case;
use crate::verdict::Recorded;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A program that answers each line of JSON with a line of JSON.
///
/// It gets `{"sign": REQUEST}` and answers the signed request; `{"value": {"operation", "parameter",
/// "slot"}}` and answers a text or `null`; `{"inspect": {"case", "exchanges"}}` and answers a list
/// of remarks. `{"error": "…"}` says that it cannot. It is started at the first question and ends
/// when its input does.
///
/// An answer may take ten seconds and have 8 MiB. A program that is late, ends or says what is no JSON
/// is ended and started again for the next question; after the third such failure in a row it is asked no more.
/// What it writes to its standard error is the user's.
#[derive(Debug)]
pub struct Program {
    command: Vec<String>,
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Running>,
    /// Failures in a row.
    failures: u32,
    /// What the last one was.
    last: String,
}

/// A program that runs. Its pipes belong to a thread of their own, so that neither a program that
/// does not read nor one that does not write holds up who asks.
#[derive(Debug)]
struct Running {
    child: Child,
    questions: Sender<String>,
    answers: Receiver<io::Result<Vec<u8>>>,
}

/// Longest answer of a program, in bytes.
const MOST_ANSWER: u64 = 8 << 20;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Failures in a row after which a program is asked no more.
const MOST_FAILURES: u32 = 3;

impl Program {
    /// A program with its arguments.
    pub fn new(command: Vec<String>) -> Self {
        Self {
            command,
            limit: LIMIT,
            state: Mutex::default(),
        }
    }

    /// The same program with another time for each answer.
    #[must_use]
    pub const fn with_limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    fn ask<A: for<'de> Deserialize<'de>>(&self, question: &Json) -> Result<A, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failures >= MOST_FAILURES {
            let told = format!(
                "asked no more after {MOST_FAILURES} failures, the last: {}",
                state.last
            );
            return Err(self.told(&told));
        }
        let answer = self.answer(&mut state, question).map_err(|error| {
            state.running = None;
            state.failures += 1;
            state.last.clone_from(&error);
            self.told(&error)
        })?;
        state.failures = 0;
        drop(state);
        if let Some(error) = answer.get("error").and_then(Json::as_str) {
            return Err(self.told(error));
        }
        let read = serde_json::from_value(answer);
        read.map_err(|error| self.told(&format!("its answer does not fit: {error}")))
    }

    fn answer(&self, state: &mut State, question: &Json) -> Result<Json, String> {
        let program = match &mut state.running {
            Some(program) => program,
            none => none.insert(self.start()?),
        };
        program.ask(question, self.limit)
    }

    fn start(&self) -> Result<Running, String> {
        let (program, arguments) = self.command.split_first().ok_or("no program is named")?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| format!("it cannot be started: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("it has no input or no output".to_owned());
        };
        let (questions, asked) = channel();
        let (answered, answers) = channel();
        let talk = move || talk(input, BufReader::new(output), &asked, &answered);
        let thread = std::thread::Builder::new().name("hook".to_owned());
        thread.spawn(talk).map_err(|error| error.to_string())?;
        Ok(Running {
            child,
            questions,
            answers,
        })
    }

    fn told(&self, reason: &str) -> String {
        let name = self.command.first().map(String::as_str).unwrap_or_default();
        format!("the program `{name}`: {reason}")
    }
}

/// Hands questions and answers on until the program, or who asks it, is gone.
fn talk(
    mut input: ChildStdin,
    mut output: BufReader<ChildStdout>,
    asked: &Receiver<String>,
    answered: &Sender<io::Result<Vec<u8>>>,
) {
    let mut exchange = |question: String| {
        input.write_all(question.as_bytes())?;
        input.flush()?;
        let mut answer = Vec::new();
        let mut bounded = (&mut output).take(MOST_ANSWER + 1);
        bounded.read_until(b'\n', &mut answer)?;
        Ok(answer)
    };
    while let Ok(question) = asked.recv() {
        if answered.send(exchange(question)).is_err() {
            return;
        }
    }
}

impl Running {
    fn ask(&mut self, question: &Json, limit: Duration) -> Result<Json, String> {
        const ENDED: &str = "it ended without an answer";
        let line = format!("{question}\n");
        self.questions.send(line).map_err(|_| ENDED)?;
        let answer = self.answers.recv_timeout(limit);
        let answer = answer.map_err(|error| match error {
            RecvTimeoutError::Timeout => format!("no answer within {limit:?}"),
            RecvTimeoutError::Disconnected => ENDED.to_owned(),
        })?;
        let answer = answer.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => ENDED.to_owned(),
            _ => error.to_string(),
        })?;
        if answer.is_empty() {
            return Err(ENDED.to_owned());
        }
        if answer.len() as u64 > MOST_ANSWER {
            return Err(format!("its answer has more than {MOST_ANSWER} bytes"));
        }
        serde_json::from_slice(&answer).map_err(|error| {
            let start: String = String::from_utf8_lossy(&answer)
                .trim()
                .chars()
                .take(60)
                .collect();
            format!("its answer is no JSON: {error}: {start:?}")
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, or is ended now: either is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Sign for Program {
    fn sign(&self, request: &mut Unsigned) -> Result<(), String> {
        *request = self.ask(&json!({ "sign": request }))?;
        Ok(())
    }
}

impl Values for Program {
    fn value(&self, operation: &str, parameter: &str, slot: u32) -> Result<Option<String>, String> {
        self.ask(&json!({
            "value": { "operation": operation, "parameter": parameter, "slot": slot },
        }))
    }
}

impl Inspect for Program {
    fn inspect(&self, case: &Case, exchanges: &[Recorded]) -> Result<Vec<Remark>, String> {
        self.ask(&json!({ "inspect": { "case": case, "exchanges": exchanges } }))
    }
}
