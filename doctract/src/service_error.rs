//! Errors as the server sent them, and the rows of the page that document them.

use crate::Node;
use std::fmt;

/// One row of a page's error table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorRow {
    /// The HTTP status; 0 where the page names none.
    pub status: u16,
    /// The code.
    pub code: &'static str,
    /// The message, a template where it holds `%s` or the like; empty where the page has none.
    pub message: &'static str,
    /// What the page says about it.
    pub description: &'static str,
    /// The parameters and preconditions at fault, as far as they could be inferred.
    pub blames: &'static [&'static str],
}

impl ErrorRow {
    /// A row from its cells.
    pub const fn new(
        status: u16,
        code: &'static str,
        message: &'static str,
        description: &'static str,
        blames: &'static [&'static str],
    ) -> Self {
        Self {
            status,
            code,
            message,
            description,
            blames,
        }
    }
}

/// A row as generated code states it: code, status, message, description, and what it blames.
#[doc(hidden)]
#[macro_export]
macro_rules! error_row {
    ($code:expr, $status:literal, $message:literal, $description:literal $(, $blamed:literal)*) => {
        $crate::ErrorRow::new($status, $code, $message, $description, &[$($blamed),*])
    };
}

/// Ties the variants of an enum to codes and to the rows that document them; the enum has one more
/// variant, `Undocumented`. A row: status, message, description, what it blames.
///
/// ```
/// use doctract::ErrorKind;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Refusal {
///     QuotaExceeded,
///     Undocumented,
/// }
/// doctract::error_kind!(Refusal {
///     QuotaExceeded = "QuotaExceeded" [(403, "Too many %s.", "Delete some.", "quota")],
/// });
///
/// assert_eq!(Refusal::of("QuotaExceeded"), Refusal::QuotaExceeded);
/// assert_eq!(Refusal::of("Throttling"), Refusal::Undocumented);
/// assert_eq!(Refusal::ROWS[0].blames, ["quota"]);
/// ```
#[macro_export]
macro_rules! error_kind {
    ($kind:ident { $($variant:ident = $code:literal [$(($($cell:literal),*)),*]),* $(,)? }) => {
        impl $crate::ErrorKind for $kind {
            const ROWS: &'static [$crate::ErrorRow] =
                &[$($($crate::error_row!($code $(, $cell)*),)*)*];

            fn of(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Undocumented,
                }
            }
        }
    };
}

/// The documented codes of one operation, as an enum with a variant for all others.
///
/// Implemented by generated enums and by [`ApiError`](crate::ApiError).
pub trait ErrorKind: Clone + fmt::Debug + Send + Sync + 'static {
    /// The rows of the page; the rows of one code stand together.
    const ROWS: &'static [ErrorRow];

    /// All tables of rows, where there are several: those of the operations of a product.
    const TABLES: &'static [&'static [ErrorRow]] = &[Self::ROWS];

    /// The variant of a code; the catch-all for one that the page does not list.
    fn of(code: &str) -> Self;
}

/// For requests whose documented errors are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyCode;

impl ErrorKind for AnyCode {
    const ROWS: &'static [ErrorRow] = &[];

    fn of(_code: &str) -> Self {
        Self
    }
}

/// An error that the server answered with. Everything it said is kept, documented or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError<K> {
    kind: K,
    http_status: u16,
    code: String,
    message: String,
    request_id: String,
}

impl<K: ErrorKind> ServiceError<K> {
    /// From the parts of an answer.
    pub fn new(http_status: u16, code: String, message: String, request_id: String) -> Self {
        Self {
            kind: K::of(&code),
            http_status,
            code,
            message,
            request_id,
        }
    }

    /// From an error answer: an object with `Code`, `Message` and `RequestId`, in JSON or XML. A
    /// body that is neither becomes the message, with an empty code.
    pub fn from_body(http_status: u16, body: &str) -> Self {
        let Ok(node) = crate::answer::parse(body) else {
            let message = body.to_owned();
            return Self::new(http_status, String::new(), message, String::new());
        };
        let text = |names: [&str; 2]| {
            let mut found = names.iter().filter_map(|name| node.get(name));
            found.next().and_then(Node::to_text)
        };
        Self::new(
            http_status,
            text(["Code", "code"]).unwrap_or_default(),
            text(["Message", "message"]).unwrap_or_default(),
            text(["RequestId", "requestId"]).unwrap_or_default(),
        )
    }

    /// The documented code, or the catch-all.
    pub fn kind(&self) -> &K {
        &self.kind
    }

    /// The HTTP status of the answer.
    pub fn http_status(&self) -> u16 {
        self.http_status
    }

    /// The code that the server sent.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message that the server sent.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The id of the request, for the vendor's support; empty if the server sent none.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// What the page says about the code: one entry a row; empty for an undocumented code. Of
    /// several tables the first that has the code counts.
    pub fn documented(&self) -> &'static [ErrorRow] {
        let same = |row: &ErrorRow| row.code == self.code;
        for table in K::TABLES {
            if let Some(first) = table.iter().position(same) {
                let rows = &table[first..];
                let count = rows.iter().take_while(|row| same(row)).count();
                return &rows[..count];
            }
        }
        &[]
    }

    /// The same error seen with other eyes: that of an operation as one of its product, so that
    /// one function can handle the errors of many operations.
    ///
    /// ```
    /// use doctract::{AnyCode, ServiceError};
    ///
    /// let error: ServiceError<AnyCode> = ServiceError::from_body(503, r#"{"Code": "Busy"}"#);
    /// let same = error.into_kind::<AnyCode>();
    /// assert_eq!((same.http_status(), same.code()), (503, "Busy"));
    /// ```
    pub fn into_kind<L: ErrorKind>(self) -> ServiceError<L> {
        ServiceError::new(self.http_status, self.code, self.message, self.request_id)
    }
}

impl<K: ErrorKind> fmt::Display for ServiceError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.code.as_str() {
            "" => "no code",
            code => code,
        };
        write!(f, "{} {code}: {}", self.http_status, self.message)?;
        match self.request_id.as_str() {
            "" => Ok(()),
            id => write!(f, " (request {id})"),
        }
    }
}

impl<K: ErrorKind> std::error::Error for ServiceError<K> {}
