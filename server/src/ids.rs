//! Ids of requests and resources, in the look of the service.

use uuid::Uuid;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A new request id: an upper-case UUID.
pub(crate) fn request_id() -> String {
    let mut buffer = Uuid::encode_buffer();
    Uuid::new_v4()
        .hyphenated()
        .encode_upper(&mut buffer)
        .to_owned()
}

/// A new resource id: the prefix, a hyphen and 20 letters and digits (`s-bp1…`), unique.
pub(crate) fn resource_id(prefix: &str) -> String {
    let mut random = Uuid::new_v4().as_u128();
    let mut id = String::with_capacity(prefix.len() + 21);
    id.push_str(prefix);
    id.push_str("-bp1");
    for _ in 0..17 {
        let digit = usize::try_from(random % 36).unwrap_or(0);
        id.push(char::from(DIGITS[digit]));
        random /= 36;
    }
    id
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_look_like_the_published_ones() {
        let request = super::request_id();
        assert_eq!(request.len(), 36);
        assert_eq!(request, request.to_ascii_uppercase());
        let snapshot = super::resource_id("s");
        assert_eq!(snapshot.len(), 22);
        assert_ne!(snapshot, super::resource_id("s"));
    }
}
