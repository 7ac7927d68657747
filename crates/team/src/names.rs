//! Names that become part of a path: each is checked, so that none can point elsewhere.

use std::fmt;
use std::str::FromStr;

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

macro_rules! checked_name {
    ($(#[$doc:meta])* $name:ident, $most:literal, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// As it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Text;

            fn from_str(text: &str) -> Result<Self, Text> {
                let allowed: fn(char) -> bool = $allowed;
                let starts = text.chars().next().is_some_and(|first| first.is_ascii_alphanumeric());
                let ends = !text.ends_with(['.', '/']) && !text.contains("//") && !text.contains("..");
                let good = starts && ends && text.len() <= $most && text.chars().all(allowed);
                if good { Ok(Self(text.to_owned())) } else { Err(unusable($most)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                // The text itself may be hostile; it is not quoted.
                text.parse().map_err(|_| concat!("not a ", stringify!($name)).to_owned())
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn unusable(most: usize) -> Text {
    Text::made(
        format!("只能包含字母、数字和“-_.”，以字母或数字开头，最长{most}个字符"),
        format!(
            "may contain only letters, digits and -_., must begin with a letter or digit, and may have at most \
            {most} characters"
        ),
    )
}

const fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

const fn with_slashes(c: char) -> bool {
    plain(c) || c == '/'
}

checked_name!(
    /// The name of a team, of a person at the server, or of a login method's mount.
    Name, 64, plain
);
checked_name!(
    /// The id of a document: a UUID, or any other short name.
    DocumentId, 64, plain
);
checked_name!(
    /// Where an engine or a login method is mounted; may consist of several segments.
    Mount, 128, with_slashes
);
checked_name!(
    /// A namespace of the server.
    Namespace, 256, with_slashes
);

impl From<uuid::Uuid> for DocumentId {
    fn from(id: uuid::Uuid) -> Self {
        Self(id.to_string())
    }
}

/// What kinds of documents a team has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A shared profile.
    Profile,
    /// A shared secret.
    Secret,
    /// The guard of a shared secret, under the secret's id.
    Guard,
}

impl Kind {
    /// Its folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Profile => "profiles",
            Self::Secret => "secrets",
            Self::Guard => "guard",
        }
    }
}

/// Where a team's documents are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The mount of the KV engine, version 2.
    pub mount: Mount,
    /// The team.
    pub team: Name,
    /// The namespace, where the server has some.
    pub namespace: Option<Namespace>,
}

impl Place {
    /// The path of a document as policies name it: `hallpass/data/support/profiles/ID`.
    pub fn policy_path(&self, endpoint: &str, kind: Kind, id: &str) -> String {
        format!("{}/{endpoint}/{}/{}/{id}", self.mount, self.team, kind.folder())
    }

    /// The folder of a kind of documents, below an endpoint of the engine.
    pub(crate) fn folder(&self, endpoint: &str, kind: Kind) -> String {
        format!("/v1/{}/{endpoint}/{}/{}", self.mount, self.team, kind.folder())
    }

    /// The path of one document.
    pub(crate) fn document(&self, endpoint: &str, kind: Kind, id: &DocumentId) -> String {
        format!("{}/{id}", self.folder(endpoint, kind))
    }
}

/// A secret elsewhere in the same server: coordinates, never a host. The alias is the reader's own, so that an imported
/// pack cannot send anyone to another server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretReference {
    /// The reader's name of the team whose server it is.
    pub alias: Name,
    /// The mount of the engine, one segment.
    pub mount: Name,
    /// The path below it.
    pub path: Mount,
    /// The member of the document.
    pub field: Name,
}

impl FromStr for SecretReference {
    type Err = Text;

    /// Reads `vault://ALIAS/MOUNT/PATH#FIELD`.
    fn from_str(text: &str) -> Result<Self, Text> {
        let wrong = || Text::new("应为vault://别名/挂载点/路径#字段", "must be vault://ALIAS/MOUNT/PATH#FIELD");
        let (place, field) = text.strip_prefix("vault://").and_then(|rest| rest.split_once('#')).ok_or_else(wrong)?;
        let mut parts = place.splitn(3, '/');
        let mut next = || parts.next().ok_or_else(wrong);
        let (alias, mount, path) = (next()?.parse()?, next()?.parse()?, next()?.parse()?);
        Ok(Self { alias, mount, path, field: field.parse()? })
    }
}

impl TryFrom<String> for SecretReference {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|why: Text| why.en.into_owned())
    }
}

impl From<SecretReference> for String {
    fn from(reference: SecretReference) -> Self {
        reference.to_string()
    }
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "vault://{}/{}/{}#{}", self.alias, self.mount, self.path, self.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place() {
        for bad in ["", ".", "..", "a/b", "../x", "a b", "a\n", "a%2fb", "é", "-a", "a..b", "a.", &"a".repeat(65)] {
            assert!(bad.parse::<DocumentId>().is_err(), "{bad:?}");
        }
        for bad in ["/a", "a/", "a//b", "a/../b", "a/./", "a\\b"] {
            assert!(bad.parse::<Mount>().is_err(), "{bad:?}");
        }
        for good in ["a", "0f8b2c14-1", "east.dev_1"] {
            assert_eq!(good.parse::<DocumentId>().unwrap().as_str(), good);
        }
        assert_eq!("kv/team-a".parse::<Mount>().unwrap().as_str(), "kv/team-a");
    }

    #[test]
    fn a_reference_is_coordinates_and_never_a_host() {
        let text = "vault://work/kv/apps/east/db#password";
        let reference: SecretReference = text.parse().unwrap();
        assert_eq!((reference.alias.as_str(), reference.path.as_str()), ("work", "apps/east/db"));
        assert_eq!(reference.to_string(), text);
        for bad in [
            "https://evil.example/kv/a#b",
            "vault://evil.example:8200/kv/a#b",
            "vault://work/kv#b",
            "vault://work/kv/a",
            "vault://work/kv/../sys#b",
            "vault://work/kv/a#b#c",
            "vault://user@work/kv/a#b",
            "vault:///kv/a#b",
        ] {
            assert!(bad.parse::<SecretReference>().is_err(), "{bad}");
        }
    }
}
