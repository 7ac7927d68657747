//! Packs as bytes: JSON, or CSV for spreadsheets. What is read may come from anybody.

use hallpass_providers::Text;

use super::{Pack, Packed};
use crate::{Code, Environment, Error, Network, Proxy, Result};

/// The forms of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackFormat {
    /// JSON, with everything.
    Json,
    /// CSV: a column for each field; certificate authorities stay behind.
    Csv,
}

const MOST_BYTES: usize = 1024 * 1024;
const MOST_PROFILES: usize = 500;
/// The columns that are no fields.
const COLUMNS: [&str; 9] =
    ["name", "provider", "server", "environment", "group", "tags", "method", "proxy", "allow_http"];

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// More than 1 MiB or 500 profiles, or anything but a pack; the message says where.
    pub fn read(bytes: &[u8], format: PackFormat) -> Result<Self> {
        if bytes.len() > MOST_BYTES {
            return Err(bad("超过1 MiB", "is larger than 1 MiB"));
        }
        let pack = match format {
            PackFormat::Json => read_json(bytes)?,
            PackFormat::Csv => read_csv(bytes)?,
        };
        if pack.hallpass_pack != 1 {
            return Err(bad("来自更新的版本", "comes from a newer version"));
        }
        if pack.profiles.len() > MOST_PROFILES {
            return Err(bad("超过500个配置", "contains more than 500 profiles"));
        }
        Ok(pack)
    }

    /// Writes a pack.
    ///
    /// # Errors
    /// None that a person can cause.
    pub fn write(&self, format: PackFormat) -> Result<Vec<u8>> {
        let written = match format {
            PackFormat::Json => serde_json::to_vec_pretty(self).ok(),
            PackFormat::Csv => write_csv(self).ok(),
        };
        written.ok_or_else(|| Error::internal("a pack cannot be written"))
    }
}

fn read_json(bytes: &[u8]) -> Result<Pack> {
    let text = crate::read_text(bytes).map_err(|why| bad_text(&why))?;
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

fn read_csv(bytes: &[u8]) -> Result<Pack> {
    let text = hallpass_tables::text_of(bytes);
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let heads = rows.headers().map_err(|error| bad_row(&error))?.clone();
    for wanted in &COLUMNS[..3] {
        if !heads.iter().any(|head| head == *wanted) {
            let text = Text::made(format!("缺少{wanted}列"), format!("has no {wanted} column"));
            return Err(bad_text(&text));
        }
    }
    let mut profiles = Vec::new();
    for row in rows.records().take(MOST_PROFILES + 1) {
        profiles.push(packed(&heads, &row.map_err(|error| bad_row(&error))?)?);
    }
    Ok(Pack { hallpass_pack: 1, profiles })
}

fn packed(heads: &csv::StringRecord, row: &csv::StringRecord) -> Result<Packed> {
    let cell = |wanted: &str| {
        let found = heads.iter().zip(row).find(|(head, _)| *head == wanted);
        found.map(|(_, cell)| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    let fields = heads.iter().zip(row).filter(|(head, cell)| !COLUMNS.contains(head) && !cell.is_empty());
    let environment = cell("environment").map(|id| Environment::from_id(&id)).transpose()?;
    Ok(Packed {
        name: cell("name").unwrap_or_default(),
        provider: cell("provider").unwrap_or_default(),
        server: cell("server").unwrap_or_default(),
        environment: environment.unwrap_or_default(),
        group: cell("group"),
        tags: cell("tags").map(|tags| tags.split(';').map(|tag| tag.trim().to_owned()).collect()).unwrap_or_default(),
        method: cell("method"),
        values: fields.map(|(head, cell)| (head.to_owned(), cell.to_owned())).collect(),
        network: Network {
            proxy: cell("proxy").map(Proxy::as_written).unwrap_or_default(),
            ca: None,
            allow_http: cell("allow_http").is_some_and(|cell| cell.eq_ignore_ascii_case("true")),
        },
    })
}

fn write_csv(pack: &Pack) -> Result<Vec<u8>, csv::Error> {
    let fields: std::collections::BTreeSet<&str> =
        pack.profiles.iter().flat_map(|profile| profile.values.keys().map(String::as_str)).collect();
    // Spreadsheets take a file without a byte order mark for one in the encoding of their country.
    let mut rows = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    rows.write_record(COLUMNS.iter().copied().chain(fields.iter().copied()))?;
    for profile in &pack.profiles {
        let (tags, allow) = (profile.tags.join(";"), profile.network.allow_http.to_string());
        let fixed = [
            profile.name.as_str(),
            &profile.provider,
            &profile.server,
            profile.environment.id(),
            profile.group.as_deref().unwrap_or_default(),
            &tags,
            profile.method.as_deref().unwrap_or_default(),
            profile.network.proxy.text(),
            &allow,
        ];
        let values = fields.iter().map(|field| profile.values.get(*field).map_or("", String::as_str));
        rows.write_record(fixed.into_iter().chain(values))?;
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}

fn bad_row(error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    bad_text(&Text::made(format!("第{line}行不是有效的CSV"), format!("is not valid CSV at line {line}")))
}

fn bad(zh: &'static str, en: &'static str) -> Error {
    bad_text(&Text::new(zh, en))
}

fn bad_text(why: &Text) -> Error {
    let text = Text::made(format!("这个文件{}", why.zh), format!("This file {}", why.en));
    Error::new(Code::InvalidField, text).field("file")
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
