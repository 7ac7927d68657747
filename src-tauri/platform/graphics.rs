//! How the page is drawn. On a machine without a graphics processor, as most virtual machines and remote desktops are,
//! WebKitGTK would draw with OpenGL all the same, and the processor would imitate it: more memory, and long frames.

use std::path::Path;

/// Where Linux lists what draws: `renderD128` and so on, of graphics processors alone.
const DEVICES: &str = "/dev/dri";
/// What WebKitGTK reads when it starts. A setting of its view would come too late: the first page has its way of drawing by
/// then, and keeps it.
const WITHOUT_OPENGL: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Has the page drawn without OpenGL where there is nothing for it, unless the person has said how. Called before any thread
/// is started.
pub fn as_the_machine_can() {
    if std::env::var_os(WITHOUT_OPENGL).is_none() && !has_graphics_processor(Path::new(DEVICES)) {
        without_opengl();
    }
}

#[expect(unsafe_code, reason = "the environment is what WebKitGTK reads it from")]
fn without_opengl() {
    // SAFETY: no other thread reads the environment yet.
    unsafe { std::env::set_var(WITHOUT_OPENGL, "1") };
}

/// A folder that cannot be read belongs to somebody else's session: what is in it cannot be used either.
fn has_graphics_processor(devices: &Path) -> bool {
    let entries = std::fs::read_dir(devices).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::has_graphics_processor;

    #[test]
    fn a_screen_alone_is_no_graphics_processor() {
        let devices = tempfile::tempdir().unwrap();
        assert!(!has_graphics_processor(&devices.path().join("none")));
        std::fs::write(devices.path().join("card0"), "").unwrap();
        assert!(!has_graphics_processor(devices.path()));
        std::fs::write(devices.path().join("renderD128"), "").unwrap();
        assert!(has_graphics_processor(devices.path()));
    }
}
