window.__TAURI_INTERNALS__.invoke("window_ready");
