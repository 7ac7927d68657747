//! Where the table of a new job is saved: the chosen place, or the documents folder.

use std::path::{Path, PathBuf};

use hallpass_core::providers::{Lang, Secret};
use hallpass_core::{DEFAULT_CONCURRENT_CALLS, JobOptions, Protection, Result, TABLE_FORMATS};
use jiff::{Timestamp, tz::TimeZone};

use super::Jobs;
use super::dto::{self, JobRequest, TablePlace};

/// Where a table goes.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    /// What a table of this day is called where nobody named it; no file is there yet.
    pub(crate) fn usual(request: &JobRequest, now: Timestamp) -> Self {
        let folder = dirs::document_dir().filter(|folder| folder.is_dir()).or_else(dirs::home_dir).unwrap_or_default();
        let day = now.to_zoned(TimeZone::try_system().unwrap_or(TimeZone::UTC)).date();
        let profile: String =
            request.profile.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
        let end = ending(request);
        let name = |n: u32| {
            if n < 2 {
                format!("authkeys-{profile}-{day}.{end}")
            } else {
                format!("authkeys-{profile}-{day}-{n}.{end}")
            }
        };
        // Another one of the same day stays.
        let free = (1..1000).map(|n| folder.join(name(n))).find(|file| !file.exists());
        Self(free.unwrap_or_else(|| folder.join(name(1))))
    }

    /// As the page shows it.
    pub(crate) fn shown(&self) -> TablePlace {
        let folder = self.0.parent().unwrap_or(Path::new(""));
        let home = dirs::home_dir();
        let inside = home.as_deref().and_then(|home| folder.strip_prefix(home).ok());
        let folder = match inside {
            Some(inside) if inside.as_os_str().is_empty() => "~".to_owned(),
            Some(inside) => format!("~/{}", hallpass_core::shown(inside)),
            None => hallpass_core::shown(folder),
        };
        let file = hallpass_core::shown(Path::new(self.0.file_name().unwrap_or_default()));
        TablePlace { file, folder, replaces: self.0.exists() }
    }
}

/// What the file's name ends in: a sealed one says so, or a spreadsheet would be offered what it cannot open.
pub(crate) fn ending(request: &JobRequest) -> String {
    let plain = matches!(request.protection, dto::TableProtection::Plain);
    if plain { request.format.clone() } else { format!("{}.age", request.format) }
}

/// A chosen file follows the form: one that was to be a CSV is no workbook by that name.
fn with_ending(chosen: &Path, end: &str) -> PathBuf {
    let name = chosen.file_name().unwrap_or_default().to_string_lossy();
    let bare = name.strip_suffix(".age").unwrap_or(&name);
    let stem = TABLE_FORMATS.iter().find_map(|(request, _)| bare.strip_suffix(&format!(".{request}")));
    stem.map_or_else(|| chosen.to_owned(), |stem| chosen.with_file_name(format!("{stem}.{end}")))
}

impl Jobs {
    /// Where the table goes that this request is for: a chosen file follows the form.
    pub(crate) fn place_for(&self, request: &JobRequest, now: Timestamp) -> Place {
        match self.place() {
            Some(chosen) => Place(with_ending(&chosen, &ending(request))),
            None => Place::usual(request, now),
        }
    }

    /// The options of a job, as the user chose them. Production is confirmed by `production_ok`.
    ///
    /// # Errors
    /// Returns an error if the form is not known.
    pub(crate) fn options(
        &self,
        request: JobRequest,
        now: Timestamp,
        production_ok: bool,
        lang: Lang,
    ) -> Result<JobOptions> {
        let format = dto::format(&request.format)?;
        let out = self.place_for(&request, now).0;
        Ok(JobOptions {
            profile: request.profile,
            expires: request.expires.into(),
            sheet: None,
            create_missing: request.create_missing,
            rotate: request.rotate,
            at_once: DEFAULT_CONCURRENT_CALLS,
            production_ok,
            out,
            format,
            // A Chinese Excel reads a CSV without a mark as GBK.
            bom: lang == Lang::Zh,
            protection: request.protection.into(),
        })
    }
}

/// The options that a plan needs: what protects the table is not typed yet.
pub(crate) fn planned(options: JobOptions) -> JobOptions {
    JobOptions {
        protection: match options.protection {
            Protection::Passphrase(typed) if typed.is_empty() => Protection::Passphrase(Secret::new("-")),
            Protection::Recipient(_) => Protection::Plain,
            other => other,
        },
        ..options
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{KeyLifetime, TableProtection};

    fn form(format: &str, protection: TableProtection) -> JobRequest {
        JobRequest {
            profile: "云岭/live".to_owned(),
            expires: KeyLifetime::Days { days: 30 },
            create_missing: false,
            rotate: false,
            format: format.to_owned(),
            protection,
        }
    }

    #[test]
    fn a_chosen_file_follows_the_form_and_another_name_stays() {
        let sealed = form("xlsx", TableProtection::Recipient { key: "age1".to_owned() });
        let plain = form("json", TableProtection::Plain);
        for (chosen, request, then) in [
            ("/a/keys.csv", &sealed, "/a/keys.xlsx.age"),
            ("/a/keys.xlsx.age", &plain, "/a/keys.json"),
            ("/a/keys.v2", &plain, "/a/keys.v2"),
        ] {
            assert_eq!(with_ending(Path::new(chosen), &ending(request)), Path::new(then));
        }
    }

    #[test]
    fn the_usual_name_has_the_profile_and_the_day_and_no_separator_of_folders() {
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        let usual = Place::usual(&form("csv", TableProtection::Plain), at).shown();
        assert!(usual.file.starts_with("authkeys-云岭-live-2026-03-0") && usual.file.ends_with(".csv"), "{usual:?}");
        assert!(!usual.replaces);
    }
}
