//! A vendor's error codes with our messages, and building a refusal from them.

use std::borrow::Cow;

use crate::refusal::{Refusal, RefusalKind, safe_words};
use crate::text::Text;

/// One code of a vendor, or one of its message variants.
#[derive(Debug)]
pub struct VendorCode {
    /// The code as the server writes it.
    pub code: &'static str,
    /// Part of the server's message, lower case, where one code has several meanings; empty matches every message.
    pub says: &'static str,
    /// What it means for account and host.
    pub kind: RefusalKind,
    /// The field it is about.
    pub field: Option<&'static str>,
    /// What it means.
    pub text: Text,
    /// What to do next.
    pub advice: Text,
}

impl VendorCode {
    /// One entry; an empty `says` fits every message, an empty `field` is about none.
    pub const fn new(
        code: &'static str,
        says: &'static str,
        kind: RefusalKind,
        field: &'static str,
        text: Text,
        advice: Text,
    ) -> Self {
        let field = if field.is_empty() { None } else { Some(field) };
        Self { code, says, kind, field, text, advice }
    }
}

/// Makes a refusal from the first entry that fits `code` and the server's `message`. An unknown code is shown with the
/// server's own words.
pub(crate) fn refusal(tables: &[&[VendorCode]], code: &str, message: Option<&str>) -> Refusal {
    let said = message.map(str::trim).filter(|words| !words.is_empty());
    let lower = said.unwrap_or_default().to_lowercase();
    let fits = |entry: &&VendorCode| entry.code == code && lower.contains(entry.says);
    match tables.iter().flat_map(|table| table.iter()).find(fits) {
        Some(entry) => Refusal {
            kind: entry.kind,
            code: code.to_owned(),
            text: entry.text.clone(),
            advice: entry.advice.clone(),
            said: said.map(safe_words),
            field: entry.field.map(Cow::Borrowed),
            attempts_left: None,
            retry_after: None,
        },
        None => unknown(code, said),
    }
}

/// A code of no table, in the server's own words.
pub(crate) fn unknown(code: &str, said: Option<&str>) -> Refusal {
    let code = safe_words(code);
    let said = said.map(safe_words);
    let text = match &said {
        Some(words) => Text::made(
            format!("服务器拒绝（代码{code}）：{words}"),
            format!("The server refused (code {code}): {words}"),
        ),
        None => Text::made(format!("服务器拒绝，代码{code}"), format!("The server refused with code {code}")),
    };
    let advice = Text::new(
        "文档中没有这个代码。请把代码和服务器的消息发给管理员",
        "This code is undocumented. Send the code and the server's message to your administrator",
    );
    let (attempts_left, retry_after, field) = (None, None, None);
    Refusal { kind: RefusalKind::Other, code, text, advice, said, field, attempts_left, retry_after }
}
