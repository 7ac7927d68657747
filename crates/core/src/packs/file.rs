//! Packs as files: JSON, or CSV for spreadsheets. Input is untrusted.

use hallpass_providers::Text;

use super::csv;
use super::fault::{MAX_PROFILES, bad_text};
use super::pack::Pack;
use crate::error::{Error, Result};

/// The forms of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackFormat {
    /// JSON, with everything.
    Json,
    /// CSV: a column for each field; certificate authorities stay behind.
    Csv,
}

const MAX_BYTES: usize = 1024 * 1024;

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Returns an error that says where if it is over 1 MiB, has over 500 profiles, or is not a pack.
    pub fn read(bytes: &[u8], format: PackFormat) -> Result<Self> {
        if bytes.len() > MAX_BYTES {
            return Err(bad("超过1 MiB", "is larger than 1 MiB"));
        }
        let pack = match format {
            PackFormat::Json => read_json(bytes)?,
            PackFormat::Csv => csv::read(bytes)?,
        };
        if pack.hallpass_pack != 1 {
            return Err(bad("来自更新的版本", "comes from a newer version"));
        }
        if pack.profiles.len() > MAX_PROFILES {
            return Err(bad("超过500个配置", "contains more than 500 profiles"));
        }
        Ok(pack)
    }

    /// A pack to fill in, as a spreadsheet: an example for each provider.
    pub fn template() -> Self {
        csv::template()
    }

    /// Writes a pack.
    ///
    /// # Errors
    /// Returns no error that a person can cause.
    pub fn write(&self, format: PackFormat) -> Result<Vec<u8>> {
        let written = match format {
            PackFormat::Json => serde_json::to_vec_pretty(self).ok(),
            PackFormat::Csv => csv::write(self).ok(),
        };
        written.ok_or_else(|| Error::internal("a pack cannot be written"))
    }
}

fn read_json(bytes: &[u8]) -> Result<Pack> {
    let text = crate::text::read_text(bytes).map_err(|why| bad_text(&why))?;
    // serde's own words may quote a value, which may be a secret in the wrong place: the place is enough.
    serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let text = Text::made(
            format!("不是有效的配置包（第{line}行第{column}列）"),
            format!("is not a valid pack (line {line}, column {column})"),
        );
        bad_text(&text)
    })
}

fn bad(zh: &'static str, en: &'static str) -> Error {
    bad_text(&Text::new(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheets_own_encoding_is_read_and_a_written_file_says_its_own() {
        // 名字 in GBK.
        let gbk =
            [&b"name,provider,server\n"[..], &[0xc3, 0xfb, 0xd7, 0xd6], b",enos-iam,https://a.example\n"].concat();
        let pack = Pack::read(&gbk, PackFormat::Csv).unwrap();
        assert_eq!(pack.profiles[0].name, "名字");
        let written = pack.write(PackFormat::Csv).unwrap();
        assert!(written.starts_with(b"\xef\xbb\xbfname,"));
        assert_eq!(Pack::read(&written, PackFormat::Csv).unwrap().profiles[0].name, "名字");
    }
}
