//! Everything that can come of sending a request.

use super::{CredentialsError, TransportError};
use crate::{DecodeError, ErrorKind, ServiceError, Violations};

/// Why a request has no answer that can be used. `K` are the documented codes of the operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<K: ErrorKind> {
    /// The request breaks documented rules; nothing was sent.
    #[error("the request breaks documented rules:\n{0}")]
    Invalid(Violations),
    /// The service answered with an error.
    #[error(transparent)]
    Service(ServiceError<K>),
    /// The answer could not be read.
    #[error("the answer cannot be read: {0}")]
    Decode(DecodeError),
    /// There was no answer.
    #[error(transparent)]
    Transport(TransportError),
    /// There are no credentials to sign with.
    #[error(transparent)]
    Credentials(CredentialsError),
    /// The request has no address.
    #[error("{0}")]
    Endpoint(String),
}

impl<K: ErrorKind> Error<K> {
    /// The service's error, if it is one.
    pub fn service(&self) -> Option<&ServiceError<K>> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The documented code, if the service answered with an error.
    pub fn kind(&self) -> Option<&K> {
        self.service().map(ServiceError::kind)
    }

    /// Whether the service answered with this documented code.
    pub fn is_kind(&self, kind: &K) -> bool
    where
        K: PartialEq,
    {
        self.kind() == Some(kind)
    }
}
