//! Why an attempt with a shared secret is blocked, in words.

use hallpass_providers::Text;

/// Why an attempt is blocked, or has to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Others are trying: there is room again when one of them is done.
    Busy,
    /// A server has rejected this version.
    Refused {
        /// For whom.
        by: String,
    },
    /// Someone is changing it.
    Changing {
        /// Who.
        by: String,
    },
    /// The account is left alone.
    CoolingDown {
        /// For so many seconds.
        seconds: u64,
    },
    /// Attempts with this version ended without a word.
    Unsettled,
    /// The secret that was read is older than what the record is about.
    Stale,
}

impl Block {
    /// One sentence that says what happened.
    pub fn text(&self) -> Text {
        match self {
            Self::Busy => Text::new(
                "其他成员正在用这个共享密码登录；没有发送任何内容",
                "Other members are signing in with this shared secret; nothing was sent",
            ),
            Self::Refused { by } => Text::made(
                format!("这个共享密码已被服务器拒绝（{by}），为避免账号锁定已拦截"),
                format!(
                    "A server rejected this shared secret for {by}; the attempt is blocked so that the account is not locked"
                ),
            ),
            Self::Changing { by } => Text::made(
                format!("{by}正在更换这个共享密码；没有发送任何内容"),
                format!("{by} is changing this shared secret; nothing was sent"),
            ),
            Self::CoolingDown { seconds } => Text::made(
                format!("共享账号已被服务器锁定，还需等待{seconds}秒"),
                format!("The server locked the shared account; wait another {seconds} seconds"),
            ),
            Self::Unsettled => Text::new(
                "用这个共享密码的登录多次没有结果，为避免账号锁定已拦截",
                "Several sign-ins with this shared secret had no result; the attempt is blocked so that the account \
                is not locked",
            ),
            Self::Stale => Text::new(
                "读到的共享密码不是最新版本；没有发送任何内容",
                "The shared secret that was read is not the latest version; nothing was sent",
            ),
        }
    }

    /// What to do next.
    pub fn advice(&self) -> Text {
        match self {
            Self::Busy | Self::Stale => Text::new("稍后再试", "Try again shortly"),
            Self::Refused { .. } => Text::new(
                "密码可能已在平台上更改；请有编辑权限的成员把新密码存入团队",
                "It was probably changed at the provider; ask an editor to store the new one in the team",
            ),
            Self::Changing { .. } => Text::new(
                "更换完成后再登录；如果更换中断，有编辑权限的成员可以继续",
                "Sign in once the change is finished; an editor can continue an interrupted change",
            ),
            Self::Unsettled => Text::new(
                "请有编辑权限的成员在平台上核对密码，再在团队中更换或继续",
                "Ask an editor to check the password at the provider, then change it in the team or allow sign-ins again",
            ),
            Self::CoolingDown { .. } => Text::new("等待期间不要再尝试", "Do not try again until then"),
        }
    }
}
