//! Signatures that published clients and documents give, from both ends of the wire.
//!
//! Sources: `V1_DOCUMENTED` and `V3_DOCUMENTED` are worked examples of the vendor's signature pages;
//! the captures are requests of unmodified clients (pop-core 1.8.0, aliyun-python-sdk-core 2.16.1,
//! @alicloud/ecs20140526 7.11.6, alibabacloud-ecs20140526 7.11.8); the others were computed by two
//! of those clients alike.

#![cfg(feature = "signing")]

mod path_style;
mod version_1;
mod version_3;

const SECRET: &str = "testsecret";

/// Parameters with all that is hard to encode and to sort, of the vectors that two clients computed alike.
const HARD: [(&str, &str); 7] = [
    ("DiskId", "d-diskid1"),
    ("SnapshotName", "中文ab"),
    ("Description", "a b*~/+&='()!"),
    ("Tag.1.Key", "k1"),
    ("Tag.1.Value", ""),
    ("Tag.10.Key", "k10"),
    ("Tag.2.Key", "k2"),
];

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
