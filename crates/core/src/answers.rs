//! The user's input for one sign-in.

use std::collections::BTreeMap;

use hallpass_providers::{ChallengeKind, Descriptor, Field, Secret, Text, Values};

use crate::error::{Error, Result};
use crate::guard::CodeStep;

/// Typed values by field name. They are all kept as secrets until the fields say which are not.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    typed: BTreeMap<String, Secret>,
    checked: Values,
    /// Where the one-time code was made here: which one it is.
    made: Option<CodeStep>,
}

impl Answers {
    /// Nothing typed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a typed value.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.typed.insert(field.into(), value.into());
        self
    }

    /// Adds a typed value.
    pub fn set(&mut self, field: impl Into<String>, value: impl Into<Secret>) {
        self.typed.insert(field.into(), value.into());
    }

    /// Whether a field was answered.
    pub fn has(&self, field: &str) -> bool {
        self.typed.get(field).is_some_and(|value| !value.is_empty())
    }

    /// Says which one-time code of a saved seed is among them.
    #[must_use]
    pub(crate) fn made(mut self, step: CodeStep) -> Self {
        self.made = Some(step);
        self
    }

    /// Which one-time code of a saved seed is among them.
    pub(crate) fn code_step(&self) -> Option<&CodeStep> {
        self.made.as_ref()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.made = other.made.or(self.made.take());
        self.typed.extend(other.typed);
    }

    pub(crate) fn forget(&mut self, field: &str) {
        self.typed.remove(field);
        if field == ChallengeKind::Mfa.field().name {
            self.made = None;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.typed.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The typed values as a provider expects them, each checked by its field.
    pub(crate) fn checked(&self, descriptor: &Descriptor) -> Result<Self> {
        let mut checked = Values::new();
        for (name, value) in &self.typed {
            let field = field(descriptor, name)?;
            if field.is_secret() {
                crate::text::check_field(name, value)?;
                checked.keep(name, value.clone());
            } else {
                // Reason: the field is no secret; it is checked and sent as text.
                checked.set(name, field.check(value.expose()).map_err(|why| Error::invalid(name, &why))?);
            }
        }
        Ok(Self { typed: self.typed.clone(), checked, made: self.made.clone() })
    }

    /// The checked values.
    pub(crate) fn values(&self) -> Values {
        self.checked.clone()
    }
}

/// A field of the provider, or one that answers a challenge.
fn field(descriptor: &Descriptor, name: &str) -> Result<&'static Field> {
    const ASKED: [ChallengeKind; 4] =
        [ChallengeKind::Captcha, ChallengeKind::Sms, ChallengeKind::Organisation, ChallengeKind::Mfa];
    let asked = ASKED.map(ChallengeKind::field).into_iter().find(|field| field.name == name);
    descriptor.field(name).or(asked).ok_or_else(|| {
        let why = Text::made(format!("不是{}的字段", descriptor.id), format!("is not a field of {}", descriptor.id));
        Error::invalid(name, &why)
    })
}
