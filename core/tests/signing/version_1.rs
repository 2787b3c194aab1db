//! Version 1.0: signatures in the parameters.

use crate::{HARD, Pairs, SECRET, owned};
use doctract_core::signing::{Credentials, SignatureError, Stamp, v1};
use doctract_core::wire;

fn common(format: &'static str, time: &'static str) -> Pairs<'static> {
    vec![
        ("Format", format),
        ("Timestamp", time),
        ("AccessKeyId", "testid"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        ("Version", "2014-05-26"),
    ]
}

const V1_DOCUMENTED: &str = "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26";
const V1_HARD: &str = "GET&%2F&AccessKeyId%3Dtestid%26Action%3DCreateSnapshot%26Description%3Da%2520b%252A~%252F%252B%2526%253D%2527%2528%2529%2521%26DiskId%3Dd-diskid1%26Format%3DJSON%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26SnapshotName%3D%25E4%25B8%25AD%25E6%2596%2587ab%26Tag.1.Key%3Dk1%26Tag.1.Value%3D%26Tag.10.Key%3Dk10%26Tag.2.Key%3Dk2%26Timestamp%3D2018-01-01T12%253A00%253A00Z%26Version%3D2014-05-26";

fn documented() -> Pairs<'static> {
    let mut pairs = common("XML", "2016-02-23T12:46:24Z");
    pairs.push(("Action", "DescribeRegions"));
    pairs
}

fn hard() -> Pairs<'static> {
    let mut pairs = common("JSON", "2018-01-01T12:00:00Z");
    pairs.push(("Action", "CreateSnapshot"));
    pairs.extend(HARD);
    pairs
}

#[test]
fn worked_examples() {
    assert_eq!(v1::string_to_sign("GET", &documented()), V1_DOCUMENTED);
    assert_eq!(v1::string_to_sign("get", &hard()), V1_HARD);
    for (method, pairs, signature) in [
        ("GET", documented(), "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
        ("POST", documented(), "MxbnVAM4w6sft9xjVpe/GCKueuk="),
        ("GET", hard(), "buRdpsWQKlBjTtOTFCRRrToakQg="),
        ("POST", hard(), "MAt0RvQmxwmfCWXTzOFTNdN5vZM="),
    ] {
        assert_eq!(v1::sign(method, &pairs, SECRET), signature);
        let mut signed = pairs.clone();
        signed.insert(0, ("Signature", signature));
        assert_eq!(v1::verify(method, &signed, SECRET), Ok(()));
    }
}

#[test]
fn a_client_that_adds_the_common_parameters_itself_signs_the_same() {
    let mut pairs = owned(&documented());
    pairs.retain(|(name, _)| matches!(&**name, "Format" | "Version" | "Action"));
    let stamp = Stamp {
        time: "2016-02-23T12:46:24Z",
        nonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    };
    let credentials = Credentials::new("testid", SECRET);
    v1::sign_pairs("GET", &mut pairs, &credentials, stamp);
    let signature = |pairs: &[(String, String)]| pairs.last().cloned();
    let expected = owned(&[("Signature", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=")]).pop();
    assert_eq!(signature(&pairs), expected);

    let before = pairs.clone();
    v1::sign_pairs("GET", &mut pairs, &credentials, stamp);
    assert_eq!(pairs, before, "signing again changes nothing");

    let temporary = credentials.with_security_token("token/abc+=");
    v1::sign_pairs("GET", &mut pairs, &temporary, stamp);
    assert!(pairs.contains(&("SecurityToken".to_owned(), "token/abc+=".to_owned())));
    assert_ne!(signature(&pairs), expected);
    assert_eq!(v1::verify("GET", &pairs, SECRET), Ok(()));
    assert!(!format!("{temporary:?}").contains("token"));
    assert!(!format!("{temporary:?}").contains(SECRET));
}

/// Query or form text as it was on the wire, whatever the client left raw and in any order.
const CAPTURED: [&str; 3] = [
    "AccessKeyId=testid&Action=CreateSnapshot&Description=a%20b%2A~%2F%2B%26%3D%27%28%29%21%E4%B8%AD&DiskId=d-seed0001&Format=JSON&InstantAccess=false&RetentionDays=30&SignatureMethod=HMAC-SHA1&SignatureNonce=bbc7ef9c8c4cf6fd78035c17fb251e31&SignatureVersion=1.0&SnapshotName=%E4%B8%AD%E6%96%87ab&Tag.1.Key=k1&Tag.1.Value=v%201&Tag.2.Key=k2&Tag.2.Value=&Timestamp=2026-11-24T07%3A02%3A17Z&Version=2014-05-26&Signature=VnBiAeSLAtwT8UlOqqSbECI1SUU%3D",
    "DiskId=d-seed0001&SnapshotName=%E4%B8%AD%E6%96%87ab&Description=a%20b%2A~%2F%2B%26%3D%27%28%29%21%E4%B8%AD&Tag.1.Value=v%201&Tag.1.Key=k1&Tag.2.Value=&Tag.2.Key=k2&InstantAccess=False&RetentionDays=30&Version=2014-05-26&Action=CreateSnapshot&Format=JSON&RegionId=cn-hangzhou&Timestamp=2026-11-24T07%3A01%3A18Z&SignatureMethod=HMAC-SHA1&SignatureType=&SignatureVersion=1.0&SignatureNonce=a0c59f3b6d5291e296b2698307d9b7c1&AccessKeyId=testid&Signature=cDwhhvTjS5IH3AUmRnDNh8nFXWA%3D",
    "Action=CreateSnapshot&Format=json&Version=2014-05-26&Timestamp=2026-11-24T07%3A02%3A23Z&SignatureNonce=fabfefda316158ef03721c8e2a06b530109f2f04d8ea31d5b83a472a0877a40a&Description=a%20b*~%2F%2B%26%3D%27()!%E4%B8%AD&DiskId=d-seed0001&InstantAccess=false&RetentionDays=30&SnapshotName=%E4%B8%AD%E6%96%87ab&Tag.1.Key=k1&Tag.1.Value=v%201&Tag.2.Key=k2&Tag.2.Value=&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&AccessKeyId=testid&Signature=ppWF3htouxaLFSA3NbFMVeWTra0%3D",
];

#[test]
fn captured_requests_verify_and_changed_ones_do_not() {
    for text in CAPTURED {
        let pairs = wire::parse_query(text).unwrap();
        assert_eq!(v1::verify("POST", &pairs, SECRET), Ok(()));
        // The same request with blanks as `+`, as other clients write them.
        let plus = wire::parse_query(&text.replace("%20", "+")).unwrap();
        assert_eq!(v1::verify("POST", &plus, SECRET), Ok(()));

        let string_to_sign = v1::string_to_sign("POST", &pairs);
        assert_eq!(
            v1::verify("POST", &pairs, "another"),
            Err(SignatureError::Mismatch { string_to_sign })
        );
        assert!(v1::verify("GET", &pairs, SECRET).is_err());
        for at in 0..pairs.len() {
            let mut changed = pairs.clone();
            changed[at].1.push('x');
            assert!(
                v1::verify("POST", &changed, SECRET).is_err(),
                "{:?}",
                pairs[at]
            );
            let mut missing = pairs.clone();
            missing.remove(at);
            assert!(
                v1::verify("POST", &missing, SECRET).is_err(),
                "{:?}",
                pairs[at]
            );
        }
    }
    let unsigned = [("Action", "CreateSnapshot")];
    assert_eq!(
        v1::verify("POST", &unsigned, SECRET),
        Err(SignatureError::Missing)
    );
}
