//! The names and numbers of keys: portals are told a combination as `CTRL+ALT+l`, and an X server knows a key by the number
//! of the symbol on it.
//!
//! Source: <https://specifications.freedesktop.org/shortcuts-spec/latest/>, and `keysymdef.h` of X11.

use global_hotkey::hotkey::{Code, HotKey, Modifiers};

/// The combination for a portal; none for a key that has no name there, which the person then chooses.
pub(super) fn trigger(key: HotKey) -> Option<String> {
    let held =
        [(Modifiers::CONTROL, "CTRL"), (Modifiers::ALT, "ALT"), (Modifiers::SHIFT, "SHIFT"), (Modifiers::META, "LOGO")];
    let held = held.iter().filter(|(held, _)| key.mods.intersects(*held)).map(|(_, name)| *name);
    Some(held.chain([symbol(key.key)?.0.as_str()]).collect::<Vec<_>>().join("+"))
}

/// The number of its key's symbol.
pub(super) fn keysym(key: HotKey) -> Option<u32> {
    Some(symbol(key.key)?.1)
}

/// A symbol by its name and its number. That of a character is the character's.
fn symbol(code: Code) -> Option<(String, u32)> {
    let (name, number) = match code {
        Code::Space => ("space", 0x20),
        Code::Quote => ("apostrophe", 0x27),
        Code::Comma => ("comma", 0x2c),
        Code::Minus => ("minus", 0x2d),
        Code::Period => ("period", 0x2e),
        Code::Slash => ("slash", 0x2f),
        Code::Semicolon => ("semicolon", 0x3b),
        Code::Equal => ("equal", 0x3d),
        Code::BracketLeft => ("bracketleft", 0x5b),
        Code::Backslash => ("backslash", 0x5c),
        Code::BracketRight => ("bracketright", 0x5d),
        Code::Backquote => ("grave", 0x60),
        Code::Backspace => ("BackSpace", 0xff08),
        Code::Tab => ("Tab", 0xff09),
        Code::Enter => ("Return", 0xff0d),
        Code::Home => ("Home", 0xff50),
        Code::ArrowLeft => ("Left", 0xff51),
        Code::ArrowUp => ("Up", 0xff52),
        Code::ArrowRight => ("Right", 0xff53),
        Code::ArrowDown => ("Down", 0xff54),
        Code::PageUp => ("Page_Up", 0xff55),
        Code::PageDown => ("Page_Down", 0xff56),
        Code::End => ("End", 0xff57),
        Code::Insert => ("Insert", 0xff63),
        Code::Delete => ("Delete", 0xffff),
        _ => return written(code),
    };
    Some((name.to_owned(), number))
}

/// `KeyL`, `Digit1`, `F5`.
fn written(code: Code) -> Option<(String, u32)> {
    const F1: u32 = 0xffbe;
    let name = code.to_string();
    if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse::<u32>().ok()) {
        return Some((name, F1 + number - 1));
    }
    let character = name.strip_prefix("Key").or_else(|| name.strip_prefix("Digit"))?.to_lowercase();
    let [letter] = *character.as_bytes() else { return None };
    Some((character, letter.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_are_named_as_portals_read_them() {
        for (typed, want) in [
            ("Ctrl+Alt+L", Some("CTRL+ALT+l")),
            ("Super+Space", Some("LOGO+space")),
            ("Alt+Shift+F2", Some("ALT+SHIFT+F2")),
            ("Ctrl+1", Some("CTRL+1")),
            ("Ctrl+Left", Some("CTRL+Left")),
            ("Ctrl+MediaPlay", None),
        ] {
            assert_eq!(trigger(typed.parse().unwrap()).as_deref(), want, "{typed}");
        }
    }

    #[test]
    fn keys_have_the_numbers_of_x11() {
        for (typed, want) in [
            ("Ctrl+Alt+L", Some(0x6c)),
            ("Ctrl+1", Some(0x31)),
            ("Alt+F1", Some(0xffbe)),
            ("Alt+F12", Some(0xffc9)),
            ("Super+Space", Some(0x20)),
            ("Ctrl+Left", Some(0xff51)),
            ("Ctrl+MediaPlay", None),
        ] {
            assert_eq!(keysym(typed.parse().unwrap()), want, "{typed}");
        }
    }
}
