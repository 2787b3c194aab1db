//! Ids of requests and resources, in the look of the service.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

const HEX: &[u8; 16] = b"0123456789ABCDEF";
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Two keyed hashes of a running number: as good as random, without a system call for each.
fn random() -> (u64, u64) {
    static KEYS: LazyLock<(RandomState, RandomState)> =
        LazyLock::new(|| (RandomState::new(), RandomState::new()));
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    (KEYS.0.hash_one(number), KEYS.1.hash_one(number))
}

/// A new request id: an upper-case UUID of version 4.
pub(crate) fn request_id() -> String {
    let (high, low) = random();
    let high = (high & !0xF000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    let mut id = String::with_capacity(36);
    push_hex(&mut id, high, 16, 8);
    id.push('-');
    push_hex(&mut id, high, 8, 4);
    id.push('-');
    push_hex(&mut id, high, 4, 0);
    id.push('-');
    push_hex(&mut id, low, 16, 12);
    id.push('-');
    push_hex(&mut id, low, 12, 0);
    id
}

/// Hexadecimal digits of a number: those below place `from` down to place `to`, counted from its
/// end.
fn push_hex(text: &mut String, number: u64, from: u32, to: u32) {
    for digit in (to..from).rev() {
        let value = usize::try_from((number >> (digit * 4)) & 0xF).unwrap_or(0);
        text.push(char::from(HEX[value]));
    }
}

/// A new resource id: the prefix, a hyphen and 20 letters and digits (`s-bp1…`), unique.
pub(crate) fn resource_id(prefix: &str) -> String {
    let (high, low) = random();
    let mut id = String::with_capacity(prefix.len() + 21);
    id.push_str(prefix);
    id.push_str("-bp1");
    for (mut number, digits) in [(high, 9), (low, 8)] {
        for _ in 0..digits {
            let digit = usize::try_from(number % 36).unwrap_or(0);
            id.push(char::from(DIGITS[digit]));
            number /= 36;
        }
    }
    id
}

/// A new number of an order: 15 digits.
pub(crate) fn order_id() -> String {
    const FIRST: u64 = 100_000_000_000_000;
    let (number, _) = random();
    (FIRST + number % (9 * FIRST)).to_string()
}

/// Another id like this one. What follows its first hyphen is new, letters and digits of the same
/// number; where other characters stand there too (as in a UUID), the last long run of letters and
/// digits is, each character for one of its kind. None for a text that is too short to be told
/// apart from others.
pub(crate) fn another(id: &str) -> Option<String> {
    const SHORTEST: usize = 6;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if let Some(at) = id.find('-').map(|hyphen| hyphen + 1)
        && id.len() - at >= SHORTEST
        && id.bytes().skip(at).all(plain)
    {
        return Some(with_each(id, at..id.len(), |_, number| DIGITS[number % 36]));
    }
    let run = last_long_run(id)?;
    Some(with_each(id, run, |byte, number| match byte {
        b'0'..=b'9' => b'0' + u8::try_from(number % 10).unwrap_or(0),
        // Hexadecimal, since nobody says that other letters would do.
        b'A'..=b'Z' => b'A' + u8::try_from(number % 6).unwrap_or(0),
        _ => b'a' + u8::try_from(number % 6).unwrap_or(0),
    }))
}

/// The last run of at least twelve ASCII letters and digits.
fn last_long_run(text: &str) -> Option<Range<usize>> {
    const LONG: usize = 12;
    let mut start = 0;
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    let places = runs.map(|run| {
        let place = start..start + run.len();
        let next = text.get(place.end..).and_then(|rest| rest.chars().next());
        start = place.end + next.map_or(0, char::len_utf8);
        place
    });
    places.filter(|place| place.len() >= LONG).last()
}

/// The text with each byte of a part, which is ASCII, changed by a random number below 2^32.
fn with_each(text: &str, part: Range<usize>, change: impl Fn(u8, usize) -> u8) -> String {
    let mut number = random();
    let characters = text.char_indices().map(|(at, c)| {
        if !part.contains(&at) {
            return c;
        }
        if at % 2 == 0 {
            number = random();
        } else {
            number = (number.1, number.0);
        }
        let own = usize::try_from(number.0 >> 32).unwrap_or(0);
        char::from(change(u8::try_from(c).unwrap_or(b'0'), own))
    });
    characters.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn ids_look_like_the_published_ones_and_differ() {
        let requests: HashSet<_> = (0..1000).map(|_| super::request_id()).collect();
        assert_eq!(requests.len(), 1000);
        for id in &requests {
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12]);
            let hex = |c: char| c == '-' || c.is_ascii_digit() || ('A'..='F').contains(&c);
            assert!(id.chars().all(hex) && id.as_bytes()[14] == b'4', "{id}");
            assert!(b"89AB".contains(&id.as_bytes()[19]), "{id}");
        }
        let snapshots: HashSet<_> = (0..1000).map(|_| super::resource_id("s")).collect();
        assert_eq!(snapshots.len(), 1000);
        assert!(
            snapshots
                .iter()
                .all(|id| id.len() == 22 && id.starts_with("s-bp1"))
        );
    }
    #[test]
    fn another_id_has_the_form_of_the_first() {
        let kind = |c: char| match c {
            '0'..='9' => '0',
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            other => other,
        };
        let form = |text: &str| text.chars().map(kind).collect::<String>();
        for id in [
            "4ECEEE12-56F1-4FBC-9AB1-890F1234A5B8",
            "asg-bp1hvbnmkl10vll5m5z8_f95ce797-dc2e-4bad-9618-14fee7d15a8b",
            "任务/edRtShc57WGXdt8TlPbrm5z8",
        ] {
            let others: HashSet<_> = (0..1000).filter_map(|_| super::another(id)).collect();
            assert_eq!(others.len(), 1000, "{id}");
            assert!(others.iter().all(|other| form(other) == form(id)), "{id}");
        }
        for id in ["vpc-bp1k3x9q7", "t-bp67acfmxazb4pq7w2"] {
            let other = super::another(id).unwrap();
            assert!(other.len() == id.len() && other != id, "{other}");
        }
        for short in ["", "cn-bj", "default", "12345678901"] {
            assert_eq!(super::another(short), None, "{short}");
        }
    }
}
