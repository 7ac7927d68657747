//! The screen's lock, another user's session and sleep, as Windows tells a window that nobody sees.
#![allow(unsafe_code, reason = "the calls of Windows; each block says what makes it sound")]

use std::cell::OnceCell;
use std::io;
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DispatchMessageW, GetMessageW, MSG, PBT_APMRESUMEAUTOMATIC, PBT_APMSUSPEND,
    RegisterClassW, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT,
    WTS_SESSION_LOCK,
};

use super::{ScreenEvent, SleepDelay};

type Seen = Box<dyn Fn(ScreenEvent)>;

thread_local! {
    /// Of the one thread that has the window.
    static SEEN: OnceCell<Seen> = const { OnceCell::new() };
}

/// Tells what happens to the screen, for as long as the program runs. `seen` is called on a thread of its own and must
/// return at once: Windows waits for it before it sleeps.
pub fn watch(seen: impl Fn(ScreenEvent) + Send + 'static) {
    let begin = move || {
        let seen: Seen = Box::new(seen);
        SEEN.with(|cell| cell.set(seen)).map_err(drop).unwrap_or_default();
        if let Err(error) = listen() {
            tracing::info!(%error, "the screen's lock is not told");
        }
    };
    if std::thread::Builder::new().name("screen".to_owned()).spawn(begin).is_err() {
        tracing::info!("the screen's lock is not told");
    }
}

/// Makes the window and hands its messages out. Not one for messages alone, which is not told of sleep.
fn listen() -> io::Result<()> {
    let name: Vec<u16> = "HallpassScreen".encode_utf16().chain([0]).collect();
    // Sound: the name outlives the calls; the class has the procedure below, and everything else of it may be zero.
    let window = unsafe {
        let module = GetModuleHandleW(null());
        let class = WNDCLASSW {
            style: 0,
            lpfnWndProc: Some(told),
            cbClsExtra: 0,
            cbWndExtra: 0,
            hInstance: module,
            hIcon: null_mut(),
            hCursor: null_mut(),
            hbrBackground: null_mut(),
            lpszMenuName: null(),
            lpszClassName: name.as_ptr(),
        };
        RegisterClassW(&class);
        CreateWindowExW(0, name.as_ptr(), null(), 0, 0, 0, 0, 0, null_mut(), null_mut(), module, null())
    };
    if window.is_null() {
        return Err(io::Error::last_os_error());
    }
    // Sound: the window is this thread's and was made above.
    if unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) } == 0 {
        tracing::info!("Windows does not tell of its session");
    }
    // Sound: a message of numbers alone may be zero.
    let mut message: MSG = unsafe { std::mem::zeroed() };
    // Sound: the message is ours and lives as long as the loop.
    while unsafe { GetMessageW(&mut message, null_mut(), 0, 0) } > 0 {
        unsafe { DispatchMessageW(&message) };
    }
    Ok(())
}

unsafe extern "system" fn told(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    if let Some(event) = u32::try_from(what).ok().and_then(|what| event(message, what)) {
        SEEN.with(|seen| {
            if let Some(seen) = seen.get() {
                seen(event);
            }
        });
    }
    // Sound: the arguments are those that Windows gave.
    unsafe { DefWindowProcW(window, message, what, more) }
}

/// What a message means.
fn event(message: u32, what: u32) -> Option<ScreenEvent> {
    match (message, what) {
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) => Some(ScreenEvent::Locked),
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT) => Some(ScreenEvent::UserSwitched),
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => Some(ScreenEvent::Sleep(SleepDelay::default())),
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC) => Some(ScreenEvent::Woke),
        _ => None,
    }
}
