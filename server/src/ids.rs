//! Ids of requests and resources, in the look of the service.

use std::hash::{BuildHasher, RandomState};
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

/// Another id like this one: what follows its first hyphen is new, letters and digits of the same
/// number. None for a text that is no such id, or too short to be told apart from others.
pub(crate) fn another(id: &str) -> Option<String> {
    const SHORTEST: usize = 6;
    let at = id.find('-')? + 1;
    let length = id.len() - at;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if length < SHORTEST || !id.bytes().skip(at).all(plain) {
        return None;
    }
    let mut fresh = id[..at].to_owned();
    while fresh.len() < id.len() {
        let (mut number, _) = random();
        for _ in 0..12.min(id.len() - fresh.len()) {
            let digit = usize::try_from(number % 36).unwrap_or(0);
            fresh.push(char::from(DIGITS[digit]));
            number /= 36;
        }
    }
    Some(fresh)
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
}
