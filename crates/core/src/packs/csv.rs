//! Packs as CSV: a row for each profile, as spreadsheets of every country write them.

use std::collections::BTreeSet;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use hallpass_providers::registry::PROVIDERS;
use hallpass_providers::{ChallengeKind, Field, Text};

use super::fault::{MAX_PROFILES, bad_text};
use super::{Pack, Packed, PackedRenewal};
use crate::{AutoRenew, Environment, Error, Network, Proxy, Result};

/// The columns that are no fields.
const COLUMNS: [&str; 12] = [
    "name",
    "provider",
    "server",
    "environment",
    "group",
    "tags",
    "method",
    "credential",
    "proxy",
    "allow_http",
    "auto_renew",
    "keep_alive",
];
/// Those that no row can do without.
const REQUIRED: usize = 3;
/// What people and earlier versions call them.
const ALIASES: [(&str, &str); 4] =
    [("env", "environment"), ("set", "group"), ("credentials", "credential"), ("url", "server")];
/// As account lists have them.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads rows below a header.
pub(super) fn read(bytes: &[u8]) -> Result<Pack> {
    let text = hallpass_tables::text_of(bytes);
    // Spreadsheets of some countries say so first.
    let (named, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((separator, rest)) => (separator.trim_end_matches('\r').bytes().next(), rest),
        None => (None, &*text),
    };
    let separator = named.unwrap_or_else(|| separator(text));
    let above = u64::from(named.is_some());
    let mut rows =
        ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let (mut heads, mut profiles) = (None, Vec::new());
    let mut row = ByteRecord::new();
    loop {
        let start = rows.position().byte();
        let more = rows.read_byte_record(&mut row);
        let line = above + line_at(text, start);
        if !more.map_err(|_| at_line(line, &Text::new("不是有效的CSV", "is not valid CSV")))? {
            break;
        }
        let row = StringRecord::from_byte_record_lossy(row.clone());
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &heads {
            None => heads = Some(header(&row)?),
            Some(heads) if profiles.len() <= MAX_PROFILES => {
                profiles.push(packed(heads, &row).map_err(|why| at_line(line, &why))?)
            }
            Some(_) => break,
        }
    }
    heads.map_or_else(|| Err(missing_column(COLUMNS[0])), |_| Ok(Pack { hallpass_pack: 1, profiles }))
}

/// The separator with which the first line has the columns of a pack.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_lowercase();
    let columns = |separator: &u8| first.split(char::from(*separator)).count();
    SEPARATORS.into_iter().rev().max_by_key(columns).unwrap_or(b',')
}

/// The line of the first character of a row that is read from `byte` on: the reader counts from within the line break
/// before it.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let breaks = text.as_bytes()[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let before = &text.as_bytes()[..byte + breaks];
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The columns by their names of today; blank ones have none.
fn header(row: &StringRecord) -> Result<Vec<String>> {
    let heads: Vec<String> = row.iter().map(|head| head.trim().to_lowercase()).map(of_today).collect();
    if let Some(missing) = COLUMNS[..REQUIRED].iter().find(|column| !heads.iter().any(|head| head == *column)) {
        return Err(missing_column(missing));
    }
    if let Some(secret) =
        heads.iter().find(|head| field(head).is_some_and(|field| !field.can_be_saved() || field.is_secret()))
    {
        return Err(bad_text(&Text::made(
            format!("有{secret}列；配置包从不含机密。用credential列写已保存的共享凭据的名称，或导入后在配置里保存"),
            format!(
                "has a {secret} column, but a pack never contains secrets; name a saved credential in a credential column, \
                 or save the secret in the profile after the import"
            ),
        )));
    }
    let mut seen = BTreeSet::new();
    match heads.iter().find(|head| !head.is_empty() && !seen.insert(head.as_str())) {
        Some(twice) => Err(bad_text(&Text::made(format!("有两个{twice}列"), format!("has two {twice} columns")))),
        None => Ok(heads),
    }
}

fn of_today(head: String) -> String {
    ALIASES.iter().find(|(alias, _)| *alias == head).map_or(head, |(_, column)| (*column).to_owned())
}

fn field(name: &str) -> Option<&'static Field> {
    let fields = PROVIDERS.iter().flat_map(|provider| provider.descriptor().fields);
    fields.chain(ChallengeKind::ALL.into_iter().map(ChallengeKind::field)).find(|field| field.name == name)
}

/// One row; why it cannot be read ends a sentence that begins with its line.
fn packed(heads: &[String], row: &StringRecord) -> Result<Packed, Text> {
    let nameless = heads.iter().map(String::as_str).chain(std::iter::repeat("")).zip(row);
    if row.len() < heads.len() || nameless.clone().any(|(head, cell)| head.is_empty() && !cell.trim().is_empty()) {
        let (cells, columns) = (row.len(), heads.len());
        return Err(Text::made(
            format!("有{cells}格，与标题行的{columns}列不符"),
            format!("has {cells} cells, which do not match the {columns} columns of the header"),
        ));
    }
    let cell = |wanted: &str| {
        let found = nameless.clone().find(|(head, _)| *head == wanted);
        found.map(|(_, cell)| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    if let Some(missing) = COLUMNS[..REQUIRED].iter().find(|column| cell(column).is_none()) {
        return Err(Text::made(format!("缺少{missing}"), format!("has no {missing}")));
    }
    let environment = match cell("environment") {
        Some(id) => Environment::from_id(&id.to_lowercase()).map_err(|error| error.message)?,
        None => Environment::default(),
    };
    let fields = nameless.clone().filter(|(head, cell)| !COLUMNS.contains(head) && !cell.trim().is_empty());
    Ok(Packed {
        name: cell("name").unwrap_or_default(),
        provider: cell("provider").unwrap_or_default(),
        server: cell("server").unwrap_or_default(),
        environment,
        group: cell("group"),
        tags: cell("tags").map(|tags| tags.split(';').map(|tag| tag.trim().to_owned()).collect()).unwrap_or_default(),
        method: cell("method"),
        credential: cell("credential"),
        values: fields.map(|(head, cell)| (head.to_owned(), cell.trim().to_owned())).collect(),
        network: Network {
            proxy: cell("proxy").map(Proxy::as_written).unwrap_or_default(),
            ca: None,
            allow_http: cell("allow_http").is_some_and(|cell| cell.eq_ignore_ascii_case("true")),
        },
        renewal: renewal(cell("auto_renew"), cell("keep_alive"))?,
    })
}

/// An empty cell says nothing.
fn renewal(auto_renew: Option<String>, keep_alive: Option<String>) -> Result<PackedRenewal, Text> {
    let auto_renew = auto_renew.map(|id| AutoRenew::from_id(&id.to_lowercase())).transpose();
    let not_minutes = || Text::new("的keep_alive不是分钟数", "has a keep_alive that is not a number of minutes");
    let keep_alive = keep_alive.map(|minutes| minutes.parse().map_err(|_| not_minutes())).transpose()?;
    Ok(PackedRenewal { auto_renew: auto_renew.map_err(|error| error.message)?, keep_alive })
}

/// Writes a header and a row for each profile.
pub(super) fn write(pack: &Pack) -> Result<Vec<u8>, csv::Error> {
    let fields: BTreeSet<&str> =
        pack.profiles.iter().flat_map(|profile| profile.values.keys().map(String::as_str)).collect();
    // Spreadsheets take a file without a byte order mark for one in the encoding of their country.
    let mut rows = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    rows.write_record(COLUMNS.iter().copied().chain(fields.iter().copied()))?;
    for profile in &pack.profiles {
        let (tags, allow) = (profile.tags.join(";"), profile.network.allow_http.to_string());
        let keep_alive = profile.renewal.keep_alive.map(|minutes| minutes.to_string()).unwrap_or_default();
        let fixed = [
            profile.name.as_str(),
            &profile.provider,
            &profile.server,
            profile.environment.id(),
            profile.group.as_deref().unwrap_or_default(),
            &tags,
            profile.method.as_deref().unwrap_or_default(),
            profile.credential.as_deref().unwrap_or_default(),
            profile.network.proxy.text(),
            &allow,
            profile.renewal.auto_renew.map(AutoRenew::id).unwrap_or_default(),
            &keep_alive,
        ];
        let values = fields.iter().map(|field| profile.values.get(*field).map_or("", String::as_str));
        rows.write_record(fixed.into_iter().chain(values))?;
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}

/// A pack to fill in: an example for each provider, with the fields that its sign-in needs.
pub(super) fn template() -> Pack {
    let profiles = PROVIDERS.iter().map(|provider| {
        let descriptor = provider.descriptor();
        let needed = descriptor
            .methods
            .first()
            .into_iter()
            .flat_map(|method| descriptor.fields_of(method.id).filter(|field| field.is_required(method.id)));
        let needed = needed.filter(|field| field.can_be_saved() && !field.is_secret());
        Packed {
            name: format!("example-{}", descriptor.id),
            provider: descriptor.id.to_owned(),
            server: descriptor.example.to_owned(),
            environment: Environment::default(),
            group: None,
            tags: Vec::new(),
            method: None,
            credential: None,
            values: needed.map(|field| (field.name.to_owned(), field.default.unwrap_or("...").to_owned())).collect(),
            network: Network::default(),
            renewal: PackedRenewal::default(),
        }
    });
    Pack { hallpass_pack: 1, profiles: profiles.collect() }
}

fn missing_column(column: &str) -> Error {
    bad_text(&Text::made(format!("缺少{column}列"), format!("has no {column} column")))
}

fn at_line(line: u64, why: &Text) -> Error {
    let text = Text::made(format!("第{line}行{}", why.zh), format!("line {line} {}", why.en));
    let (zh, en) = (format!("这个文件的{}", text.zh), format!("In this file, {}", text.en));
    Error { message: Text::made(zh, en), ..bad_text(&text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().message.en.into_owned()
    }

    #[test]
    fn the_line_that_is_named_is_the_one_that_is_wrong() {
        for end in ["\n", "\r\n"] {
            let rows = |rows: &[&str]| rows.join(end) + end;
            let head = "name,provider,server,account";
            let good = "pk8,enos-iam,https://gw.corp.example,a";
            assert!(
                message(&rows(&[head, good, "pk9,enos-iam,https://gw.corp.example"])).contains("line 3 has 3 cells")
            );
            assert!(
                message(&rows(&[head, "", good, "", ",enos-iam,https://a.example,a"])).contains("line 5 has no name")
            );
            assert!(
                message(&rows(&["sep=,", head, good, "x,,https://a.example,a"])).contains("line 4 has no provider")
            );
            let several = "\"pk\nten\",enos-iam,https://gw.corp.example,a";
            assert!(message(&rows(&[head, several, "y,z"])).contains("line 4 has 2 cells"));
            assert!(message(&rows(&[head, good, "y,z,u,v,more"])).contains("line 3 has 5 cells"));
        }
    }

    #[test]
    fn blank_rows_and_columns_are_nothing_and_a_value_without_a_column_is_named() {
        let pack = read(
            b"name,provider,server,account,,\r\npk5,enos-iam,https://gw.corp.example,li.wen,,\r\n,,,,,\r\n,,,,,\r\n",
        );
        assert_eq!(pack.unwrap().profiles.len(), 1);
        let lost = "name,provider,server,account,,\r\npk5,enos-iam,https://gw.corp.example,li.wen,,lost\r\n";
        assert!(message(lost).contains("line 2"), "{}", message(lost));
    }

    #[test]
    fn separators_and_spellings_of_spreadsheets_are_read_as_lists_read_them() {
        for (separator, first) in [(";", ""), ("\t", ""), (",", ""), (";", "sep=;\r\n"), ("|", "sep=|\n")] {
            let rows = ["Name|Provider|SERVER|Env|Set|Account", "a|enos-iam|https://a.example|PROD|g|li.wen"];
            let text = format!("\u{feff}{first}{}\r\n", rows.join("\r\n").replace('|', separator));
            let pack = read(text.as_bytes()).unwrap();
            let profile = &pack.profiles[0];
            assert_eq!(
                (profile.environment, profile.group.as_deref()),
                (Environment::Prod, Some("g")),
                "{separator:?}"
            );
            assert_eq!(profile.values["account"], "li.wen");
        }
    }

    #[test]
    fn a_column_of_secrets_is_told_where_they_belong() {
        for column in ["password", "Client_Secret", "token", "captcha"] {
            let said = message(&format!("name,provider,server,{column}\nx,hzero,https://a.example,hunter2\n"));
            assert!(said.contains("never contains secrets") && !said.contains("hunter2"), "{said}");
        }
        assert!(message("name,provider,server,account,Account\n").contains("two account columns"));
        assert!(message("").contains("has no name column") && message("a,b\n1,2\n").contains("has no name column"));
    }

    #[test]
    fn the_template_is_a_pack_with_every_provider() {
        let written = write(&template()).unwrap();
        let pack = read(&written).unwrap();
        assert_eq!(pack.profiles.len(), PROVIDERS.len());
        assert!(String::from_utf8_lossy(&written).contains(",credential,"));
    }
}
