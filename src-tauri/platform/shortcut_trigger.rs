//! A key combination as portals are told it: `CTRL+ALT+l`, with the names of the keyboard's symbols.
//!
//! Source: <https://specifications.freedesktop.org/shortcuts-spec/latest/>.

use global_hotkey::hotkey::{Code, HotKey, Modifiers};

/// The combination; none for a key that has no name there, which the person then chooses.
pub(super) fn trigger(key: HotKey) -> Option<String> {
    let held =
        [(Modifiers::CONTROL, "CTRL"), (Modifiers::ALT, "ALT"), (Modifiers::SHIFT, "SHIFT"), (Modifiers::META, "LOGO")];
    let held = held.iter().filter(|(held, _)| key.mods.intersects(*held)).map(|(_, name)| *name);
    Some(held.chain([symbol(key.key)?.as_str()]).collect::<Vec<_>>().join("+"))
}

fn symbol(code: Code) -> Option<String> {
    let named = match code {
        Code::Space => "space",
        Code::Enter => "Return",
        Code::Tab => "Tab",
        Code::ArrowLeft => "Left",
        Code::ArrowRight => "Right",
        Code::ArrowUp => "Up",
        Code::ArrowDown => "Down",
        Code::Home => "Home",
        Code::End => "End",
        Code::PageUp => "Page_Up",
        Code::PageDown => "Page_Down",
        Code::Insert => "Insert",
        Code::Delete => "Delete",
        Code::Backspace => "BackSpace",
        Code::Comma => "comma",
        Code::Period => "period",
        Code::Slash => "slash",
        Code::Semicolon => "semicolon",
        Code::Minus => "minus",
        Code::Equal => "equal",
        _ => "",
    };
    if !named.is_empty() {
        return Some(named.to_owned());
    }
    // `KeyL`, `Digit1`, `F5`.
    let name = code.to_string();
    let letter = name.strip_prefix("Key").filter(|letter| letter.len() == 1).map(str::to_lowercase);
    let digit = || name.strip_prefix("Digit").filter(|digit| digit.len() == 1).map(str::to_owned);
    let function = || name.strip_prefix('F').filter(|number| number.parse::<u8>().is_ok()).map(|_| name.clone());
    letter.or_else(digit).or_else(function)
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
}
