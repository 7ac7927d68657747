//! Sessions as they may be shown. Field names are part of the command's JSON contract.

use hallpass_providers::{Account, Address, Capability, ExpirySource, Named, Restriction, Text};
use jiff::Timestamp;
use serde::Serialize;

use super::expiry::{SessionState, left, state};
use super::record::{SessionRecord, capabilities, is_renewable};
use super::store::load;
use crate::clock::local_time;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::profile::{Profile, by_name};

/// A session without its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SessionView {
    /// The profile's name.
    pub profile: String,
    /// Which system.
    pub provider: String,
    /// Its environment.
    pub environment: Environment,
    /// The group.
    pub group: Option<String>,
    /// Its server.
    pub server: String,
    /// Who signed in.
    pub subject: Named,
    /// The organisations there are.
    pub organisations: Vec<Named>,
    /// The one it works in.
    pub organisation: Option<Named>,
    /// Its state.
    pub state: SessionState,
    /// Why it may do less than usual.
    pub limits: Vec<Restriction>,
    /// When the server issued it.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub issued_at: Option<Timestamp>,
    /// When it ends, by the server's clock.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires_at: Option<Timestamp>,
    /// Who says so.
    pub expiry_source: ExpirySource,
    /// The end may be later than stated.
    pub may_be_later: bool,
    /// Seconds between two stated ends that differ.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub expiry_difference_seconds: Option<i64>,
    /// Seconds left now, by the server's clock.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub seconds_left: Option<i64>,
    /// When it was signed in, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub signed_in_at: Timestamp,
    /// When the server last accepted the token.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub verified_at: Option<Timestamp>,
    /// Server's clock minus the clock here.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub clock_offset_seconds: i64,
    /// What can be done with it.
    pub can: Vec<Capability>,
    /// Whether it can be renewed without a password.
    pub refreshable: bool,
    /// Until when it can be renewed, by the server's clock, where the server says so.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub refresh_expires_at: Option<Timestamp>,
    /// The last four characters of the token.
    pub token_hint: String,
    /// What the server says about the account.
    pub account: Account,
    /// Things worth knowing.
    pub notes: Vec<Text>,
    /// Plain http: anyone on the network can read along.
    pub plain_http: bool,
}

/// A state in words.
pub trait StateWords {
    /// One or two words.
    fn words(&self) -> Text;
}

impl StateWords for SessionState {
    fn words(&self) -> Text {
        match self {
            Self::Expired => Text::new("已过期", "expired"),
            Self::Expiring => Text::new("即将过期", "expiring soon"),
            Self::Limited => Text::new("受限", "limited"),
            Self::Active => Text::new("有效", "valid"),
            Self::Unknown => Text::new("到期时间未知", "expiry unknown"),
            Self::Never => Text::new("永不过期", "never expires"),
        }
    }
}

impl Hallpass {
    /// List sessions, soonest to expire first; those without a stated end last.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn sessions(&self) -> Result<Vec<SessionView>> {
        let now = self.wall();
        self.vault()
            .read(move |db| {
                let mut query = db.prepare_cached(
                    "SELECT profile.data FROM session JOIN profile ON profile.id = session.profile_id",
                )?;
                let rows = query.query_map([], |row| row.get::<_, String>(0))?;
                let mut views = Vec::new();
                for row in rows {
                    let profile: Profile =
                        serde_json::from_str(&row?).map_err(|_| Error::internal("a stored profile cannot be read"))?;
                    if let Some(stored) = load(db, &profile)? {
                        views.push(view(&profile, &stored.record, now));
                    }
                }
                views.sort_by(|a, b| order(a).cmp(&order(b)));
                Ok(views)
            })
            .await
    }

    /// A profile's session.
    ///
    /// # Errors
    /// Returns an error if there is no such profile, or if it has no session.
    pub async fn session(&self, name: &str) -> Result<SessionView> {
        let (now, name) = (self.wall(), name.to_owned());
        self.vault()
            .read(move |db| {
                let profile = by_name(db, &name)?;
                let stored = load(db, &profile)?.ok_or_else(|| Error::no_session(&name))?;
                Ok(view(&profile, &stored.record, now))
            })
            .await
    }
}

fn order(view: &SessionView) -> (i64, &str) {
    let end = if view.state == SessionState::Expired { view.seconds_left.unwrap_or(0).min(0) } else { i64::MAX };
    (view.seconds_left.unwrap_or(end), &view.profile)
}

pub(crate) fn view(profile: &Profile, record: &SessionRecord, now: Timestamp) -> SessionView {
    let facts = record.facts.clone();
    let server = Address::parse(&profile.server).ok();
    let refresh_expires_at = facts.renewable_until.filter(|_| is_renewable(record));
    SessionView {
        profile: profile.name.clone(),
        provider: profile.provider.clone(),
        environment: profile.environment.clone(),
        group: profile.group.clone(),
        server: profile.server.clone(),
        subject: facts.subject,
        organisations: facts.organisations,
        organisation: facts.organisation,
        state: state(record, now),
        limits: facts.limits,
        issued_at: facts.issued_at,
        expires_at: facts.expiry.at,
        expiry_source: facts.expiry.source,
        may_be_later: facts.expiry.may_be_later,
        expiry_difference_seconds: facts.expiry.difference_seconds,
        seconds_left: left(record, now),
        signed_in_at: record.signed_in_at,
        verified_at: record.verified_at,
        clock_offset_seconds: record.clock_offset_seconds,
        can: capabilities(record),
        refreshable: record.refreshable && is_renewable(record),
        refresh_expires_at,
        token_hint: record.hint.clone(),
        account: facts.account,
        notes: facts.notes.into_iter().chain(refresh_expires_at.map(renewable_until)).collect(),
        plain_http: server.is_some_and(|server| server.is_plain_http() && !server.is_loopback()),
    }
}

/// Until when a session can be renewed.
fn renewable_until(at: Timestamp) -> Text {
    let at = local_time(at);
    Text::made(format!("续期可用至{at}"), format!("Can be renewed until {at}"))
}
