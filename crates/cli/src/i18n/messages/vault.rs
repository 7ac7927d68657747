//! Messages about the vault and its key.

use std::path::Path;
use std::time::Duration;

use super::t;
use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Error, ErrorCode, NextStep, format_duration, shown};

pub(crate) fn where_key() -> Text {
    t("还没有保险库。它的密钥保存在哪里？", "There is no vault yet. Where should its key be stored?")
}

pub(crate) fn choice() -> Text {
    t("选择", "Choose")
}

pub(crate) fn key_places(keyring: bool) -> [Text; 2] {
    [
        if keyring {
            t("系统钥匙串：登录桌面后自动打开", "the system keyring: opens with your desktop session")
        } else {
            t("系统钥匙串：目前不可用", "the system keyring: currently unavailable")
        },
        t("口令：输入一次可用15分钟", "a passphrase: entered once, valid for 15 minutes"),
    ]
}

pub(crate) fn passphrase() -> Text {
    t("保险库口令", "Vault passphrase")
}

pub(crate) fn new_passphrase() -> Text {
    t("新口令", "New passphrase")
}

pub(crate) fn once_more() -> Text {
    t("再输入一次", "Repeat it")
}

pub(crate) fn passphrases_differ() -> Error {
    Error::invalid("passphrase", &t("两次输入不同", "does not match the first entry"))
}

pub(crate) fn weak_passphrase(why: &Text) -> Text {
    Text::made(format!("口令较弱：{}", why.zh), format!("This passphrase is weak: {}", why.en))
}

pub(crate) fn weak_all_the_same() -> Text {
    t("仍然使用这个口令？", "Use this passphrase anyway?")
}

pub(crate) fn passphrase_file_exposed(file: &Path) -> Text {
    let file = shown(file);
    let line = hallpass_core::doctor::make_private(&file);
    Text::made(
        format!("其他用户可以读取或修改口令文件{file}；请运行“{line}”"),
        format!("Other users can read or change the passphrase file {file}; run {line}"),
    )
}

pub(crate) fn passphrase_empty() -> Error {
    Error::invalid("passphrase", &t("不能为空", "must not be empty"))
}

pub(crate) fn passphrase_missing() -> Error {
    Error::new(ErrorCode::VaultLocked, t("保险库已锁定，需要口令", "The vault is locked and needs its passphrase"))
        .next(NextStep::UnlockVault)
}

pub(crate) fn keyring_slow() -> Text {
    t(
        "正在等待系统钥匙串；它可能在另一个窗口里要求解锁……",
        "Waiting for the keyring; it may be asking to be unlocked in another window…",
    )
}

pub(crate) fn vault_made(home: &Path) -> Text {
    let home = shown(home);
    Text::made(format!("已在{home}创建保险库"), format!("Created the vault in {home}"))
}

/// A vault is not kept before its recovery key was shown.
pub(crate) fn no_vault_made(error: Error) -> Error {
    let why = error.message.clone();
    let message = Text::made(
        format!("没有创建保险库，因为恢复密钥没有显示出来。{}", why.zh),
        format!("No vault was created, because its recovery key could not be shown. {}", why.en),
    );
    Error { message, ..error }
}

pub(crate) fn recovery_key() -> Text {
    t("恢复密钥（只显示这一次，请抄下并妥善保管）", "Recovery key (shown this once: write it down and keep it safe)")
}

pub(crate) fn recovery_question() -> Text {
    t("恢复密钥", "Recovery key")
}

pub(crate) fn recovered() -> Text {
    t(
        "保险库已恢复，密钥的保存方式已更新；恢复密钥不变",
        "Recovered the vault and updated how its key is stored; the recovery key is unchanged",
    )
}

pub(crate) fn nothing_to_unlock() -> Error {
    Error::new(
        ErrorCode::Usage,
        t(
            "这个保险库的密钥在系统钥匙串里，不需要解锁",
            "This vault's key is in the system keyring; it does not need unlocking",
        ),
    )
}

/// Where the system has no keyring that expires a key.
pub(crate) fn unlock_on_linux_only() -> Error {
    Error::new(
        ErrorCode::VaultUnusable,
        t("只有在Linux上才能让口令保险库保持解锁", "A passphrase vault can be kept unlocked on Linux only"),
    )
    .advice(t(
        "用HALLPASS_PASSPHRASE_FILE指定口令文件；或把密钥存入系统钥匙串：hallpass vault init --keyring",
        "Name a file with the passphrase in HALLPASS_PASSPHRASE_FILE, or store the key in the system keyring: \
        hallpass vault init --keyring",
    ))
}

/// After a passphrase was typed.
pub(crate) fn unlocked_for(time: Duration) -> Text {
    let [zh, en] =
        [Lang::Zh, Lang::En].map(|lang| format_duration(i64::try_from(time.as_secs()).unwrap_or(i64::MAX), lang));
    Text::made(
        format!("{zh}内，命令和窗口都无需再输入口令；提前结束：hallpass vault lock"),
        format!("For {en} the command and the window need no passphrase; to end this earlier: hallpass vault lock"),
    )
}

pub(crate) fn unlocked_until(until: &str) -> Text {
    Text::made(
        format!("{until}之前无需口令；这台电脑上您的其他进程也能打开它"),
        format!("No passphrase is needed until {until}; your other processes on this machine can open the vault too"),
    )
}

pub(crate) fn locked(passphrase: bool) -> Text {
    if passphrase {
        t(
            "已锁定：下次使用命令需要口令，打开的窗口也会锁定",
            "Locked; the next command requires the passphrase, and an open window locks too",
        )
    } else {
        t(
            "打开的窗口会锁定。密钥在系统钥匙串里：锁定钥匙串后，命令才打不开保险库",
            "An open window locks. The command opens the vault with the key in the system keyring until you lock the keyring",
        )
    }
}
