//! Request signing: version 1 (HMAC-SHA1), version 3 (ACS3-HMAC-SHA256) and the HTTP-path style.
