//! What a process of ours that outlives the command must not keep open.

/// Keeps the standard output streams from processes that are started from here on. On Windows each would inherit them, so
/// that whoever reads this command's output would wait for them as well.
#[cfg(windows)]
#[allow(unsafe_code, reason = "calls of Windows; a handle that is absent makes them fail, and nothing else happens")]
pub(crate) fn keep_streams() {
    use windows_sys::Win32::Foundation::{HANDLE_FLAG_INHERIT, SetHandleInformation};
    use windows_sys::Win32::System::Console::{GetStdHandle, STD_ERROR_HANDLE, STD_OUTPUT_HANDLE};
    for stream in [STD_OUTPUT_HANDLE, STD_ERROR_HANDLE] {
        unsafe { SetHandleInformation(GetStdHandle(stream), HANDLE_FLAG_INHERIT, 0) };
    }
}

/// On Unix a process has only what it is given.
#[cfg(not(windows))]
pub(crate) fn keep_streams() {}
