//! A window with an empty page, of the same versions: what the benchmarks of the window compare with.

#![allow(missing_docs, reason = "a program")]

use tauri::{WebviewUrl, WebviewWindow, WebviewWindowBuilder};

#[tauri::command]
fn window_ready(window: WebviewWindow) {
    window.show().expect("the window can be shown");
}

fn main() {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![window_ready])
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()));
            window.title("Hallpass").inner_size(1180.0, 760.0).visible(false).build()?;
            Ok(())
        })
        .run(tauri::generate_context!("src-tauri/empty_window/tauri.conf.json"))
        .expect("the window runs");
}
