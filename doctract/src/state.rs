//! The states of a generated builder: whether a required parameter was given.

/// The parameter was not given yet.
#[derive(Debug, Clone, Copy)]
pub enum Missing {}

/// The parameter was given.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// Holds when the required parameter `Parameter` was given: the bound of a builder's `build`.
#[diagnostic::on_unimplemented(
    message = "the required parameter `{Parameter}` is missing",
    label = "call its setter before this"
)]
pub trait Provided<Parameter> {}

impl<Parameter> Provided<Parameter> for Given {}

/// The value that stands for a required parameter in a builder until it is given.
///
/// Requests themselves have no `Default`, so that none is sent with a blank in it.
pub trait Blank {
    /// The blank.
    fn blank() -> Self;
}

macro_rules! blank_by_default {
    ($($kind:ty),*) => {$(
        impl Blank for $kind {
            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

blank_by_default!(String, i32, i64, f64, bool);

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

/// A struct whose named fields are all blank: `blank!(Point { x, y })`.
#[doc(hidden)]
#[macro_export]
macro_rules! blank {
    ($name:ident { $($field:ident),* $(,)? }) => {
        $name { $($field: $crate::generated::Blank::blank()),* }
    };
}
