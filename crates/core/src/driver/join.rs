//! Whose result the end of an operation is: its own, or that of someone else who worked on the same.

use super::operation::{Drive, DriveOutcome, DriveResult};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::lease::{Came, Elsewhere, Turn};

/// Who did it.
pub(crate) enum Joined {
    /// This operation: where it ended.
    Own(Box<Result<DriveResult>>),
    /// Someone else, and it answers this as well.
    Shared(String, Came),
    /// Someone else, who is done by now: once more.
    Retry,
}

impl Hallpass {
    /// Says whose result the end of a drive is. Waits where another process works on the same.
    ///
    /// # Errors
    /// Returns an error if it takes longer than one request may.
    pub(crate) async fn join(&self, turn: &mut Turn, drive: &Drive<'_>, end: Result<DriveResult>) -> Result<Joined> {
        let end = match end {
            Ok(DriveResult { what: DriveOutcome::Elsewhere(elsewhere), .. }) => elsewhere,
            end => return Ok(Joined::Own(Box::new(end))),
        };
        match (end, &drive.lease) {
            (Elsewhere::Came { holder, came }, _) => Ok(Joined::Shared(holder, came)),
            (Elsewhere::UnderWay { holder }, Some(lease)) => {
                self.wait_for(turn, lease.claim(), holder, &drive.stop).await?;
                Ok(Joined::Retry)
            }
            (Elsewhere::UnderWay { .. }, None) => Err(Error::internal("a lease that nobody asked for")),
        }
    }
}
