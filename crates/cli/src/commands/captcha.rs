//! Shows a captcha image in the terminal or writes it to a file.

use std::io::Write;
use std::path::Path;

use hallpass_core::{Hallpass, PendingView, Pixels, Result};

use crate::context::Context;
use crate::i18n::messages;
use crate::output::half_blocks;

/// Wider pictures are shown smaller, also on the widest terminal.
const COLUMNS: usize = 160;

/// Writes the picture to a file that only its owner can read; says whether there was one.
pub(super) async fn write(hallpass: &Hallpass, pending: &PendingView, file: Option<&Path>) -> Result<bool> {
    let Some(file) = file.filter(|_| pending.has_picture) else { return Ok(false) };
    private(file, &hallpass.picture(&pending.pending).await?)?;
    Ok(true)
}

/// Shows the image on standard error, where the prompt is shown as well.
pub(super) async fn show(context: &Context, hallpass: &Hallpass, pending: &PendingView) -> Result<()> {
    if pending.has_picture {
        let pixels = Pixels::of(&hallpass.picture(&pending.pending).await?)?;
        context.output.note_line(&half_blocks(&pixels, context.output.columns().min(COLUMNS)));
    }
    Ok(())
}

/// Writes a file that only its owner can read, whole or not at all.
pub(super) fn private(file: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut whole = hallpass_files::temporary(folder, ".tmp", "")?;
        whole.write_all(bytes)?;
        whole.as_file().sync_all()?;
        hallpass_files::replace(whole, file)
    };
    write().map_err(|error| messages::cannot_write(file, &error))
}
