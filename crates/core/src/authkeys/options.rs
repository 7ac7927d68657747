//! The user's choices for a job, and which of them are refused before anything is created.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hallpass_providers::Text;
use hallpass_tables::{Format, Protection};

use crate::authkeys::key_expiry::Expires;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::MAX_CONCURRENT_CALLS;

/// How long the creation of a key without a response is left alone before it is asked about: the server may still be
/// at work.
pub const MINT_WAIT: Duration = Duration::from_secs(30);
/// Calls at once where nothing else is chosen.
pub const DEFAULT_CONCURRENT_CALLS: usize = 4;

/// How a job is to go.
#[derive(Debug, Clone)]
pub struct JobOptions {
    /// The profile whose session asks.
    pub profile: String,
    /// When the keys expire.
    pub expires: Expires,
    /// Which sheet of a workbook is read; none for the first that can be seen and has accounts.
    pub sheet: Option<String>,
    /// Create keys for accounts that have none.
    pub create_missing: bool,
    /// Make new keys in place of present ones.
    pub rotate: bool,
    /// Calls at once, 1 to [`MAX_CONCURRENT_CALLS`].
    pub at_once: usize,
    /// A person confirmed production.
    pub production_ok: bool,
    /// The table's file; nothing is there before it is whole.
    pub out: PathBuf,
    /// Its form.
    pub format: Format,
    /// Begin a CSV with a byte order mark.
    pub bom: bool,
    /// In plain text or encrypted.
    pub protection: Protection,
}

/// Where the accounts are listed.
pub enum JobList {
    /// In a file.
    File(PathBuf),
    /// In what is read, under a name for messages.
    Input(Box<dyn Read + Send>, String),
}

impl JobList {
    /// A table that is written over its list would take the list with it.
    pub(in crate::authkeys) fn check(&self, out: &Path) -> Result<()> {
        let whole = |path: &Path| path.canonicalize().ok();
        match self {
            Self::File(list) if whole(list).is_some_and(|list| whole(out) == Some(list)) => {
                Err(Error::invalid("out", &Text::new("就是账号列表本身", "is the account list itself")))
            }
            _ => Ok(()),
        }
    }
}

/// The forms of a table, by the names commands use.
pub const TABLE_FORMATS: [(&str, Format); 4] =
    [("csv", Format::Csv), ("json", Format::Json), ("ndjson", Format::Ndjson), ("xlsx", Format::Xlsx)];

/// The form of that name.
pub fn table_format(name: &str) -> Option<Format> {
    TABLE_FORMATS.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
}

pub(in crate::authkeys) fn format_name(format: Format) -> &'static str {
    TABLE_FORMATS.into_iter().find(|(_, known)| *known == format).map_or("csv", |(name, _)| name)
}

impl JobOptions {
    /// Refuses what contradicts itself; nothing is made or sent before.
    pub(in crate::authkeys) fn check(&self) -> Result<()> {
        if self.expires == Expires::Now && (self.create_missing || self.rotate) {
            let text = Text::new(
                "now只作废，不能同时新建或更换",
                "now only revokes; keys cannot be created or replaced at the same time",
            );
            return Err(Error::invalid("expires", &text));
        }
        if !(1..=MAX_CONCURRENT_CALLS).contains(&self.at_once) {
            let (zh, en) =
                (format!("应在1到{MAX_CONCURRENT_CALLS}之间"), format!("must be between 1 and {MAX_CONCURRENT_CALLS}"));
            return Err(Error::invalid("concurrency", &Text::made(zh, en)));
        }
        self.protection.check().map_err(Error::from)?;
        check_out(&self.out)
    }
}

/// The file from the root, so that a job resumed in another folder writes to the same place.
pub(in crate::authkeys) fn whole_path(out: &Path) -> Result<PathBuf> {
    std::path::absolute(out).map_err(|_| bad_out(out))
}

/// The file and its folder are looked at now: a million accounts later would be late.
pub(in crate::authkeys) fn check_out(out: &Path) -> Result<()> {
    if out == Path::new("-") {
        let why = Text::new(
            "必须是文件名，密钥表不写到标准输出（名为 - 的文件请写 ./-）",
            "must name a file: a key table is not written to standard output (for a file named -, use ./-)",
        );
        return Err(Error::invalid("out", &why));
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if out.file_name().is_none() || !folder.is_dir() {
        return Err(bad_out(out));
    }
    hallpass_tables::SealedFile::check(out).map_err(Error::from)
}

fn bad_out(out: &Path) -> Error {
    let out = crate::path::shown(out);
    Error::made(
        ErrorCode::InvalidField,
        format!("out：无法写入{out}；请指定一个现有文件夹里的文件"),
        format!("out: could not write {out}; name a file in an existing folder"),
    )
    .field("out")
}

impl From<hallpass_tables::Error> for Error {
    fn from(error: hallpass_tables::Error) -> Self {
        use hallpass_tables::ErrorKind;
        let field = match error.kind {
            ErrorKind::List => "accounts",
            ErrorKind::Output | ErrorKind::Private => "out",
            ErrorKind::Protection => "recipient",
        };
        // Nobody's option was wrong where the system failed.
        let code = if error.by_system { ErrorCode::Internal } else { ErrorCode::InvalidField };
        Self::new(code, error.text).field(field)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn options() -> JobOptions {
        JobOptions {
            profile: "q".to_owned(),
            expires: Expires::In(Duration::from_secs(86_400)),
            sheet: None,
            create_missing: false,
            rotate: false,
            at_once: 4,
            production_ok: false,
            out: "keys.csv".into(),
            format: Format::Csv,
            bom: false,
            protection: Protection::Plain,
        }
    }

    fn field(options: &JobOptions) -> Option<String> {
        options.check().err().map(|error| error.field.unwrap())
    }

    #[test]
    fn contradictions_are_named_before_anything_is_made() {
        assert_eq!(field(&options()), None);
        let now = JobOptions { expires: Expires::Now, ..options() };
        assert_eq!(field(&now), None);
        assert_eq!(field(&JobOptions { create_missing: true, ..now.clone() }).as_deref(), Some("expires"));
        assert_eq!(field(&JobOptions { rotate: true, ..now }).as_deref(), Some("expires"));
        for at_once in [0, MAX_CONCURRENT_CALLS + 1] {
            assert_eq!(field(&JobOptions { at_once, ..options() }).as_deref(), Some("concurrency"));
        }
        for out in ["no-such-folder/keys.csv", "/", ".", "-", "/dev/null", "/proc/keys.csv"] {
            assert_eq!(field(&JobOptions { out: out.into(), ..options() }).as_deref(), Some("out"), "{out}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_named_before_anything_is_made_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("out.csv");
        std::os::unix::fs::symlink(folder.path().join("keys.csv"), &link).unwrap();
        let error = JobOptions { out: link.clone(), ..options() }.check().unwrap_err();
        assert!(error.field.as_deref() == Some("out") && error.message.en.contains("link"), "{error:?}");
        assert!(link.is_symlink() && std::fs::read_dir(folder.path()).unwrap().count() == 1);
    }

    #[test]
    fn a_list_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (list, other) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&list, "ann").unwrap();
        let same = folder.path().join(".").join("a.csv");
        assert_eq!(JobList::File(same).check(&list).unwrap_err().field.as_deref(), Some("out"));
        assert!(JobList::File(list).check(&other).is_ok());
    }

    #[test]
    fn every_form_has_a_name() {
        for (name, format) in TABLE_FORMATS {
            assert_eq!((table_format(name), format_name(format)), (Some(format), name));
        }
        assert_eq!(table_format("doc"), None);
    }
}
