//! Reading a world file, with every mistake named.

use super::{FORMAT_VERSION, NUMBER, World};
use doctract_spec::{Diagnostic, Severity, yaml};
use std::collections::HashSet;

/// The code of every mistake.
const CODE: &str = "world-invalid";

/// The largest world file that is read, in bytes.
const MOST_BYTES: usize = 16 << 20;

impl World {
    /// Reads a world file. `file` is the name shown in diagnostics.
    ///
    /// # Errors
    ///
    /// Every mistake found: unknown keys, wrong types, another version, an id or a key twice, an
    /// account that is not there.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        if text.len() > MOST_BYTES {
            return Err(vec![mistake(file, "larger than 16 MiB".to_owned())]);
        }
        let world: Self = yaml::parse(CODE, file, text).map_err(|mistake| vec![*mistake])?;
        let mistakes: Vec<_> = contradictions(&world)
            .into_iter()
            .map(|message| mistake(file, message))
            .collect();
        if mistakes.is_empty() {
            Ok(world)
        } else {
            Err(mistakes)
        }
    }
}

fn mistake(file: &str, message: String) -> Diagnostic {
    Diagnostic {
        code: CODE,
        severity: Severity::Error,
        file: file.to_owned(),
        span: None,
        message,
        advice: None,
    }
}

/// What the types cannot say.
fn contradictions(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    if world.world != FORMAT_VERSION {
        let version = world.world;
        found.push(format!(
            "format version {version} is not known; this is version {FORMAT_VERSION}"
        ));
    }
    if world.accounts.is_empty() {
        found.push("there is no account".to_owned());
    }
    let mut seen = HashSet::new();
    for account in &world.accounts {
        if !seen.insert(account.name.as_str()) {
            found.push(format!("account `{}` is there twice", account.name));
        }
    }
    let mut seen = HashSet::new();
    for key in world.accounts.iter().flat_map(|account| &account.keys) {
        if !seen.insert(key.access_key_id.as_str()) {
            found.push(format!("access key `{}` is there twice", key.access_key_id));
        }
    }
    let mut seen = HashSet::new();
    for disk in &world.disks {
        if !seen.insert(disk.id.as_str()) {
            found.push(format!("disk `{}` is there twice", disk.id));
        }
        if disk.id.matches(NUMBER).count() > 1 {
            found.push(format!("disk `{}` has more than one `{NUMBER}`", disk.id));
        }
        if let Some(owner) = &disk.account
            && !world.accounts.iter().any(|account| account.name == *owner)
        {
            found.push(format!("disk `{}`: there is no account `{owner}`", disk.id));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{DEFAULT_FIXTURES, DEFAULT_WORLD};

    #[test]
    fn the_world_and_fixtures_that_come_with_the_crate_are_valid() {
        let world = World::load("world.yaml", DEFAULT_WORLD).unwrap();
        assert_eq!(world, World::default());
        let fixtures = doctract_spec::fixture::load("fixtures.yaml", DEFAULT_FIXTURES).unwrap();
        for key in fixtures.credentials.values() {
            let mut known = world.accounts.iter().flat_map(|account| &account.keys);
            assert!(
                known.any(|own| own.access_key_id == key.access_key_id && own.secret == key.secret)
            );
        }
        for state in &fixtures.states {
            for (name, value) in &state.parameters {
                let known = world.disks.iter().any(|disk| disk.id == *value);
                assert!(
                    name != "DiskId"
                        || known
                        || state.error.as_deref() == Some("InvalidVolumeId.NotFound"),
                    "{value}"
                );
            }
        }
    }

    #[test]
    fn mistakes_are_named() {
        let text = "world: 1\naccounts: []\ndisks: [ { id: d-a, account: nobody }, { id: d-a } ]\n";
        let all = format!("{:?}", World::load("w.yaml", text).unwrap_err());
        for part in ["no account", "`nobody`", "`d-a` is there twice"] {
            assert!(all.contains(part), "{part} in {all}");
        }
        let error = World::load("w.yaml", "world: 1\naccounts: []\ndisk: []\n").unwrap_err();
        assert_eq!(error[0].span.map(|span| span.line), Some(3));
    }

    #[test]
    fn secrets_are_not_shown() {
        let world = World::default();
        let secret = &world.accounts[0].keys[0].secret;
        assert!(!format!("{world:?}").contains(secret.as_str()));
        assert!(
            !serde_json::to_string(&world)
                .unwrap()
                .contains(secret.as_str())
        );
    }
}
