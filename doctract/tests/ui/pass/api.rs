//! `api!` over a folder: selection, renames, derives, visibility, unknown fields kept.

mod all {
    doctract::api!("specs");
}

mod some {
    doctract::api! {
        spec: "specs",
        operations: [DescribeDisks, CreateDisk],
        rename: { ZoneId: zone, "CreateDisk/Label.N": labels, "DiskCategory=cloud": Basic, DescribeDisks: ListDisks },
        derives: [Eq, Hash],
        visibility: pub(crate),
        unknown_fields: keep,
    }
}

use all::{Arn, CreateDisk, DiskCategory};
use doctract::Decode;
use some::{ListDisks, ListDisksResponse};

fn main() {
    let request = CreateDisk::builder()
        .zone_id("z-1")
        .disk_category(DiskCategory::CloudEssd)
        .size(20)
        .performance_level("PL1")
        .arn(Arn::new("role").r#type("user"))
        .label(["a", "b"])
        .label("c")
        .build()
        .unwrap();
    let pairs: Vec<String> =
        request.into_pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        pairs.join("&"),
        "Action=CreateDisk&ZoneId=z-1&DiskCategory=cloud_essd&Size=20&PerformanceLevel=PL1\
         &Arn.1.Role=role&Arn.1.type=user&Label.1=a&Label.2=b&Label.3=c"
    );
    let violations = CreateDisk::builder()
        .zone_id("z-1")
        .disk_category("cloud_essd")
        .size(19)
        .label("too long a label")
        .build()
        .unwrap_err();
    assert_eq!(
        violations.to_string(),
        "Size: at least 20, found 19\n\
         PerformanceLevel: required because of DiskCategory, but it is absent\n\
         Label.1: at most 8 characters, found 16"
    );
    let nothing = CreateDisk::builder().zone_id("z-1").build().unwrap_err();
    assert_eq!(nothing[0].rule, "atLeastOneOf");

    let request = some::CreateDisk::builder()
        .zone("z-1")
        .size(2000)
        .disk_category(some::DiskCategory::Basic)
        .labels("a")
        .build();
    assert!(request.is_ok());
    assert!(ListDisks::builder().disk_ids("[\"d-1\"]").page_size(101).build().is_err());
    let body = r#"{"RequestId": "R", "TotalCount": "2", "Region": "x", "Disks": {"Disk": [
        {"DiskId": "d-1", "Size": "40", "Portable": "True", "Tags": {"Tag": []}},
        {"DiskId": "d-2", "Size": 20, "Tags": {"Tag": [{"Key": "k", "Value": "v"}]}}]}}"#;
    let answer = ListDisksResponse::from_body(body).unwrap();
    assert_eq!((answer.total_count, answer.others.len()), (Some(2), 1));
    assert_eq!(answer.disks[0].size, Some(40));
    assert_eq!(answer.disks[0].portable, Some(true));
    assert_eq!(answer.disks[1].tags[0].value.as_deref(), Some("v"));
}
