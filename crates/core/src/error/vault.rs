//! Messages for vault errors.

use hallpass_providers::Text;
use hallpass_vault::{Cause, LockedBy, VaultError};

use super::error::{Error, ErrorCode};
use crate::next_step::NextStep;
use crate::path::shown;

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
            made(format!("{path}已损坏：{}", chinese(*what)), format!("{path} is damaged: {what}")).advice(Text::new(
                "不要删除任何文件；从备份恢复保险库的整个文件夹",
                "Do not delete anything; restore the whole vault folder from a backup",
            ))
        }
        VaultError::Exposed { path, why } => {
            let path = shown(path);
            made(format!("{path}对其他用户开放：{}", chinese(*why)), format!("{path} is open to other users: {why}"))
                .advice(if cfg!(windows) {
                    Text::new(
                        "用一个只属于您的文件夹，或收回其他用户的权限（属性→安全）",
                        "Use a folder of your own, or remove the permissions of other users (Properties > Security)",
                    )
                } else {
                    Text::new(
                        "用一个只属于您的文件夹，或收回其他用户的权限（chmod go-w）",
                        "Use a folder of your own, or remove the permissions of other users (chmod go-w)",
                    )
                })
        }
        VaultError::Io { path, kind } => {
            let (path, (zh, en)) = (shown(path), hallpass_files::reason(*kind));
            made(format!("{path}：{zh}"), format!("{path}: {en}")).advice(Text::new(
                "检查保险库文件夹的权限（须可写）和磁盘空间",
                "Check that the vault's folder is writable and that the disk has free space",
            ))
        }
        VaultError::Closed => {
            made("保险库已在本程序中关闭".to_owned(), "The vault was closed in this program".to_owned())
        }
        VaultError::Unsupported { what } => {
            made(format!("这里不支持：{}", chinese(*what)), format!("Not supported here: {what}"))
        }
        VaultError::Sql { code, what } => made(
            format!("保险库的数据库报告错误（{}，代码{code}）", chinese(*what)),
            format!("The vault's database reported an error ({what}, code {code})"),
        ),
        other => made(format!("保险库不可用：{other}"), format!("The vault is unavailable: {other}")),
    }
}

/// The vault's own short words; it speaks English only.
fn chinese(cause: Cause) -> &'static str {
    match cause {
        Cause::SchemaRule => "违反数据库的规则",
        Cause::WrongType => "值的类型不对",
        Cause::NoRow => "没有这一行",
        Cause::Statement => "语句执行失败",
        Cause::InMemory => "内存里的保险库不能解锁",
        Cause::OtherOwner => "它属于其他用户",
        Cause::OthersWrite => "其他用户可以写入",
        Cause::OthersReadOrWrite => "其他用户可以读写",
        Cause::OtherVault => "它属于另一个保险库",
        Cause::Empty => "文件是空的",
        Cause::MissingEnvelope => "文件丢失，数据库仍在",
        Cause::MissingDatabase => "文件丢失，信封文件仍在",
        Cause::MissingSideDatabase => "文件丢失，密钥仍在",
        Cause::NoEnvelope => "不是信封文件",
        Cause::Checksum => "校验和不对",
        Cause::Pages => "数据页校验不通过",
        Cause::NoTables => "缺少数据表",
        Cause::UnlockOnLinuxOnly => "只有在Linux上才能让口令保险库保持解锁",
        Cause::Thread => "启动线程",
        Cause::KernelKeyring => "内核拒绝保存密钥",
        Cause::NoRandom => "系统无法提供随机数",
        Cause::Argon2Parameters => "这组Argon2id参数",
        Cause::NoPassphrase => "这个保险库没有口令",
        Cause::Encryption => "加密密钥",
        Cause::OtherContent => "取回的内容与存入的不同",
        Cause::KeyringThread => "无法启动线程",
        Cause::KeyringFailed => "响应时出错",
        Cause::KeyringTooLate => "没有及时响应",
        Cause::NoCollection => "没有默认钥匙串",
        Cause::NoLogonSession => "当前登录会话没有钥匙串",
        Cause::NoKeyring => "没有运行中的钥匙串服务",
        Cause::Ambiguous => "有多个同名条目",
        Cause::KeyringResponse => "无法解析它的响应",
    }
}
