//! Values on the command line. A value that cannot be read is never repeated in the message: it may be a secret.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::builder::{OsStringValueParser, TypedValueParser};
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{ChallengeKind, Lang, Secret, Text};
use jiff::Timestamp;

/// Why a value cannot be read, in both languages; clap carries it to where the reader's language is known.
#[derive(Debug)]
pub(crate) struct Bad {
    /// Ends a sentence that begins with the option.
    pub(crate) why: Text,
    /// The field that the value is for, where it is one of a provider's.
    pub(crate) field: Option<&'static str>,
}

impl Bad {
    pub(crate) fn new(why: Text) -> Self {
        Self { why, field: None }
    }

    /// About a field, if there is one of that name: what is not may be a secret in the wrong place.
    fn about(self, field: &str) -> Self {
        let fields = PROVIDERS.iter().flat_map(|provider| provider.descriptor().fields);
        let asked = ChallengeKind::ALL.into_iter().map(ChallengeKind::field);
        let known = fields.chain(asked).find(|known| known.name == field).map(|known| known.name);
        Self { field: known, ..self }
    }
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why.en)
    }
}

impl std::error::Error for Bad {}

pub(super) const fn bad(zh: &'static str, en: &'static str) -> Bad {
    Bad { why: Text::new(zh, en), field: None }
}

/// `FIELD=VALUE`
#[derive(Clone)]
pub(crate) struct Assigned {
    pub(crate) field: String,
    pub(crate) value: String,
}

/// A value may be a password that was typed in the wrong place.
impl std::fmt::Debug for Assigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}=****", self.field)
    }
}

/// Where a secret is read from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// `-`
    Input,
    /// `@FILE`
    File(PathBuf),
}

/// `FIELD=-` or `FIELD=@FILE`
#[derive(Debug, Clone)]
pub(crate) struct SecretFrom {
    pub(crate) field: String,
    pub(crate) source: Source,
}

/// `FIELD=FILE`
#[derive(Debug, Clone)]
pub(crate) struct AnswerFrom {
    pub(crate) field: String,
    pub(crate) file: PathBuf,
}

/// A moment, or how long ago it was.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Since {
    /// That long ago.
    Ago(Duration),
    /// Then.
    At(Timestamp),
}

const NO_FIELD: Bad = bad("应为FIELD=VALUE", "must be FIELD=VALUE");

fn assigned(text: &str) -> Result<(String, String), Bad> {
    match text.split_once('=') {
        Some((field, value)) if !field.is_empty() => Ok((field.to_owned(), value.to_owned())),
        _ => Err(NO_FIELD),
    }
}

impl FromStr for Assigned {
    type Err = Bad;

    fn from_str(text: &str) -> Result<Self, Bad> {
        assigned(text).map(|(field, value)| Self { field, value })
    }
}

/// A file's name need not be text, so these are read from what the system gave.
impl TryFrom<OsString> for Source {
    type Error = Bad;

    fn try_from(given: OsString) -> Result<Self, Bad> {
        match split(&given, b'@') {
            Some((before, file)) if before.is_empty() && !file.is_empty() => Ok(Self::File(file.into())),
            None if given == "-" => Ok(Self::Input),
            _ => Err(bad(
                "机密不能写在命令行上；用 -（标准输入）或 @文件",
                "secrets are not accepted on the command line; use - (standard input) or @FILE",
            )),
        }
    }
}

impl TryFrom<OsString> for SecretFrom {
    type Error = Bad;

    fn try_from(given: OsString) -> Result<Self, Bad> {
        let (field, source) = named(&given)?;
        let source = source.try_into().map_err(|bad: Bad| bad.about(&field))?;
        Ok(Self { field, source })
    }
}

impl TryFrom<OsString> for AnswerFrom {
    type Error = Bad;

    fn try_from(given: OsString) -> Result<Self, Bad> {
        let (field, file) = named(&given)?;
        Ok(Self { field, file: file.into() })
    }
}

/// `FIELD=` and what follows it.
fn named(given: &OsStr) -> Result<(String, OsString), Bad> {
    let parts = split(given, b'=').and_then(|(field, rest)| Some((field.into_string().ok()?, rest)));
    parts.filter(|(field, _)| !field.is_empty()).ok_or(NO_FIELD)
}

/// What precedes and follows the first occurrence of an ASCII character.
#[cfg(unix)]
fn split(given: &OsStr, at: u8) -> Option<(OsString, OsString)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = given.as_bytes();
    let place = bytes.iter().position(|byte| *byte == at)?;
    let part = |bytes: &[u8]| OsStr::from_bytes(bytes).to_owned();
    Some((part(&bytes[..place]), part(&bytes[place + 1..])))
}

/// Elsewhere names that are no text are not made by any ordinary program.
#[cfg(not(unix))]
fn split(given: &OsStr, at: u8) -> Option<(OsString, OsString)> {
    let (before, behind) = given.to_str()?.split_once(char::from(at))?;
    Some((before.into(), behind.into()))
}

/// Reads such a value for clap.
pub(crate) fn from_system<T: TryFrom<OsString, Error = Bad> + Clone + Send + Sync + 'static>()
-> impl TypedValueParser<Value = T> {
    OsStringValueParser::new().try_map(T::try_from)
}

impl FromStr for Since {
    type Err = Bad;

    fn from_str(text: &str) -> Result<Self, Bad> {
        match (text.parse(), duration(text)) {
            (Ok(at), _) => Ok(Self::At(at)),
            (_, Ok(ago)) => Ok(Self::Ago(ago)),
            _ => Err(bad(
                "应为7d、12h这样的时长，或RFC 3339时间",
                "must be a duration such as 7d or 12h, or an RFC 3339 time",
            )),
        }
    }
}

/// A duration such as `90s`, `10m`, `1h30m`, `7d` or `2w`.
pub(crate) fn duration(text: &str) -> Result<Duration, Bad> {
    let bad = || bad("应为30s、10m、2h、7d这样的时长", "must be a duration such as 30s, 10m, 2h or 7d");
    let (mut seconds, mut number) = (0u64, None::<u64>);
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            let more = number.unwrap_or(0).checked_mul(10).and_then(|number| number.checked_add(digit.into()));
            number = Some(more.ok_or_else(bad)?);
        } else {
            let unit = unit(c).ok_or_else(bad)?;
            let part = number.take().and_then(|number| number.checked_mul(unit)).ok_or_else(bad)?;
            seconds = seconds.checked_add(part).ok_or_else(bad)?;
        }
    }
    // Ten thousand years are enough, and later sums cannot overflow.
    let sane = number.is_none() && !text.is_empty() && seconds <= 10_000 * 366 * 86_400;
    if sane { Ok(Duration::from_secs(seconds)) } else { Err(bad()) }
}

/// How often a session is kept alive: minutes, or `off`.
pub(crate) fn keep_alive(text: &str) -> Result<u32, Bad> {
    let bad = || bad("应为分钟数，例如30，或off", "must be a number of minutes such as 30, or off");
    if text == "off" { Ok(0) } else { text.parse().map_err(|_| bad()) }
}

fn unit(letter: char) -> Option<u64> {
    match letter {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3600),
        'd' => Some(86_400),
        'w' => Some(7 * 86_400),
        _ => None,
    }
}

/// A value that may hold a password.
pub(crate) fn secret(text: &str) -> Result<Secret, Bad> {
    Ok(Secret::new(text))
}

/// A language by its name.
pub(crate) fn lang(text: &str) -> Result<Lang, Bad> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err(bad("应为zh或en", "must be zh or en")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_or_refused() {
        for (text, seconds) in [("30s", 30), ("10m", 600), ("1h30m", 5400), ("7d", 604_800), ("2w", 1_209_600)] {
            assert_eq!(duration(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in ["", "10", "m", "-1m", "1.5h", "10 m", "99999999999999999999d", "999999999999w", "1y"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
        let refused = SecretFrom::try_from(OsString::from("password=hunter2")).unwrap_err();
        assert!(!refused.to_string().contains("hunter2"));
        let shown = format!("{:?}", "password=hunter2".parse::<Assigned>().unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn sources_are_input_or_a_file() {
        let read = |text: &str| Source::try_from(OsString::from(text));
        assert!(matches!(read("-"), Ok(Source::Input)));
        assert!(matches!(read("@a b@c"), Ok(Source::File(file)) if file.as_os_str() == "a b@c"));
        assert!(["@", "", "x@a", "--"].into_iter().all(|text| read(text).is_err()));
        let from = SecretFrom::try_from(OsString::from("password=@a=b")).unwrap();
        assert!(matches!(from.source, Source::File(file) if file.as_os_str() == "a=b") && from.field == "password");
    }
}
