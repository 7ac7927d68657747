//! Access control lists of open files. Everything that Windows hands out as a pointer is copied and freed here.
#![allow(unsafe_code, reason = "the calls of Windows; each block says what makes it sound")]

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::os::windows::io::AsRawHandle;
use std::ptr::null_mut;
use std::sync::OnceLock;

use windows_sys::Win32::Foundation::{CloseHandle, ERROR_SUCCESS, HANDLE, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo, SDDL_REVISION_1,
    SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACL, DACL_SECURITY_INFORMATION, GetAce, GetTokenInformation, OWNER_SECURITY_INFORMATION,
    PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, SetKernelObjectSecurity, TOKEN_QUERY, TOKEN_USER,
    TokenUser,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

use crate::access::Access;
use crate::access::Entry;

/// Entries that allow something to the one they name, without and with a condition.
const ALLOWS: [u8; 2] = [0, 9];

/// Gives the file or folder a list that names this user alone and inherits nothing.
pub(crate) fn close(file: &File, is_folder: bool) -> io::Result<()> {
    let inherited = if is_folder { "OICI" } else { "" };
    set(file, &format!("D:P(A;{inherited};FA;;;{})", me()?))
}

/// Sets a list as Windows writes it.
fn set(file: &File, list: &str) -> io::Result<()> {
    let text = wide(list);
    let mut made = Descriptor(null_mut());
    // Sound: the text ends with a zero, and the descriptor is freed by its owner.
    let done = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(text.as_ptr(), SDDL_REVISION_1, &mut made.0, null_mut())
    };
    told(done)?;
    let what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    // As it is, and not by `SetSecurityInfo`, which looks through what is in a folder.
    // Sound: the handle is open as long as `file` is borrowed, and the descriptor was made above.
    told(unsafe { SetKernelObjectSecurity(file.as_raw_handle(), what, made.0) })
}

/// What others may do with the file or folder.
pub(crate) fn access(file: &File) -> io::Result<Access> {
    let (mut owner, mut list, mut found) = (null_mut(), null_mut(), Descriptor(null_mut()));
    let what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    // Sound: the handle is open as long as `file` is borrowed; owner and list are within the descriptor, freed last.
    let code = unsafe {
        GetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            what,
            &mut owner,
            null_mut(),
            &mut list,
            null_mut(),
            &mut found.0,
        )
    };
    code_told(code)?;
    let entries = if list.is_null() { None } else { Some(allowed(list)?) };
    Ok(Access::of(&name(owner)?, entries.as_deref(), &me()?))
}

/// The entries of a list that allow something.
fn allowed(list: *const ACL) -> io::Result<Vec<Entry>> {
    // Sound: the caller's list is one that Windows gave out.
    let count = unsafe { (*list).AceCount };
    let mut entries = Vec::new();
    for at in 0..u32::from(count) {
        let mut entry: *mut c_void = null_mut();
        // Sound: Windows checks the number against the list.
        told(unsafe { GetAce(list, at, &mut entry) })?;
        let entry = entry.cast::<ACCESS_ALLOWED_ACE>();
        // Sound: every entry begins with this header; those of the two kinds have the rest of the structure as well.
        let kind = unsafe { (*entry).Header.AceType };
        if ALLOWS.contains(&kind) {
            let (rights, who) = unsafe { ((*entry).Mask, (&raw mut (*entry).SidStart).cast::<c_void>()) };
            entries.push(Entry { who: name(who)?, rights });
        }
    }
    Ok(entries)
}

/// This user, as Windows writes it.
fn me() -> io::Result<String> {
    static ME: OnceLock<String> = OnceLock::new();
    if let Some(known) = ME.get() {
        return Ok(known.clone());
    }
    let asked = ask()?;
    Ok(ME.get_or_init(|| asked).clone())
}

fn ask() -> io::Result<String> {
    let mut token: HANDLE = null_mut();
    // Sound: the process's own handle needs no closing; the token is closed below.
    told(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &mut token) })?;
    // A user and its identifier, which has at most 68 bytes; as numbers, so that the structure is aligned.
    let mut buffer = [0_u64; 32];
    let (size, mut used) = (u32::try_from(size_of_val(&buffer)).unwrap_or_default(), 0);
    // Sound: the buffer is as long as said, and the token is open.
    let done = unsafe { GetTokenInformation(token, TokenUser, buffer.as_mut_ptr().cast(), size, &mut used) };
    let answered = told(done);
    // Sound: the token is open and not used again.
    unsafe { CloseHandle(token) };
    answered?;
    // Sound: Windows wrote this structure, whose pointer leads into the buffer.
    let who = unsafe { (*buffer.as_ptr().cast::<TOKEN_USER>()).User.Sid };
    name(who)
}

/// An identifier as text.
fn name(who: PSID) -> io::Result<String> {
    let mut text = null_mut();
    // Sound: the identifier is one that Windows gave out.
    told(unsafe { ConvertSidToStringSidW(who, &mut text) })?;
    let mut units = Vec::new();
    // Sound: the text ends with a zero, is copied and then freed as its documentation says.
    unsafe {
        let mut at = text;
        while *at != 0 {
            units.push(*at);
            at = at.add(1);
        }
        LocalFree(text.cast());
    }
    Ok(String::from_utf16_lossy(&units))
}

/// A descriptor that Windows allocated.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Drop for Descriptor {
    fn drop(&mut self) {
        // Sound: allocated by Windows with this function's counterpart, or null.
        unsafe { LocalFree(self.0) };
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn told(done: i32) -> io::Result<()> {
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn code_told(code: u32) -> io::Result<()> {
    if code == ERROR_SUCCESS { Ok(()) } else { Err(io::Error::from_raw_os_error(code.cast_signed())) }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;

    use windows_sys::Win32::Storage::FileSystem::{READ_CONTROL, WRITE_DAC};

    /// Gives everyone every right.
    pub(crate) fn open_to_all(file: &std::path::Path) {
        let file = OpenOptions::new().access_mode(READ_CONTROL | WRITE_DAC).open(file).unwrap();
        super::set(&file, "D:(A;;FA;;;WD)").unwrap();
    }
}
