//! What an operation needs exclusively, and which results of other operations it can use.

use hallpass_providers::{Effect, Host, Text, Value, Values};
use hallpass_vault::Vault;
use rusqlite::Connection;

use super::came::Came;
use crate::answers::Answers;
use crate::error::{Error, ErrorCode, Result};
use crate::guard::AttemptKey;
use crate::network::unknown_advice;
use crate::profile::ProfileId;

/// Writes something about the profile with this id.
type Beside = fn(&Connection, &ProfileId) -> Result<()>;

/// What an operation needs exclusively, and which results of other operations it can use.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// The most particular first.
    pub(super) keys: Vec<String>,
    /// The operation and what it is about: only a result of the same one is an answer.
    pub(super) scope: String,
    /// A keyed hash of the values that would be sent: a failure is that of the same ones.
    pub(super) print: [u8; 32],
    /// Its outcome is unknown from its first call until its end.
    pub(super) sends: bool,
    /// A new question answers it, whatever was typed.
    any_question: bool,
    /// A session that came by other values does not answer it.
    own_values: bool,
    /// Written with its first call, about the profile with this id.
    beside: Option<(Beside, ProfileId)>,
    effect: Effect,
    host: Host,
    under_way: Text,
}

impl Claim {
    /// A sign-in of an account. `remember`: what was typed is saved if the server accepts it, so that another one's session
    /// is no answer unless it came by the same.
    pub(crate) fn sign_in(
        who: &AttemptKey,
        profile: &ProfileId,
        method: &str,
        print: [u8; 32],
        remember: bool,
    ) -> Self {
        Self { scope: format!("sign-in {profile} {method}"), print, own_values: remember, ..Self::of_account(who) }
    }

    fn of_account(who: &AttemptKey) -> Self {
        let (host, account) = (&who.host, &who.name);
        Self {
            keys: vec![account_key(who)],
            host: host.clone(),
            under_way: Text::made(
                format!("{host}上的{account}正在登录，还没有结果"),
                format!("Another sign-in of {account} at {host} is in progress and has no result yet"),
            ),
            ..Self::of_nobody()
        }
    }

    fn of_nobody() -> Self {
        Self {
            keys: Vec::new(),
            scope: String::new(),
            print: [0; 32],
            sends: false,
            any_question: false,
            own_values: false,
            beside: None,
            effect: Effect::Attempt,
            host: Host::default(),
            under_way: Text::same(""),
        }
    }

    /// The answer to a sign-in that waits, of an account where that is known. `any_question`: what was typed is an answer to
    /// this question alone.
    pub(crate) fn answer(who: Option<&AttemptKey>, waiting: &str, print: [u8; 32], any_question: bool) -> Self {
        let mut claim = who.map_or_else(Self::of_nobody, Self::of_account);
        claim.keys.insert(0, format!("waiting:{waiting}"));
        Self { scope: format!("answer {waiting}"), print, any_question, ..claim }
    }

    /// Another picture or text message for a sign-in that waits.
    pub(crate) fn again(who: Option<&AttemptKey>, waiting: &str) -> Self {
        let answer = Self::answer(who, waiting, [0; 32], true);
        Self { scope: format!("again {waiting}"), effect: Effect::Sms, ..answer }
    }

    /// A change of a profile's session; `what` names it.
    pub(crate) fn session(host: &Host, profile: (&ProfileId, &str), what: &str) -> Self {
        let (id, name) = profile;
        Self {
            keys: vec![format!("session:{id}")],
            scope: format!("{what} {id}"),
            sends: true,
            effect: Effect::Change,
            host: host.clone(),
            under_way: Text::made(
                format!("“{name}”的会话正在续期或更改，还没有结果"),
                format!("The session of {name} is being renewed or changed and there is no result yet"),
            ),
            ..Self::of_nobody()
        }
    }

    /// With the lease, and so before its first call is sent, this is written about a profile.
    #[must_use]
    pub(crate) fn writing_beside(self, write: Beside, profile: &ProfileId) -> Self {
        Self { beside: Some((write, profile.clone())), ..self }
    }

    pub(super) fn write_beside(&self, tx: &Connection) -> Result<()> {
        self.beside.as_ref().map_or(Ok(()), |(write, profile)| write(tx, profile))
    }

    pub(super) fn is_of_a_waiting_one(&self) -> bool {
        self.keys.iter().any(|key| key.starts_with("waiting:"))
    }

    /// Whether a result of the same operation answers this one.
    pub(super) fn is_answered_by(&self, came: &Came, print: &[u8]) -> bool {
        let same = print == self.print;
        match came {
            Came::Session { .. } => same || !self.own_values,
            Came::Challenge { .. } => same || self.any_question,
            Came::SignedOut(_) => true,
            Came::Failed(_) => same,
        }
    }

    /// The process that held it has ended in between.
    pub(super) fn unknown(&self) -> Error {
        let host = &self.host;
        Error::made(
            ErrorCode::UnknownOutcome,
            format!("同样的请求已发给{host}，但发出它的进程在收到响应前结束了"),
            format!("The same request went to {host}, but the process that sent it ended before the response came"),
        )
        .advice(unknown_advice(self.effect))
        .unknown()
    }

    /// It takes longer than this one can wait.
    pub(super) fn still_under_way(&self) -> Error {
        Error::new(ErrorCode::CoolingDown, self.under_way.clone())
            .wait(5)
            .advice(Text::new("稍后再试；没有重复发送", "Try again later; nothing was sent twice"))
    }
}

fn account_key(who: &AttemptKey) -> String {
    format!("account:{}\n{}", who.host, who.account)
}

/// A keyed hash of what a sign-in would send.
pub(crate) fn print_of(vault: &Vault, values: &Values) -> [u8; 32] {
    let part = |(name, value): (&str, &Value)| match value {
        Value::Plain(text) => [name.as_bytes().to_vec(), text.as_bytes().to_vec()],
        // Reason: a keyed hash under the vault's key, so that the same values are known again without being kept.
        Value::Secret(secret) => [name.as_bytes().to_vec(), secret.expose().as_bytes().to_vec()],
    };
    hash(vault, values.iter().flat_map(part).collect())
}

/// A keyed hash of what the user typed.
pub(crate) fn print_of_answers(vault: &Vault, answers: &Answers) -> [u8; 32] {
    // Reason: as above.
    let parts = answers.iter().flat_map(|(name, value)| [name.as_bytes().to_vec(), value.expose().as_bytes().to_vec()]);
    hash(vault, parts.collect())
}

fn hash(vault: &Vault, parts: Vec<Vec<u8>>) -> [u8; 32] {
    let parts = zeroize::Zeroizing::new(parts);
    vault.keyed_hash("lease", &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
