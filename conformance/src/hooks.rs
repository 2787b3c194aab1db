//! Places where another vendor's ways come in: signing, values, further judgement. Each is a trait,
//! and each can be answered by a program that speaks JSON lines.

use crate::case::Case;
use crate::verdict::Recorded;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A request as it is about to be sent, unsigned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Unsigned {
    /// The HTTP method.
    pub method: String,
    /// Host and port.
    pub authority: String,
    /// Path and query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Signs requests in a way of its own.
///
/// ```
/// use doctract_conformance::hooks::{Sign, Unsigned};
///
/// #[derive(Debug)]
/// struct Token(String);
///
/// impl Sign for Token {
///     fn sign(&self, request: &mut Unsigned) -> Result<(), String> {
///         request.headers.push(("authorization".into(), format!("Bearer {}", self.0)));
///         Ok(())
///     }
/// }
/// ```
pub trait Sign: fmt::Debug + Send + Sync {
    /// Changes the request so that it is signed; or says why it cannot. May block.
    fn sign(&self, request: &mut Unsigned) -> Result<(), String>;
}

/// Gives legal values of parameters, where neither fixtures nor rules do.
pub trait Values: fmt::Debug + Send + Sync {
    /// A value of a parameter, by its documented name; another one for another slot.
    fn value(&self, operation: &str, parameter: &str, slot: u32) -> Option<String>;
}

/// Looks at the exchanges of cases besides.
pub trait Inspect: fmt::Debug + Send + Sync {
    /// What is wrong with the exchanges of a case that passed so far. May block.
    fn inspect(&self, case: &Case, exchanges: &[Recorded]) -> Result<Vec<Remark>, String>;
}

/// Something that an inspection finds wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Remark {
    /// What is wrong, in one sentence.
    pub reason: String,
    /// What was expected.
    pub expected: String,
    /// What was seen instead.
    pub seen: String,
}

/// A program that answers each line of JSON with a line of JSON.
///
/// It gets `{"sign": REQUEST}` and answers the signed request; `{"value": {"operation", "parameter",
/// "slot"}}` and answers a text or `null`; `{"inspect": {"case", "exchanges"}}` and answers a list
/// of remarks. `{"error": "…"}` says that it cannot. It is started at the first question and ends
/// when its input does.
#[derive(Debug)]
pub struct Program {
    command: Vec<String>,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// Longest answer of a program.
const MOST_ANSWER: u64 = 8 << 20;

impl Program {
    /// A program with its arguments.
    pub fn new(command: Vec<String>) -> Self {
        Self {
            command,
            running: Mutex::new(None),
        }
    }

    fn ask<A: for<'de> Deserialize<'de>>(&self, question: &serde_json::Value) -> Result<A, String> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut program = match running.take() {
            Some(program) => program,
            None => self.start()?,
        };
        let answer = program.ask(question);
        if answer.is_ok() {
            *running = Some(program);
        }
        let answer = answer.map_err(|error| self.told(&error.to_string()))?;
        if let Some(error) = answer.get("error").and_then(serde_json::Value::as_str) {
            return Err(self.told(error));
        }
        serde_json::from_value(answer).map_err(|error| self.told(&error.to_string()))
    }

    fn start(&self) -> Result<Running, String> {
        let (program, arguments) = self.command.split_first().ok_or("no program is named")?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| self.told(&error.to_string()))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Running {
                child,
                input,
                output: BufReader::new(output),
            }),
            _ => Err(self.told("it has no input or no output")),
        }
    }

    fn told(&self, reason: &str) -> String {
        let name = self.command.first().map(String::as_str).unwrap_or_default();
        format!("the program `{name}`: {reason}")
    }
}

impl Running {
    fn ask(&mut self, question: &serde_json::Value) -> std::io::Result<serde_json::Value> {
        let mut line = question.to_string();
        line.push('\n');
        self.input.write_all(line.as_bytes())?;
        self.input.flush()?;
        let mut answer = String::new();
        (&mut self.output)
            .take(MOST_ANSWER)
            .read_line(&mut answer)?;
        if answer.is_empty() {
            return Err(std::io::Error::other("it ended without an answer"));
        }
        Ok(serde_json::from_str(&answer)?)
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
        *request = self.ask(&serde_json::json!({ "sign": request }))?;
        Ok(())
    }
}

impl Values for Program {
    fn value(&self, operation: &str, parameter: &str, slot: u32) -> Option<String> {
        let question = serde_json::json!({
            "value": { "operation": operation, "parameter": parameter, "slot": slot },
        });
        self.ask::<Option<String>>(&question).ok().flatten()
    }
}

impl Inspect for Program {
    fn inspect(&self, case: &Case, exchanges: &[Recorded]) -> Result<Vec<Remark>, String> {
        self.ask(&serde_json::json!({ "inspect": { "case": case, "exchanges": exchanges } }))
    }
}
