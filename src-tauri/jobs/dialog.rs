//! The system's dialogs. A path that a person chooses stays in Rust.

use std::path::{Path, PathBuf};

use hallpass_core::providers::{Lang, Text};
use rfd::{AsyncFileDialog, FileHandle};
use tauri::{AppHandle, Manager, Runtime};

/// What a list may be, by the ends of names.
const LISTS: &[&str] = &["csv", "tsv", "txt", "xlsx"];

/// Asks for the file of a list.
pub(crate) async fn pick_list<R: Runtime>(app: &AppHandle<R>, lang: Lang) -> Option<PathBuf> {
    let title = Text::new("选择账号列表", "Choose an account list");
    let kinds = Text::new("账号列表", "Account lists");
    let all = Text::new("所有文件", "All files");
    let (title, kinds, all) = (words(&title, lang), words(&kinds, lang), words(&all, lang));
    let ask = move |dialog: AsyncFileDialog| {
        dialog.set_title(title).add_filter(kinds, LISTS).add_filter(all, &["*"]).pick_file()
    };
    shown(app, ask).await
}

/// Asks where a table shall go.
pub(crate) async fn pick_place<R: Runtime>(app: &AppHandle<R>, lang: Lang, usual: &Path, end: &str) -> Option<PathBuf> {
    let title = words(&Text::new("保存密钥表", "Save the key table"), lang);
    let name = usual.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = usual.parent().map(Path::to_owned).unwrap_or_default();
    let ask =
        move |dialog: AsyncFileDialog| dialog.set_title(title).set_directory(folder).set_file_name(name).save_file();
    let chosen = shown(app, ask).await?;
    // A name without an end gets the form's.
    Some(if chosen.extension().is_none() { chosen.with_extension(end) } else { chosen })
}

/// Shows a dialog from the main thread, which is where window systems want it, and waits for its end elsewhere.
async fn shown<R, F>(app: &AppHandle<R>, ask: impl FnOnce(AsyncFileDialog) -> F + Send + 'static) -> Option<PathBuf>
where
    R: Runtime,
    F: Future<Output = Option<FileHandle>> + Send + 'static,
{
    let (told, answer) = tokio::sync::oneshot::channel();
    let main = app.get_webview_window("main");
    let begin = move || {
        let dialog = AsyncFileDialog::new();
        let dialog = match &main {
            Some(window) => dialog.set_parent(window),
            None => dialog,
        };
        let asked = ask(dialog);
        tauri::async_runtime::spawn(async move {
            let _ = told.send(asked.await.map(|file| file.path().to_owned()));
        });
    };
    app.run_on_main_thread(begin).ok()?;
    answer.await.ok().flatten()
}

fn words(text: &Text, lang: Lang) -> String {
    text.get(lang).to_owned()
}
