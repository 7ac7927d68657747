//! Stores paths, and writes them to JSON. A path need not be valid text; what is written is.

use std::path::{Path, PathBuf};

pub use hallpass_files::shown;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Serializes a path as [`shown`].
pub(crate) fn serialize_shown<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&shown(path))
}

/// Serializes a path that may be missing as [`shown`].
pub(crate) fn serialize_shown_option<S: Serializer>(path: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
    path.as_deref().map(shown).serialize(to)
}

/// For `#[serde(with)]`: a path as it is, text where it is text, else its units.
pub(crate) mod kept {
    use super::{Deserialize, Deserializer, Kept, Path, PathBuf, Serialize, Serializer, of_units, units};

    pub(crate) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        let kept = path.to_str().map_or_else(|| Kept::Units(units(path)), |text| Kept::Text(text.to_owned()));
        kept.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        Ok(match Kept::deserialize(from)? {
            Kept::Text(text) => text.into(),
            Kept::Units(units) => of_units(&units),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Text(String),
    Units(Vec<u16>),
}

#[cfg(unix)]
fn units(path: &Path) -> Vec<u16> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).iter().copied().map(u16::from).collect()
}

#[cfg(unix)]
fn of_units(units: &[u16]) -> PathBuf {
    let bytes: Vec<u8> = units.iter().filter_map(|unit| u8::try_from(*unit).ok()).collect();
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(windows)]
fn units(path: &Path) -> Vec<u16> {
    std::os::windows::ffi::OsStrExt::encode_wide(path.as_os_str()).collect()
}

#[cfg(windows)]
fn of_units(units: &[u16]) -> PathBuf {
    <std::ffi::OsString as std::os::windows::ffi::OsStringExt>::from_wide(units).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Row {
        #[serde(with = "kept")]
        out: PathBuf,
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_kept() {
        use std::os::unix::ffi::OsStrExt;
        for name in [&b"/tmp/keys.csv"[..], b"/tmp/\xd6\xd0\xb9\xfa/keys.csv", "/tmp/密钥.csv".as_bytes()] {
            let out = PathBuf::from(std::ffi::OsStr::from_bytes(name));
            let row = serde_json::to_string(&Row { out: out.clone() }).unwrap();
            assert_eq!(serde_json::from_str::<Row>(&row).unwrap().out, out, "{row}");
        }
        assert_eq!(serde_json::from_str::<Row>(r#"{"out":"/a"}"#).unwrap().out, PathBuf::from("/a"));
    }
}
