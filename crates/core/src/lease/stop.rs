//! Why an operation has not begun.

use hallpass_vault::VaultError;

use super::came::Came;
use crate::error::Error;

/// Why an operation has not begun.
#[derive(Debug)]
pub(crate) enum Stop {
    Error(Error),
    Elsewhere(Elsewhere),
}

/// Someone else does it, or has just done it.
#[derive(Debug)]
pub(crate) enum Elsewhere {
    UnderWay { holder: String },
    Came { holder: String, came: Came },
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<VaultError> for Stop {
    fn from(error: VaultError) -> Self {
        Self::Error(error.into())
    }
}
