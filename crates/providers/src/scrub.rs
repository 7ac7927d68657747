//! Our secrets taken out of what a server says.

use crate::{Refusal, RefusalKind, Secret, Value, Values, codes};

/// Every secret that a server may quote: those on their way in a state, and those of the profile and what was typed.
pub(crate) fn secrets<'a>(carried: impl Iterator<Item = &'a Secret>, values: &'a Values) -> Vec<&'a Secret> {
    let given = values.iter().filter_map(|(_, value)| match value {
        Value::Secret(secret) => Some(secret),
        Value::Plain(_) => None,
    });
    carried.chain(given).collect()
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

#[cfg(test)]
mod tests {
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
}
