//! Redacts our secrets from a server's response, at the only place where its text is read.
//!
//! Servers quote what they were sent: a wrong password in a refusal, a one-time code in a message, a token in a name.
//! Every string of an answer passes [`Redaction::words`] before a provider sees it (see [`crate::reply::Reply::json`]); only
//! members of type [`Secret`] are read as they were sent. So whatever a provider makes of an answer, a refusal, a
//! limit, a note or a fact, it cannot repeat a secret.

mod forms;
mod reader;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

pub use forms::secret_forms;
pub(crate) use reader::{EXACT, Reader};

use crate::call::Request;
use crate::challenge::ChallengeKind;
use crate::codes::VendorCode;
use crate::descriptor::Descriptor;
use crate::fault::{BadAnswer, Fault};
use crate::field::Scope;
use crate::refusal::safe_words;
use crate::secret::Secret;
use crate::state::State;
use crate::values::{Value, Values};

const HIDDEN: &str = "****";
/// Shorter ones are hidden only where they are separate words.
const SHORT: usize = 4;
/// Digits of an id contain every short number by chance.
const SHORT_NUMBER: usize = 6;
/// So much of a secret at the end of a text that was cut is hidden as well.
const BEGINNING: usize = 8;

/// What must not be repeated of a server's words: our secrets and one-time codes, in the forms in which servers quote
/// them. An empty one hides nothing.
#[derive(Clone, Default)]
pub struct Redaction {
    /// In lower case, since a host name and a normalised code are quoted in lower case.
    needles: Arc<[Zeroizing<String>]>,
    /// Texts of the profile that are no secret. A server that repeats one of them whole has quoted that.
    public: Arc<[String]>,
    /// What the vendor's documents say is no secret, whatever someone chose as a password.
    codes: &'static [&'static [VendorCode]],
}

impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redaction({} forms)", self.needles.len())
    }
}

impl Redaction {
    /// For the answer to `sent`: what was sent, what the step keeps, the profile's secrets and the codes that the user
    /// typed.
    pub fn new(descriptor: &'static Descriptor, sent: &Request, state: &State, values: &Values) -> Self {
        let one_time = |name: &str| {
            let asked = ChallengeKind::ALL.into_iter().map(ChallengeKind::field).find(|field| field.name == name);
            descriptor.field(name).or(asked).is_some_and(|field| field.scope == Scope::SignIn)
        };
        let (mut needles, mut public) = (Vec::new(), Vec::new());
        let carried = state.secrets.values().chain(sent.secrets());
        carried.for_each(|secret| forms::add(secret, &mut needles));
        for (name, value) in values.iter() {
            match value {
                Value::Secret(secret) => forms::add(secret, &mut needles),
                Value::Plain(code) if one_time(name) => forms::add(&Secret::new(code.as_str()), &mut needles),
                Value::Plain(text) => public.push(text.to_ascii_lowercase()),
            }
        }
        Self { needles: needles.into(), public: public.into(), codes: descriptor.codes }
    }

    /// For secrets that have just been read.
    pub(crate) fn of<'a>(secrets: impl Iterator<Item = &'a Secret>) -> Self {
        let mut needles = Vec::new();
        secrets.for_each(|secret| forms::add(secret, &mut needles));
        Self { needles: needles.into(), ..Self::default() }
    }

    /// A server's words without our secrets, and safe for a line on a screen ([`safe_words`]).
    pub fn words(&self, words: &str) -> String {
        safe_words(&self.hidden(words))
    }

    /// A server's words without our secrets, otherwise as they are.
    pub(crate) fn hidden<'a>(&self, words: &'a str) -> Cow<'a, str> {
        if self.needles.is_empty() || words.is_empty() {
            return Cow::Borrowed(words);
        }
        let lower = Zeroizing::new(words.to_ascii_lowercase());
        let mut found: Vec<Range<usize>> = self.needles.iter().flat_map(|needle| places(&lower, needle)).collect();
        found.extend(self.needles.iter().filter_map(|needle| cut_off(&lower, needle)));
        if found.is_empty() || self.is_public(&lower) {
            return Cow::Borrowed(words);
        }
        let said = self.documented(&lower);
        found.retain(|place| !said.iter().any(|known| known.start <= place.start && place.end <= known.end));
        match found.iter().any(|place| place.len() < SHORT) {
            true => Cow::Borrowed(HIDDEN),
            false => Cow::Owned(replaced(words, found)),
        }
    }

    /// Whether a number is one of our secrets.
    pub(crate) fn is_secret_number(&self, digits: &str) -> bool {
        digits.len() >= SHORT_NUMBER
            && self.needles.iter().any(|needle| needle.as_str() == digits)
            && !self.is_public(digits)
    }

    /// Whether a text could hold one of the secrets, also cut or with escapes.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        if self.needles.is_empty() {
            return false;
        }
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        let begins = |needle: &'_ str| lower.contains(needle.get(..BEGINNING).unwrap_or(needle));
        lower.contains('\\') || self.needles.iter().any(|needle| begins(needle))
    }

    /// The same value without our secrets in any of its texts.
    ///
    /// # Errors
    /// Returns an error if the value is none of its kind without them.
    pub(crate) fn out_of<T: Serialize + DeserializeOwned>(&self, value: T) -> Result<T, Fault> {
        let unreadable = |_| Fault::BadAnswer { what: BadAnswer::Shape, offset: None };
        let text = serde_json::to_string(&value).map(Zeroizing::new).map_err(unreadable)?;
        if !self.may_be_in(&text) {
            return Ok(value);
        }
        let mut tree = serde_json::to_value(&value).map_err(unreadable)?;
        self.hide_in(&mut tree);
        serde_json::from_value(tree).map_err(unreadable)
    }

    fn hide_in(&self, tree: &mut serde_json::Value) {
        match tree {
            serde_json::Value::String(text) => {
                if let Cow::Owned(hidden) = self.hidden(text) {
                    *text = hidden;
                }
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
            serde_json::Value::Object(members) => members.values_mut().for_each(|member| self.hide_in(member)),
            _ => {}
        }
    }

    fn is_public(&self, lower: &str) -> bool {
        let known = |entry: &VendorCode| entry.code.eq_ignore_ascii_case(lower);
        self.public.iter().any(|text| text == lower) || self.codes.iter().copied().flatten().any(known)
    }

    /// Where the text has the words by which a document tells one meaning of a code from another.
    fn documented(&self, lower: &str) -> Vec<Range<usize>> {
        let phrases = self.codes.iter().copied().flatten().map(|entry| entry.says).filter(|says| !says.is_empty());
        phrases.flat_map(|says| lower.match_indices(says).map(|(at, says)| at..at + says.len())).collect()
    }
}

/// Where the text has the secret; a short one only where it is no part of a longer word or number.
fn places(lower: &str, needle: &str) -> Vec<Range<usize>> {
    if lower.len() < needle.len() {
        return Vec::new();
    }
    let number = needle.bytes().all(|byte| byte.is_ascii_digit());
    let alone = needle.len() < SHORT || (number && needle.len() < SHORT_NUMBER);
    let all = lower.match_indices(needle).map(|(at, needle)| at..at + needle.len());
    all.filter(|place| !alone || stands_alone(lower, place)).collect()
}

fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let same = |one: Option<char>, two: Option<char>| match (one, two) {
        (Some(one), Some(two)) => {
            (one.is_ascii_digit() && two.is_ascii_digit()) || (one.is_alphabetic() && two.is_alphabetic())
        }
        _ => false,
    };
    let inside = &text[place.clone()];
    !same(text[..place.start].chars().next_back(), inside.chars().next())
        && !same(inside.chars().next_back(), text[place.end..].chars().next())
}

/// Where a text that was cut ends within the secret.
fn cut_off(lower: &str, needle: &str) -> Option<Range<usize>> {
    if lower.len() < BEGINNING || needle.len() <= BEGINNING {
        return None;
    }
    let rest = lower.trim_end_matches(['…', '.']);
    let begun = |at: &usize| rest.len() - at < needle.len() && needle.starts_with(&rest[*at..]);
    let at = rest.match_indices(needle.get(..BEGINNING)?).map(|(at, _)| at).find(begun)?;
    Some(at..rest.len())
}

/// The places overlap where one form of a secret holds another.
fn replaced(words: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|place| (place.start, place.end));
    let (mut out, mut done) = (String::new(), 0);
    for place in found {
        if place.start >= done {
            out.push_str(&words[done..place.start]);
            out.push_str(HIDDEN);
        }
        done = done.max(place.end);
    }
    out.push_str(&words[done..]);
    out
}

#[cfg(test)]
mod tests;
