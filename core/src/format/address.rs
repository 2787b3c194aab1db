//! Addresses: of networks, hosts, people and resources.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Longest host name, RFC 1123.
const MOST_HOST: usize = 253;
/// Longest label of a host name.
const MOST_LABEL: usize = 63;
/// Longest part of an e-mail address before the `@`, RFC 5321.
const MOST_LOCAL: usize = 64;

pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

pub(super) fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else {
        return false;
    };
    let most = if is_ipv4(address) {
        32
    } else if is_ipv6(address) {
        128
    } else {
        return false;
    };
    decimal(length).is_some_and(|length| length <= most)
}

/// A number of at most three digits without a leading zero.
fn decimal(text: &str) -> Option<u16> {
    let plain = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0')))
        .then(|| text.parse().ok())
        .flatten()
}

pub(super) fn is_mac(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 17
        && matches!(bytes[2], b':' | b'-')
        && bytes.iter().enumerate().all(|(at, byte)| match at % 3 {
            2 => *byte == bytes[2],
            _ => byte.is_ascii_hexdigit(),
        })
}

pub(super) fn is_hostname(text: &str) -> bool {
    let label = |label: &str| {
        (1..=MOST_LABEL).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= MOST_HOST
        && text.split('.').all(label)
        && text
            .rsplit('.')
            .next()
            .is_some_and(|last| last.bytes().any(|byte| !byte.is_ascii_digit()))
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    local.len() <= MOST_LOCAL && local.split('.').all(atom) && is_hostname(domain)
}

pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    scheme_fits && !rest.is_empty() && has_uri_characters(rest) && authority_fits(scheme, rest)
}

/// Only unreserved and reserved characters and whole escapes, one fragment at most.
fn has_uri_characters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let fits = |(at, byte): (usize, &u8)| match byte {
        b'%' => hex(at + 1) && hex(at + 2),
        byte => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
    };
    bytes.iter().enumerate().all(fits) && text.matches('#').count() <= 1
}

/// After `//` a host and perhaps a port; only `file` does without a host.
fn authority_fits(scheme: &str, rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return true;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    let (host, port) = match place.strip_prefix('[') {
        Some(literal) => match literal.split_once(']') {
            Some((address, port)) if is_ipv6(address) => (address, port),
            _ => return false,
        },
        None => place.split_at(place.find(':').unwrap_or(place.len())),
    };
    let port_fits = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.is_empty() || is_port(port));
    port_fits && (!host.is_empty() || scheme.eq_ignore_ascii_case("file"))
}

/// Digits alone: the library's reader of numbers takes a sign too.
fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(test: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(test(text), "{text:?} has the format");
        }
        for text in bad {
            assert!(!test(text), "{text:?} has not the format");
        }
    }

    #[test]
    fn networks() {
        check(
            is_cidr,
            &["0.0.0.0/0", "10.0.0.1/32", "::/0", "2001:db8::/128"],
            &[
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0/8",
                "::/129",
                "10.0.0.0/08",
                "10.0.0.0/+8",
                "a/8",
            ],
        );
        check(
            is_ipv4,
            &["255.255.255.255"],
            &["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4 "],
        );
        check(
            is_ipv6,
            &["::1", "::ffff:1.2.3.4"],
            &[":::", "fe80::1%eth0", "1.2.3.4"],
        );
        check(
            is_mac,
            &["00:16:3e:0f:12:ab", "00-16-3E-0F-12-AB"],
            &[
                "00:16:3e:0f:12",
                "00:16-3e:0f:12:ab",
                "00163e0f12ab",
                "00:16:3e:0f:12:zz",
            ],
        );
    }

    #[test]
    fn hosts_and_people() {
        let long = "a".repeat(64);
        check(
            is_hostname,
            &[
                "example.com",
                "a",
                "xn--fiqs8s.cn",
                "1.example",
                "localhost",
            ],
            &[
                "",
                ".com",
                "a..b",
                "-a.com",
                "a-.com",
                "a_b.com",
                "1.2.3.4",
                "a.com.",
                "中文.com",
                &long,
            ],
        );
        check(
            is_email,
            &["a@example.com", "first.last+tag@example.co"],
            &[
                "a",
                "@example.com",
                "a@",
                "a@@b.com",
                ".a@b.com",
                "a b@c.com",
                "a@b_c.com",
            ],
        );
    }

    #[test]
    fn resources() {
        check(
            is_uri,
            &[
                "https://example.com",
                "http://user:pw@example.com:8080/a%20b?c=d#e",
                "http://[::1]:80/",
                "oss://bucket/key",
                "mailto:a@example.com",
                "urn:isbn:0451450523",
                "acs:ram::123:role/x",
                "file:///etc/hosts",
                "http://a:/b",
            ],
            &[
                "",
                "example.com",
                "//example.com",
                "http:",
                "http://",
                "http:///x",
                "1http://a",
                "http://a b",
                "http://a/%2",
                "http://a/中",
                "http://[1]/",
                "http://a:99999/",
                "http://a:+80/",
                "http://a#b#c",
            ],
        );
    }
}
