//! Messages before an export: what it will do, confirmations, and why it cannot start.

use std::path::Path;

use super::t;
use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Error, ErrorCode, JobView, LeftOut, shown};

pub(crate) fn no_expires() -> Error {
    Error::new(ErrorCode::Usage, t("请指定密钥的到期时间", "Choose when the keys expire")).field("expires").advice(t(
        "例如“--expires 30d”；now为立即作废，never为永不过期",
        "For example --expires 30d; now revokes them, never makes them never expire",
    ))
}

/// Several failures as one, by the code and the field of the first.
pub(crate) fn together(failures: &[&Error]) -> Option<Error> {
    let (first, rest) = failures.split_first()?;
    if rest.is_empty() {
        return Some((*first).clone());
    }
    let joined = |text: fn(&Error) -> Option<Text>| {
        let texts: Vec<Text> = failures.iter().filter_map(|failure| text(failure)).collect();
        let zh = texts.iter().map(|text| text.zh.as_ref()).collect::<Vec<_>>().join("；");
        Text::made(zh, texts.iter().map(|text| text.en.as_ref()).collect::<Vec<_>>().join("; "))
    };
    let (message, advice) = (joined(|failure| Some(failure.message.clone())), joined(super::advice));
    Some(Error { message, ..(*first).clone().advice(advice) })
}

pub(crate) fn unprotected() -> Error {
    Error::new(ErrorCode::Usage, t("请指定密钥表的保护方式", "Choose how to protect the key table"))
        .field("plain")
        .advice(t(
            "“--recipient AGE_KEY”或“--encrypt-passphrase-file F”用age加密；确实要明文时用“--plain”",
            "--recipient AGE_KEY or --encrypt-passphrase-file F encrypts it with age; --plain leaves it unencrypted",
        ))
}

pub(crate) fn number_question(seconds: bool, at: &str) -> Text {
    if seconds {
        Text::made(format!("这是1970年以来的秒数吗（{at}）？"), format!("Are these seconds since 1970 ({at})?"))
    } else {
        Text::made(format!("这是1970年以来的毫秒数吗（{at}）？"), format!("Are these milliseconds since 1970 ({at})?"))
    }
}

pub(crate) fn never_question(asked: u64) -> Text {
    Text::made(format!("让最多{asked}个密钥永不过期？"), format!("Set up to {asked} keys to never expire?"))
}

pub(crate) fn revoke_question(asked: u64) -> Text {
    Text::made(format!("立即作废最多{asked}个密钥？"), format!("Revoke up to {asked} keys immediately?"))
}

pub(crate) fn rotate_question(asked: u64) -> Text {
    Text::made(format!("更换最多{asked}个密钥？"), format!("Replace up to {asked} keys?"))
}

pub(crate) fn replace_question(out: &Path) -> Text {
    let out = shown(out);
    Text::made(format!("替换已有的{out}？"), format!("Replace the existing file {out}?"))
}

/// Nobody can be asked; `option` would be the answer.
pub(crate) fn unconfirmed(question: &Text, option: &str) -> Error {
    Error::made(
        ErrorCode::MissingField,
        format!("需要确认：{}", question.zh),
        format!("Confirmation required: {}", question.en),
    )
    .field(option.replace('-', "_"))
    .advice(Text::made(format!("确认时加 --{option}"), format!("Confirm with --{option}")))
}

/// The answer was no.
pub(crate) fn declined(option: &str) -> Error {
    Error::new(ErrorCode::MissingField, t("未确认，没有发送任何请求", "Not confirmed: nothing was sent"))
        .field(option.replace('-', "_"))
}

pub(crate) fn dry_run() -> Text {
    t("试运行：没有发送任何请求，也没有保存任务", "Dry run: nothing was sent and no job was saved")
}

pub(crate) fn list_read(job: &JobView) -> Text {
    let parts = [
        (job.asked, "个账号", "account", "accounts"),
        (job.duplicates, "行重复", "duplicate line", "duplicate lines"),
        (job.blank, "个空行", "blank line", "blank lines"),
        (job.problems, "行不发送", "line not sent", "lines not sent"),
    ];
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (count, words, one, many) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        zh.push(format!("{count}{words}"));
        en.push(format!("{count} {}", if count == 1 { one } else { many }));
    }
    Text::made(zh.join("，"), en.join(", "))
}

/// As many accounts as there may be.
fn up_to(asked: u64) -> String {
    if asked == 1 { "1 account".to_owned() } else { format!("up to {asked} accounts") }
}

/// Rows that are not sent for one reason, each by its number.
pub(crate) fn left_out_line(rows: &LeftOut, lang: Lang) -> String {
    let (lines, why, count) = (rows.lines_text(), rows.reason.get(lang), rows.count);
    match (lang, count) {
        (Lang::Zh, 1) => format!("{}：{why}", lines.zh),
        (Lang::Zh, _) => format!("{}（共{count}行）：{why}", lines.zh),
        (Lang::En, 1) => format!("{}: {why}", lines.en),
        (Lang::En, _) => format!("{} ({count} lines): {why}", lines.en),
    }
}

pub(crate) fn choose_sheet() -> Text {
    t("用“--sheet”指定要读取的工作表", "Use --sheet NAME to read another sheet")
}

pub(crate) fn what_asking_does(job: &JobView, end: &str) -> Text {
    let asked = job.asked;
    if job.revoke {
        return Text::made(
            format!("该接口不提供只读查询：最多{asked}个账号的现有密钥会立即作废"),
            format!("This API has no read-only call: existing keys of {} will be revoked immediately", up_to(asked)),
        );
    }
    Text::made(
        format!("该接口不提供只读查询：最多{asked}个账号的现有密钥将改为在以下时间到期：{end}"),
        format!("This API has no read-only call: existing keys of {} will be set to expire at {end}", up_to(asked)),
    )
}

pub(crate) fn what_making_means(job: &JobView) -> Text {
    match (job.create_missing, job.rotate, job.revoke) {
        (true, ..) => t(
            "没有密钥的账号会新建一个密钥；不存在的账号跳过",
            "Accounts without a key get a new one; unknown accounts are skipped",
        ),
        (_, true, _) => t(
            "没有密钥的账号列为empty（需要新建时加“--create-missing”）",
            "Accounts without a key are listed as empty (--create-missing creates keys for them)",
        ),
        (_, _, true) => t("没有密钥的账号列为empty", "Accounts without a key are listed as empty"),
        _ => t(
            "不会新建密钥；没有密钥的账号列为empty（需要新建时加“--create-missing”）",
            "No keys are created; accounts without one are listed as empty (--create-missing creates them)",
        ),
    }
}

pub(crate) fn will_replace(out: &Path) -> Text {
    let out = shown(out);
    Text::made(format!("{out}已存在，会被替换"), format!("{out} exists and will be replaced"))
}

pub(crate) fn what_rotating_means() -> Text {
    t(
        "所有现有密钥都会更换，旧密钥可能立即失效；没有收到响应的标为unknown，不会重复发送",
        "Every existing key is replaced, and old keys may stop working immediately; requests without a response are listed as unknown and not repeated",
    )
}
