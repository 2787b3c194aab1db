use doctract::{ApiError, ApiRequest};

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml", krate = doctract)]
struct Request {
    zone_id: String,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml", complete)]
enum Error {
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Variants {
    #[api(name = "QuotaExceeded")]
    Quota,
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
enum NoSpec {
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Catching {
    #[api(code = "QuotaExceeded", other)]
    Both,
    #[api(other)]
    Other,
    #[api(other)]
    Rest,
}

// One mistake, one message: nothing is said where the types are used.
fn main() {
    let _ = |request: Request| request.into_pairs().len();
    let _ = |error: doctract::ServiceError<Error>| error.kind().clone();
    let _ = |error: doctract::ServiceError<NoSpec>| error.kind().clone();
}
