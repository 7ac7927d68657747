//! What can go wrong with a team's server, in both languages. Nothing of an answer is quoted: it may hold a secret.

mod document;
mod identity;

use hallpass_providers::Text;

use crate::block::Block;
use crate::names::Kind;
use crate::outside::NoReply;
pub use document::BadDocument;

/// Why something was not done, or is not known to be done. Each leaves everything as it was, but for [`TeamFault::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TeamFault {
    /// No node was reached.
    Unreachable(NoReply),
    /// Every node that answered is sealed.
    Sealed,
    /// The nodes are up and none leads: they have no quorum, or are choosing.
    NoLeader,
    /// The server was never set up.
    NotInitialized,
    /// The token has expired or was revoked, or there is none.
    NotLoggedIn,
    /// The token is good, and its policies do not allow this.
    NotAllowed,
    /// The token is good, and may not even ask what it may do.
    NoDefaultPolicy,
    /// The login was refused.
    LogInRefused {
        /// 403 instead of 400: the account may be locked, or nothing is mounted there.
        perhaps_locked: bool,
    },
    /// The server does not know the client certificate, or the connection showed none.
    CertificateRefused,
    /// A person has confirmed the login, and the server does not allow their account.
    IdentityRefused,
    /// The login was denied at the identity provider.
    DeviceDenied,
    /// Nobody has confirmed the login in time, or the server no longer knows it.
    DeviceCodeExpired,
    /// The server cannot start the device flow for this role.
    NoDeviceFlow,
    /// The account needs a second factor, which this program cannot give.
    NeedsSecondFactor,
    /// Nothing is mounted there: a wrong mount, namespace or server.
    NoSuchMount,
    /// Something else than a team's engine is mounted there.
    MountInUse,
    /// There never was such a document.
    NotFound,
    /// The document was deleted.
    Deleted {
        /// The version that a new one is written over.
        version: u64,
    },
    /// Someone else has changed the document since it was read.
    Conflict {
        /// The version that there is now, where that is known.
        current: Option<u64>,
    },
    /// A node that is not up to date answered; what it said was not used.
    Stale,
    /// The server does not accept the request, and it is no conflict.
    BadRequest,
    /// The server asks to wait.
    Throttled {
        /// Seconds, where it says so.
        wait: Option<u64>,
    },
    /// It was sent, and nothing tells any more whether it was done.
    Unknown,
    /// A login or a renewal was sent, and no whole answer came back: it may count as an attempt.
    Unanswered,
    /// The server failed; nothing was changed by that.
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not this API's.
    NotTheApi,
    /// The answer is over 1 MiB, or a document is.
    TooBig,
    /// A document holds what it may not.
    Document {
        /// Which kind.
        kind: Kind,
        /// Its id, where that is one.
        id: String,
        /// What is wrong.
        what: BadDocument,
    },
    /// The team's guard blocks the attempt.
    Blocked(Block),
    /// Something that a person gave cannot be part of a request.
    Unusable {
        /// What it is.
        field: &'static str,
    },
}

impl TeamFault {
    /// One sentence that says what happened.
    pub fn text(&self) -> Text {
        match self {
            Self::Unreachable(NoReply::NotSent { message, .. } | NoReply::Lost { message }) => message.clone(),
            Self::Sealed => Text::new("团队服务器已锁定（sealed）", "The team server is locked"),
            Self::NoLeader => Text::new(
                "团队服务器没有主节点：多数节点不可用，或正在选举",
                "The team server has no leader: most of its nodes are down, or an election is in progress",
            ),
            Self::NotInitialized => Text::new("团队服务器尚未初始化", "The team server has not been initialized"),
            Self::NotLoggedIn => {
                Text::new("团队服务器不再接受您的登录", "The team server no longer accepts your login")
            }
            Self::NotAllowed => {
                Text::new("您在团队服务器上没有此项权限", "Your account on the team server is not allowed to do that")
            }
            Self::NoDefaultPolicy => Text::new(
                "您在团队服务器上的登录不能查询自己的权限：缺少策略“default”",
                "Your login on the team server cannot query its own permissions: it lacks the policy default",
            ),
            Self::LogInRefused { perhaps_locked: false } => Text::new(
                "团队服务器拒绝了登录：用户名或密码不正确",
                "The team server rejected the user name or password",
            ),
            Self::LogInRefused { perhaps_locked: true } => Text::new(
                "团队服务器拒绝了登录：账号可能已被锁定，或没有这种登录方式",
                "The team server rejected the login: the account may be locked, or there is no such login method",
            ),
            Self::CertificateRefused
            | Self::IdentityRefused
            | Self::DeviceDenied
            | Self::DeviceCodeExpired
            | Self::NoDeviceFlow => self.of_identity(),
            Self::NeedsSecondFactor => Text::new(
                "此账号登录团队服务器需要第二重验证，通行证不支持",
                "The team server requires a second factor for this account, which Hallpass does not support",
            ),
            Self::NoSuchMount => Text::new(
                "团队服务器在这个地址下没有所需的引擎或登录方式",
                "The team server has no such engine or login method",
            ),
            Self::MountInUse => Text::new(
                "服务器上的这个挂载点已用于其他内容；没有更改任何设置",
                "The mount on the server is already used for something else; nothing was changed",
            ),
            _ => self.of_entry(),
        }
    }

    /// The same, of what is about an entry or one request.
    fn of_entry(&self) -> Text {
        match self {
            Self::NotFound => Text::new("团队里没有此内容", "The team has no such entry"),
            Self::Deleted { .. } => Text::new("此内容已从团队中删除", "The entry has been deleted from the team"),
            Self::Conflict { .. } => Text::new(
                "其他人刚刚修改了此内容；没有写入任何更改",
                "Someone else changed the entry in the meantime; nothing was written",
            ),
            Self::Stale => Text::new(
                "响应来自尚未同步的节点，没有采用",
                "The response came from a node that is not up to date and was not used",
            ),
            Self::BadRequest => Text::new("团队服务器不接受此请求", "The team server does not accept the request"),
            Self::Throttled { .. } => {
                Text::new("团队服务器要求稍后再试", "The team server asked Hallpass to try again later")
            }
            Self::Unknown => Text::new(
                "更改已发给团队服务器，但无法确认是否已写入",
                "The change was sent to the team server, but it is not known whether it was written",
            ),
            Self::Unanswered => Text::new(
                "请求已发给团队服务器，但没有收到完整的响应",
                "The request was sent to the team server, but no complete response came back",
            ),
            Self::ServerError { status } => Text::made(
                format!("团队服务器出错（HTTP {status}）"),
                format!("The team server failed (HTTP {status})"),
            ),
            Self::NotTheApi => {
                Text::new("响应不是来自OpenBao或HashiCorp Vault", "The response is not from OpenBao or HashiCorp Vault")
            }
            Self::TooBig => {
                Text::new("响应或内容超过1 MiB，没有采用", "A response or entry is over 1 MiB and was not used")
            }
            Self::Document { kind, id, what } => document::text(*kind, id, *what),
            Self::Blocked(block) => block.text(),
            Self::Unusable { field } => {
                Text::made(format!("{field}：含有不能使用的字符"), format!("{field} contains invalid characters"))
            }
            Self::Unreachable(NoReply::TooBig) => Self::TooBig.of_entry(),
            Self::Unreachable(_)
            | Self::Sealed
            | Self::NoLeader
            | Self::NotInitialized
            | Self::NotLoggedIn
            | Self::NotAllowed
            | Self::NoDefaultPolicy
            | Self::LogInRefused { .. }
            | Self::CertificateRefused
            | Self::IdentityRefused
            | Self::DeviceDenied
            | Self::DeviceCodeExpired
            | Self::NoDeviceFlow
            | Self::NeedsSecondFactor
            | Self::MountInUse
            | Self::NoSuchMount => Text::new("团队服务器出错", "The team server failed"),
        }
    }

    /// What to do next, where there is something.
    pub fn advice(&self) -> Option<Text> {
        Some(match self {
            Self::Unreachable(NoReply::NotSent { advice, .. }) => return advice.clone(),
            Self::Unreachable(NoReply::Lost { .. }) => Text::new(
                "检查网络、VPN和代理，稍后再试",
                "Check the network, the VPN and the proxy, then try again shortly",
            ),
            Self::NotTheApi => Text::new(
                "检查团队服务器的地址；公共网络可能需要先在浏览器里登录",
                "Check the team server's address; a public network may require signing in through a browser first",
            ),
            Self::ServerError { .. } => Text::new(
                "稍后再试；如果仍然失败，请联系管理员",
                "Try again later; if it still fails, contact your administrator",
            ),
            Self::Sealed => Text::new(
                "请管理员解锁（unseal）；在此之前只能查看已缓存的内容",
                "Ask an administrator to unseal it; until then only cached entries are shown",
            ),
            Self::NoLeader | Self::Stale => Text::new("稍后再试", "Try again shortly"),
            Self::NotInitialized => Text::new("请联系管理员", "Contact your administrator"),
            Self::NotLoggedIn => Text::new("请重新登录团队服务器", "Log in to the team server again"),
            Self::NotAllowed => {
                Text::new("如需修改，请管理员授予编辑权限", "Ask an administrator for the editor policy if you need it")
            }
            Self::NoDefaultPolicy => Text::new(
                "请管理员为您的账号加上策略“default”",
                "Ask an administrator to give your account the policy default",
            ),
            Self::LogInRefused { .. }
            | Self::CertificateRefused
            | Self::IdentityRefused
            | Self::DeviceDenied
            | Self::DeviceCodeExpired
            | Self::NoDeviceFlow => self.log_in_advice(),
            Self::NoSuchMount => {
                Text::new("检查服务器地址、命名空间和挂载点", "Check the server's address, the namespace and the mount")
            }
            Self::MountInUse => Text::new("请换一个挂载点", "Choose another mount"),
            Self::Conflict { .. } => Text::new(
                "同步后对比两个版本，再决定保留哪一个",
                "Sync, compare both versions and decide which to keep",
            ),
            Self::Throttled { wait: Some(seconds) } => {
                Text::made(format!("{seconds}秒后再试"), format!("Try again in {seconds} seconds"))
            }
            Self::Unknown => Text::new(
                "同步后查看当前版本；不会自动重发",
                "Sync and check the current version; nothing is sent again automatically",
            ),
            Self::Unanswered => Text::new(
                "服务器可能已计入这次尝试；不会自动重发，请稍后再试",
                "The server may have counted this attempt; nothing is sent again automatically. Try again later",
            ),
            Self::Document { .. } => Text::new(
                "审计日志会显示是谁写入的；其他内容不受影响",
                "The audit log shows who wrote it; other entries are not affected",
            ),
            Self::Blocked(block) => block.advice(),
            _ => return None,
        })
    }

    /// Whether the server has seen who it is and does not let them in.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::LogInRefused { .. } | Self::CertificateRefused | Self::IdentityRefused)
    }

    /// Whether the same may be answered in a moment: no node was reached, or none leads.
    pub(crate) fn is_passing(&self) -> bool {
        !matches!(self, Self::Unreachable(NoReply::NotSent { tls: true, .. })) && self.is_offline()
    }

    /// Whether the cache may be shown instead: the server could not be asked.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Sealed | Self::NoLeader)
    }
}

#[cfg(test)]
mod tests;
