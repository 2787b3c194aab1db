//! `#[derive(ApiRequest)]`: renamed fields, constants, parts, lists, borrowed texts.

#![deny(dead_code)]

use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct FastDisk<'a> {
    zone_id: &'a str,
    #[api(name = "DiskCategory", constant = "cloud_essd")]
    category: (),
    #[api(name = "Size")]
    gigabytes: Option<u16>,
    performance_level: String,
    storage: Option<Storage>,
    arn: Vec<Arn>,
    #[api(name = "Label.N")]
    labels: [&'a str; 2],
    #[api(skip)]
    note: u64,
}

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml", part = "Storage")]
struct Storage {
    partitions: i32,
}

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml", part = "Arn.N")]
struct Arn {
    role: String,
    r#type: Option<String>,
}

fn main() {
    let mut request = FastDisk {
        zone_id: "z-1",
        category: (),
        gigabytes: Some(20),
        performance_level: "PL1".into(),
        storage: Some(Storage { partitions: 2 }),
        arn: vec![Arn { role: "r".into(), r#type: None }],
        labels: ["a", "b"],
        note: 7,
    };
    request.validate().unwrap();
    let pairs: Vec<String> =
        request.into_pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        pairs.join("&"),
        "Action=CreateDisk&ZoneId=z-1&DiskCategory=cloud_essd&Size=20&PerformanceLevel=PL1\
         &Storage.Partitions=2&Arn.1.Role=r&Label.1=a&Label.2=b"
    );
    assert_eq!(request.note, 7);

    request.gigabytes = Some(19);
    request.storage = Some(Storage { partitions: 1 });
    request.labels = ["a", "too long a label"];
    let violations = request.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "Size: at least 20, found 19\n\
         Storage.Partitions: at least 2, found 1\n\
         Label.2: at most 8 characters, found 16"
    );
}
