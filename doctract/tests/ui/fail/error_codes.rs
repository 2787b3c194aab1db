use doctract::ApiError;

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Misspelt {
    QuotaExceded,
    #[api(code = "InvalidZone.NotFound")]
    NoZone,
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum NoCatchAll {
    QuotaExceeded,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml", exhaustive)]
enum Incomplete {
    QuotaExceeded,
    #[api(other)]
    Other,
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Odd {
    QuotaExceeded,
    #[api(code = "QuotaExceeded")]
    Again,
    InvalidZoneIdNotFound(String),
    #[api(other)]
    Other { code: String },
}

#[derive(Debug, Clone, ApiError)]
#[api(spec = "specs/CreateDisk.yaml")]
struct NoEnum;

fn main() {}
