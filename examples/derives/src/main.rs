//! A struct with only the parameters that this program sends, and an enum with only the codes that
//! it tells apart: the compiler holds both to the spec.

use doctract::{ApiError, ApiRequest, ServiceError};

/// A snapshot as this program makes it every night.
#[derive(ApiRequest)]
#[api(spec = "../specs/CreateSnapshot.yaml")]
struct NightlySnapshot {
    disk_id: String,
    #[api(name = "SnapshotName")]
    label: Option<String>,
    #[api(constant = "nightly copy")]
    description: (),
    tag: Vec<Tag>,
}

#[derive(ApiRequest)]
#[api(spec = "../specs/CreateSnapshot.yaml", part = "Tag.N")]
struct Tag {
    key: String,
    value: String,
}

#[derive(Debug, Clone, PartialEq, ApiError)]
#[api(spec = "../specs/CreateSnapshot.yaml")]
enum NightlyError {
    #[api(code = "QuotaExceed.Snapshot")]
    Full,
    #[api(code = "InvalidVolumeId.NotFound")]
    NoSuchDisk,
    #[api(other)]
    Other,
}

fn main() {
    let mut request = NightlySnapshot {
        disk_id: "d-bp1example01".into(),
        label: Some("auto-1".into()),
        description: (),
        tag: vec![Tag {
            key: "team".into(),
            value: "storage".into(),
        }],
    };
    if let Err(violations) = request.validate() {
        println!("refused:\n{violations}\n");
    }
    request.label = Some("nightly-1".into());
    for (name, value) in request.into_pairs() {
        println!("{name}={value}");
    }
    let NightlySnapshot {
        description: (), ..
    } = request;

    let body = r#"{"RequestId":"R-1","Code":"QuotaExceed.Snapshot","Message":"The snapshot quota exceeds."}"#;
    let error = ServiceError::<NightlyError>::from_body(403, body);
    let advice = match error.kind() {
        NightlyError::Full => "delete an old snapshot",
        NightlyError::NoSuchDisk => "look for the disk",
        NightlyError::Other => "ask somebody",
    };
    println!("\n{error}: {advice}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_for_structs_of_ones_own() {
        let request = NightlySnapshot {
            disk_id: "d".into(),
            label: Some("auto".into()),
            description: (),
            tag: vec![Tag {
                key: String::new(),
                value: "acs:".into(),
            }],
        };
        let violations = request.validate().unwrap_err();
        let broken: Vec<_> = violations
            .iter()
            .map(doctract::Violation::wire_name)
            .collect();
        assert_eq!(broken, ["SnapshotName", "Tag.1.Key", "Tag.1.Value"]);
    }
}
