//! What a process that holds secrets does to itself.

/// Open files that a command and its vault need at least; an export with sixteen connections takes about fifty.
pub const MIN_OPEN_FILES: u64 = 64;

/// Asks the system for no core dump when this process, or one that it starts, is ended by a fault.
#[cfg(unix)]
pub fn no_core_dumps() {
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    // To lower a limit needs no right.
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
}

/// Windows writes none unless it was told to.
#[cfg(not(unix))]
pub fn no_core_dumps() {}

/// Keeps other programs of the same person from reading this process's memory, environment and open files, and from
/// attaching to it. For a program without a window: a desktop's portals tell programs apart by such files.
#[cfg(target_os = "linux")]
pub fn not_readable_by_others() {
    // To give this up needs no right.
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Other systems have no such switch.
#[cfg(not(target_os = "linux"))]
pub fn not_readable_by_others() {}

/// Raises the limit of open files to [`MIN_OPEN_FILES`] where it is lower: libraries end the program when they get no
/// descriptor, or take a file for one that is not there.
///
/// # Errors
/// Returns the limit if it is lower and cannot be raised.
#[cfg(unix)]
pub fn enough_open_files() -> Result<(), u64> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let Some(current) = limit.current.filter(|current| *current < MIN_OPEN_FILES) else { return Ok(()) };
    let raised = rustix::process::Rlimit { current: Some(MIN_OPEN_FILES), ..limit };
    setrlimit(Resource::Nofile, raised).map_err(|_| current)
}

/// Windows has no such limit.
///
/// # Errors
/// Returns no error.
#[cfg(not(unix))]
pub fn enough_open_files() -> Result<(), u64> {
    Ok(())
}
