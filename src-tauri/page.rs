//! What is sent to the page without having been asked for.

use tauri::{AppHandle, Emitter, Runtime};

/// Sends an event to the page. A page that is gone hears nothing, and misses nothing.
pub(crate) fn tell<R: Runtime>(app: &AppHandle<R>, event: &str, payload: impl serde::Serialize + Clone) {
    if app.emit_to("main", event, payload).is_err() {
        tracing::debug!(event, "the page is gone");
    }
}

/// The vault's content is another one: the page reads it again.
pub(crate) fn changed<R: Runtime>(app: &AppHandle<R>) {
    tell(app, "changed", ());
}
