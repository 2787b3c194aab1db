//! What the setter of a list takes: one item or many.

/// Something that gives items for a list parameter: one item, an array, a slice or a vector.
///
/// ```
/// use doctract::IntoItems;
///
/// fn ids(items: impl IntoItems<String>) -> Vec<String> {
///     let mut list = Vec::new();
///     items.append_to(&mut list);
///     list
/// }
/// assert_eq!(ids("sg-1"), ["sg-1"]);
/// assert_eq!(ids(["sg-1", "sg-2"]), ["sg-1", "sg-2"]);
/// ```
pub trait IntoItems<T> {
    /// Puts the items at the end of `list`.
    fn append_to(self, list: &mut Vec<T>);
}

impl<T> IntoItems<T> for T {
    fn append_to(self, list: &mut Vec<T>) {
        list.push(self);
    }
}

impl<T> IntoItems<T> for Vec<T> {
    fn append_to(mut self, list: &mut Vec<T>) {
        list.append(&mut self);
    }
}

impl<T, const LENGTH: usize> IntoItems<T> for [T; LENGTH] {
    fn append_to(self, list: &mut Vec<T>) {
        list.extend(self);
    }
}

impl<T: Clone> IntoItems<T> for &[T] {
    fn append_to(self, list: &mut Vec<T>) {
        list.extend_from_slice(self);
    }
}

impl IntoItems<String> for &str {
    fn append_to(self, list: &mut Vec<String>) {
        list.push(self.to_owned());
    }
}

impl IntoItems<String> for Vec<&str> {
    fn append_to(self, list: &mut Vec<String>) {
        list.extend(self.into_iter().map(str::to_owned));
    }
}

impl<const LENGTH: usize> IntoItems<String> for [&str; LENGTH] {
    fn append_to(self, list: &mut Vec<String>) {
        list.extend(self.map(str::to_owned));
    }
}

impl IntoItems<String> for &[&str] {
    fn append_to(self, list: &mut Vec<String>) {
        list.extend(self.iter().copied().map(str::to_owned));
    }
}
