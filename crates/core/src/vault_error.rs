//! What goes wrong with the vault, in words for a person.

use std::io::ErrorKind;

use hallpass_providers::Text;
use hallpass_vault::{LockedBy, VaultError};

use crate::{Error, ErrorCode, NextStep, shown};

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked { by: LockedBy::Keyring } => {
                Self::new(ErrorCode::VaultLocked, Text::new("系统钥匙串已锁定", "The keyring is locked"))
                    .advice(Text::new("解锁系统钥匙串后再试", "Unlock the keyring and try again"))
            }
            VaultError::Locked { by: LockedBy::Passphrase } => Self::new(
                ErrorCode::VaultLocked,
                Text::new("保险库已锁定，需要口令", "The vault is locked and needs its passphrase"),
            )
            .next(NextStep::UnlockVault),
            VaultError::Missing { item } => Self::made(
                ErrorCode::VaultMissing,
                format!("系统钥匙串中没有条目{item}"),
                format!("Keyring item {item} not found"),
            )
            .next(NextStep::RecoverVault),
            VaultError::NoVault { path } => Self::made(
                ErrorCode::VaultMissing,
                format!("{}里没有保险库", shown(&path)),
                format!("There is no vault in {}", shown(&path)),
            )
            .next(NextStep::CreateVault),
            VaultError::WrongKey { path } => Self::made(
                ErrorCode::VaultWrongKey,
                format!("密钥或口令与{}的保险库不符", shown(&path)),
                format!("The key or passphrase does not match the vault in {}", shown(&path)),
            )
            .next(NextStep::RetryOrRecover),
            VaultError::Unavailable { reason } => Self::made(
                ErrorCode::KeyringUnavailable,
                format!("系统钥匙串不可用（{}）", chinese(reason)),
                format!("The keyring is unavailable ({reason})"),
            )
            .next(NextStep::StartKeyring),
            VaultError::Exists { path } => Self::made(
                ErrorCode::Usage,
                format!("{}已存在，不会被覆盖", shown(&path)),
                format!("{} already exists and is never replaced", shown(&path)),
            ),
            VaultError::Busy => Self::new(
                ErrorCode::Internal,
                Text::new("另一个进程正在写保险库，请稍后再试", "Another process is writing to the vault; try again"),
            ),
            other => unusable(&other),
        }
    }
}

/// The vault is there and cannot be used.
fn unusable(error: &VaultError) -> Error {
    let made = |zh: String, en: String| Error::made(ErrorCode::VaultUnusable, zh, en);
    match error {
        VaultError::Newer { path, found, known } => {
            let path = shown(path);
            made(
                format!("{path}由更新的版本创建（版本{found}，本程序只认识到{known}），未作任何改动"),
                format!(
                    "{path} was created by a newer version (schema {found}; this version supports {known}); nothing was written"
                ),
            )
        }
        VaultError::Damaged { path, what } => {
            let path = shown(path);
            made(format!("{path}已损坏：{}", chinese(what)), format!("{path} is damaged: {what}")).advice(Text::new(
                "不要删除任何文件；从备份恢复保险库的整个文件夹",
                "Do not delete anything; restore the whole vault folder from a backup",
            ))
        }
        VaultError::Exposed { path, why } => {
            let path = shown(path);
            made(format!("{path}对其他用户开放：{}", chinese(why)), format!("{path} is open to other users: {why}"))
                .advice(Text::new(
                    "用一个只属于您的文件夹，或收回其他用户的权限（chmod go-w）",
                    "Use a folder of your own, or take the rights of others away (chmod go-w)",
                ))
        }
        VaultError::Io { path, kind } => {
            let (path, (zh, en)) = (shown(path), refused(*kind));
            made(format!("{path}：{zh}"), format!("{path}: {en}")).advice(Text::new(
                "检查保险库文件夹的权限（须可写）和磁盘空间",
                "Check that the vault's folder is writable and that the disk has free space",
            ))
        }
        VaultError::Closed => {
            made("保险库已在本程序中关闭".to_owned(), "The vault was closed in this program".to_owned())
        }
        VaultError::Unsupported { what } => {
            made(format!("这里不支持：{}", chinese(what)), format!("Not supported here: {what}"))
        }
        VaultError::Sql { code, what } => made(
            format!("保险库的数据库报告错误（{}，代码{code}）", chinese(what)),
            format!("The vault's database reported an error ({what}, code {code})"),
        ),
        other => made(format!("保险库不可用：{other}"), format!("The vault is unavailable: {other}")),
    }
}

/// What the file system said.
fn refused(kind: ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::ReadOnlyFilesystem => ("不可写", "it cannot be written"),
        ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        ErrorKind::NotFound => ("不存在", "it does not exist"),
        _ => ("读写失败", "reading or writing failed"),
    }
}

/// The vault's own short words; it speaks English only.
fn chinese(what: &'static str) -> &'static str {
    match what {
        "a rule of the schema forbids it" => "违反数据库的规则",
        "a value is not of the expected type" => "值的类型不对",
        "a vault in memory cannot be unlocked" => "内存里的保险库不能解锁",
        "it belongs to another user" => "它属于其他用户",
        "other users can write to it" => "其他用户可以写入",
        "other users can read or write it" => "其他用户可以读写",
        "it belongs to another vault" => "它属于另一个保险库",
        "it is empty" => "文件是空的",
        "it is missing, but its database exists" => "文件丢失，数据库仍在",
        "it is missing, but its envelope exists" => "文件丢失，信封文件仍在",
        "it is missing, but its key exists" => "文件丢失，密钥仍在",
        "it is not an envelope" => "不是信封文件",
        "its checksum is wrong" => "校验和不对",
        "its pages fail verification" => "数据页校验不通过",
        "keeping a passphrase vault unlocked works on Linux only" => "只有在Linux上才能让口令保险库保持解锁",
        "no such row" => "没有这一行",
        "starting a thread" => "启动线程",
        "the kernel refuses to keep a key" => "内核拒绝保存密钥",
        "the statement failed" => "语句执行失败",
        "the system provides no random bytes" => "系统无法提供随机数",
        "these Argon2id parameters" => "这组Argon2id参数",
        "this vault has no passphrase" => "这个保险库没有口令",
        "encrypting the key" => "加密密钥",
        "it returns something other than what was stored" => "取回的内容与存入的不同",
        "no thread could be started" => "无法启动线程",
        "it failed while responding" => "响应时出错",
        "it did not respond in time" => "没有及时响应",
        "it has no default collection" => "没有默认钥匙串",
        "no keyring service is running" => "没有运行中的钥匙串服务",
        "it has more than one item with that name" => "有多个同名条目",
        "its response could not be parsed" => "无法解析它的响应",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::chinese;

    /// Every short word of the vault, as its sources have them.
    fn words() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../vault/src");
        let sources =
            std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let all: String = sources.collect();
        let starts = ["what: \"", "why: \"", "exposed(\"", "reason: \"", "damaged(\"", "=> \"it ", "=> \"no "];
        let found = starts.iter().flat_map(|start| all.split(start).skip(1).map(move |rest| (*start, rest)));
        let lead = |start: &str| start.rsplit('"').next().unwrap_or_default().to_owned();
        found.filter_map(|(start, rest)| Some(lead(start) + rest.split_once('"')?.0)).collect()
    }

    #[test]
    fn every_word_of_the_vault_is_there_in_chinese() {
        let words = words();
        assert!(words.len() > 20, "{words:?}");
        for word in words {
            let known: &'static str = Box::leak(word.clone().into_boxed_str());
            assert!(!chinese(known).is_ascii(), "{word}");
        }
    }
}
