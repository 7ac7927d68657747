//! The two output streams: what is written is delivered, or an error is returned.

use std::io::{Error, ErrorKind, Result, Write};

/// Where something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Aside,
}

impl Stream {
    /// Writes what it is given as it is.
    ///
    /// # Errors
    /// Returns an error if the stream was closed before the program began, if nobody reads it any more, or if what it
    /// leads to takes no more.
    pub(crate) fn write(self, bytes: &[u8]) -> Result<()> {
        if closed::was(self) {
            return Err(Error::new(ErrorKind::NotConnected, "closed"));
        }
        match self {
            Self::Out => deliver(std::io::stdout().lock(), bytes),
            Self::Aside => deliver(std::io::stderr().lock(), bytes),
        }
    }

    /// As people and shells call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Out => "stdout",
            Self::Aside => "stderr",
        }
    }
}

fn deliver(mut to: impl Write, bytes: &[u8]) -> Result<()> {
    to.write_all(bytes)?;
    to.flush()
}

/// Whether a stream was closed when the program began. Once `main` runs nobody can tell: the standard library has opened
/// `/dev/null` in its place, so that no other file gets its number, and whatever is written there is lost in silence.
#[cfg(unix)]
mod closed {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::Stream;

    static OUT: AtomicBool = AtomicBool::new(false);
    static ASIDE: AtomicBool = AtomicBool::new(false);

    pub(super) fn was(stream: Stream) -> bool {
        match stream {
            Stream::Out => &OUT,
            Stream::Aside => &ASIDE,
        }
        .load(Ordering::Relaxed)
    }

    /// Runs before the standard library's own start; it makes two system calls and uses nothing of that library.
    extern "C" fn look() {
        OUT.store(is_closed(1), Ordering::Relaxed);
        ASIDE.store(is_closed(2), Ordering::Relaxed);
    }

    #[allow(unsafe_code, reason = "a number that may be closed is what is asked about; it is not read or written")]
    fn is_closed(number: i32) -> bool {
        let stream = unsafe { std::os::fd::BorrowedFd::borrow_raw(number) };
        rustix::io::fcntl_getfd(stream).is_err()
    }

    #[allow(
        unsafe_code,
        reason = "the one place from which something runs before `main`, as the standard library's own"
    )]
    #[used]
    #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static LOOK: extern "C" fn() = look;
}

#[cfg(not(unix))]
mod closed {
    pub(super) fn was(_: super::Stream) -> bool {
        false
    }
}
