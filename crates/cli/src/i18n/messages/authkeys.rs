//! Messages about authKey exports: progress and results.

use std::path::Path;

use super::t;
use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Counts, JobState, JobView, NotOk, Progress, Step, format_duration, shown};

/// What a job is for, in few words.
pub(crate) fn does(job: &JobView) -> Text {
    let all = [
        (job.revoke, t("立即作废现有密钥", "revokes existing keys immediately")),
        (job.rotate, t("更换现有密钥", "replaces existing keys")),
        (job.create_missing, t("给没有密钥的账号新建", "creates keys for accounts that have none")),
        (!job.revoke && !job.rotate, t("修改现有密钥的到期时间", "changes the expiry of existing keys")),
        (job.needs_confirming() && !job.confirmed && job.state != JobState::Done, t("还没有确认", "not confirmed")),
    ];
    let (zh, en): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|(does, _)| *does).map(|(_, words)| (words.zh, words.en)).unzip();
    Text::made(zh.join("，"), en.join(", "))
}

pub(crate) fn no_jobs() -> Text {
    t("没有任务", "There are no jobs")
}

pub(crate) fn forgotten(job: &str) -> Text {
    Text::made(
        format!("任务{job}和它的密钥副本已删除；已写出的密钥表仍在"),
        format!("Job {job} and its copy of the keys were deleted; tables already written remain"),
    )
}

pub(crate) fn problem_head(count: u64) -> Text {
    Text::made(format!("不发送的行：{count}"), format!("Lines that are not sent: {count}"))
}

pub(crate) fn duplicate_head(count: u64) -> Text {
    Text::made(format!("重复的行：{count}"), format!("Duplicate lines: {count}"))
}

pub(crate) fn double_line(line: u64, first: u64) -> Text {
    Text::made(format!("第{line}行与第{first}行相同"), format!("line {line} is the same as line {first}"))
}

pub(crate) fn not_ok_head(count: u64) -> Text {
    Text::made(format!("未成功的账号：{count}"), format!("Accounts that did not succeed: {count}"))
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
        Lang::Zh => format!("第{line}行“{name}”{status}{colon}{why}"),
        Lang::En => format!("line {line} {name} {status}{colon}{why}"),
    }
}

pub(crate) fn extra_head(count: u64) -> Text {
    Text::made(
        format!("响应中多余的行（不在账号列表内）：{count}"),
        format!("Unexpected rows in the response: {count}"),
    )
}

pub(crate) fn nothing_expires() -> Text {
    t("保存的任务中没有密钥在这段时间内到期", "No key of a stored job expires in that time")
}

pub(crate) fn and_more(count: u64) -> Text {
    Text::made(format!("还有{count}个"), format!("and {count} more"))
}

/// The results of the accounts; the words are those of the table's `status` column.
pub(crate) fn counted(counts: &Counts, revoke: bool, lang: Lang) -> String {
    let ok = if revoke { "revoked" } else { "ok" };
    let all = [
        (ok, counts.ok),
        ("empty", counts.empty),
        ("missing", counts.missing),
        ("failed", counts.failed),
        ("unknown", counts.unknown),
    ];
    let shown = all.iter().filter(|(name, count)| *name == ok || *count > 0);
    let mut text = shown.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ");
    for (count, words) in [
        (counts.minted, t("新密钥", "new keys")),
        (counts.extra, t("多余的行", "unexpected rows")),
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
        Step::Alone => t("逐个重试", "retrying one by one"),
        Step::Waiting => t("等待未响应的新建请求", "waiting for unanswered key creations"),
        Step::Checking => t("核对未响应的新建请求", "checking unanswered key creations"),
        Step::Minting => t("新建密钥", "creating keys"),
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
            Lang::Zh => format!(" · 每秒{rate}个"),
            Lang::En => format!(" · {rate} per second"),
        });
        if let Some(left) = progress.left {
            let left = format_duration(i64::try_from(left.as_secs()).unwrap_or(i64::MAX), lang);
            text.push_str(&match lang {
                Lang::Zh => format!(" · 还剩{left}"),
                Lang::En => format!(" · {left} left"),
            });
        }
    }
    if let Some(waits) = progress.waits {
        let waits = waits.as_secs() + u64::from(waits.subsec_nanos() > 0);
        text.push_str(&match lang {
            Lang::Zh => format!(" · 等待{waits}秒"),
            Lang::En => format!(" · waits {waits} s"),
        });
    }
    format!("{text} · {}", counted(&progress.counts, false, lang))
}

pub(crate) fn pausing() -> Text {
    t(
        "正在暂停：不再发送新请求，等待已发请求的响应（再按一次Ctrl-C不再等待）",
        "Pausing: no new requests; waiting for pending responses (Ctrl-C again to stop waiting)",
    )
}

pub(crate) fn stopping() -> Text {
    t("正在停止", "Stopping")
}

pub(crate) fn paused(job: &str) -> Text {
    Text::made(format!("任务{job}已暂停"), format!("Job {job} is paused"))
}

pub(crate) fn take_up(job: &str) -> Text {
    Text::made(
        format!("未写出密钥表；继续：hallpass authkeys resume {job}"),
        format!("No key table was written; to continue: hallpass authkeys resume {job}"),
    )
}

pub(crate) fn take_up_elsewhere(job: &str) -> Text {
    Text::made(
        format!("未写出密钥表；写到别处：hallpass authkeys resume {job} --out FILE"),
        format!("No key table was written; to write it elsewhere: hallpass authkeys resume {job} --out FILE"),
    )
}

/// Accounts that failed or are unknown.
pub(crate) fn ask_again(count: u64, job: &str) -> Text {
    let accounts = if count == 1 { "account" } else { "accounts" };
    Text::made(
        format!("{count}个账号的结果是failed或unknown；重试：hallpass authkeys resume {job}"),
        format!("{count} {accounts} failed or unknown; to retry: hallpass authkeys resume {job}"),
    )
}

pub(crate) fn left_out(count: u64, job: &str) -> Text {
    let (lines, them) = if count == 1 { ("line was", "it") } else { ("lines were", "them") };
    Text::made(
        format!("{count}行没有发送；查看：hallpass authkeys show {job}"),
        format!("{count} {lines} not sent; to see {them}: hallpass authkeys show {job}"),
    )
}

pub(crate) fn keys_in_clear(file: &Path) -> Text {
    let file = shown(file);
    Text::made(
        format!("{file}含有明文密钥，用完请删除"),
        format!("{file} contains unencrypted keys: delete it after use"),
    )
}

pub(crate) fn revoked(count: u64, file: &Path) -> Text {
    let file = shown(file);
    let (keys, were) = if count == 1 { ("key", "was") } else { ("keys", "were") };
    Text::made(
        format!("已作废{count}个密钥；密钥表已写到{file}"),
        format!("{count} {keys} {were} revoked; the key table was written to {file}"),
    )
}

pub(crate) fn revoked_alone(count: u64) -> Text {
    let (keys, were) = if count == 1 { ("key", "was") } else { ("keys", "were") };
    Text::made(format!("已作废{count}个密钥"), format!("{count} {keys} {were} revoked"))
}

pub(crate) fn revoked_in_part(count: u64) -> Text {
    let (keys, were) = if count == 1 { ("key", "was") } else { ("keys", "were") };
    Text::made(
        format!("已作废{count}个密钥，其他账号未成功"),
        format!("{count} {keys} {were} revoked; the other accounts did not succeed"),
    )
}

pub(crate) fn table_written(file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("密钥表已写到{file}"), format!("The key table was written to {file}"))
}

pub(crate) fn table_in_part(file: &Path) -> Text {
    let file = shown(file);
    Text::made(
        format!("密钥表已写到{file}，部分账号未成功"),
        format!("The key table was written to {file}; some accounts did not succeed"),
    )
}
