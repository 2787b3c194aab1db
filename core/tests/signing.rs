//! Signatures that published clients and documents give, from both ends of the wire.
//!
//! Sources: `V1_DOCUMENTED` and `V3_DOCUMENTED` are worked examples of the vendor's signature pages;
//! the captures are requests of unmodified clients (pop-core 1.8.0, aliyun-python-sdk-core 2.16.1,
//! @alicloud/ecs20140526 7.11.6, alibabacloud-ecs20140526 7.11.8); the others were computed by two
//! of those clients alike.

#![cfg(feature = "signing")]

use doctract_core::signing::{Credentials, Request, SignatureError, Stamp, roa, v1, v3};
use doctract_core::wire;

const SECRET: &str = "testsecret";
const NO_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

mod version_1 {
    use super::*;

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
        pairs.extend([
            ("Action", "CreateSnapshot"),
            ("DiskId", "d-diskid1"),
            ("SnapshotName", "中文ab"),
            ("Description", "a b*~/+&='()!"),
            ("Tag.1.Key", "k1"),
            ("Tag.1.Value", ""),
            ("Tag.10.Key", "k10"),
            ("Tag.2.Key", "k2"),
        ]);
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
}

mod version_3 {
    use super::*;

    struct Vector {
        query: Pairs<'static>,
        headers: Pairs<'static>,
        body: &'static [u8],
        key: (&'static str, &'static str),
        signed: &'static str,
        body_hash: &'static str,
        signature: &'static str,
    }

    const SIX: &str =
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

    fn documented() -> Vector {
        Vector {
            query: vec![
                (
                    "ImageId",
                    "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                ),
                ("RegionId", "cn-shanghai"),
            ],
            headers: vec![
                ("host", "ecs.cn-shanghai.aliyuncs.com"),
                ("x-acs-action", "RunInstances"),
                ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-version", "2014-05-26"),
                ("x-acs-content-sha256", NO_BODY),
            ],
            body: b"",
            key: ("YourAccessKeyId", "YourAccessKeySecret"),
            signed: SIX,
            body_hash: NO_BODY,
            signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
        }
    }

    fn hard() -> Vector {
        Vector {
            query: vec![
                ("DiskId", "d-diskid1"),
                ("SnapshotName", "中文ab"),
                ("Description", "a b*~/+&='()!"),
                ("Tag.1.Key", "k1"),
                ("Tag.1.Value", ""),
                ("Tag.10.Key", "k10"),
                ("Tag.2.Key", "k2"),
            ],
            headers: vec![
                ("Host", "127.0.0.1:8080"),
                ("X-Acs-Action", "CreateSnapshot"),
                ("x-acs-date", " 2018-01-01T12:00:00Z "),
                (
                    "x-acs-signature-nonce",
                    "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
                ),
                ("x-acs-version", "2014-05-26"),
                ("x-acs-content-sha256", NO_BODY),
            ],
            body: b"",
            key: ("testid", SECRET),
            signed: SIX,
            body_hash: NO_BODY,
            signature: "0c5a920fd58e8554d8ee32bc5a267c3c5c89bbdd8a32ff257ee0fba1ca26dd60",
        }
    }

    fn with_body_and_token() -> Vector {
        let mut vector = hard();
        let hash = "6c2bb935f99941f2256214b6e7285bcefa13fddbf24ee6ace93bdaae230d05bc";
        vector.query = vec![("RegionId", "cn-hangzhou")];
        vector.body = b"Filter.1.Key=a%20b&Name=x";
        vector.headers.pop();
        vector.headers.extend([
            ("x-acs-content-sha256", hash),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-acs-accesskey-id", "testid"),
            ("x-acs-security-token", "token/abc+="),
        ]);
        vector.signed = "content-type;host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version";
        vector.body_hash = hash;
        vector.signature = "fc991eef798590c50612cf2ba2742d2183b7aaad612a5a6d7ffb693e22ccdb05";
        vector
    }

    fn captured() -> Vector {
        Vector {
            query: vec![
                ("DiskId", "d-seed0001"),
                ("SnapshotName", "中文ab"),
                ("Description", "a b*~/+&='()!中"),
                ("Tag.1.Value", "v 1"),
                ("Tag.1.Key", "k1"),
                ("Tag.2.Value", ""),
                ("Tag.2.Key", "k2"),
                ("InstantAccess", "False"),
                ("RetentionDays", "30"),
            ],
            headers: vec![
                ("accept", "application/json"),
                ("host", "127.0.0.1:18931"),
                (
                    "user-agent",
                    "AlibabaCloud (Linux; x86_64) Python/3.11.7 Core/0.4.3 TeaDSL/2",
                ),
                ("x-acs-action", "CreateSnapshot"),
                ("x-acs-content-sha256", NO_BODY),
                ("x-acs-credentials-provider", "static_ak"),
                ("x-acs-date", "2026-11-24T07:02:04Z"),
                ("x-acs-signature-nonce", "304915fc42a2abedf9cdf8f4e08c0272"),
                ("x-acs-version", "2014-05-26"),
            ],
            body: b"",
            key: ("testid", SECRET),
            signed: "accept;host;user-agent;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version",
            body_hash: NO_BODY,
            signature: "9ebe8e9e75fd7ebcac6ee7eea087a2ff0debeb223e80b3fb0f80a2b549f4847d",
        }
    }

    impl Vector {
        fn request(&self) -> Request<'_, &str> {
            Request {
                method: "POST",
                path: "/",
                query: &self.query,
                headers: &self.headers,
                body: self.body,
            }
        }

        fn authorization(&self) -> String {
            format!(
                "ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}",
                self.key.0, self.signed, self.signature
            )
        }

        fn verified(&self) -> Result<(), SignatureError> {
            let header = self.authorization();
            let authorization = v3::Authorization::parse(&header)?;
            v3::verify(&self.request(), &authorization, self.key.1)
        }
    }

    #[test]
    fn the_texts_on_the_way_are_those_of_the_clients() {
        let vector = hard();
        let canonical = v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
        let expected = format!(
            "POST\n/\nDescription=a%20b%2A~%2F%2B%26%3D%27%28%29%21&DiskId=d-diskid1&SnapshotName=%E4%B8%AD%E6%96%87ab&Tag.1.Key=k1&Tag.1.Value=&Tag.10.Key=k10&Tag.2.Key=k2\nhost:127.0.0.1:8080\nx-acs-action:CreateSnapshot\nx-acs-content-sha256:{NO_BODY}\nx-acs-date:2018-01-01T12:00:00Z\nx-acs-signature-nonce:3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf\nx-acs-version:2014-05-26\n\n{SIX}\n{NO_BODY}"
        );
        assert_eq!(canonical, expected);
        for (vector, hash) in [
            (
                hard(),
                "448e8de052beccb052e9311476a701017cd24a0e4d55ee3a6a1579e859303047",
            ),
            (
                captured(),
                "d5b39158dc2e6765a695e030aac04b448cb011753c7ccd00b23b92b3e9e658ae",
            ),
        ] {
            let canonical =
                v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
            assert_eq!(
                v3::string_to_sign(&canonical),
                format!("ACS3-HMAC-SHA256\n{hash}")
            );
        }
    }

    #[test]
    fn signatures_agree_and_verify() {
        for vector in [documented(), hard(), with_body_and_token(), captured()] {
            let canonical =
                v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
            let string_to_sign = v3::string_to_sign(&canonical);
            assert_eq!(v3::sign(&string_to_sign, vector.key.1), vector.signature);
            assert_eq!(vector.verified(), Ok(()));
            let header = vector.authorization();
            let authorization = v3::Authorization::parse(&header).unwrap();
            assert_eq!(authorization.to_string(), header);
            assert_eq!(
                v3::verify(&vector.request(), &authorization, "another"),
                Err(SignatureError::Mismatch { string_to_sign })
            );
        }
    }

    #[test]
    fn a_client_that_adds_the_headers_itself_signs_the_same() {
        for vector in [documented(), hard(), with_body_and_token()] {
            let value = |wanted: &str| {
                let found = vector.headers.iter().find(|(name, _)| *name == wanted);
                found.map_or("", |(_, value)| value.trim())
            };
            let stamp = Stamp {
                time: value("x-acs-date"),
                nonce: value("x-acs-signature-nonce"),
            };
            let mut credentials = Credentials::new(vector.key.0, vector.key.1);
            if !value("x-acs-security-token").is_empty() {
                credentials = credentials.with_security_token(value("x-acs-security-token"));
            }
            let mut headers = owned(&vector.headers);
            headers.retain(|(name, _)| {
                matches!(
                    &*name.to_lowercase(),
                    "host" | "content-type" | "x-acs-action" | "x-acs-version"
                )
            });
            v3::sign_headers(&vector.request(), &mut headers, &credentials, stamp);
            let expected = ("authorization".to_owned(), vector.authorization());
            assert_eq!(headers.last(), Some(&expected));
        }
    }

    #[test]
    fn what_must_be_signed_is_insisted_on() {
        let mut vector = hard();
        vector.signed = SIX.strip_prefix("host;").unwrap();
        let unsigned = SignatureError::UnsignedHeader("host".to_owned());
        assert_eq!(vector.verified(), Err(unsigned));

        let mut vector = hard();
        vector.headers.push(("X-Acs-Security-Token", "t"));
        let unsigned = SignatureError::UnsignedHeader("x-acs-security-token".to_owned());
        assert_eq!(vector.verified(), Err(unsigned));

        let mut vector = hard();
        vector.headers.retain(|(name, _)| *name != "x-acs-date");
        let absent = SignatureError::AbsentHeader("x-acs-date".to_owned());
        assert_eq!(vector.verified(), Err(absent));

        let mut vector = hard();
        vector.headers.remove(0);
        vector.signed = SIX.strip_prefix("host;").unwrap();
        let absent = SignatureError::AbsentHeader("host".to_owned());
        assert_eq!(vector.verified(), Err(absent));

        let mut vector = with_body_and_token();
        vector.body = b"Filter.1.Key=a%20b&Name=y";
        assert_eq!(vector.verified(), Err(SignatureError::BodyHash));

        let mut vector = hard();
        vector.query.push(("Extra", "1"));
        assert!(matches!(
            vector.verified(),
            Err(SignatureError::Mismatch { .. })
        ));
    }

    #[test]
    fn values_of_a_repeated_header_are_sorted_and_joined() {
        let headers = [("X-Acs-Meta", " b "), ("host", "h"), ("x-acs-meta", "a")];
        let request = Request {
            method: "get",
            path: "",
            query: &[],
            headers: &headers,
            body: b"",
        };
        let canonical = v3::canonical_request(&request, "host;x-acs-meta", NO_BODY);
        let expected = format!("GET\n/\n\nhost:h\nx-acs-meta:a,b\n\nhost;x-acs-meta\n{NO_BODY}");
        assert_eq!(canonical, expected);
    }

    #[test]
    fn a_malformed_authorization_says_what_is_wrong() {
        for (value, what) in [
            ("", "scheme"),
            (
                "ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00",
                "scheme",
            ),
            (
                "ACS3-HMAC-SHA256Credential=a,SignedHeaders=host,Signature=00",
                "no blank",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,Signature=00",
                "no SignedHeaders",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00",
                "no Credential",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host",
                "no Signature",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=x;host,Signature=00",
                "sorted",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=a;a,Signature=00",
                "distinct",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=Host,Signature=00",
                "upper case",
            ),
            (
                "ACS3-HMAC-SHA256 Credential=a,Credential=b,Signature=00",
                "twice",
            ),
            ("ACS3-HMAC-SHA256 Credential", "without `=`"),
            ("ACS3-HMAC-SHA256 Credential=a,Other=b", "other than"),
        ] {
            let error = v3::Authorization::parse(value).unwrap_err().to_string();
            assert!(error.contains(what), "{value}: {error}");
        }
    }
}

mod path_style {
    use super::*;

    fn headers() -> Pairs<'static> {
        vec![
            ("Accept", "application/json"),
            ("Date", "Mon, 01 Jan 2018 12:00:00 GMT"),
            ("x-acs-version", "2015-12-15"),
            ("x-acs-signature-nonce", "n-1"),
            ("x-acs-signature-method", "HMAC-SHA1"),
            ("x-acs-signature-version", "1.0"),
        ]
    }

    fn request<'a>(
        query: &'a [(&'a str, &'a str)],
        headers: &'a Pairs<'a>,
    ) -> Request<'a, &'a str> {
        Request {
            method: "GET",
            path: "/clusters",
            query,
            headers,
            body: b"",
        }
    }

    #[test]
    fn the_vector_from_both_ends() {
        let (headers, query) = (headers(), [("name", "a b")]);
        let incoming = request(&query, &headers);
        let signature = "yWpdrArc+jjmeWRru9UKzxZ/obk=";
        assert_eq!(
            roa::sign(&roa::string_to_sign(&incoming), SECRET),
            signature
        );

        let mut own = owned(&headers);
        own.retain(|(name, _)| matches!(&**name, "Accept" | "x-acs-version"));
        let stamp = Stamp {
            time: "Mon, 01 Jan 2018 12:00:00 GMT",
            nonce: "n-1",
        };
        roa::sign_headers(
            &incoming,
            &mut own,
            &Credentials::new("testid", SECRET),
            stamp,
        );
        let sent = &own.last().unwrap().1;
        assert_eq!(*sent, format!("acs testid:{signature}"));

        let authorization = roa::Authorization::parse(sent).unwrap();
        assert_eq!(authorization.credential, "testid");
        assert_eq!(roa::verify(&incoming, &authorization, SECRET), Ok(()));
        assert!(roa::verify(&incoming, &authorization, "another").is_err());
        let other = [("name", "a c")];
        assert!(roa::verify(&request(&other, &headers), &authorization, SECRET).is_err());
    }

    #[test]
    fn both_spellings_of_an_empty_value_verify() {
        let (headers, query) = (headers(), [("b", ""), ("a", "1")]);
        let incoming = request(&query, &headers);
        let text = roa::string_to_sign(&incoming);
        assert!(text.ends_with("\n/clusters?a=1&b"), "{text}");
        for text in [text.clone(), format!("{text}=")] {
            let header = format!("acs testid:{}", roa::sign(&text, SECRET));
            let authorization = roa::Authorization::parse(&header).unwrap();
            assert_eq!(roa::verify(&incoming, &authorization, SECRET), Ok(()));
        }
    }

    #[test]
    fn a_malformed_authorization_is_refused() {
        for value in [
            "",
            "acs",
            "acs testid",
            "acs :x",
            "acs testid:",
            "Basic a:b",
        ] {
            let error = roa::Authorization::parse(value);
            assert!(
                matches!(error, Err(SignatureError::Malformed(_))),
                "{value}"
            );
        }
    }
}
