//! Words for logins that are refused.

use hallpass_providers::Text;

use super::TeamFault;

impl TeamFault {
    /// What happened to a login without a password.
    pub(super) fn of_identity(&self) -> Text {
        match self {
            Self::CertificateRefused => {
                Text::new("团队服务器不接受此客户端证书", "The team server does not accept the client certificate")
            }
            Self::IdentityRefused => Text::new(
                "登录已确认，但团队服务器不允许此账号登录",
                "The login was confirmed, but the team server does not allow this account to log in",
            ),
            Self::DeviceDenied => Text::new("登录在身份提供方被拒绝", "The login was denied at the identity provider"),
            Self::DeviceCodeExpired => Text::new(
                "登录没有及时得到确认，代码已失效",
                "The login was not confirmed in time, and its code has expired",
            ),
            _ => Text::new(
                "团队服务器没有为此角色提供OIDC设备登录",
                "The team server does not offer the OIDC device flow for this role",
            ),
        }
    }

    /// What to do about a login that was refused.
    pub(super) fn log_in_advice(&self) -> Text {
        match self {
            Self::LogInRefused { perhaps_locked: true } => Text::new(
                "核对登录方式，或等锁定时间过去；重复尝试会延长锁定",
                "Check the login method, or wait until the lock ends; further attempts extend it",
            ),
            Self::CertificateRefused => Text::new(
                "核对证书的有效期和角色；请管理员在服务器上登记此证书或其颁发机构",
                "Check the certificate's expiry and the role; an administrator registers the certificate or its authority on \
                the server",
            ),
            Self::IdentityRefused => Text::new(
                "核对确认登录时使用的账号，或请管理员允许它使用此角色",
                "Check which account confirmed the login, or ask an administrator to allow it for the role",
            ),
            Self::DeviceDenied | Self::DeviceCodeExpired => {
                Text::new("如需登录，请重新开始，会得到新的代码", "Start the login again to get a new code")
            }
            Self::NoDeviceFlow => Text::new(
                "核对角色和登录方式的挂载点；角色需要设置callback_mode=device，HashiCorp Vault没有这项功能",
                "Check the role and the login method's mount; the role needs callback_mode=device, which HashiCorp Vault \
                does not have",
            ),
            _ => Text::new(
                "核对后再试；连续5次失败会锁定账号",
                "Check them before you try again; 5 failures in a row lock the account",
            ),
        }
    }
}
