//! The console of Windows, whatever the standard streams lead to.
#![allow(unsafe_code, reason = "the calls of Windows; each block says what makes it sound")]

use std::fs::File;
use std::io::{Error, Result};
use std::os::windows::io::{AsRawHandle, RawHandle};
use std::ptr::null;

use windows_sys::Win32::Foundation::ERROR_OPERATION_ABORTED;
use windows_sys::Win32::System::Console::{
    CONSOLE_MODE, ENABLE_ECHO_INPUT, ENABLE_LINE_INPUT, ENABLE_PROCESSED_INPUT, GetConsoleMode, ReadConsoleW,
    SetConsoleMode, WriteConsoleW,
};
use zeroize::Zeroizing;

/// The longest line, in units of UTF-16; a console hands over no longer one.
const LINE: usize = 4096;

/// What the user types into and reads from.
pub(super) struct Console {
    input: File,
    output: File,
}

/// While this is held, nothing is shown of what is typed.
#[must_use]
pub(super) struct Hidden<'a> {
    input: &'a File,
    before: CONSOLE_MODE,
    _restored: crate::signals::Restoring,
}

impl Console {
    /// # Errors
    /// Returns an error if the program has no console.
    pub(super) fn open() -> Result<Self> {
        let open = |name: &str| File::options().read(true).write(true).open(name);
        Ok(Self { input: open("CONIN$")?, output: open("CONOUT$")? })
    }

    /// Writes text as text: in every code page.
    pub(super) fn write(&self, text: &str) -> Result<()> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let count = u32::try_from(units.len()).unwrap_or(u32::MAX);
        let mut written = 0;
        // Sound: the handle is open and the buffer as long as said.
        told(unsafe { WriteConsoleW(self.output.as_raw_handle(), units.as_ptr(), count, &mut written, null()) })
    }

    /// From now on nothing is shown of what is typed; the console still lets a person correct the line.
    pub(super) fn hide(&self) -> Result<Hidden<'_>> {
        let mut before = 0;
        // Sound: the handle is open.
        told(unsafe { GetConsoleMode(self.input.as_raw_handle(), &mut before) })?;
        let again = self.input.try_clone()?;
        let restored = crate::signals::restoring(move || {
            let _ = set(again.as_raw_handle(), before);
        })?;
        set(self.input.as_raw_handle(), (before | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT) & !ENABLE_ECHO_INPUT)?;
        Ok(Hidden { input: &self.input, before, _restored: restored })
    }

    /// A line with its end, empty where nothing more comes; `None` where Ctrl-C was pressed.
    pub(super) fn line(&self) -> Result<Option<Zeroizing<Vec<u16>>>> {
        let mut units = Zeroizing::new(vec![0_u16; LINE]);
        let (count, mut read) = (u32::try_from(LINE).unwrap_or_default(), 0);
        // Sound: the handle is open and the buffer as long as said.
        let done = told(unsafe {
            ReadConsoleW(self.input.as_raw_handle(), units.as_mut_ptr().cast(), count, &mut read, null())
        });
        // Windows says so as a success of no length.
        let last = Error::last_os_error();
        if read == 0 && last.raw_os_error() == Some(ERROR_OPERATION_ABORTED.cast_signed()) {
            return Ok(None);
        }
        done?;
        units.truncate(usize::try_from(read).unwrap_or_default());
        Ok(Some(units))
    }
}

impl Drop for Hidden<'_> {
    fn drop(&mut self) {
        let _ = set(self.input.as_raw_handle(), self.before);
    }
}

fn set(console: RawHandle, mode: CONSOLE_MODE) -> Result<()> {
    // Sound: whoever calls has the handle open.
    told(unsafe { SetConsoleMode(console, mode) })
}

fn told(done: i32) -> Result<()> {
    if done == 0 { Err(Error::last_os_error()) } else { Ok(()) }
}
