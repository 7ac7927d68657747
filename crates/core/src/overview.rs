//! Everything that the list of profiles shows, from one read of the vault.

use std::collections::{BTreeMap, HashSet};

use hallpass_providers::{Address, Capability};
use jiff::{SignedDuration, Timestamp};
use pinyin::ToPinyin;
use rusqlite::Connection;
use serde::Serialize;

use crate::answers::Answers;
use crate::clock::Moment;
use crate::environment::{self, Environment, EnvironmentView};
use crate::error::Result;
use crate::guard::Locks;
use crate::hallpass::Hallpass;
use crate::production::ProductionOpen;
use crate::profile::{CredentialView, GroupView, Profile, ProfileId, all, credentials, groups, is_open_for, values};
use crate::session::{SessionRecord, SessionState, capabilities, load, signed_in, state};
use crate::shared_profiles::teams_of_profiles;
use crate::sign_in::{PendingView, pending};
use crate::team;

/// What a list shows, as of `now`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Overview {
    /// Every profile, by name.
    pub rows: Vec<ProfileRow>,
    /// The groups.
    pub groups: Vec<GroupView>,
    /// Every environment, in its order.
    pub environments: Vec<EnvironmentView>,
    /// The shared credentials.
    pub credentials: Vec<CredentialView>,
    /// The sign-ins that wait for the user, the oldest first.
    pub pending: Vec<PendingView>,
    /// The teams that were joined, by name.
    pub teams: Vec<String>,
    /// The production that the user has opened; what closes first comes first.
    pub production_open: Vec<ProductionOpen>,
    /// When it was read, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub now: Timestamp,
}

/// A profile in a list, with its session in short.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfileRow {
    /// The profile's name.
    pub name: String,
    /// Which system.
    pub provider: String,
    /// Its environment.
    pub environment: Environment,
    /// The group.
    pub group: Option<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// Its server's host.
    pub host: String,
    /// The account it signs in with, where the profile holds one.
    pub account: Option<String>,
    /// The usual method.
    pub method: String,
    /// What a filter looks in: everything above in lower case, with pinyin and its initials.
    pub search: String,
    /// What it is sorted by: pinyin for Chinese.
    pub order: String,
    /// Its session.
    pub session: Option<SessionSummary>,
    /// The sign-in that waits for the user.
    pub pending: Option<String>,
    /// The team that shares it.
    pub team: Option<String>,
    /// Plain http to another machine.
    pub plain_http: bool,
    /// It is production: what is done with it asks a person first.
    pub production: bool,
    /// Until when a person has opened production for it.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub production_until: Option<Timestamp>,
    /// Until when sign-ins are blocked because the server locked the account or this address, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub locked_until: Option<Timestamp>,
}

/// A session in short.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SessionSummary {
    /// Its state.
    pub state: SessionState,
    /// When it ends, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub ends_at: Option<Timestamp>,
    /// From when it was issued, or signed in, to its end, in seconds.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub life_seconds: Option<i64>,
    /// When it was signed in, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub signed_in_at: Timestamp,
    /// Who signed in.
    pub subject: String,
    /// The organisation it works in.
    pub organisation: Option<String>,
    /// How many organisations there are.
    pub organisations: usize,
    /// What can be done with it.
    pub can: Vec<Capability>,
    /// The server lets it do less than usual.
    pub limited: bool,
    /// Server's clock minus the clock here.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub clock_offset_seconds: i64,
}

impl Hallpass {
    /// Everything a list shows, in one read.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn overview(&self) -> Result<Overview> {
        let (now, open) = (self.now(), self.production_open());
        self.vault().read(move |db| overview(db, &now, open)).await
    }
}

/// What tells of many profiles, read once.
struct Known<'a> {
    waiting: BTreeMap<&'a str, &'a str>,
    shared: BTreeMap<ProfileId, String>,
    open: &'a [ProductionOpen],
    signed_in: HashSet<ProfileId>,
    locks: Locks,
    now: Timestamp,
}

fn overview(db: &Connection, now: &Moment, open: Vec<ProductionOpen>) -> Result<Overview> {
    let pending = pending(db)?;
    let known = Known {
        waiting: pending.iter().map(|one| (&*one.profile, &*one.pending)).collect(),
        shared: teams_of_profiles(db)?,
        open: &open,
        signed_in: signed_in(db)?.into_iter().collect(),
        locks: Locks::read(db, now)?,
        now: now.wall,
    };
    let rows = all(db)?.iter().map(|profile| row(db, profile, &known)).collect::<Result<_>>()?;
    let (groups, credentials, teams) = (groups(db)?, credentials(db)?, team::aliases(db)?);
    let environments = environment::views(db)?;
    Ok(Overview { rows, groups, environments, credentials, pending, teams, production_open: open, now: now.wall })
}

fn row(db: &Connection, profile: &Profile, known: &Known<'_>) -> Result<ProfileRow> {
    let server = Address::parse(&profile.server).ok();
    let method = profile.method(None)?;
    let account = profile.values.get(method.account).cloned();
    let host = server.as_ref().map_or_else(|| profile.server.clone(), |server| server.host().to_string());
    let stored = if known.signed_in.contains(&profile.id) { load(db, profile)? } else { None };
    let session = stored.map(|stored| brief(&stored.record, known.now));
    let all_values = || values(db, profile, method, &Answers::new());
    let descriptor = profile.provider()?.descriptor();
    let locked = server.as_ref().map(|server| known.locks.until(server, descriptor, method, all_values)).transpose()?;
    Ok(ProfileRow {
        search: search(profile, &host, account.as_deref(), session.as_ref()),
        order: spelled(&profile.name).0,
        pending: known.waiting.get(&*profile.name).map(|id| (*id).to_owned()),
        team: known.shared.get(&profile.id).cloned(),
        locked_until: locked.flatten(),
        plain_http: server.is_some_and(|server| server.is_plain_http() && !server.is_loopback()),
        production: profile.is_production(),
        production_until: known.open.iter().find(|open| is_open_for(open, profile)).map(|open| open.until),
        name: profile.name.clone(),
        provider: profile.provider.clone(),
        environment: profile.environment.clone(),
        group: profile.group.clone(),
        tags: profile.tags.clone(),
        method: method.id.to_owned(),
        host,
        account,
        session,
    })
}

pub(crate) fn brief(record: &SessionRecord, now: Timestamp) -> SessionSummary {
    let facts = &record.facts;
    let offset = SignedDuration::from_secs(record.clock_offset_seconds);
    let here = |server: Timestamp| server.checked_sub(offset).ok();
    let ends_at = facts.expiry.at.and_then(here);
    let began = facts.issued_at.and_then(here).unwrap_or(record.signed_in_at);
    SessionSummary {
        state: state(record, now),
        ends_at,
        life_seconds: ends_at.map(|end| end.duration_since(began).as_secs()),
        signed_in_at: record.signed_in_at,
        subject: facts.subject.name.clone(),
        organisation: facts.organisation.as_ref().map(|organisation| organisation.name.clone()),
        organisations: facts.organisations.len(),
        can: capabilities(record),
        limited: !facts.limits.is_empty(),
        clock_offset_seconds: record.clock_offset_seconds,
    }
}

fn search(profile: &Profile, host: &str, account: Option<&str>, session: Option<&SessionSummary>) -> String {
    let of_session = session.map(|session| [Some(&*session.subject), session.organisation.as_deref()]);
    let words = [Some(&*profile.name), account, Some(host), profile.group.as_deref(), Some(&*profile.provider)];
    let words = words.into_iter().chain(of_session.into_iter().flatten()).flatten();
    let words = words.chain(profile.tags.iter().map(String::as_str)).map(|word| {
        let (whole, initials) = spelled(word);
        let plain = word.to_lowercase();
        if whole == plain { plain } else { format!("{plain} {whole} {initials}") }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A text in lower case with Chinese characters as pinyin, whole and as initials.
pub(crate) fn spelled(text: &str) -> (String, String) {
    // Most are: letter by letter was a third of the overview's time with 10,000 profiles.
    if text.is_ascii() {
        return (text.to_ascii_lowercase(), text.to_ascii_lowercase());
    }
    let (mut whole, mut initials) = (String::new(), String::new());
    for (letter, pinyin) in text.chars().zip(text.to_pinyin()) {
        match pinyin {
            Some(pinyin) => {
                whole.push_str(pinyin.plain());
                initials.push_str(pinyin.first_letter());
            }
            None => {
                whole.extend(letter.to_lowercase());
                initials.extend(letter.to_lowercase());
            }
        }
    }
    (whole, initials)
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn chinese_is_found_by_pinyin_and_by_its_initials() {
        assert_eq!(spelled("华东运维"), ("huadongyunwei".into(), "hdyw".into()));
        assert_eq!(spelled("Harbour-DEV"), ("harbour-dev".into(), "harbour-dev".into()));
        assert_eq!(spelled("Yunling 云岭-Dev"), ("yunling yunling-dev".into(), "yunling yl-dev".into()));
    }
}
