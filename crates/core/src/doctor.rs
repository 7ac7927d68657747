//! What can be wrong on this machine, for the command's `doctor` and the window's health screen. Each adds the advice that
//! only it can give.

mod passwords;
mod servers;

use std::path::Path;
use std::time::Duration;

use hallpass_providers::{Lang, Text};
use hallpass_vault::keyring_check;
use serde::Serialize;

use crate::duration::format_duration;
use crate::error::Error;
use crate::hallpass::Hallpass;
use crate::network::system_proxy;
use crate::next_step::NextStep;
use crate::path::shown;
use crate::session::SessionView;

pub use passwords::{WeakPassword, passwords};

/// How long a keyring or a proxy is waited for.
const WAIT: Duration = Duration::from_secs(3);
/// Seconds between the clocks above which a person is told.
const CLOCK_OFF: i64 = 60;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Ok,
    /// It works, but a person should know.
    Warn,
    /// It does not work.
    Broken,
}

/// One thing that was checked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finding {
    /// What was checked.
    pub about: Text,
    /// The result.
    pub health: Health,
    /// What was found.
    pub found: Text,
    /// What to do.
    pub advice: Option<Text>,
    /// What to do, where a surface has its own words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub next_step: Option<Box<NextStep>>,
}

impl Finding {
    /// A finding without advice.
    pub fn new(about: Text, health: Health, found: Text) -> Self {
        Self { about, health, found, advice: None, next_step: None }
    }

    /// An error as a finding.
    pub fn broken(about: Text, error: Error) -> Self {
        let Error { message, advice, next_step, .. } = error;
        Self { about, health: Health::Broken, found: message, advice, next_step }
    }

    /// Whether it says what to do.
    pub fn is_advised(&self) -> bool {
        self.advice.is_some() || self.next_step.is_some()
    }

    /// The same with what to do.
    #[must_use]
    pub fn advise(self, advice: Text) -> Self {
        Self { advice: Some(advice), next_step: None, ..self }
    }
}

/// Whether a file, or a folder with the files in it, can be read by its owner alone. What does not exist is no fault.
pub fn private(about: Text, path: &Path) -> Finding {
    if !path.exists() {
        let path = shown(path);
        let text = Text::made(format!("{path}尚未创建"), format!("{path} does not exist yet"));
        return Finding::new(about, Health::Ok, text);
    }
    let files = std::fs::read_dir(path).into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let is_open = |path: &std::path::PathBuf| hallpass_files::access(path).is_ok_and(|access| !access.is_private());
    match files.chain([path.to_owned()]).find(is_open) {
        None => {
            let path = shown(path);
            let text = Text::made(format!("{path}只有您能读取"), format!("{path} is readable only by you"));
            Finding::new(about, Health::Ok, text)
        }
        Some(path) => {
            let path = shown(&path);
            let text = Text::made(format!("{path}其他用户也能读取"), format!("{path} is readable by others"));
            Finding::new(about, Health::Warn, text).advise(Text::same(make_private(&path)))
        }
    }
}

/// The shell command that removes other users' permissions on a file or folder.
pub fn make_private(path: &str) -> String {
    if cfg!(windows) {
        format!("icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:F\"")
    } else {
        format!("chmod go= '{path}'")
    }
}

/// Asks the keyring as a vault would.
pub async fn keyring() -> Finding {
    let about = Text::new("系统钥匙串", "System keyring");
    match keyring_check(WAIT).await {
        Ok(name) => Finding::new(about, Health::Ok, Text::made(format!("“{name}”有应答"), format!("{name} responds"))),
        Err(error) => Finding { health: Health::Warn, ..Finding::broken(about, error.into()) },
    }
}

/// The open vault.
pub fn opened(hallpass: &Hallpass) -> Finding {
    let about = Text::new("打开保险库", "Opening the vault");
    match hallpass.vault().lost_commits() {
        None => {
            let text = Text::new("可以正常打开，没有丢失数据", "opens normally; no data lost");
            Finding::new(about, Health::Ok, text)
        }
        Some(count) => Finding::new(about, Health::Warn, lost_commits(count)),
    }
}

/// What a person is told when a vault has lost commits.
pub fn lost_commits(count: u64) -> Text {
    Text::made(
        format!("保险库丢失了最近{count}次记录（磁盘或系统曾经故障）：登录次数可能少记"),
        format!(
            "The vault lost its last {count} entries after a disk or system failure; sign-in attempts may be undercounted"
        ),
    )
}

/// The clock here against the servers'.
pub fn clock(sessions: &[SessionView]) -> Finding {
    let about = Text::new("时钟", "Clock");
    match sessions.iter().max_by_key(|session| session.clock_offset_seconds.abs()) {
        None => Finding::new(about, Health::Ok, Text::new("还没有会话可以比较", "no session to compare with yet")),
        Some(session) if session.clock_offset_seconds.abs() > CLOCK_OFF => {
            let (name, off) = (&session.profile, clock_off(session.clock_offset_seconds));
            let text = Text::made(format!("{name}：{}", off.zh), format!("{name}: {}", off.en));
            Finding::new(about, Health::Warn, text).advise(Text::new(
                "校准本机时间；到期时间已按服务器的时钟计算",
                "Correct your system clock; expiry times already use the server's clock",
            ))
        }
        Some(_) => {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| format_duration(CLOCK_OFF, lang));
            let text = Text::made(format!("与各服务器相差不到{zh}"), format!("within {en} of every server"));
            Finding::new(about, Health::Ok, text)
        }
    }
}

/// The difference of the server's clock from the one here, in seconds.
pub fn clock_off(offset: i64) -> Text {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| format_duration(offset.abs(), lang));
    if offset > 0 {
        Text::made(format!("本机时间比服务器慢{zh}"), format!("your clock is {en} behind the server's"))
    } else {
        Text::made(format!("本机时间比服务器快{zh}"), format!("your clock is {en} ahead of the server's"))
    }
}

/// The proxy that https goes through, asked whether it accepts a connection. Its password is never shown.
pub async fn proxy() -> Finding {
    let about = Text::new("代理", "Proxies");
    let Some(proxy) = system_proxy() else { return Finding::new(about, Health::Ok, no_proxy()) };
    let name = proxy.variable;
    match &proxy.address {
        Err(error) => Finding::broken(about, error.clone()),
        Ok(address) if proxy.answers(WAIT).await => {
            let text = Text::made(
                format!("https经过{address}（{name}），可以连接"),
                format!("https goes through {address} ({name}), which accepts connections"),
            );
            Finding::new(about, Health::Ok, text)
        }
        Ok(address) => {
            let text = Text::made(
                format!("https经过{address}（{name}），但连接不上"),
                format!("https goes through {address} ({name}), which did not accept the connection"),
            );
            Finding::new(about, Health::Warn, text)
        }
    }
}

fn no_proxy() -> Text {
    match ["HTTP_PROXY", "http_proxy"].into_iter().find(|name| std::env::var_os(name).is_some()) {
        None => Text::new("环境里没有设置", "none set in the environment"),
        Some(name) => Text::made(
            format!("{name}不起作用：系统代理只用于https"),
            format!("{name} has no effect: the system's proxy is used for https only"),
        ),
    }
}

/// Whether there is a desktop whose clipboard can hold a token.
pub fn clipboard() -> Finding {
    let about = Text::new("剪贴板", "Clipboard");
    let desktop = cfg!(any(windows, target_os = "macos"));
    match ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find(|name| std::env::var_os(name).is_some()) {
        _ if desktop => Finding::new(about, Health::Ok, Text::new("可用", "available")),
        Some(name) => Finding::new(about, Health::Ok, Text::same(name)),
        None => {
            let text = Text::new(
                "没有图形会话（DISPLAY或WAYLAND_DISPLAY）",
                "no desktop session (DISPLAY or WAYLAND_DISPLAY)",
            );
            Finding::new(about, Health::Warn, text)
        }
    }
}
