//! Reads a pack from CSV, in the dialects that spreadsheets write.

use std::collections::BTreeSet;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use hallpass_providers::registry::PROVIDERS;
use hallpass_providers::{ChallengeKind, Field, Text};

use super::columns::COLUMNS;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::network::{Network, Proxy};
use crate::packs::fault::{MAX_PROFILES, bad_text};
use crate::packs::pack::{Pack, Packed, PackedRenewal};
use crate::profile::AutoRenew;

/// Those that no row can do without.
const REQUIRED: usize = 3;
/// What people and earlier versions call them.
const ALIASES: [(&str, &str); 4] =
    [("env", "environment"), ("set", "group"), ("credentials", "credential"), ("url", "server")];
/// As account lists have them.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads rows below a header.
pub(in crate::packs) fn read(bytes: &[u8]) -> Result<Pack> {
    let text = hallpass_tables::text_of(bytes);
    // Spreadsheets of some countries say so first.
    let (first, rest) = first_line(&text);
    let (named, text) = match hallpass_tables::named_separator(first) {
        Some(Ok(separator)) => (Some(separator), rest),
        Some(Err(sign)) => return Err(at_line(1, &no_separator(sign))),
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
    heads.map_or_else(
        || Err(missing_column(COLUMNS[0])),
        |_| Ok(Pack { hallpass_pack: 1, environments: Vec::new(), profiles }),
    )
}

/// The first line, and the text behind its end: LF, CR LF or CR.
fn first_line(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_at(text.find(['\r', '\n']).unwrap_or(text.len()));
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    (first, rest)
}

fn no_separator(sign: char) -> Text {
    Text::made(
        format!("的分隔符是{sign}；请改用逗号、分号或制表符"),
        format!("names {sign} as the separator; use commas, semicolons or tabs"),
    )
}

/// The separator with which the first line has the columns of a pack.
fn separator(text: &str) -> u8 {
    let first = text.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or_default().to_lowercase();
    let columns = |separator: &u8| first.split(char::from(*separator)).count();
    SEPARATORS.into_iter().rev().max_by_key(columns).unwrap_or(b',')
}

/// The line of the first character of a row that is read from `byte` on: the reader counts from within the line break
/// before it.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let breaks = text.as_bytes()[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let before = &text.as_bytes()[..byte + breaks];
    // A CR LF ends one line: its LF is counted.
    let ends = |(at, byte): &(usize, &u8)| **byte == b'\n' || (**byte == b'\r' && before.get(at + 1) != Some(&b'\n'));
    1 + before.iter().enumerate().filter(ends).count() as u64
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
        for end in ["\n", "\r\n", "\r"] {
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
        for (separator, first) in [
            (";", ""),
            ("\t", ""),
            (",", ""),
            (";", "sep=;\r\n"),
            ("|", "sep=|\n"),
            (";", "SEP=;\r\n"),
            ("|", "\"sep=|\"\r\n"),
            ("|", "sep=|||||\n"),
        ] {
            let rows = ["Name|Provider|SERVER|Env|Set|Account", "a|enos-iam|https://a.example|PROD|g|li.wen"];
            let text = format!("\u{feff}{first}{}\r\n", rows.join("\r\n").replace('|', separator));
            let pack = read(text.as_bytes()).unwrap();
            let profile = &pack.profiles[0];
            assert_eq!(
                (profile.environment.clone(), profile.group.as_deref()),
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
        assert!(message("sep=，\nname，provider，server\n").contains("line 1 names ， as the separator"));
        assert!(message("name,provider,server,account,Account\n").contains("two account columns"));
        assert!(message("").contains("has no name column") && message("a,b\n1,2\n").contains("has no name column"));
    }
}
