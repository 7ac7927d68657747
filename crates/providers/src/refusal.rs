//! The server said no.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Secret, Text, codes};

/// A refusal: the server's code, our words, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Refusal {
    /// What the guard makes of it.
    pub kind: RefusalKind,
    /// The server's code, as text.
    pub code: String,
    /// What it means.
    pub text: Text,
    /// What to do next.
    pub advice: Text,
    /// What the server itself said, made safe to show.
    pub said: Option<String>,
    /// The field that it is about.
    pub field: Option<Cow<'static, str>>,
    /// Tries left, where the server says so.
    pub attempts_left: Option<u32>,
    /// Seconds to wait, where the server says so.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub retry_after: Option<u64>,
}

/// What a refusal means for the account and the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The account or password is wrong: the only kind that counts against the password.
    Credentials,
    /// The captcha is missing or wrong.
    Captcha,
    /// The SMS or MFA code is wrong or too old.
    Code,
    /// The account is locked.
    AccountLocked,
    /// The address we come from is locked.
    HostLocked,
    /// One of the two, and the server does not say which.
    LockUnclear,
    /// Too often: wait.
    Throttled,
    /// The account or its organisation may not sign in.
    Disabled,
    /// The password must be changed first.
    PasswordExpired,
    /// The token is no longer taken.
    TokenInvalid,
    /// Something in the profile or at the server is not set up right.
    Setup,
    /// The server is busy or broken.
    Busy,
    /// Anything else.
    Other,
}

impl RefusalKind {
    /// Whether it counts against the password.
    pub fn counts(self) -> bool {
        self == Self::Credentials
    }
}

impl Refusal {
    /// Without our secrets, which some servers quote in what they say.
    #[must_use]
    pub(crate) fn without(self, secrets: &[&Secret]) -> Self {
        let (code, said) = (hide(&self.code, secrets), self.said.as_deref().map(|said| hide(said, secrets)));
        let said = said.flatten();
        if code.as_ref() == Some(&self.code) && said == self.said {
            return self;
        }
        let code = code.unwrap_or_else(|| HIDDEN.to_owned());
        match self.kind {
            // Its text repeats the server's words.
            RefusalKind::Other => {
                let (attempts_left, retry_after, field) = (self.attempts_left, self.retry_after, self.field);
                Self { attempts_left, retry_after, field, ..codes::unknown(&code, said.as_deref()) }
            }
            _ => Self { code, said, ..self },
        }
    }
}

const HIDDEN: &str = "****";

/// A server's words with our secrets taken out. Nothing where a secret is so short that what is left around it would tell
/// it.
fn hide(words: &str, secrets: &[&Secret]) -> Option<String> {
    const SHORT: usize = 8;
    let mut words = words.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        // Reason: looked for in the server's words, to be taken out of them.
        let clear = secret.expose();
        if words.contains(clear) {
            if clear.len() < SHORT {
                return None;
            }
            words = words.replace(clear, HIDDEN);
        }
        // Words that were cut may end within a secret.
        let begun = words.strip_suffix('…').and_then(|rest| {
            let starts = (SHORT..clear.len()).rev().filter_map(|length| clear.get(..length));
            starts.into_iter().find_map(|start| rest.strip_suffix(start))
        });
        if let Some(rest) = begun {
            words = format!("{rest}{HIDDEN}…");
        }
    }
    Some(words)
}

/// Text of a server, safe for a line on a screen: control and direction characters visible, at most 500 characters.
pub fn safe_words(words: &str) -> String {
    const MOST: usize = 500;
    let mut out: String = words.chars().take(MOST).flat_map(visible).collect();
    if words.chars().count() > MOST {
        out.push('…');
    }
    out
}

fn visible(c: char) -> Vec<char> {
    let hidden = c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if hidden { format!("\\u{{{:x}}}", u32::from(c)).chars().collect() } else { vec![c] }
}

#[cfg(test)]
mod tests {
    use super::safe_words;
    use crate::{RefusalKind, Secret, codes};

    #[test]
    fn our_secrets_are_taken_out_of_what_a_server_says_also_where_it_is_cut() {
        let token = format!("not-a-real-token-{}", "x".repeat(600));
        let (token_secret, empty) = (Secret::new(&*token), Secret::new(""));
        let secrets = [&token_secret, &empty];
        for words in [format!("bad {token}!"), format!("bad {token}")] {
            let refusal = codes::refusal(&[], "40001", Some(&words)).without(&secrets);
            assert_eq!(refusal.kind, RefusalKind::Other);
            let all = format!("{refusal:?}");
            assert!(all.contains("bad ****") && !all.contains("not-a-real"), "{all}");
        }
        let short = codes::refusal(&[], "no abc", Some("abc is wrong")).without(&[&Secret::new("abc")]);
        assert_eq!((short.code.as_str(), short.said), ("****", None));
        let clean = codes::refusal(&[], "1", Some("words"));
        assert_eq!(clean.clone().without(&secrets), clean);
    }

    #[test]
    fn hidden_characters_become_visible_and_length_is_bounded() {
        assert_eq!(safe_words("a\u{202e}b\x1b[31m\n"), "a\\u{202e}b\\u{1b}[31m\\u{a}");
        assert_eq!(safe_words(&"长".repeat(600)).chars().count(), 501);
        assert_eq!(safe_words("<img onerror=x>"), "<img onerror=x>");
    }
}
