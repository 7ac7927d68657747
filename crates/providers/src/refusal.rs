//! A refusal by the server.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::text::Text;

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
    /// The password or the one-time code beside it is wrong, and the server does not say which: the try counts, and the
    /// password is not remembered as refused.
    CredentialsOrCode,
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
    /// The token is no longer accepted.
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

    #[test]
    fn hidden_characters_become_visible_and_length_is_bounded() {
        assert_eq!(safe_words("a\u{202e}b\x1b[31m\n"), "a\\u{202e}b\\u{1b}[31m\\u{a}");
        assert_eq!(safe_words(&"长".repeat(600)).chars().count(), 501);
        assert_eq!(safe_words("<img onerror=x>"), "<img onerror=x>");
    }
}
