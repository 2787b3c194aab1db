//! `#[derive(ApiError)]`: by name, by code, the catch-all with and without the code.

use doctract::{ApiError, ErrorKind, ServiceError};

#[derive(Debug, Clone, PartialEq, ApiError)]
#[api(spec = "specs/CreateDisk.yaml", exhaustive)]
enum DiskError {
    #[api(code = "InvalidZoneId.NotFound")]
    NoZone,
    QuotaExceeded,
    #[api(other)]
    Other(String),
}

#[derive(Debug, Clone, PartialEq, ApiError)]
#[api(spec = "specs")]
enum AnyError {
    InvalidZoneIdNotFound,
    #[api(other)]
    Other,
}

fn main() {
    let body = r#"{"Code": "QuotaExceeded", "Message": "no", "RequestId": "R"}"#;
    let error = ServiceError::<DiskError>::from_body(403, body);
    assert_eq!(*error.kind(), DiskError::QuotaExceeded);
    assert_eq!(error.documented().len(), 2);
    assert_eq!(DiskError::of("InvalidZoneId.NotFound"), DiskError::NoZone);
    assert_eq!(DiskError::of("X"), DiskError::Other("X".into()));
    assert_eq!(AnyError::of("InvalidZoneId.NotFound"), AnyError::InvalidZoneIdNotFound);
    assert_eq!(AnyError::of("X"), AnyError::Other);
}
