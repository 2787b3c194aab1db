//! What a field of a user's own struct must be able to carry, told to the compiler.

use crate::ToValue;
use crate::visit::Parameters;
use std::borrow::Cow;

macro_rules! carriers {
    ($(
        $(#[$docs:meta])*
        $name:ident, $message:literal, $label:literal: $($type:ty),*;
    )*) => {$(
        $(#[$docs])*
        #[diagnostic::on_unimplemented(message = $message, label = $label)]
        pub trait $name: ToValue {}

        $(
            #[diagnostic::do_not_recommend]
            impl $name for $type {}
        )*

        #[diagnostic::do_not_recommend]
        impl<T: $name> $name for Option<T> {}

        #[diagnostic::do_not_recommend]
        impl<T: $name + ?Sized> $name for &T {}
    )*};
}

// A text can carry any type: what it holds is checked.
carriers! {
    /// Can carry a whole number of 32 bits.
    CarriesInteger,
    "`{Self}` cannot carry a whole number of 32 bits", "documented as an integer":
    i8, i16, i32, u8, u16, String, str, Cow<'_, str>;
    /// Can carry a whole number of 64 bits.
    CarriesLong,
    "`{Self}` cannot carry a whole number of 64 bits", "documented as a long":
    i8, i16, i32, i64, u8, u16, u32, String, str, Cow<'_, str>;
    /// Can carry a decimal number.
    CarriesDecimal,
    "`{Self}` cannot carry a decimal number", "documented as a decimal number":
    i8, i16, i32, u8, u16, f32, f64, String, str, Cow<'_, str>;
    /// Can carry true or false.
    CarriesBoolean,
    "`{Self}` cannot carry a boolean", "documented as a boolean":
    bool, String, str, Cow<'_, str>;
}

/// The value itself, which an integer parameter carries.
pub fn integer<T: CarriesInteger + ?Sized>(value: &T) -> &T {
    value
}

/// The value itself, which a long parameter carries.
pub fn long<T: CarriesLong + ?Sized>(value: &T) -> &T {
    value
}

/// The value itself, which a decimal parameter carries.
pub fn decimal<T: CarriesDecimal + ?Sized>(value: &T) -> &T {
    value
}

/// The value itself, which a boolean parameter carries.
pub fn boolean<T: CarriesBoolean + ?Sized>(value: &T) -> &T {
    value
}

/// The value itself, which a text parameter carries.
pub fn text<T: ToValue + ?Sized>(value: &T) -> &T {
    value
}

/// A field that holds several items.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry a list",
    label = "documented as a list: use a `Vec`, an array or a slice"
)]
pub trait AsList {
    /// One item.
    type Item;

    /// The items.
    fn as_list(&self) -> &[Self::Item];
}

#[diagnostic::do_not_recommend]
impl<T> AsList for Vec<T> {
    type Item = T;

    fn as_list(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, const LENGTH: usize> AsList for [T; LENGTH] {
    type Item = T;

    fn as_list(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> AsList for &[T] {
    type Item = T;

    fn as_list(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsList> AsList for Option<T> {
    type Item = T::Item;

    fn as_list(&self) -> &[T::Item] {
        self.as_ref().map_or(&[], T::as_list)
    }
}

/// The items of a list.
pub fn list<L: AsList>(list: &L) -> &[L::Item] {
    list.as_list()
}

/// A field that holds an object, or may.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry an object",
    label = "documented as an object: derive `ApiRequest` with `part = \"…\"` on its type"
)]
pub trait AsPart {
    /// The object.
    type Part: Parameters;

    /// The object, if it is there.
    fn as_part(&self) -> Option<&Self::Part>;
}

#[diagnostic::do_not_recommend]
impl<T: Parameters> AsPart for T {
    type Part = T;

    fn as_part(&self) -> Option<&T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Parameters> AsPart for Option<T> {
    type Part = T;

    fn as_part(&self) -> Option<&T> {
        self.as_ref()
    }
}
