//! A notice in the words of Windows.

use super::DesktopNotice;

/// The document of a toast. The arguments of its buttons are heard when they are pressed.
pub(super) fn toast(notice: &DesktopNotice) -> String {
    let text = escaped(&notice.text);
    let actions: String = notice.buttons.iter().map(|button| action(&escaped(&button.label), button.id)).collect();
    format!(
        "<toast><visual><binding template=\"ToastGeneric\"><text>Hallpass</text><text>{text}</text></binding></visual>\
         <actions>{actions}</actions></toast>"
    )
}

fn action(label: &str, id: &str) -> String {
    format!("<action content=\"{label}\" arguments=\"{id}\" activationType=\"foreground\"/>")
}

/// Text within a document: what has a meaning there is written out, and what may not stand there is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\t' => escaped.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::Button;
    use super::*;

    #[test]
    fn a_name_cannot_become_a_button() {
        let hostile = "a\"/><action content=\"x\" arguments=\"open\"/>\u{0}\u{1b}&'".to_owned();
        let buttons = vec![Button { id: "renew", label: hostile.clone() }];
        let document = toast(&DesktopNotice { about: "x".to_owned(), text: hostile, buttons });
        assert_eq!(document.matches("<action ").count(), 1, "{document}");
        assert_eq!(document.matches("<text>").count(), 2, "{document}");
        assert!(!document.contains(['\u{0}', '\u{1b}']) && document.contains("arguments=\"renew\""), "{document}");
    }
}
