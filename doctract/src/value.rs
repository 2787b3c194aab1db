//! One value of a request, borrowed: what a field holds on its way to the wire.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A value as it will travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Not sent.
    Absent,
    /// A text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A decimal number; travels in plain notation, without an exponent.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
}

impl<'a> Value<'a> {
    /// Whether the value is sent.
    pub const fn is_present(self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The text that travels; `None` when nothing does.
    ///
    /// ```
    /// use doctract::Value;
    ///
    /// assert_eq!(Value::Integer(-20).to_text().as_deref(), Some("-20"));
    /// assert_eq!(Value::Absent.to_text(), None);
    /// ```
    pub fn to_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Absent => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
            Self::Float(number) => Some(Cow::Owned(number.to_string())),
            Self::Boolean(truth) => Some(Cow::Borrowed(if truth { "true" } else { "false" })),
        }
    }

    /// Runs `look` on the text that travels, without allocating.
    pub(crate) fn with_text<R>(self, look: impl FnOnce(Option<&str>) -> R) -> R {
        match self {
            Self::Integer(number) => Buffer::<24>::print(number, |text| look(Some(text))),
            // The longest plain form of a float is that of the smallest one: 326 digits and more.
            Self::Float(number) => Buffer::<352>::print(number, |text| look(Some(text))),
            Self::Absent => look(None),
            Self::Text(text) => look(Some(text)),
            Self::Boolean(truth) => look(Some(if truth { "true" } else { "false" })),
        }
    }
}

/// A text of bounded length on the stack; what does not fit is cut.
struct Buffer<const SIZE: usize> {
    bytes: [u8; SIZE],
    used: usize,
}

impl<const SIZE: usize> Buffer<SIZE> {
    fn print<R>(value: impl fmt::Display, look: impl FnOnce(&str) -> R) -> R {
        let mut buffer = Self {
            bytes: [0; SIZE],
            used: 0,
        };
        let _ = write!(buffer, "{value}");
        look(std::str::from_utf8(&buffer.bytes[..buffer.used]).unwrap_or_default())
    }
}

impl<const SIZE: usize> fmt::Write for Buffer<SIZE> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = self.bytes.get_mut(self.used..).unwrap_or_default();
        let target = free.get_mut(..text.len()).ok_or(fmt::Error)?;
        target.copy_from_slice(text.as_bytes());
        self.used += text.len();
        Ok(())
    }
}

/// A Rust value that can travel as one parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot travel as a parameter",
    label = "not a text, a number, a boolean or an option of one"
)]
pub trait ToValue {
    /// The value, borrowed.
    fn to_value(&self) -> Value<'_>;
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for String {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Boolean(*self)
    }
}

macro_rules! number_to_value {
    ($($kind:ty => $variant:ident),*) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Value<'_> {
                Value::$variant((*self).into())
            }
        }
    )*};
}

number_to_value!(
    i8 => Integer, i16 => Integer, i32 => Integer, i64 => Integer,
    u8 => Integer, u16 => Integer, u32 => Integer, f32 => Float, f64 => Float
);

impl<T: ToValue + ?Sized> ToValue for &T {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, T::to_value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_on_the_stack_is_the_text_that_travels() {
        let floats = [0.1, -1.5e300, f64::MIN_POSITIVE, 5e-324, f64::MAX].map(Value::Float);
        let integers = [i64::MIN, i64::MAX, 0].map(Value::Integer);
        for value in floats.into_iter().chain(integers) {
            let travels = value.to_text();
            value.with_text(|text| assert_eq!(text, travels.as_deref(), "{value:?}"));
        }
    }
}
