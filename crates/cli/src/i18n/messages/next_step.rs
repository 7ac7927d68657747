//! Advice: what to do next, as commands and options.

use hallpass_core::providers::Text;
use hallpass_core::{Error, NextStep};

use super::t;

/// The advice of a failure; nothing where its sentence says it all.
pub(crate) fn advice(error: &Error) -> Option<Text> {
    error.advice.clone().or_else(|| words(error.next_step.as_deref()?)).filter(|advice| !advice.is_empty())
}

/// A step in words; nothing where a terminal has nothing to add.
#[expect(clippy::too_many_lines, reason = "one sentence for each step")]
pub(crate) fn words(step: &NextStep) -> Option<Text> {
    Some(match step {
        NextStep::ListProfiles => {
            t("“hallpass profile list”列出所有配置", "List all profiles with hallpass profile list")
        }
        NextStep::ListJobs => t("“hallpass authkeys jobs”列出所有任务", "List all jobs with hallpass authkeys jobs"),
        NextStep::DeleteJob { job } => Text::made(
            format!("请删除它（hallpass authkeys forget {job}），然后重新开始"),
            format!("Delete it (hallpass authkeys forget {job}) and start again"),
        ),
        NextStep::ChooseEnvironment { group } => {
            Text::made(format!("请先运行“hallpass use {group} ENV”"), format!("Run hallpass use {group} ENV first"))
        }
        NextStep::SignIn { profile } => {
            Text::made(format!("先登录：hallpass login {profile}"), format!("Sign in first: hallpass login {profile}"))
        }
        NextStep::SignInAgain { profile } => Text::made(
            format!("重新登录：hallpass login {profile}"),
            format!("Sign in again: hallpass login {profile}"),
        ),
        NextStep::SignInOrUseExpired { .. } => t(
            "请重新登录；确知服务器仍接受时用“--allow-expired”",
            "Sign in again; use --allow-expired if you know that the server still accepts it",
        ),
        NextStep::ConfirmProduction => t("确认时加“--allow-prod”", "Confirm with --allow-prod"),
        NextStep::WaitOrContinue => t(
            "请等待，或请管理员解锁；要强制继续时加“--force”",
            "Wait, or ask an administrator to unlock the account; use --force to continue anyway",
        ),
        NextStep::CheckOrContinue | NextStep::ChangeOrContinue => {
            t("要强制继续时加“--force”", "Use --force to continue anyway")
        }
        NextStep::AddCertificate => t(
            "如果公司使用自己的证书颁发机构，请把它的证书加到配置：--ca FILE",
            "If your company has its own certificate authority, add its certificate to the profile: --ca FILE",
        ),
        NextStep::AddClientCertificate => t(
            "请提供服务器认可的证书：--client-cert FILE（PEM或PKCS#12）",
            "Provide a certificate that the server accepts: --client-cert FILE (PEM or PKCS#12)",
        ),
        NextStep::AllowPlainHttp => t("确实需要时用“--allow-http”", "Use --allow-http if there is no other way"),
        NextStep::GiveAsSecret => t("请用“--secret”", "Use --secret instead of --set"),
        NextStep::GiveAsSetting => t("请用“--set”", "Use --set instead of --secret"),
        NextStep::UnlockVault if !cfg!(target_os = "linux") => t(
            "用“--passphrase-file”，或在HALLPASS_PASSPHRASE_FILE里指定口令文件",
            "Use --passphrase-file, or name the file in HALLPASS_PASSPHRASE_FILE",
        ),
        NextStep::UnlockVault => t(
            "用“--passphrase-file”，或先运行“hallpass vault unlock --for 15m”",
            "Use --passphrase-file, or run hallpass vault unlock --for 15m first",
        ),
        NextStep::RecoverVault => {
            t("用恢复密钥：hallpass vault recover", "Use the recovery key: hallpass vault recover")
        }
        NextStep::CreateVault => t("先运行“hallpass vault init”", "Run hallpass vault init first"),
        NextStep::StartKeyring => t(
            "请启动钥匙串服务，或用口令创建保险库：hallpass vault init --passphrase-file F",
            "Start the keyring service, or create a vault with a passphrase: hallpass vault init --passphrase-file F",
        ),
        NextStep::UseDesktopSession if !cfg!(target_os = "linux") => {
            t("在桌面会话里运行；或用“hallpass token”", "Run it in a desktop session, or use hallpass token")
        }
        NextStep::UseDesktopSession => t(
            "在桌面会话里运行（DISPLAY或WAYLAND_DISPLAY）；或用“hallpass token”",
            "Run it in a desktop session (DISPLAY or WAYLAND_DISPLAY), or use hallpass token",
        ),
        NextStep::JoinTeam => t("先运行“hallpass team join”", "Join one with hallpass team join"),
        NextStep::ChooseTeam => t("请用“--team”指定一个", "Choose one with --team"),
        NextStep::EditShared { profile } => Text::made(
            format!("用“hallpass team edit {profile}”为所有成员修改，或用“hallpass team unshare {profile}”停止共享"),
            format!(
                "Change it for everyone with hallpass team edit {profile}, or stop sharing it with hallpass team \
                 unshare {profile}"
            ),
        ),
        NextStep::CheckAddressAndClock | NextStep::RetryOrRecover => return None,
    })
}
