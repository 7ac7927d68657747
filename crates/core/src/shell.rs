//! How shells quote a text, and how they set a variable.

use hallpass_providers::Text;

use crate::error::{Error, Result};

/// A shell, or a family of shells that quote alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash, zsh and their like.
    #[default]
    Sh,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
    /// The Windows command prompt.
    Cmd,
}

impl Shell {
    /// All, by the names commands use.
    pub const ALL: [(&'static str, Self); 4] =
        [("sh", Self::Sh), ("fish", Self::Fish), ("powershell", Self::PowerShell), ("cmd", Self::Cmd)];

    /// One word that this shell reads as `text`.
    ///
    /// # Errors
    /// Returns an error if the shell has no way to write it.
    pub(crate) fn quoted(self, text: &str) -> Result<String> {
        Ok(match self {
            Self::Sh if is_plain(text) => text.to_owned(),
            Self::Sh => format!("'{}'", text.replace('\'', "'\\''")),
            Self::Fish => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::PowerShell => format!("'{}'", doubled(text)),
            Self::Cmd => format!("\"{}\"", for_cmd(text)?),
        })
    }

    /// The line that sets a variable to `value`.
    ///
    /// # Errors
    /// Returns an error if the shell has no way to write it.
    pub(crate) fn assignment(self, name: &str, value: &str) -> Result<String> {
        Ok(match self {
            Self::Sh => format!("{name}={}", self.quoted(value)?),
            Self::Fish => format!("set -gx {name} {}", self.quoted(value)?),
            Self::PowerShell => format!("$env:{name} = {}", self.quoted(value)?),
            Self::Cmd => format!("set \"{name}={}\"", for_cmd(value)?),
        })
    }
}

/// Whether every such shell reads it as it is. A `~` at the beginning or after a colon becomes a home folder, and zsh
/// makes a `=` at the beginning the path of a command.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+/=:@".contains(c);
    !text.is_empty() && !text.starts_with('=') && text.chars().all(plain)
}

/// PowerShell ends a string at each of these, unless it is there twice.
fn doubled(text: &str) -> String {
    let times = |c: char| if matches!(c, '\'' | '\u{2018}'..='\u{201b}') { 2 } else { 1 };
    text.chars().flat_map(|c| std::iter::repeat_n(c, times(c))).collect()
}

/// The command prompt replaces variables inside quotes too, and nothing keeps it from that at a prompt.
fn for_cmd(text: &str) -> Result<&str> {
    if text.contains(['"', '%', '!', '\r', '\n']) {
        let why = Text::new("含有cmd无法安全读取的字符", "has characters that cannot be written safely for cmd");
        return Err(Error::invalid("token", &why));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::error::ErrorCode;

    const HOSTILE: [&str; 13] = [
        "plain.Token-1_2+3/4==",
        "~/abc",
        "abc:~/d",
        "~root",
        "=ls",
        "",
        "a'b",
        "a\\b\"c\\",
        "$HOME `id` $(id)",
        "a b\tc",
        "%PATH%",
        "!x;y&z|w*?[a]{b,c}#d",
        "\u{2019}; id",
    ];

    /// The shells themselves say what a line means; those that are not on this machine are passed over.
    #[test]
    fn a_shell_reads_back_what_was_meant() {
        let mut asked = 0;
        for (program, shell) in [("sh", Shell::Sh), ("bash", Shell::Sh), ("zsh", Shell::Sh), ("fish", Shell::Fish)] {
            for value in HOSTILE {
                let set = shell.assignment("HALLPASS_TOKEN", value).unwrap();
                let line = format!("{set}\nprintf '%s\\n%s' \"$HALLPASS_TOKEN\" {}", shell.quoted(value).unwrap());
                let Ok(ran) = Command::new(program).args(["-c", &line]).output() else { continue };
                assert_eq!(String::from_utf8_lossy(&ran.stdout), format!("{value}\n{value}"), "{program}: {line}");
                asked += 1;
            }
        }
        assert!(asked >= HOSTILE.len(), "no shell at all");
    }

    #[test]
    fn the_shells_of_windows_are_written_for_as_they_document_it() {
        let set = |shell: Shell, value| shell.assignment("T", value);
        assert_eq!(set(Shell::PowerShell, "a'b\u{2019}$c").unwrap(), "$env:T = 'a''b\u{2019}\u{2019}$c'");
        assert_eq!(set(Shell::Cmd, "a b&c^d").unwrap(), "set \"T=a b&c^d\"");
        for value in ["a\"b", "%PATH%", "a!b", "a\nb"] {
            assert_eq!(set(Shell::Cmd, value).unwrap_err().code, ErrorCode::InvalidField, "{value}");
        }
        assert_eq!(set(Shell::Fish, "a\\'b").unwrap(), "set -gx T 'a\\\\\\'b'");
    }
}
