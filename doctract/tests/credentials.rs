//! Where credentials come from: the vendor's profile file, the environment.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use doctract::client::{CredentialsProvider as _, Environment, Profile};

#[test]
fn profiles_of_the_vendors_file_are_read() {
    let folder = std::env::temp_dir().join(format!("doctract-profile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config.json");
    let text = r#"{"current": "main", "profiles": [
        {"name": "main", "mode": "AK", "access_key_id": "id", "access_key_secret": "s3cret", "region_id": "x"},
        {"name": "sts", "mode": "StsToken", "access_key_id": "a", "access_key_secret": "b", "sts_token": "t"},
        {"name": "role", "mode": "RamRoleArn"}], "meta_path": ""}"#;
    std::fs::write(&file, text).unwrap();
    let profile = Profile::default().file(&file);
    let credentials = profile.credentials().unwrap();
    assert_eq!(
        (credentials.access_key_id(), credentials.security_token()),
        ("id", None)
    );
    assert!(!format!("{credentials:?}").contains("s3cret"));
    let temporary = profile.clone().named("sts").credentials().unwrap();
    assert_eq!(temporary.security_token(), Some("t"));
    let told = |name: &str| {
        profile
            .clone()
            .named(name)
            .credentials()
            .unwrap_err()
            .to_string()
    };
    assert!(told("role").ends_with("has the mode RamRoleArn; AK and StsToken are read"));
    assert!(told("none").ends_with("no profile `none`"));
    std::fs::write(&file, "{\"profiles\": [{\"access_key_secret\": 's3cret'}]}").unwrap();
    let error = profile.credentials().unwrap_err().to_string();
    assert!(
        error.contains("config.json:1:") && !error.contains("s3cret"),
        "{error}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

/// Run by the test below in a process of its own, whose environment is set.
#[test]
fn environment_as_it_is() {
    if let Ok(expected) = std::env::var("DOCTRACT_TEST_EXPECTED") {
        let told = match Environment.credentials() {
            Ok(credentials) => {
                let token = credentials.security_token().unwrap_or("-");
                format!("{} {token}", credentials.access_key_id())
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(told, expected);
    }
}

#[test]
fn the_environment_is_read() {
    let names = [
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    ];
    let run = |values: &[(&str, &str)], expected: &str| {
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["environment_as_it_is", "--exact"])
            .env_remove(names[0])
            .env_remove(names[1])
            .env_remove("ALIBABA_CLOUD_SECURITY_TOKEN")
            .envs(values.iter().copied())
            .env("DOCTRACT_TEST_EXPECTED", expected)
            .status();
        assert!(status.unwrap().success(), "{expected}");
    };
    let both = [(names[0], "id"), (names[1], "secret")];
    run(&both, "id -");
    run(
        &[both[0], both[1], ("ALIBABA_CLOUD_SECURITY_TOKEN", "t")],
        "id t",
    );
    run(
        &both[..1],
        &format!("{} and {} are not set", names[0], names[1]),
    );
}
