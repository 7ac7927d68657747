//! What a process that holds secrets does to itself.

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
