//! Whose token is this?

use hallpass_providers::Secret;

use super::{SessionView, load, tokens, view};
use crate::profile::all;
use crate::{Code, Error, Hallpass, Result};

impl Hallpass {
    /// The session that a token belongs to. Each is compared whole, in the same time wherever they differ.
    ///
    /// # Errors
    /// None of them.
    pub async fn whose(&self, token: Secret) -> Result<SessionView> {
        let now = self.wall();
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

fn nobodys() -> Error {
    Error::made(Code::NoSession, "没有会话使用这个令牌".to_owned(), "No session has this token".to_owned())
}
