//! What `hallpass doctor` says.

use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{shown, span};

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

pub(crate) const FOLDER: Text = t("数据目录", "Data folder");
pub(crate) const VAULT: Text = t("保险库", "Vault");
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

pub(crate) fn not_made_yet(home: &Path) -> Text {
    let home = shown(home);
    Text::made(format!("{home} 还没有建立"), format!("{home} is not made yet"))
}

pub(crate) fn private(home: &Path) -> Text {
    let home = shown(home);
    Text::made(format!("{home} 只有你能读"), format!("{home} can be read by you alone"))
}

pub(crate) fn open_to_others(path: &Path) -> Text {
    let path = shown(path);
    Text::made(format!("{path} 其他用户也能读"), format!("{path} can be read by others"))
}

pub(crate) fn make_private(path: &Path) -> Text {
    let path = shown(path);
    Text::same(format!("chmod go= '{path}'"))
}

pub(crate) fn no_vault() -> Text {
    t("还没有建立", "not made yet")
}

pub(crate) fn make_vault() -> Text {
    Text::same("hallpass vault init")
}

pub(crate) fn key_in(source: &Text) -> Text {
    Text::made(format!("密钥来自{}", source.zh), format!("its key comes from {}", source.en))
}

pub(crate) fn answers(name: &str) -> Text {
    Text::made(format!("{name} 有应答"), format!("{name} answers"))
}

pub(crate) fn opens() -> Text {
    t("正常，没有丢失记录", "it opens, and nothing is lost")
}

pub(crate) fn no_server_yet() -> Text {
    t("还没有会话可以比较", "no session to compare it with yet")
}

pub(crate) fn clock_right(seconds: i64) -> Text {
    let within = |lang| span(seconds, lang);
    Text::made(
        format!("与各服务器相差不到 {}", within(Lang::Zh)),
        format!("within {} of every server's", within(Lang::En)),
    )
}

pub(crate) fn clock_off(profile: &str, offset: i64) -> Text {
    let words = |lang| super::say::clock_off(offset, lang);
    Text::made(format!("{profile}：{}", words(Lang::Zh)), format!("{profile}: {}", words(Lang::En)))
}

pub(crate) fn set_clock() -> Text {
    t(
        "校准本机时间；到期时间已按服务器的时钟计算",
        "Set the clock here; ends are reckoned by the server's clock all the same",
    )
}

pub(crate) fn no_proxies() -> Text {
    t("环境里没有设置", "none in the environment")
}

pub(crate) fn proxies(names: &str) -> Text {
    Text::made(format!("环境里设置了 {names}"), format!("the environment sets {names}"))
}

pub(crate) fn proxy_per_profile() -> Text {
    t("某个配置不用代理：profile edit NAME --proxy none", "For a profile without one: profile edit NAME --proxy none")
}

pub(crate) fn there() -> Text {
    t("可用", "there")
}

pub(crate) fn no_display() -> Text {
    t("没有图形会话（DISPLAY 或 WAYLAND_DISPLAY）", "no desktop session (DISPLAY or WAYLAND_DISPLAY)")
}

pub(crate) fn use_token() -> Text {
    t("用 hallpass token 代替 hallpass copy", "Use hallpass token in place of hallpass copy")
}

pub(crate) fn speaks(locale: &str, lang: Lang) -> Text {
    let name = if lang == Lang::Zh { "中文" } else { "English" };
    Text::made(format!("{name}（系统区域设置 {locale}）"), format!("{name} (the locale is {locale})"))
}
