//! What a provider is, as data: names, methods and fields. Every form is drawn from it.

use serde::Serialize;

use crate::{Code, Text};

/// A provider's constant data.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Descriptor {
    /// The id in profiles and commands.
    pub id: &'static str,
    /// Its name.
    pub name: Text,
    /// What it signs in to, in a sentence.
    pub about: Text,
    /// An address of the right shape.
    pub example: &'static str,
    /// The ways in; the first is the default.
    pub methods: &'static [Method],
    /// Every field of every method.
    pub fields: &'static [Field],
    /// Every code its documents name.
    #[serde(skip)]
    pub codes: &'static [&'static [Code]],
}

impl Descriptor {
    /// A method by id.
    pub fn method(&self, id: &str) -> Option<&'static Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields that a method uses.
    pub fn fields_of(&self, method: &str) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(move |field| field.methods.is_empty() || field.methods.contains(&method))
    }
}

/// One way to sign in.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Method {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Text,
    /// What it is for, in a sentence.
    pub about: Text,
    /// The field whose value is the account that the guard counts for.
    pub account: &'static str,
    /// The field whose secret the server judges, if a refusal can be about one.
    pub password: Option<&'static str>,
}

/// One value that a profile, a credential or a sign-in holds.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    /// Its name in commands and packs. A field named `device_id` is filled by the core with a UUID once, when a
    /// profile is made without one.
    pub name: &'static str,
    /// Its label in a form.
    pub label: Text,
    /// What it takes.
    pub kind: FieldKind,
    /// Where in a form it stands.
    pub group: Group,
    /// What it is when nothing is given.
    pub default: Option<&'static str>,
    /// Whether a sign-in cannot do without it.
    pub required: bool,
    /// One line of help.
    pub help: Text,
    /// The methods that use it; empty for all.
    pub methods: &'static [&'static str],
    /// Who holds it.
    pub scope: Scope,
}

/// What a field takes.
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

/// Where in a form a field stands.
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

/// Who holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The profile.
    Profile,
    /// A credential, or the profile's own secrets.
    Credential,
    /// This sign-in alone.
    SignIn,
}

impl Field {
    /// Checks a value and gives it as it is stored.
    ///
    /// # Errors
    /// One sentence on why it cannot be used. Secrets are taken as they are: no trimming, no Unicode normalisation.
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

    /// Whether its value is a secret.
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, FieldKind::Secret)
    }
}

fn check_text(value: &str) -> Result<String, Text> {
    const MOST: usize = 4096;
    if value.chars().any(char::is_control) {
        return Err(Text::new("不能含控制字符", "must not hold control characters"));
    }
    if value.len() > MOST {
        return Err(Text::new("过长（最多 4096 字节）", "is too long (4096 bytes at most)"));
    }
    Ok(value.trim().to_owned())
}

fn check_lines(value: &str) -> Result<String, Text> {
    const MOST: usize = 16 * 1024;
    let lines: Vec<String> = value.lines().map(check_text).collect::<Result<_, _>>()?;
    if value.len() > MOST {
        return Err(Text::new("过长（最多 16 KiB）", "is too long (16 KiB at most)"));
    }
    Ok(lines.join("\n").trim().to_owned())
}

fn check_number(value: &str, min: i64, max: i64) -> Result<String, Text> {
    match value.trim().parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number.to_string()),
        _ => Err(Text::made(
            format!("必须是 {min} 到 {max} 之间的整数"),
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
        _ => Err(Text::new("只能是 true 或 false", "must be true or false")),
    }
}
