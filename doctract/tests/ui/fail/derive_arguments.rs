use doctract::{ApiError, ApiRequest};

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml", krate = doctract, spec = "specs", operation)]
#[api(part = 3, locale("en-US"), response)]
struct Request {
    zone_id: String,
}

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct Fields {
    #[api(nam = "ZoneId", constant = 20)]
    zone_id: String,
    #[api(skip = true)]
    skipped: String,
    #[api(skip, name = "Size")]
    both: String,
    #[api]
    size: i32,
}

#[derive(ApiRequest)]
#[api(spec = "locales", locale = "en-UK")]
struct Locale {
    disk_id: String,
}

// The first language is taken where none is asked for.
#[derive(ApiRequest)]
#[api(spec = "locales")]
struct AnyLocale {
    disk: String,
}

#[derive(ApiRequest)]
#[api(spec = "versions")]
struct Versions {
    disk_id: String,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml", complete, exhaustive = true)]
enum Error {
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Variants {
    #[api(name = "QuotaExceeded")]
    Quota,
    #[api(code = 7, othr)]
    Seven,
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
enum NoSpec {
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "locales", locale = "french")]
enum NoLocale {
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
    let _ = |request: Versions| request.into_pairs().len();
    let _ = |error: doctract::ServiceError<Error>| error.kind().clone();
    let _ = |error: doctract::ServiceError<NoSpec>| error.kind().clone();
}
