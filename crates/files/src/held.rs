//! Files that another program has open. Windows lets a program keep others from reading, writing or replacing a file, as
//! spreadsheets and virus scanners do.

use std::io::{Error, ErrorKind};

/// What Windows says of a file that another program keeps for itself, and of a part of one.
#[cfg(windows)]
const HELD: [i32; 2] = [32, 33];

/// What Windows says of a pipe whose other end was never opened, or is closed.
#[cfg(windows)]
const NOBODY_READS: i32 = 233;

/// Whether another program keeps the file for itself.
pub fn is_held(error: &Error) -> bool {
    #[cfg(windows)]
    return error.raw_os_error().is_some_and(|code| HELD.contains(&code)) || error.kind() == ErrorKind::ResourceBusy;
    #[cfg(not(windows))]
    return error.kind() == ErrorKind::ResourceBusy;
}

/// The kind of an error, also where the standard library has none for what Windows says: [`ErrorKind::ResourceBusy`] where
/// another program keeps the file for itself, [`ErrorKind::BrokenPipe`] where nobody is at the other end of a pipe.
pub fn kind(error: &Error) -> ErrorKind {
    match () {
        () if is_held(error) => ErrorKind::ResourceBusy,
        #[cfg(windows)]
        () if error.raw_os_error() == Some(NOBODY_READS) => ErrorKind::BrokenPipe,
        () => error.kind(),
    }
}
