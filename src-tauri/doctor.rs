//! What can be wrong on this machine, looked at one by one, with what to do about it.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Text;
use hallpass_core::vault::keyring_check;
use hallpass_core::{Error, Hallpass, SessionView, system_proxy};
use serde::Serialize;

use crate::Desk;
use crate::payload::KeyPlace;

/// How long a keyring or a proxy is waited for.
const WAIT: Duration = Duration::from_secs(3);
/// Seconds between the clocks from which a person is told.
const CLOCK_OFF: i64 = 60;

/// How a thing stands.
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

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finding {
    /// What.
    pub about: Text,
    /// How it stands.
    pub health: Health,
    /// What was found.
    pub found: Text,
    /// What to do.
    pub advice: Option<Text>,
}

/// Looks at all of it.
///
/// # Errors
/// Returns an error if the vault is not open.
pub(crate) async fn look(desk: &Desk) -> hallpass_core::Result<Vec<Finding>> {
    let hallpass = desk.hallpass()?;
    let mut findings = vec![vault(&hallpass)];
    if desk.vault().source == Some(KeyPlace::Keyring) {
        findings.push(keyring().await);
    }
    findings.push(folder(desk.home()));
    findings.push(clock(&hallpass.sessions().await?));
    findings.push(proxy().await);
    findings.push(clipboard());
    Ok(findings)
}

fn finding(about: Text, health: Health, found: Text, advice: Option<Text>) -> Finding {
    Finding { about, health, found, advice }
}

fn vault(hallpass: &Hallpass) -> Finding {
    let about = Text::new("保险库", "Vault");
    match hallpass.vault().lost_commits() {
        None => finding(about, Health::Ok, Text::new("已打开", "Open"), None),
        Some(n) => finding(
            about,
            Health::Warn,
            Text::made(format!("日志损坏使{n}次写入丢失"), format!("A damaged log lost {n} writes")),
            Some(Text::new("请核对最近的修改", "Check your latest changes")),
        ),
    }
}

async fn keyring() -> Finding {
    let about = Text::new("系统钥匙串", "System keyring");
    match keyring_check(WAIT).await {
        Ok(name) => {
            finding(about, Health::Ok, Text::made(format!("可用（{name}）"), format!("Available ({name})")), None)
        }
        Err(error) => {
            let error = Error::from(error);
            finding(about, Health::Broken, error.message, error.advice)
        }
    }
}

/// Whether other users of this machine can read the vault's folder.
#[cfg(unix)]
fn folder(home: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    let about = Text::new("保险库的文件夹", "Vault folder");
    let files = std::fs::read_dir(home).into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let is_open =
        |path: &std::path::PathBuf| std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
    match files.chain([home.to_owned()]).find(is_open) {
        None => finding(about, Health::Ok, Text::new("只有您能读取", "Only you can read it"), None),
        Some(path) => {
            let at = path.display();
            finding(
                about,
                Health::Warn,
                Text::made(format!("其他用户可以读取{at}"), format!("Other users can read {at}")),
                Some(Text::made(
                    format!("请运行“chmod -R go= {}”", home.display()),
                    format!("Run chmod -R go= {}", home.display()),
                )),
            )
        }
    }
}

#[cfg(not(unix))]
fn folder(home: &Path) -> Finding {
    finding(Text::new("保险库的文件夹", "Vault folder"), Health::Ok, Text::same(home.display().to_string()), None)
}

fn clock(sessions: &[SessionView]) -> Finding {
    let about = Text::new("本机时间", "Clock");
    match sessions.iter().max_by_key(|session| session.clock_offset_seconds.abs()) {
        None => finding(about, Health::Ok, Text::new("还没有服务器可以比较", "No server to compare it with yet"), None),
        Some(worst) if worst.clock_offset_seconds.abs() > CLOCK_OFF => {
            let (n, name) = (worst.clock_offset_seconds.abs(), &worst.profile);
            finding(
                about,
                Health::Warn,
                Text::made(format!("与{name}的服务器相差{n}秒"), format!("Differs by {n} s from the server of {name}")),
                Some(Text::new("请校准本机时间", "Set the clock of this machine")),
            )
        }
        Some(_) => finding(about, Health::Ok, Text::new("与服务器一致", "Agrees with the servers"), None),
    }
}

async fn proxy() -> Finding {
    let about = Text::new("系统代理", "System proxy");
    let Some(proxy) = system_proxy() else {
        return finding(about, Health::Ok, Text::new("没有设置", "None is set"), None);
    };
    let advice = Some(Text::new("可以在配置的“网络”里另行指定", "It can be set per profile, under Network"));
    match &proxy.address {
        Err(error) => finding(about, Health::Broken, error.message.clone(), error.advice.clone().or(advice)),
        Ok(address) if proxy.answers(WAIT).await => {
            finding(about, Health::Ok, Text::made(format!("{address}有响应"), format!("{address} responds")), None)
        }
        Ok(address) => finding(
            about,
            Health::Warn,
            Text::made(format!("{address}没有响应"), format!("{address} does not respond")),
            advice,
        ),
    }
}

fn clipboard() -> Finding {
    let about = Text::new("剪贴板", "Clipboard");
    let desktop = cfg!(any(windows, target_os = "macos"));
    match ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find(|name| std::env::var_os(name).is_some()) {
        _ if desktop => finding(about, Health::Ok, Text::new("可用", "Available"), None),
        Some(name) => {
            finding(about, Health::Ok, Text::made(format!("可用（{name}）"), format!("Available ({name})")), None)
        }
        None => finding(about, Health::Warn, Text::new("没有桌面", "There is no desktop"), None),
    }
}
