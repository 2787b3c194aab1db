//! The access log: one record a request, as a line for people or as JSON.

use jiff::Timestamp;
use serde::Serialize;
use std::net::SocketAddr;
use std::time::Duration;

/// What is known about one answered request. It holds no secret and nothing that a client could
/// choose freely: names are those of served operations and of known keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Access<'a> {
    /// When the answer was ready, on the wall clock.
    #[serde(serialize_with = "as_text")]
    pub time: Timestamp,
    /// The other end.
    pub peer: SocketAddr,
    /// The HTTP method, if it is a standard one.
    pub method: &'static str,
    /// The operation; empty where the request did not get as far as that.
    pub operation: &'a str,
    /// The id of the access key that signed; empty where it did not get as far.
    pub access_key_id: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// The error code; empty for a success.
    pub code: &'a str,
    /// The `RequestId` of the answer.
    pub request_id: &'a str,
    /// Bytes of the answer's body.
    pub bytes: usize,
    /// Microseconds from the end of the head to the answer.
    #[serde(rename = "micros", serialize_with = "as_micros")]
    pub took: Duration,
}

impl Access<'_> {
    /// A line for people, without a line break: time, peer, method, operation, status, code, how
    /// long it took.
    pub fn to_line(&self) -> String {
        let time = self.time.strftime("%H:%M:%S%.3f");
        let operation = if self.operation.is_empty() {
            "-"
        } else {
            self.operation
        };
        let Self {
            peer,
            method,
            status,
            code,
            ..
        } = self;
        let took = self.took.as_secs_f64() * 1e3;
        let line =
            format!("{time} {peer} {method:4} {operation:20} {status} {took:8.2} ms  {code}");
        line.trim_end().to_owned()
    }

    /// One JSON object, without a line break.
    pub fn to_json(&self) -> String {
        // Every field is a text or a number, so that nothing can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn as_text<S: serde::Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

fn as_micros<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(took.as_micros()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_in_one_line() {
        let access = Access {
            time: "2026-11-24T07:01:18.5Z".parse().unwrap(),
            peer: "127.0.0.1:4000".parse().unwrap(),
            method: "GET",
            operation: "CreateSnapshot",
            access_key_id: "testid",
            status: 404,
            code: "InvalidVolumeId.NotFound",
            request_id: "R",
            bytes: 120,
            took: Duration::from_micros(1250),
        };
        assert_eq!(
            access.to_line(),
            "07:01:18.500 127.0.0.1:4000 GET  CreateSnapshot       404     1.25 ms  InvalidVolumeId.NotFound"
        );
        let json: serde_json::Value = serde_json::from_str(&access.to_json()).unwrap();
        assert_eq!(
            (&json["micros"], &json["code"]),
            (&1250.into(), &access.code.into())
        );
    }
}
