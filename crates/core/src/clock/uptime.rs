//! The machine's own clock since it started, sleep included, which nobody can set. Where a system does not tell it, waits
//! go by the wall clock, bounded by their own length.

use std::sync::OnceLock;

use jiff::SignedDuration;

use super::Uptime;

pub(super) fn read() -> Option<Uptime> {
    // It stays the same for as long as this process lives.
    static ID: OnceLock<Option<String>> = OnceLock::new();
    Some(Uptime { boot_id: ID.get_or_init(boot_id).clone()?, elapsed: elapsed()? })
}

#[cfg(target_os = "linux")]
fn boot_id() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned())
}

#[cfg(target_os = "linux")]
fn elapsed() -> Option<SignedDuration> {
    since_start(rustix::time::ClockId::Boottime)
}

/// A new one with every start of the system.
#[cfg(target_os = "macos")]
fn boot_id() -> Option<String> {
    let told = std::process::Command::new("/usr/sbin/sysctl").args(["-n", "kern.bootsessionuuid"]).output().ok()?;
    let id = String::from_utf8(told.stdout).ok()?.trim().to_owned();
    (told.status.success() && !id.is_empty()).then_some(id)
}

/// There this clock runs on while the machine sleeps.
#[cfg(target_os = "macos")]
fn elapsed() -> Option<SignedDuration> {
    since_start(rustix::time::ClockId::Monotonic)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not tell it")]
fn since_start(clock: rustix::time::ClockId) -> Option<SignedDuration> {
    let time = rustix::time::clock_gettime(clock);
    Some(SignedDuration::new(time.tv_sec, i32::try_from(time.tv_nsec).unwrap_or(0)))
}

/// Windows counts its starts there.
#[cfg(windows)]
fn boot_id() -> Option<String> {
    const STARTS: &str = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters";
    let key = windows_registry::LOCAL_MACHINE.open(STARTS).ok()?;
    key.get_u32("BootId").ok().map(|count| count.to_string())
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "the system's own call")]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not tell it")]
fn elapsed() -> Option<SignedDuration> {
    // SAFETY: it takes nothing and only returns a number.
    let milliseconds = unsafe { windows_sys::Win32::System::SystemInformation::GetTickCount64() };
    Some(SignedDuration::from_millis(milliseconds.cast_signed()))
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn boot_id() -> Option<String> {
    None
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn elapsed() -> Option<SignedDuration> {
    None
}

#[cfg(all(test, any(target_os = "linux", target_os = "macos")))]
mod tests {
    #[test]
    fn the_system_tells_how_long_it_has_been_running_and_which_start_it_was() {
        let (first, second) = (super::read().unwrap(), super::read().unwrap());
        assert!(first.elapsed.is_positive() && first.elapsed <= second.elapsed, "{first:?} {second:?}");
        assert_eq!((&first.boot_id, first.boot_id.len()), (&second.boot_id, 36));
    }
}
