//! The documents of a team, page by page.

use hallpass_providers::Secret;

use crate::client::Client;
use crate::fault::TeamFault;
use crate::names::Kind;
use crate::outside::Outside;
use crate::reply::{self, Listed};
use crate::request::PAGE;

impl<O: Outside> Client<O> {
    /// Every document of a kind. Names that are no ids of this team are left out; they are counted in the second place.
    ///
    /// # Errors
    /// Returns an error if the list may not be read.
    pub async fn list(&self, token: &Secret, kind: Kind) -> Result<(Vec<Listed>, usize), TeamFault> {
        match self.list_pages(token, kind, true).await {
            // HashiCorp Vault has no list with versions; OpenBao answers the same where there are no documents.
            Err(TeamFault::NotFound | TeamFault::NoSuchMount | TeamFault::BadRequest | TeamFault::NotAllowed) => {
                match self.list_pages(token, kind, false).await {
                    Err(TeamFault::NotFound) => Ok((Vec::new(), 0)),
                    listed => listed,
                }
            }
            listed => listed,
        }
    }

    async fn list_pages(&self, token: &Secret, kind: Kind, detailed: bool) -> Result<(Vec<Listed>, usize), TeamFault> {
        const MOST_PAGES: usize = 100;
        let (mut listed, mut foreign, mut after) = (Vec::new(), 0, None::<String>);
        let end = self.end();
        for _ in 0..MOST_PAGES {
            let call = self.caller(token).list(kind, after.as_deref(), detailed);
            let reply = match self.read_reply(&call, end).await? {
                // The page after the last one.
                reply if reply.status == 404 && after.is_some() => break,
                reply => self.good(reply, token).await?,
            };
            let (page, all, last) = reply::list(&reply)?;
            // A server without pages answers with everything at once, and with the same once more.
            if after.is_some() && last <= after {
                break;
            }
            foreign += all - page.len();
            listed.extend(page);
            if all != PAGE {
                break;
            }
            after = last;
        }
        Ok((listed, foreign))
    }
}
