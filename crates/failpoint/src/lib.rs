//! Places at which a test ends the process as a power cut does: `HALLPASS_FAILPOINT=commit-before:2` ends it the second
//! time that it comes there.
//!
//! Not a feature: builds with other features would compile everything once more. What `debug_assertions` leaves out is in
//! no build with optimisation, and `cargo xtask package` refuses a program that names the variable.

/// What a test sets.
pub const VARIABLE: &str = "HALLPASS_FAILPOINT";

/// Every place, in the order in which most operations come there.
pub const POINTS: [&str; 8] = [
    "send-before",
    "send-after",
    "commit-before",
    "commit-after",
    "keyring-before",
    "keyring-after",
    "rename-before",
    "rename-after",
];

/// Ends the process here if a test says so.
#[cfg(debug_assertions)]
pub fn point(name: &'static str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static PLAN: OnceLock<Option<(String, u64)>> = OnceLock::new();
    static TIMES: AtomicU64 = AtomicU64::new(0);
    let plan = PLAN.get_or_init(|| {
        let plan = std::env::var(VARIABLE).ok()?;
        let (name, times) = plan.split_once(':').unwrap_or((&plan, "1"));
        Some((name.to_owned(), times.parse().ok()?))
    });
    let Some((_, times)) = plan.as_ref().filter(|(planned, _)| planned == name) else { return };
    if TIMES.fetch_add(1, Ordering::SeqCst) + 1 == *times {
        end();
    }
}

/// Nothing.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn point(_: &'static str) {}

#[cfg(all(debug_assertions, unix))]
fn end() {
    // Nothing runs after this, as nothing does after a power cut.
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
}

#[cfg(all(debug_assertions, not(unix)))]
fn end() {
    std::process::abort();
}
