//! Exports of authKeys.

use std::path::Path;

use super::t;
use crate::i18n::time;
use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Code, Counts, Error, JobView, NotOk, Problem, Progress, Step};

pub(crate) fn unprotected() -> Error {
    Error::new(Code::Usage, t("要说明密钥表如何保护", "Say how the table of keys is to be protected"))
        .field("plain")
        .advice(t(
            "--recipient AGE_KEY 或 --passphrase-file F 用 age 加密；确实要明文时用 --plain",
            "--recipient AGE_KEY or --passphrase-file F seals it with age; --plain leaves it in clear",
        ))
}

pub(crate) fn number_question(seconds: bool, at: &str) -> Text {
    if seconds {
        Text::made(format!("这是 1970 年以来的秒数吗（{at}）？"), format!("Are these seconds since 1970 ({at})?"))
    } else {
        Text::made(
            format!("这是 1970 年以来的毫秒数吗（{at}）？"),
            format!("Are these milliseconds since 1970 ({at})?"),
        )
    }
}

pub(crate) fn never_unconfirmed() -> Error {
    Error::new(Code::Usage, t("expires：永不过期的密钥需要确认", "expires: keys that never end need a confirmation"))
        .field("expires")
        .advice(t("确认时加 --yes-never", "Confirm with --yes-never"))
}

pub(crate) fn never_question(asked: u64) -> Text {
    Text::made(format!("让最多 {asked} 个密钥永不过期？"), format!("Let up to {asked} keys never end?"))
}

pub(crate) fn revoke_question(asked: u64) -> Text {
    Text::made(format!("立即作废最多 {asked} 个密钥？"), format!("Revoke up to {asked} keys at once?"))
}

pub(crate) fn rotate_question(asked: u64) -> Text {
    Text::made(format!("更换最多 {asked} 个密钥？"), format!("Replace up to {asked} keys?"))
}

pub(crate) fn unconfirmed(question: &Text) -> Error {
    Error::made(
        Code::MissingField,
        format!("需要确认：{}", question.zh),
        format!("A confirmation is needed: {}", question.en),
    )
    .field("yes")
    .advice(t("确认时加 --yes", "Confirm with --yes"))
}

pub(crate) fn nothing_sent() -> Text {
    t("什么也没有发送", "Nothing was sent")
}

pub(crate) fn dry_run() -> Text {
    t("试运行：什么也没有发送，也没有留下任务", "Dry run: nothing was sent and no job is kept")
}

pub(crate) fn list_read(job: &JobView) -> Text {
    let parts = [
        (job.asked, "个账号", "account", "accounts"),
        (job.duplicates, "行重复", "duplicate line", "duplicate lines"),
        (job.blank, "个空行", "blank line", "blank lines"),
        (job.problems, "行不是账号", "line that can be no account", "lines that can be no account"),
    ];
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (count, words, one, many) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        zh.push(format!("{count} {words}"));
        en.push(format!("{count} {}", if count == 1 { one } else { many }));
    }
    Text::made(zh.join("，"), en.join(", "))
}

/// As many accounts as there may be.
fn up_to(asked: u64) -> String {
    if asked == 1 { "1 account".to_owned() } else { format!("up to {asked} accounts") }
}

pub(crate) fn bad_line(problem: &Problem, lang: Lang) -> String {
    let (line, shown, why) = (problem.line, &problem.shown, problem.reason.get(lang));
    match (lang, shown.is_empty()) {
        (Lang::Zh, true) => format!("第 {line} 行：{why}"),
        (Lang::Zh, false) => format!("第 {line} 行“{shown}”：{why}"),
        (Lang::En, true) => format!("line {line}: {why}"),
        (Lang::En, false) => format!("line {line} \"{shown}\": {why}"),
    }
}

pub(crate) fn what_asking_does(asked: u64, end: &str, revoke: bool) -> Text {
    if revoke {
        return Text::made(
            format!("这个接口没有只读的调用：最多 {asked} 个账号现有的密钥会立即作废"),
            format!("This API has no call that only reads: the present keys of {} are revoked at once", up_to(asked)),
        );
    }
    Text::made(
        format!("这个接口没有只读的调用：最多 {asked} 个账号现有密钥的到期时间会改为：{end}"),
        format!("This API has no call that only reads: the present keys of {} get this end: {end}", up_to(asked)),
    )
}

pub(crate) fn what_making_means(create_missing: bool) -> Text {
    if create_missing {
        t(
            "没有密钥的账号会得到一个新密钥；不存在的账号不会",
            "Accounts without a key get a new one; accounts that do not exist do not",
        )
    } else {
        t(
            "不会新建密钥；没有密钥的账号列为 empty（要新建加 --create-missing）",
            "No keys are made; accounts without one are listed as empty (--create-missing makes them)",
        )
    }
}

pub(crate) fn what_rotating_means() -> Text {
    t(
        "现有的每个密钥都会换成新的，旧密钥可能立刻失效；没有得到回答的标为 unknown，不会再发一次",
        "Every present key is replaced, and old ones may stop working at once; what is not answered is listed as unknown and not sent again",
    )
}

pub(crate) fn no_jobs() -> Text {
    t("没有任务", "There are no jobs")
}

pub(crate) fn forgotten(job: &str) -> Text {
    Text::made(
        format!("任务 {job} 和它的密钥副本已删除；已写出的表还在"),
        format!("Job {job} and its copy of the keys are gone; a table that was written stays"),
    )
}

pub(crate) fn problem_head(count: u64) -> Text {
    Text::made(format!("不是账号的行：{count}"), format!("Lines that can be no account: {count}"))
}

pub(crate) fn duplicate_head(count: u64) -> Text {
    Text::made(format!("重复的行：{count}"), format!("Duplicate lines: {count}"))
}

pub(crate) fn double_line(line: u64, first: u64) -> Text {
    Text::made(format!("第 {line} 行与第 {first} 行相同"), format!("line {line} is the same as line {first}"))
}

pub(crate) fn not_ok_head(count: u64) -> Text {
    Text::made(format!("没有密钥的账号：{count}"), format!("Accounts without a key: {count}"))
}

pub(crate) fn not_ok_line(account: &NotOk, lang: Lang) -> String {
    let (line, name, status) = (account.line, &account.account, &account.status);
    let why = account.message.as_ref().map_or(String::new(), |message| message.get(lang).to_owned());
    let colon = match (why.is_empty(), lang) {
        (true, _) => "",
        (false, Lang::Zh) => "：",
        (false, Lang::En) => ": ",
    };
    match lang {
        Lang::Zh => format!("第 {line} 行 {name} {status}{colon}{why}"),
        Lang::En => format!("line {line} {name} {status}{colon}{why}"),
    }
}

pub(crate) fn extra_head(count: u64) -> Text {
    Text::made(format!("回答里多出的行（没有人问过）：{count}"), format!("Rows that nobody asked for: {count}"))
}

pub(crate) fn nothing_expires() -> Text {
    t("保留的任务里没有密钥在这段时间内到期", "No key of a kept job ends in that time")
}

pub(crate) fn and_more(count: u64) -> Text {
    Text::made(format!("还有 {count} 个"), format!("and {count} more"))
}

/// What came of the accounts; the words are those of the table's `status` column.
pub(crate) fn counted(counts: &Counts, lang: Lang) -> String {
    let all = [
        ("ok", counts.ok),
        ("empty", counts.empty),
        ("missing", counts.missing),
        ("failed", counts.failed),
        ("unknown", counts.unknown),
    ];
    let shown = all.iter().filter(|(name, count)| *name == "ok" || *count > 0);
    let mut text = shown.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ");
    for (count, words) in [
        (counts.minted, t("新建", "made")),
        (counts.extra, t("多出的行", "extra rows")),
        (counts.requests, t("请求", "requests")),
    ] {
        if count > 0 {
            text.push_str(&format!(" · {} {count}", words.get(lang)));
        }
    }
    text
}

pub(crate) fn progress(progress: &Progress, lang: Lang) -> String {
    let step = match progress.step {
        Step::Reading => t("读取", "reading"),
        Step::Alone => t("逐个再问", "asking alone"),
        Step::Waiting => t("等待未答的新建", "waiting for unanswered mints"),
        Step::Checking => t("核对未答的新建", "checking unanswered mints"),
        Step::Minting => t("新建密钥", "making keys"),
        Step::Rotating => t("更换密钥", "replacing keys"),
        Step::Writing => t("写出密钥表", "writing the table"),
    };
    let mut text = step.get(lang).to_owned();
    if progress.of > 0 && progress.step != Step::Writing {
        text.push_str(&format!(" {}/{}", progress.done, progress.of));
    }
    if progress.per_second >= 0.5 && progress.done < progress.of {
        let rate = progress.per_second.round();
        text.push_str(&match lang {
            Lang::Zh => format!(" · 每秒 {rate} 个"),
            Lang::En => format!(" · {rate} a second"),
        });
        if let Some(left) = progress.left {
            let left = time::span(i64::try_from(left.as_secs()).unwrap_or(i64::MAX), lang);
            text.push_str(&match lang {
                Lang::Zh => format!(" · 还剩 {left}"),
                Lang::En => format!(" · {left} left"),
            });
        }
    }
    if let Some(waits) = progress.waits {
        let waits = waits.as_secs() + u64::from(waits.subsec_nanos() > 0);
        text.push_str(&match lang {
            Lang::Zh => format!(" · 等待 {waits} 秒"),
            Lang::En => format!(" · waits {waits} s"),
        });
    }
    format!("{text} · {}", counted(&progress.counts, lang))
}

pub(crate) fn pausing() -> Text {
    t(
        "正在暂停：不再发送，等已发出的回答（再按一次 Ctrl-C 就不等了）",
        "Pausing: nothing more is sent, answers on their way are waited for (Ctrl-C again does not wait)",
    )
}

pub(crate) fn stopping() -> Text {
    t("正在停止", "Stopping")
}

pub(crate) fn paused(job: &str) -> Text {
    Text::made(format!("任务 {job} 已暂停"), format!("Job {job} is paused"))
}

pub(crate) fn take_up(job: &str) -> Text {
    Text::made(
        format!("没有写出密钥表；继续：hallpass authkeys resume {job}"),
        format!("No table was written; to go on: hallpass authkeys resume {job}"),
    )
}

pub(crate) fn keys_in_clear(file: &Path) -> Text {
    let file = file.display();
    Text::made(
        format!("{file} 含有明文密钥，用完请删除"),
        format!("{file} holds the keys in clear: delete it after use"),
    )
}

pub(crate) fn table_written(file: &Path) -> Text {
    let file = file.display();
    Text::made(format!("密钥表已写到 {file}"), format!("The table of keys was written to {file}"))
}

pub(crate) fn table_in_part(file: &Path) -> Text {
    let file = file.display();
    Text::made(
        format!("密钥表已写到 {file}，有的账号没有密钥"),
        format!("The table was written to {file}; some accounts have no key"),
    )
}
