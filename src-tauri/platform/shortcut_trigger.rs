//! The names and numbers of keys: portals are told a combination as `CTRL+ALT+l`, and an X server knows a key by the number
//! of the symbol on it.
//!
//! Source: <https://specifications.freedesktop.org/shortcuts-spec/latest/>, and `keysymdef.h` of X11.

use global_hotkey::hotkey::{Code, HotKey, Modifiers};
use xkeysym::{Keysym, key};

/// The combination for a portal; none for a key that has no name there, which the person then chooses.
pub(super) fn trigger(key: HotKey) -> Option<String> {
    let held =
        [(Modifiers::CONTROL, "CTRL"), (Modifiers::ALT, "ALT"), (Modifiers::SHIFT, "SHIFT"), (Modifiers::META, "LOGO")];
    let held = held.iter().filter(|(held, _)| key.mods.intersects(*held)).map(|(_, name)| *name);
    // As the header writes it: `XK_Left`, and `XF86XK_AudioPlay`, whose name has the first half in it.
    let symbol = symbol(key.key)?.name()?.replacen("XK_", "", 1);
    Some(held.chain([symbol.as_str()]).collect::<Vec<_>>().join("+"))
}

/// The number of its key's symbol.
pub(super) fn keysym(key: HotKey) -> Option<u32> {
    symbol(key.key).map(Keysym::raw)
}

fn symbol(code: Code) -> Option<Keysym> {
    Some(match code {
        Code::Space => Keysym::space,
        Code::Quote => Keysym::apostrophe,
        Code::Comma => Keysym::comma,
        Code::Minus => Keysym::minus,
        Code::Period => Keysym::period,
        Code::Slash => Keysym::slash,
        Code::Semicolon => Keysym::semicolon,
        Code::Equal => Keysym::equal,
        Code::BracketLeft => Keysym::bracketleft,
        Code::Backslash => Keysym::backslash,
        Code::BracketRight => Keysym::bracketright,
        Code::Backquote => Keysym::grave,
        Code::Backspace => Keysym::BackSpace,
        Code::Tab => Keysym::Tab,
        Code::Enter => Keysym::Return,
        Code::Pause => Keysym::Pause,
        Code::ScrollLock => Keysym::Scroll_Lock,
        Code::PrintScreen => Keysym::Print,
        Code::ContextMenu => Keysym::Menu,
        Code::Home => Keysym::Home,
        Code::ArrowLeft => Keysym::Left,
        Code::ArrowUp => Keysym::Up,
        Code::ArrowRight => Keysym::Right,
        Code::ArrowDown => Keysym::Down,
        Code::PageUp => Keysym::Page_Up,
        Code::PageDown => Keysym::Page_Down,
        Code::End => Keysym::End,
        Code::Insert => Keysym::Insert,
        Code::Delete => Keysym::Delete,
        Code::NumpadAdd => Keysym::KP_Add,
        Code::NumpadDecimal => Keysym::KP_Decimal,
        Code::NumpadDivide => Keysym::KP_Divide,
        Code::NumpadEnter => Keysym::KP_Enter,
        Code::NumpadMultiply => Keysym::KP_Multiply,
        Code::NumpadSubtract => Keysym::KP_Subtract,
        Code::AudioVolumeDown => Keysym::XF86_AudioLowerVolume,
        Code::AudioVolumeMute => Keysym::XF86_AudioMute,
        Code::AudioVolumeUp => Keysym::XF86_AudioRaiseVolume,
        Code::MediaPlay => Keysym::XF86_AudioPlay,
        Code::MediaPause => Keysym::XF86_AudioPause,
        Code::MediaStop => Keysym::XF86_AudioStop,
        Code::MediaTrackNext => Keysym::XF86_AudioNext,
        Code::MediaTrackPrevious => Keysym::XF86_AudioPrev,
        _ => return numbered(code),
    })
}

/// `KeyL`, `Digit1`, `F5`, `Numpad7`. A letter's symbol has the number of the letter.
fn numbered(code: Code) -> Option<Keysym> {
    let name = code.to_string();
    let number = |prefix: &str| name.strip_prefix(prefix)?.parse::<u32>().ok();
    if let Some(number) = number("F") {
        return Some(Keysym::new(key::F1 + number - 1));
    }
    if let Some(digit) = number("Numpad") {
        return Some(Keysym::new(key::KP_0 + digit));
    }
    let character = name.strip_prefix("Key").or_else(|| name.strip_prefix("Digit"))?.to_lowercase();
    character.parse().ok().map(Keysym::from_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_names_that_portals_read_and_the_numbers_of_x11() {
        for (typed, name, number) in [
            ("Ctrl+Alt+L", "CTRL+ALT+l", 0x6c),
            ("Super+Space", "LOGO+space", 0x20),
            ("Alt+Shift+F2", "ALT+SHIFT+F2", 0xffbf),
            ("Alt+F12", "ALT+F12", 0xffc9),
            ("Ctrl+1", "CTRL+1", 0x31),
            ("Ctrl+Left", "CTRL+Left", 0xff51),
            ("Ctrl+Numpad5", "CTRL+KP_5", 0xffb5),
            ("Ctrl+NumpadAdd", "CTRL+KP_Add", 0xffab),
            ("Ctrl+MediaPlay", "CTRL+XF86AudioPlay", 0x1008_ff14),
        ] {
            let key = typed.parse().unwrap();
            assert_eq!((trigger(key).as_deref(), keysym(key)), (Some(name), Some(number)), "{typed}");
        }
        let unknown = HotKey::new(None, Code::Unidentified);
        assert_eq!((trigger(unknown), keysym(unknown)), (None, None));
    }
}
