//! A vault in the making: after a kill at any moment there is either no vault or a whole one.
//!
//! `envelope.json.unfinished` is there before the first byte of `vault.db` and becomes `envelope.json` as
//! the last step. So a database beside it is one that nobody has used yet, and only such a one is removed.

use std::fs::{self, File};
use std::io::Write;

use crate::commit_counter::CommitCounter;
use crate::envelope::Envelope;
use crate::error::VaultError;
use crate::exposure;
use crate::layout::{self, Layout};

/// An unfinished vault; dropping it removes what was made.
pub(crate) struct PendingVault {
    layout: Layout,
    marker: Option<File>,
    /// The folder was made for it.
    new_home: bool,
}

impl PendingVault {
    /// Makes the folder and the marker. [`VaultError::Exists`] where a vault, a part of one or another
    /// process that is making one is found.
    pub(crate) fn begin(layout: &Layout) -> Result<Self, VaultError> {
        let new_home = !layout.home.exists();
        layout::create_data_folder(&layout.home)?;
        exposure::close_folder(&layout.home, false)?;
        let (path, exists) =
            (layout.unfinished(), |path: &std::path::Path| VaultError::Exists { path: path.to_owned() });
        if layout.envelope.exists() {
            return Err(exists(&layout.envelope));
        }
        if layout.database.exists() && !path.exists() {
            return Err(exists(&layout.database));
        }
        let marker = hallpass_files::open_or_create(&path).map_err(|e| VaultError::io(&path, &e))?;
        marker.try_lock().map_err(|_| exists(&path))?;
        // Another process may have finished between the look and the lock.
        if layout.envelope.exists() {
            return Err(exists(&layout.envelope));
        }
        layout.discard_database();
        Ok(Self { layout: layout.clone(), marker: Some(marker), new_home })
    }

    /// Makes the empty database file and the mark, private from the start.
    pub(crate) fn files(&self, mark: &CommitCounter) -> Result<(), VaultError> {
        layout::make_file(&self.layout.database)?;
        let _ = fs::remove_file(&self.layout.mark);
        mark.raise(0);
        Ok(())
    }

    /// Puts the envelope in place: from here on the vault exists.
    pub(crate) fn finish(mut self, envelope: &Envelope) -> Result<(), VaultError> {
        let Some(mut marker) = self.marker.take() else { return Ok(()) };
        let path = self.layout.unfinished();
        let place = || {
            marker.set_len(0)?;
            marker.write_all(&envelope.text())?;
            marker.sync_all()?;
            drop(marker);
            hallpass_failpoint::point("rename-before");
            fs::rename(&path, &self.layout.envelope)?;
            hallpass_failpoint::point("rename-after");
            layout::sync_folder(&self.layout.home)
        };
        place().map_err(|e| {
            self.remove();
            VaultError::io(&self.layout.envelope, &e)
        })
    }

    fn remove(&self) {
        self.layout.discard_database();
        let _ = fs::remove_file(&self.layout.mark);
        let _ = fs::remove_file(self.layout.unfinished());
        if self.new_home {
            // Not where someone has put something else into it.
            let _ = fs::remove_dir(&self.layout.home);
        }
    }
}

impl Drop for PendingVault {
    fn drop(&mut self) {
        if self.marker.take().is_some() {
            self.remove();
        }
    }
}
