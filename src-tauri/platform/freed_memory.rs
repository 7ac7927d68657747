//! Freed memory goes back to the system: the window reads a list of thousands of profiles in a moment and is open all day.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A long list has reached the page by then, and nobody waits for anything.
const LATER: Duration = Duration::from_secs(2);
/// Fewer rows are not worth the time.
const MANY: usize = 1000;

/// Has the C library return what is freed, for the whole process. Called before any thread is started.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library's own settings")]
pub fn goes_back() {
    /// Threads share so many heaps; each keeps what it had at most.
    const HEAPS: i32 = 2;
    /// So many free bytes at the end of a heap are kept. That they are set also has large blocks returned one by one.
    const KEPT: i32 = 64 * 1024;
    // SAFETY: both take numbers, and no other thread allocates yet. Refused, they change nothing.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, HEAPS);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
    }
}

/// Other systems do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn goes_back() {}

/// A moment after a list of so many rows was read: pages of a heap that are free between pieces in use go back as well.
pub fn goes_back_after(rows: usize) {
    static AWAITED: AtomicBool = AtomicBool::new(false);
    if rows < MANY || AWAITED.swap(true, Ordering::SeqCst) {
        return;
    }
    tauri::async_runtime::spawn(async {
        tokio::time::sleep(LATER).await;
        AWAITED.store(false, Ordering::SeqCst);
        // Whoever allocates meanwhile waits for it: some milliseconds.
        let _ = tauri::async_runtime::spawn_blocking(trim).await;
    });
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "a call of the C library")]
fn trim() {
    // SAFETY: it takes a number, and locks each heap itself.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}
