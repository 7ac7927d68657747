//! What `hallpass doctor` says.

use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{format_duration, shown};

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

pub(crate) const FOLDER: Text = t("数据文件夹", "Data folder");
pub(crate) const VAULT: Text = t("保险库", "Vault");
pub(crate) const PASSPHRASE_FILE: Text = t("口令文件", "Passphrase file");
pub(crate) const KEYRING: Text = t("系统钥匙串", "Keyring");
pub(crate) const OPENING: Text = t("打开保险库", "Opening the vault");
pub(crate) const CLOCK: Text = t("时钟", "Clock");
pub(crate) const PROXY: Text = t("代理", "Proxies");
pub(crate) const CLIPBOARD: Text = t("剪贴板", "Clipboard");
pub(crate) const LOCALE: Text = t("语言", "Language");

/// Between what was looked at and what was found.
pub(crate) fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "：" } else { ": " }
}

pub(crate) fn not_there(file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("{file}不存在"), format!("{file} does not exist"))
}

pub(crate) fn not_made_yet(home: &Path) -> Text {
    let home = shown(home);
    Text::made(format!("{home}尚未创建"), format!("{home} does not exist yet"))
}

pub(crate) fn private(home: &Path) -> Text {
    let home = shown(home);
    Text::made(format!("{home}只有您能读取"), format!("{home} is readable only by you"))
}

pub(crate) fn open_to_others(path: &Path) -> Text {
    let path = shown(path);
    Text::made(format!("{path}其他用户也能读取"), format!("{path} is readable by others"))
}

pub(crate) fn make_private(path: &Path) -> Text {
    let path = shown(path);
    Text::same(format!("chmod go= '{path}'"))
}

pub(crate) fn no_vault() -> Text {
    t("尚未创建", "not created yet")
}

pub(crate) fn make_vault() -> Text {
    Text::same("hallpass vault init")
}

pub(crate) fn key_in(source: &Text) -> Text {
    Text::made(format!("密钥来自{}", source.zh), format!("its key comes from {}", source.en))
}

pub(crate) fn answers(name: &str) -> Text {
    Text::made(format!("“{name}”有应答"), format!("{name} responds"))
}

pub(crate) fn opens() -> Text {
    t("可以正常打开，没有丢失数据", "opens normally; no data lost")
}

pub(crate) fn no_server_yet() -> Text {
    t("还没有会话可以比较", "no session to compare with yet")
}

pub(crate) fn clock_right(seconds: i64) -> Text {
    let within = |lang| format_duration(seconds, lang);
    Text::made(
        format!("与各服务器相差不到{}", within(Lang::Zh)),
        format!("within {} of every server", within(Lang::En)),
    )
}

pub(crate) fn clock_off(profile: &str, offset: i64) -> Text {
    let words = |lang| super::say::clock_off(offset, lang);
    Text::made(format!("{profile}：{}", words(Lang::Zh)), format!("{profile}: {}", words(Lang::En)))
}

pub(crate) fn set_clock() -> Text {
    t(
        "校准本机时间；到期时间已按服务器的时钟计算",
        "Correct your system clock; expiry times already use the server's clock",
    )
}

pub(crate) fn no_proxies() -> Text {
    t("环境里没有设置", "none set in the environment")
}

pub(crate) fn proxy_unused(name: &str) -> Text {
    Text::made(
        format!("{name}不起作用：系统代理只用于https"),
        format!("{name} has no effect: the system's proxy is used for https only"),
    )
}

pub(crate) fn proxy_answers(name: &str, address: &str) -> Text {
    Text::made(
        format!("https经过{address}（{name}），可以连接"),
        format!("https goes through {address} ({name}), which accepts connections"),
    )
}

pub(crate) fn proxy_silent(name: &str, address: &str) -> Text {
    Text::made(
        format!("https经过{address}（{name}），但连接不上"),
        format!("https goes through {address} ({name}), which could not be connected to"),
    )
}

pub(crate) fn proxy_per_profile() -> Text {
    t(
        "某个配置不用代理：profile edit NAME --proxy none",
        "To use no proxy for a profile: profile edit NAME --proxy none",
    )
}

pub(crate) fn there() -> Text {
    t("可用", "available")
}

pub(crate) fn no_display() -> Text {
    t("没有图形会话（DISPLAY或WAYLAND_DISPLAY）", "no desktop session (DISPLAY or WAYLAND_DISPLAY)")
}

pub(crate) fn use_token() -> Text {
    t("用“hallpass token”代替“hallpass copy”", "Use hallpass token instead of hallpass copy")
}

pub(crate) fn speaks(locale: &str, lang: Lang) -> Text {
    let name = if lang == Lang::Zh { "中文" } else { "English" };
    Text::made(format!("{name}（系统区域设置{locale}）"), format!("{name} (the locale is {locale})"))
}
