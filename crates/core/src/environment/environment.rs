//! An environment: one of the four built-in ones, or a custom one.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use hallpass_providers::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

/// The stage of a profile, from development to production. Serialised as its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub enum Environment {
    /// For developing.
    #[default]
    Dev,
    /// For testing.
    Test,
    /// As production, before it.
    Staging,
    /// The real thing.
    Prod,
    /// A custom one.
    Own(Arc<OwnEnvironment>),
}

/// A custom environment, in addition to the four built-in ones. Two of one id are the same.
#[derive(Debug, Clone)]
pub struct OwnEnvironment {
    pub(super) id: String,
    pub(super) name: Text,
    pub(super) colour: EnvironmentColour,
    pub(super) production: bool,
}

/// What an own environment is drawn with. One that counts as production is always drawn as production is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentColour {
    /// As development.
    #[default]
    Grey,
    /// As testing.
    Outline,
    /// As staging.
    Cyan,
    /// In the window's own blue.
    Blue,
    /// Found nowhere else.
    Violet,
}

impl EnvironmentColour {
    /// All, in the order in which they are offered, by their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("grey", Self::Grey),
        ("outline", Self::Outline),
        ("cyan", Self::Cyan),
        ("blue", Self::Blue),
        ("violet", Self::Violet),
    ];

    /// Its name in commands and files.
    pub fn id(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, colour)| *colour == self).map_or("grey", |(id, _)| id)
    }

    /// By its name.
    ///
    /// # Errors
    /// Returns an error that lists the names if it is not one of them.
    pub fn from_id(id: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|(name, _)| *name == id);
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        found.map(|(_, colour)| colour).ok_or_else(|| {
            let why = Text::made(format!("只能是：{}", names()), format!("must be one of: {}", names()));
            Error::invalid("colour", &why)
        })
    }
}

impl Environment {
    /// The built-in ones, in the order in which they are shown at first.
    pub const BUILT_IN: [Self; 4] = [Self::Dev, Self::Test, Self::Staging, Self::Prod];

    /// Its name in commands and files.
    pub fn id(&self) -> &str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Staging => "staging",
            Self::Prod => "prod",
            Self::Own(own) => &own.id,
        }
    }

    /// By its name. One that is not built in counts as production until the vault has said otherwise, which also says
    /// whether there is such a one.
    ///
    /// # Errors
    /// Returns an error if no environment can have that name.
    pub fn from_id(id: &str) -> Result<Self> {
        if let Some(built_in) = Self::BUILT_IN.into_iter().find(|one| one.id() == id) {
            return Ok(built_in);
        }
        let id = check_id(id)?;
        let name = Text::same(id.clone());
        Ok(Self::Own(Arc::new(OwnEnvironment { id, name, colour: EnvironmentColour::default(), production: true })))
    }

    /// What people call it.
    pub fn name(&self) -> Text {
        match self {
            Self::Dev => Text::new("开发", "development"),
            Self::Test => Text::new("测试", "test"),
            Self::Staging => Text::new("预发", "staging"),
            Self::Prod => Text::new("生产", "production"),
            Self::Own(own) => own.name.clone(),
        }
    }

    /// Whether what is done in it requires confirmation.
    pub fn is_production(&self) -> bool {
        match self {
            Self::Prod => true,
            Self::Own(own) => own.production,
            Self::Dev | Self::Test | Self::Staging => false,
        }
    }

    /// Whether it is a custom one.
    pub fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// Whether passwords may go unencrypted in it, to a server that offers nothing better.
    pub(crate) fn allows_plain_http(&self) -> bool {
        *self != Self::Staging && !self.is_production()
    }
}

/// Ids go into commands, files and addresses of the command line, and are typed there.
pub(super) fn check_id(id: &str) -> Result<String> {
    const MOST: usize = 20;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = id.len() <= MOST && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain);
    let why = Text::new(
        "应以小写字母开头，只含小写字母、数字和连字符，最多20个字符",
        "must begin with a lower-case letter and contain only lower-case letters, digits and hyphens, at most 20 characters",
    );
    if fits { Ok(id.to_owned()) } else { Err(Error::invalid("env", &why)) }
}

impl PartialEq for OwnEnvironment {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for OwnEnvironment {}

impl PartialOrd for OwnEnvironment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OwnEnvironment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl Hash for OwnEnvironment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Serialize for Environment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Environment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::from_id(&id).map_err(|_| serde::de::Error::custom("not the name of an environment"))
    }
}
