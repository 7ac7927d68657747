//! The messages of accounts, as rows keep them.

use hallpass_providers::Text;

use crate::authkeys::store::database::text;
use crate::authkeys::store::queue::AccountStatus;
use crate::error::{Error, Result};

/// The message of a row of `result`.
pub(in crate::authkeys) fn message_of(status: Option<&str>, kept: Option<&str>) -> Result<Option<Text>> {
    match kept {
        Some(kept) => text(kept).map(Some),
        None => Ok((status == Some(AccountStatus::Unknown.id())).then(unanswered)),
    }
}

/// Of a key creation without a response.
pub(in crate::authkeys) fn unanswered() -> Text {
    Text::new(
        "新建请求已发出，但没有收到响应：可能已有密钥",
        "The key creation was sent but got no response: the account may have a key",
    )
}

/// A message as a row keeps it.
pub(in crate::authkeys) fn message(text: &Text) -> Result<String> {
    serde_json::to_string(text).map_err(|_| Error::internal("a message cannot be written"))
}
