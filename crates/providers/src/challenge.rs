//! What the server asks for in the middle of a sign-in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field::{Field, FieldKind, Group, Identity, Required, Scope};
use crate::refusal::Refusal;
use crate::session::Named;
use crate::text::Text;

/// A question only the user can answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Challenge {
    /// What is asked.
    pub kind: ChallengeKind,
    /// The captcha's picture as the server sent it, not yet checked.
    #[serde(skip)]
    pub picture: Option<Picture>,
    /// What can be chosen from.
    pub options: Vec<Named>,
    /// Why it is asked again, where the last answer was refused.
    pub note: Option<Refusal>,
    /// Where a code was sent, as the server masks it.
    pub sent_to: Option<String>,
    /// Seconds until [`crate::protocol::Op::Again`] may be used.
    pub again_after: Option<u64>,
    /// Seconds for which the answer is taken.
    pub lives: Option<u64>,
}

impl Challenge {
    /// A bare question.
    pub fn new(kind: ChallengeKind) -> Self {
        Self { kind, picture: None, options: Vec::new(), note: None, sent_to: None, again_after: None, lives: None }
    }
}

/// The bytes of a picture.
#[derive(Clone)]
pub struct Picture(pub Vec<u8>);

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} bytes)", self.0.len())
    }
}

/// The kinds of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// Characters of a picture.
    Captcha,
    /// The code of a text message.
    Sms,
    /// One of several organisations.
    Organisation,
    /// The code of a second factor.
    Mfa,
}

impl ChallengeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Captcha, Self::Sms, Self::Organisation, Self::Mfa];

    /// The field that answers it.
    pub fn field(self) -> &'static Field {
        match self {
            Self::Captcha => &CAPTCHA,
            Self::Sms => &SMS_CODE,
            Self::Organisation => &ORGANISATION,
            Self::Mfa => &MFA_CODE,
        }
    }
}

/// The field of a method that takes an authenticator's code together with the password, where a provider has one.
pub const TOTP: &str = "totp";

/// The seed from which an authenticator's codes are made; any profile may have one saved.
pub static TOTP_SEED: Field = Field {
    name: "totp_seed",
    label: Text::new("验证器密钥", "Authenticator seed"),
    kind: FieldKind::Secret,
    group: Group::Account,
    default: None,
    required: Required::Never,
    help: Text::new(
        "Base32文本或otpauth://totp/地址；用于按需生成一次性验证码",
        "Base32, or an otpauth://totp/ address; one-time codes are generated from it on request",
    ),
    methods: &[],
    scope: Scope::Profile,
    identity: Identity::None,
};

/// A certificate with its private key, by which a server or the gateway before it recognises this client; any profile may
/// have one saved.
pub static CLIENT_CERTIFICATE: Field = Field {
    name: "client_certificate",
    label: Text::new("客户端证书", "Client certificate"),
    kind: FieldKind::Secret,
    group: Group::Advanced,
    default: None,
    required: Required::Never,
    help: Text::new(
        "服务器或其网关要求双向TLS时使用；PEM或PKCS#12（.p12、.pfx），含私钥",
        "For servers or gateways that require mutual TLS: PEM or PKCS#12 (.p12, .pfx), with its private key",
    ),
    methods: &[],
    scope: Scope::Profile,
    identity: Identity::None,
};

/// The secrets that a profile of any provider may have saved.
pub static PROFILE_SECRETS: [&Field; 2] = [&TOTP_SEED, &CLIENT_CERTIFICATE];

const fn answer(name: &'static str, label: Text, help: Text, scope: Scope) -> Field {
    Field {
        name,
        label,
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help,
        methods: &[],
        scope,
        identity: Identity::None,
    }
}

static CAPTCHA: Field = answer(
    "captcha",
    Text::new("图形验证码", "Captcha"),
    Text::new("图片中的字符", "The characters in the image"),
    Scope::SignIn,
);
static SMS_CODE: Field = answer(
    "sms_code",
    Text::new("短信验证码", "SMS code"),
    Text::new("短信中的数字", "The digits in the message"),
    Scope::SignIn,
);
static ORGANISATION: Field = answer(
    "organisation",
    Text::new("组织", "Organisation"),
    Text::new("组织ID", "The organisation's ID"),
    Scope::Profile,
);
static MFA_CODE: Field = answer(
    "mfa_code",
    Text::new("二次验证码", "MFA code"),
    Text::new("收到的验证码", "The code you received"),
    Scope::SignIn,
);
