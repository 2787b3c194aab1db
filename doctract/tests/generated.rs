//! Generated code at work: the golden file of `CreateSnapshot`, compiled and used.

#[rustfmt::skip]
#[path = "../../codegen/tests/golden/snapshot.rs"]
mod api;

use api::{
    CreateSnapshot, CreateSnapshotError, CreateSnapshotErrorKind, CreateSnapshotResponse, Tag,
};
use doctract::Decode;

#[test]
fn a_valid_request_is_flattened_in_documented_order() {
    let request = CreateSnapshot::builder()
        .disk_id("d-1")
        .snapshot_name("每日:nightly-1_a")
        .tag(Tag::new("team", ""))
        .tag([Tag::new("env", "prod")])
        .build()
        .unwrap();
    let pairs: Vec<String> = request
        .into_pairs()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        pairs,
        [
            "DiskId=d-1",
            "Action=CreateSnapshot",
            "SnapshotName=每日:nightly-1_a",
            "Tag.1.Key=team",
            "Tag.1.Value=",
            "Tag.2.Key=env",
            "Tag.2.Value=prod",
        ]
    );
}

#[test]
fn every_broken_rule_is_reported_with_its_wire_name() {
    let mut tags = vec![Tag::new("a", "b"); 21];
    tags[2] = Tag::new("", "acs:x");
    let violations = CreateSnapshot::builder()
        .disk_id("d-1")
        .client_token("é".repeat(65))
        .description("x")
        .snapshot_name("auto/1")
        .tag(tags)
        .build()
        .unwrap_err();
    assert_eq!(
        violations.to_string(),
        "ClientToken: at most 64 characters, found 65\n\
         ClientToken: only ASCII characters, found 'é'\n\
         Description: at least 2 characters, found 1\n\
         SnapshotName: only letters, digits, Chinese characters, ':', '_' and '-', found '/'\n\
         SnapshotName: must not start with auto\n\
         Tag.21: the index must be 1 to 20, found 21\n\
         Tag.3.Key: must not be empty\n\
         Tag.3.Value: must not start with aliyun, acs:, http://, https://"
    );
}

#[test]
fn answers_are_read_from_json_and_xml() {
    let json = r#"{"RequestId": "R-1", "SnapshotId": "s-1", "Later": [1]}"#;
    let answer = CreateSnapshotResponse::from_body(json).unwrap();
    assert_eq!(answer.snapshot_id.as_deref(), Some("s-1"));
    #[cfg(feature = "xml")]
    {
        let xml = "<?xml version='1.0'?><CreateSnapshotResponse><RequestId>R-1</RequestId>\
                   <SnapshotId>s-1</SnapshotId></CreateSnapshotResponse>";
        assert_eq!(CreateSnapshotResponse::from_body(xml).unwrap(), answer);
    }
}

#[test]
fn errors_keep_what_the_server_said_and_know_the_page() {
    let body =
        r#"{"RequestId":"R-2","HostId":"h","Code":"QuotaExceed.Snapshot","Message":"Too many."}"#;
    let error = CreateSnapshotError::from_body(403, body);
    assert_eq!(*error.kind(), CreateSnapshotErrorKind::QuotaExceedSnapshot);
    assert_eq!(error.message(), "Too many.");
    assert_eq!(error.documented()[0].blames, ["quota"]);
    assert_eq!(
        error.to_string(),
        "403 QuotaExceed.Snapshot: Too many. (request R-2)"
    );

    let error = CreateSnapshotError::from_body(502, "<html>bad gateway");
    assert_eq!(*error.kind(), CreateSnapshotErrorKind::Undocumented);
    assert_eq!((error.code(), error.message()), ("", "<html>bad gateway"));
}
