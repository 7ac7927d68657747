//! Lists the commands, so that each needs a permission, and where the capabilities stand.

#[path = "commands/list.rs"]
mod list;

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(list::COMMANDS);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(manifest)
        .capabilities_path_pattern("src-tauri/capabilities/*.json");
    // Tauri watches its usual folder, which this is not.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
        std::process::exit(1);
    }
}
