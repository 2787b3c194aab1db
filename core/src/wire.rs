//! How parameters travel: percent-encoding, query strings, flattened names.

/// Fills the indices into a documented name: `Tag.N.Key` with `[3]` is `Tag.3.Key`.
///
/// Only a part that is exactly `N` is an index. Indices that are missing leave the `N`.
///
/// ```
/// assert_eq!(doctract_core::wire::indexed("Disk.N.Tag.N.Key", &[1, 2]), "Disk.1.Tag.2.Key");
/// ```
pub fn indexed(pattern: &str, indices: &[u32]) -> String {
    let mut indices = indices.iter();
    let mut name = String::with_capacity(pattern.len() + 4);
    for (at, part) in pattern.split('.').enumerate() {
        if at > 0 {
            name.push('.');
        }
        match (part, indices.as_slice().first()) {
            ("N", Some(index)) => {
                name.push_str(&index.to_string());
                indices.next();
            }
            _ => name.push_str(part),
        }
    }
    name
}
