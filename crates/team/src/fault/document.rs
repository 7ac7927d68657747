//! Words for documents that cannot be used.

use hallpass_providers::Text;

use crate::names::Kind;

/// What is wrong with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadDocument {
    /// A member has a wrong type, is missing, doubled or unknown.
    Shape,
    /// It is written by a later version of the program.
    Version,
    /// A text holds control characters or is too long.
    Text,
    /// An id points out of the team, or is none.
    ForeignId,
    /// It is over 1 MiB.
    Size,
}

pub(super) fn text(kind: Kind, id: &str, what: BadDocument) -> Text {
    let (what_zh, what_en) = match kind {
        Kind::Profile => ("共享配置", "shared profile"),
        Kind::Secret => ("共享密码", "shared secret"),
        Kind::Guard => ("共享密码的保护记录", "guard record of the shared secret"),
    };
    let (why_zh, why_en) = match what {
        BadDocument::Shape => ("有缺失、多余或类型错误的字段", "has a missing, unknown or wrongly typed field"),
        BadDocument::Version => ("由更新版本的通行证写入", "was written by a newer version of Hallpass"),
        BadDocument::Text => ("含有控制字符或过长的文本", "contains control characters or text that is too long"),
        BadDocument::ForeignId => ("指向团队以外的内容", "refers to something outside the team"),
        BadDocument::Size => ("超过1 MiB", "is over 1 MiB"),
    };
    Text::made(format!("{what_zh}{id}{why_zh}，已忽略"), format!("The {what_en} {id} {why_en} and is ignored"))
}
