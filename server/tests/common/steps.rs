//! A server whose clock stands still, and what tests ask of it again and again.

use super::{Answer, Client, builder};
use doctract_server::{Clock, Server};
use serde_json::{Value, json};
use std::time::Duration;

/// A server of the default world.
pub async fn started() -> (Server, Client) {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

/// The same with a clock that moves only by hand.
pub async fn still() -> (Server, Client) {
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    let server = builder().clock(clock).start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

/// Lets virtual time pass.
pub fn pass(server: &Server, seconds: u64) {
    server
        .clock()
        .advance(Duration::from_secs(seconds))
        .unwrap();
}

/// A text, or nothing.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Client {
    pub async fn good(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let answer = self.call(action, parameters).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.body);
        answer.json()
    }

    pub async fn bad(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        Answer::verdict(&self.call(action, parameters).await)
    }

    pub async fn instance(&self, id: &str) -> Value {
        let ids = json!([id]).to_string();
        let listed = self
            .good(
                "DescribeInstances",
                &[("InstanceIds", &ids), ("RegionId", "cn-hangzhou")],
            )
            .await;
        listed["Instances"]["Instance"][0].clone()
    }

    pub async fn disks(&self, instance: &str) -> Vec<Value> {
        let listed = self
            .good(
                "DescribeDisks",
                &[("InstanceId", instance), ("RegionId", "cn-hangzhou")],
            )
            .await;
        listed["Disks"]["Disk"].as_array().unwrap().clone()
    }
}

/// Status and code of an answer in XML.
pub fn xml_verdict(answer: &Answer) -> String {
    let code = answer
        .body
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"));
    format!("{} {}", answer.status, code.map_or("", |(code, _)| code))
}
