//! Recognises files that are not lists, with advice for each type.

use super::ole;
use super::source::Source;
use crate::error::{Error, Result};

/// What a file is instead of a list: in Chinese, in English.
pub(super) type Words = (&'static str, &'static str);

const PDF: Words =
    ("这是PDF文件；请把账号复制到文本文件或 .xlsx", "this is a PDF; copy the accounts into a text file or .xlsx");
const IMAGE: Words = ("这是图片，不是账号列表", "this is an image, not a list");
pub(super) const ARCHIVE: Words = ("这是压缩文件；请先解压", "this is an archive; unpack it first");
const DATABASE: Words = ("这是SQLite数据库，不是账号列表", "this is a SQLite database, not a list");
const RTF: Words = ("这是RTF文档；请另存为纯文本", "this is an RTF document; save it as plain text");
const AGE: Words = (
    "这是用age加密的文件，例如通行证导出的密钥表；请先解密",
    "this is encrypted with age, for example a key table exported by Hallpass; decrypt it first",
);
const PGP: Words = ("这是用PGP加密的文件；请先解密", "this is encrypted with PGP; decrypt it first");
const WEB_PAGE: Words = (
    "这是网页（HTML），无论扩展名是什么；请在Excel中打开并另存为 .xlsx",
    "this is a web page (HTML), whatever its extension says; open it in Excel and save it as .xlsx",
);
const XML_SPREADSHEET: Words = (
    "这是XML表格（Excel 2003）；请在Excel中打开并另存为 .xlsx",
    "this is an XML spreadsheet (Excel 2003); open it in Excel and save it as .xlsx",
);
const XML: Words =
    ("这是XML，不是账号列表；请转换为CSV或 .xlsx", "this is XML, not a list; convert it to CSV or .xlsx");
const JSON: Words = (
    "这是JSON，不是账号列表；请改为每行一个账号的文本，或CSV、.xlsx",
    "this is JSON, not a list; convert it to text with one account per line, or to CSV or .xlsx",
);
const OUR_JSON: Words = (
    "这是通行证导出的JSON密钥表；导出为CSV或 .xlsx的密钥表才能用作账号列表",
    "this is a key table that Hallpass exported as JSON; only key tables exported as CSV or .xlsx can be used as lists",
);
const PACK: Words = (
    "这是通行证的配置包，不是账号列表；它用来导入配置",
    "this is a pack of Hallpass profiles, not a list of accounts; import it as profiles",
);
const VCARD: Words = ("这是通讯录（vCard）；请导出为CSV", "these are contacts (vCard); export them as CSV");
const LDIF: Words = ("这是LDIF；请导出为CSV", "this is LDIF; export it as CSV");
const MAIL: Words = ("这是邮件或MHTML网页，不是账号列表", "this is an email or a web page (MHTML), not a list");
const WORD: Words = (
    "这是Word文档；请把账号复制到文本文件或 .xlsx",
    "this is a Word document; copy the accounts into a text file or .xlsx",
);
const POWERPOINT: Words = ("这是PowerPoint文档，不是账号列表", "this is a PowerPoint document, not a list");
const PROTECTED: Words = (
    "这个文件有密码保护；请在Excel中打开，去掉密码后另存为 .xlsx",
    "it is protected by a password; open it in Excel, remove the password and save it as .xlsx",
);
const OLD_EXCEL: Words = ("这是旧的 .xls文件；请另存为 .xlsx", "this is an old .xls file; save it as .xlsx");
const OUTLOOK: Words = ("这是Outlook邮件，不是账号列表", "this is an Outlook message, not a list");
const OLD_OFFICE: Words =
    ("这是旧版Office文件；请另存为 .xlsx", "this is a file in an old Office format; save it as .xlsx");
const EXCEL_BINARY: Words =
    ("这是二进制工作簿（.xlsb）；请另存为 .xlsx", "this is a binary workbook (.xlsb); save it as .xlsx");
const OPEN_DOCUMENT: Words =
    ("这是OpenDocument文件（.ods）；请另存为 .xlsx", "this is an OpenDocument file (.ods); save it as .xlsx");
const NUMBERS: Words = ("这是Numbers表格；请导出为 .xlsx", "this is a Numbers spreadsheet; export it as .xlsx");

const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
/// Files of programs, by the bytes that they begin with.
const SIGNATURES: [(&[u8], Words); 16] = [
    (b"%PDF", PDF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"SQLite format 3\0", DATABASE),
    (b"{\\rtf", RTF),
    (b"age-encryption.org/v1", AGE),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", AGE),
    (b"-----BEGIN PGP MESSAGE-----", PGP),
];

/// Refuses a file by its first bytes.
pub(super) fn refuse_bytes(source: &Source, head: &[u8]) -> Result<()> {
    if head.starts_with(OLE) {
        return Err(refused(source, of_ole(source)));
    }
    let trimmed = head.trim_ascii_start();
    match SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature) || trimmed.starts_with(signature)) {
        Some((_, words)) => Err(refused(source, *words)),
        None => Ok(()),
    }
}

/// Refuses a text by how it begins.
pub(super) fn refuse_text(source: &Source, head: &str) -> Result<()> {
    of_text(head.trim_start_matches('\u{feff}').trim_start()).map_or(Ok(()), |words| Err(refused(source, words)))
}

/// Refuses a zip archive by the names in it. What is left may be a workbook.
pub(super) fn refuse_archive(source: &Source, names: &[&str]) -> Result<()> {
    of_archive(names).map_or(Ok(()), |words| Err(refused(source, words)))
}

fn refused(source: &Source, (zh, en): Words) -> Error {
    source.refuse(zh, en)
}

/// What an OLE file holds, by the names of its streams.
fn of_ole(source: &Source) -> Words {
    let streams = [
        ("EncryptedPackage", PROTECTED),
        ("EncryptionInfo", PROTECTED),
        ("Workbook", OLD_EXCEL),
        ("Book", OLD_EXCEL),
        ("WordDocument", WORD),
        ("PowerPoint Document", POWERPOINT),
        ("__properties_version1.0", OUTLOOK),
    ];
    let found = ole::directory(source.bytes(), &streams.map(|(name, _)| name)).unwrap_or_default();
    streams.iter().find(|(name, _)| found.contains(name)).map_or(OLD_OFFICE, |(_, words)| *words)
}

fn of_archive(names: &[&str]) -> Option<Words> {
    let has = |name: &str| names.iter().any(|its| its.eq_ignore_ascii_case(name));
    let below = |folder: &str| names.iter().any(|its| its.starts_with(folder));
    match () {
        () if has("xl/workbook.bin") => Some(EXCEL_BINARY),
        () if below("word/") => Some(WORD),
        () if below("ppt/") => Some(POWERPOINT),
        () if has("[Content_Types].xml") || has("_rels/.rels") => None,
        () if has("mimetype") && has("content.xml") => Some(OPEN_DOCUMENT),
        () if has("Index.zip") || has("Index/Document.iwa") => Some(NUMBERS),
        () => Some(ARCHIVE),
    }
}

fn of_text(head: &str) -> Option<Words> {
    let small = head.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| small.starts_with(start));
    match () {
        () if begins(&["<?xml"]) => Some(xml(&small)),
        () if begins(&["<workbook"]) => Some(XML_SPREADSHEET),
        () if is_web_page(&small) => Some(WEB_PAGE),
        () if is_json(head) => Some(json(&small)),
        () if begins(&["begin:vcard"]) => Some(VCARD),
        () if begins(&["dn:", "version: 1\ndn:", "version: 1\r\ndn:"]) => Some(LDIF),
        () if begins(&["mime-version:", "from: <saved by", "received: ", "return-path:"]) => Some(MAIL),
        () => None,
    }
}

fn xml(small: &str) -> Words {
    match () {
        () if small.contains("urn:schemas-microsoft-com:office:spreadsheet") => XML_SPREADSHEET,
        () if small.contains("<html") => WEB_PAGE,
        () => XML,
    }
}

/// An address in angle brackets begins so too, and is named as what it is.
fn is_web_page(small: &str) -> bool {
    const TAGS: [&str; 26] = [
        "html", "head", "body", "table", "thead", "tbody", "tr", "td", "th", "meta", "style", "script", "title", "div",
        "span", "p", "ul", "ol", "li", "center", "font", "doctype", "br", "form", "link", "h1",
    ];
    let address = |small: &str| small.split('>').next().is_some_and(|tag| tag.contains('@') && !tag.contains(' '));
    let tag = small.strip_prefix('<').map(|rest| rest.trim_start_matches('!'));
    let name = tag.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default());
    small.starts_with("<!--") || name.is_some_and(|name| TAGS.contains(&name) && !address(small))
}

/// `[dev]` is a title in someone's list; what follows a bracket of JSON is a value.
fn is_json(head: &str) -> bool {
    let value = |rest: &str, begins: &[char]| rest.trim_start().starts_with(begins);
    match head.as_bytes().first() {
        Some(b'[') => value(&head[1..], &['"', '{', '[', ']']) || is_numbers(&head[1..]),
        Some(b'{') => value(&head[1..], &['"', '}']),
        _ => false,
    }
}

/// Whether a number and a comma follow a bracket, or the bracket is closed behind it and nothing else comes.
fn is_numbers(rest: &str) -> bool {
    let rest = rest.trim_start();
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.eE".contains(c));
    let (number, behind) = (&rest[..rest.len() - behind.len()], behind.trim());
    number.parse::<f64>().is_ok() && (behind.starts_with(',') || behind == "]")
}

fn json(small: &str) -> Words {
    match () {
        () if small.contains("\"hallpass_pack\"") => PACK,
        () if small.contains("\"auth_key\"") && small.contains("\"account\"") => OUR_JSON,
        () => JSON,
    }
}

/// Whether a file that begins so is a workbook, or at least an archive.
pub(super) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_lists() {
        let xml_book = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        for (text, words) in [
            ("<html xmlns:x=\"urn:x\">", WEB_PAGE),
            ("<!DOCTYPE html>", WEB_PAGE),
            ("<TABLE border=1>", WEB_PAGE),
            ("<!-- made by a portal -->\n<table>", WEB_PAGE),
            ("<?xml version=\"1.0\"?>\n<html>", WEB_PAGE),
            (xml_book, XML_SPREADSHEET),
            ("<?xml version=\"1.0\"?><users/>", XML),
            ("[\"a\",", JSON),
            ("[\n  {\"mail\": \"a\"}", JSON),
            ("{\"users\": []}", JSON),
            ("[]", JSON),
            ("[\n  1001,\n  1002\n]\n", JSON),
            ("[1001]", JSON),
            ("[\n{\"account\":\"a\",\"kind\":\"loginname\",\"auth_key\":null}", OUR_JSON),
            ("{\"account\":\"a\",\"auth_key\":\"k\"}\n{", OUR_JSON),
            ("{ \"hallpass_pack\": 1", PACK),
            ("BEGIN:VCARD", VCARD),
            ("dn: cn=a,dc=b", LDIF),
            ("MIME-Version: 1.0", MAIL),
        ] {
            assert_eq!(of_text(text), Some(words), "{text}");
        }
        for text in [
            "",
            "loginname",
            "a@corp.example",
            "<a@corp.example>",
            "<p@corp.example>",
            "[dev]\nann",
            "[2026]\nann",
            "[1001\nann",
            "\"a\",\"b\"",
            "{x}",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn archives_that_are_no_workbooks() {
        for (names, words) in [
            (&["[Content_Types].xml", "xl/workbook.bin"][..], Some(EXCEL_BINARY)),
            (&["[Content_Types].xml", "word/document.xml"], Some(WORD)),
            (&["[Content_Types].xml", "ppt/presentation.xml"], Some(POWERPOINT)),
            (&["mimetype", "content.xml", "META-INF/manifest.xml"], Some(OPEN_DOCUMENT)),
            (&["Index/Document.iwa"], Some(NUMBERS)),
            (&["staff.csv"], Some(ARCHIVE)),
            (&["[Content_Types].xml", "xl/workbook.xml"], None),
            (&["[Content_Types].xml", "odd/place.xml"], None),
        ] {
            assert_eq!(of_archive(names), words, "{names:?}");
        }
    }
}
