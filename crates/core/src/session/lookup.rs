//! Finds the profile that a token belongs to.

use hallpass_providers::Secret;

use super::store::{load, tokens};
use super::view::{SessionView, view};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::profile::all;

impl Hallpass {
    /// The session that a token belongs to. Each is compared whole, in the same time wherever they differ. Around the
    /// token there may be what it was copied with: a header, the name of a variable.
    ///
    /// # Errors
    /// Returns an error if it is not one of them.
    pub async fn whose(&self, token: Secret) -> Result<SessionView> {
        let (now, token) = (self.wall(), bare(&token));
        self.vault()
            .read(move |db| {
                let mut found = None;
                for profile in all(db)? {
                    let Some(stored) = load(db, &profile)? else { continue };
                    if tokens(db, &profile)?.token.matches(&token) {
                        found = Some(view(&profile, &stored.record, now));
                    }
                }
                found.ok_or_else(nobodys)
            })
            .await
    }
}

/// Without the forms in which tokens are handed out.
fn bare(pasted: &Secret) -> Secret {
    // Reason: what stands before the token is taken off; nothing of it is kept.
    let mut token = pasted.expose().trim();
    for lead in ["export ", "authorization:", "hallpass_token=", "bearer "] {
        let split = token.get(..lead.len()).filter(|start| start.eq_ignore_ascii_case(lead));
        token = if split.is_some() { token[lead.len()..].trim_start() } else { token };
    }
    Secret::new(token.trim_matches(['"', '\'']))
}

fn nobodys() -> Error {
    Error::made(ErrorCode::NoSession, "没有会话使用这个令牌".to_owned(), "No session has this token".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Secret, bare};

    #[test]
    fn a_token_is_known_in_the_forms_in_which_it_is_copied() {
        for pasted in [
            "abc.DEF-1",
            " abc.DEF-1\n",
            "Bearer abc.DEF-1",
            "Authorization: Bearer abc.DEF-1",
            "authorization:bearer abc.DEF-1",
            "HALLPASS_TOKEN=abc.DEF-1",
            "export HALLPASS_TOKEN='abc.DEF-1'",
        ] {
            assert!(bare(&Secret::new(pasted)).matches(&Secret::new("abc.DEF-1")), "{pasted}");
        }
    }
}
