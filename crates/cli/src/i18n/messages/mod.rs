//! Messages of the commands in both languages, one file per subject.

mod authkeys;
mod environment;
mod export_plan;
mod next_step;
mod packs;
mod pending;
mod profile;
mod session;
mod team;
mod token;
mod vault;

use std::io;
use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Error, ErrorCode, format_duration, shown};

pub(crate) use authkeys::*;
pub(crate) use environment::*;
pub(crate) use export_plan::*;
pub(crate) use next_step::*;
pub(crate) use packs::*;
pub(crate) use pending::*;
pub(crate) use profile::*;
pub(crate) use session::*;
pub(crate) use team::*;
pub(crate) use token::*;
pub(crate) use vault::*;

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

/// Before what to do next.
pub(crate) const ARROW: &str = "→";

/// What went wrong, and how long to wait where that is known.
pub(crate) fn what_happened(error: &Error) -> Text {
    let Some(seconds) = error.retry_after_seconds else { return error.message.clone() };
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| format_duration(i64::try_from(seconds).unwrap_or(i64::MAX), lang));
    Text::made(format!("{}（还需等待{zh}）", error.message.zh), format!("{} (wait {en})", error.message.en))
}

/// Why the system refused, in words.
fn why(error: &io::Error) -> Text {
    let (zh, en) = hallpass_files::reason(hallpass_files::kind(error));
    Text::made(zh, en)
}

/// A file that cannot be read.
pub(crate) fn cannot_read(file: &Path, error: &io::Error) -> Error {
    let (file, why) = (shown(file), why(error));
    Error::made(ErrorCode::Usage, format!("无法读取{file}：{}", why.zh), format!("Could not read {file}: {}", why.en))
}

/// A file that cannot be written: a usage error where another path would do.
pub(crate) fn cannot_write(file: impl AsRef<Path>, error: &io::Error) -> Error {
    let (file, why) = (shown(file.as_ref()), why(error));
    let by_path = hallpass_files::is_about_the_path(hallpass_files::kind(error));
    let code = if by_path { ErrorCode::Usage } else { ErrorCode::Internal };
    Error::made(code, format!("无法写入{file}：{}", why.zh), format!("Could not write {file}: {}", why.en))
}

/// The result of a command did not reach its reader. No usage of anyone's was wrong, and what was done is done.
pub(crate) fn not_delivered(stream: &str, error: &io::Error) -> Error {
    let why = match hallpass_files::kind(error) {
        io::ErrorKind::NotConnected => t("它没有打开", "it is closed"),
        io::ErrorKind::BrokenPipe => t("没有程序在读", "no program is reading it"),
        _ => why(error),
    };
    Error::made(
        ErrorCode::Internal,
        format!("结果没有写到{stream}：{}", why.zh),
        format!("The result was not written to {stream}: {}", why.en),
    )
}

pub(crate) fn no_answer() -> Text {
    t("没有输入", "No input was given")
}

/// What was typed is in another encoding, or no text.
pub(crate) fn bad_typing(why: &Text) -> Error {
    Error::made(ErrorCode::InvalidField, format!("输入的内容{}", why.zh), format!("The input {}", why.en))
}

pub(crate) fn one_of(count: usize) -> Text {
    Text::made(format!("请输入1到{count}"), format!("Type a number from 1 to {count}"))
}

pub(crate) fn no_fault(known: &str) -> Error {
    Error::invalid("fault", &Text::made(format!("可用的有：{known}"), format!("must be one of: {known}")))
}

pub(crate) fn sandbox_failed(error: &io::Error) -> Error {
    let why = why(error);
    Error::made(
        ErrorCode::Usage,
        format!("沙箱无法启动：{}", why.zh),
        format!("Could not start the sandbox: {}", why.en),
    )
    .field("port")
}

/// Below the systems of the sandbox.
pub(crate) fn sandbox_codes(control: &str) -> Text {
    let ask = |what: &str, about: &str| format!("curl {control}/hook/{what} -d '{about}'");
    let sms = ask("hzero/sms", "{\"phone\":\"13800000001\"}");
    let (captcha, mfa) = (ask("hzero/captcha", "{}"), ask("enos-portal/mfa", "{\"account\":\"mfa.mail\"}"));
    Text::made(
        format!(
            "\n发出的验证码由控制地址给出：\n  短信：{sms}\n  图形验证码：{captcha}\n  二次验证：{mfa}\n\
             其余用法：curl {control}/\n全部账号和地址：hallpass sandbox --json。按Ctrl-C结束。"
        ),
        format!(
            "\nGet the codes that were sent from the control address:\n  text message: {sms}\n  captcha: {captcha}\n  \
             MFA: {mfa}\nMore that it can do: curl {control}/\n\
             All accounts and addresses: hallpass sandbox --json. Press Ctrl-C to stop."
        ),
    )
}

pub(crate) fn pages_written(count: usize, folder: &Path) -> Text {
    let folder = shown(folder);
    Text::made(format!("{count}个手册页已写到{folder}"), format!("{count} man pages were written to {folder}"))
}

pub(crate) fn nothing_happened() -> Text {
    t("这段时间没有活动", "No activity in that time")
}

pub(crate) fn no_command() -> Error {
    Error::new(ErrorCode::Usage, t("缺少命令", "No command was given"))
        .advice(t("“hallpass --help”列出命令", "List them with hallpass --help"))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::cannot_write;
    use hallpass_core::ErrorCode;

    #[test]
    fn a_full_disk_is_no_wrong_usage_and_a_folder_that_does_not_exist_is() {
        let code = |kind: ErrorKind| cannot_write("/tmp/qr.png", &kind.into()).code;
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::ReadOnlyFilesystem, ErrorKind::Other]
        {
            assert_eq!(code(kind), ErrorCode::Internal, "{kind}");
        }
        for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::ResourceBusy] {
            assert_eq!(code(kind), ErrorCode::Usage, "{kind}");
        }
    }
}
