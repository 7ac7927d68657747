//! Messages of `hallpass doctor`.

use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::shown;

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

pub(crate) const FOLDER: Text = t("数据文件夹", "Data folder");
pub(crate) const VAULT: Text = t("保险库", "Vault");
pub(crate) const PASSPHRASE_FILE: Text = t("口令文件", "Passphrase file");
pub(crate) const OPENING: Text = t("打开保险库", "Opening the vault");
pub(crate) const LOCALE: Text = t("语言", "Language");

/// Between what was looked at and what was found.
pub(crate) fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "：" } else { ": " }
}

pub(crate) fn not_there(file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("{file}不存在"), format!("{file} does not exist"))
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

pub(crate) fn proxy_per_profile() -> Text {
    t(
        "某个配置不用代理：profile edit NAME --proxy none",
        "To use no proxy for a profile: profile edit NAME --proxy none",
    )
}

pub(crate) fn use_token() -> Text {
    t("用“hallpass token”代替“hallpass copy”", "Use hallpass token instead of hallpass copy")
}

pub(crate) fn speaks(locale: &str, lang: Lang) -> Text {
    let name = if lang == Lang::Zh { "中文" } else { "English" };
    Text::made(format!("{name}（系统区域设置{locale}）"), format!("{name} (the locale is {locale})"))
}
