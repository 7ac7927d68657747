//! A field of a form, as data: what it accepts, who holds its value, and whether it says whose session it is.

use serde::Serialize;

use crate::text::Text;

/// One value that a profile, a credential or a sign-in holds.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    /// Its name in commands and packs.
    pub name: &'static str,
    /// Its label in a form.
    pub label: Text,
    /// What it takes.
    pub kind: FieldKind,
    /// Where in a form it is shown.
    pub group: Group,
    /// What it is when nothing is given.
    pub default: Option<&'static str>,
    /// When a sign-in cannot do without it.
    pub required: Required,
    /// One line of help.
    pub help: Text,
    /// The methods that use it; empty for all.
    pub methods: &'static [&'static str],
    /// Who holds it.
    pub scope: Scope,
    /// Whether it says whose session it is. What a session belongs to, and what the guard counts by, follows from this
    /// alone.
    #[serde(skip)]
    pub identity: Identity,
}

/// What a field accepts.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text of several lines, such as a PEM file.
    Lines,
    /// A line that is never shown.
    Secret,
    /// A whole number in a range.
    Number {
        /// Smallest.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        min: i64,
        /// Largest.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        max: i64,
        /// What it counts: `s` for seconds, or empty.
        unit: &'static str,
    },
    /// One of several.
    Choice {
        /// What there is to choose from.
        options: &'static [Choice],
    },
    /// Yes or no: `true` or `false`.
    Switch,
}

/// One thing to choose.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Choice {
    /// The value.
    pub value: &'static str,
    /// Its label.
    pub label: Text,
}

/// Where in a form a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Who signs in.
    Account,
    /// The client or application that signs in for the person.
    Client,
    /// Seldom changed.
    Advanced,
    /// The API gateway before the login.
    Gateway,
}

/// When a sign-in cannot do without a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// It may always be empty.
    Never,
    /// Every method that uses it needs it.
    Always,
    /// These methods need it; the others may leave it empty.
    For(&'static [&'static str]),
}

/// Who holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The profile.
    Profile,
    /// A credential, or the profile's own secrets.
    Credential,
    /// This sign-in alone: a code that is used once. It is never stored, and taken out of what a server says.
    SignIn,
}

/// Whether a field says whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// It does not: a session stays whatever its value is.
    None,
    /// Another value is another session of the same account, such as a client's. The session of the former one is
    /// dropped; the account's tries are counted together.
    Session,
    /// As [`Identity::Session`], of this profile's device: the core fills it with a UUID once, when a profile is made
    /// without one, and it is in no pack.
    Device,
    /// Another value is another account: it has its own session, and its tries are counted by themselves.
    Account(Compare),
}

/// When two values mean the same account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// When they are the same text.
    Exact,
    /// Also when they differ in upper and lower case.
    AnyCase,
}

impl Identity {
    /// The value in the form in which it is compared; nothing where the field identifies nobody.
    pub fn of(self, value: &str) -> Option<String> {
        match self {
            Self::None => None,
            Self::Session | Self::Device | Self::Account(Compare::Exact) => Some(value.to_owned()),
            Self::Account(Compare::AnyCase) => Some(value.to_lowercase()),
        }
    }
}

impl Field {
    /// Checks a value and gives it as it is stored.
    ///
    /// # Errors
    /// Returns one sentence on why it is invalid. Secrets are used as they are: no trimming, no Unicode normalisation.
    pub fn check(&self, value: &str) -> Result<String, Text> {
        match &self.kind {
            FieldKind::Secret => Ok(value.to_owned()),
            FieldKind::Text => check_text(value),
            FieldKind::Lines => check_lines(value),
            FieldKind::Number { min, max, .. } => check_number(value, *min, *max),
            FieldKind::Choice { options } => check_choice(value, options),
            FieldKind::Switch => check_switch(value),
        }
    }

    /// Whether a profile may hold its value: not a code that is used once.
    pub fn can_be_saved(&self) -> bool {
        self.scope != Scope::SignIn
    }

    /// Whether a sign-in by this method cannot do without it.
    pub fn is_required(&self, method: &str) -> bool {
        match self.required {
            Required::Never => false,
            Required::Always => true,
            Required::For(methods) => methods.contains(&method),
        }
    }

    /// Whether its value is a secret.
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, FieldKind::Secret)
    }
}

fn check_text(value: &str) -> Result<String, Text> {
    const MOST: usize = 4096;
    if value.chars().any(char::is_control) {
        return Err(Text::new("不能含控制字符", "must not contain control characters"));
    }
    if value.len() > MOST {
        return Err(Text::new("过长（最多4096字节）", "is too long (at most 4096 bytes)"));
    }
    Ok(value.trim().to_owned())
}

fn check_lines(value: &str) -> Result<String, Text> {
    const MOST: usize = 16 * 1024;
    let lines: Vec<String> = value.lines().map(check_text).collect::<Result<_, _>>()?;
    if value.len() > MOST {
        return Err(Text::new("过长（最多16 KiB）", "is too long (at most 16 KiB)"));
    }
    Ok(lines.join("\n").trim().to_owned())
}

fn check_number(value: &str, min: i64, max: i64) -> Result<String, Text> {
    match value.trim().parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number.to_string()),
        _ => Err(Text::made(
            format!("必须是{min}到{max}之间的整数"),
            format!("must be a whole number from {min} to {max}"),
        )),
    }
}

fn check_choice(value: &str, options: &[Choice]) -> Result<String, Text> {
    let value = value.trim();
    if options.iter().any(|option| option.value == value) {
        return Ok(value.to_owned());
    }
    let known = options.iter().map(|option| option.value).collect::<Vec<_>>().join(", ");
    Err(Text::made(format!("只能是：{known}"), format!("must be one of: {known}")))
}

fn check_switch(value: &str) -> Result<String, Text> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok("true".to_owned()),
        "false" | "no" | "off" | "0" | "" => Ok("false".to_owned()),
        _ => Err(Text::new("只能是true或false", "must be true or false")),
    }
}
