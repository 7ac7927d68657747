//! Sessions of the Portal: organization, information, refresh, logout.

use serde_json::{Value, json};

use crate::clock;
use crate::http::{Call, text};
use crate::jwt;
use crate::random;

use super::accounts::{Account, Expiry, Organization};
use super::user::{email, organizations_json, user_id};
use super::{Answered, Refused, State};

/// Life of an access token, in milliseconds; no answer states it.
const ACCESS_MS: i64 = 2 * 3_600_000;
/// Life of a refresh token, in milliseconds: 30 days, as in the document's sample.
const REFRESH_MS: i64 = 2_592_000_000;

const NOT_LOGGED_IN: Refused = (31401, "The user is not logged in or the token is invalid");
const NO_REFRESH_TOKEN: Refused = (31400, "The refresh token is missing");

/// A session that was handed out.
pub(super) struct Session {
    pub(super) access: String,
    pub(super) account: Account,
    end: i64,
    organization: Option<Organization>,
    /// Refresh token and its end.
    refresh: Option<(String, i64)>,
    pub(super) verified: bool,
}

impl Session {
    pub(super) fn open(account: Account, now: i64) -> Self {
        let verified = account.mfa == "NONE";
        Self { access: access_token(), account, end: now + ACCESS_MS, organization: None, refresh: None, verified }
    }

    fn new_refresh(&mut self, now: i64) {
        let end = now + REFRESH_MS;
        let claims =
            json!({"sub": user_id(&self.account), "jti": random::uuid(), "iat": now / 1000, "exp": end / 1000});
        self.refresh = Some((jwt::sign(&claims, "sandbox-portal-secret"), end));
    }

    /// The members of session/set and token/refresh, the organization's under the given names.
    fn json(&self, organization_names: [&str; 2]) -> Value {
        let (organization_id, name) = self.organization.unzip();
        let (refresh, end) = self.refresh.clone().unzip();
        let end = end.map(|end| match self.account.expiry {
            Expiry::Number => json!(end),
            Expiry::Digits => json!(end.to_string()),
            Expiry::Iso => json!(clock::iso(end)),
        });
        let [id_name, name_name] = organization_names;
        json!({"userId": user_id(&self.account), "userName": self.account.name, id_name: organization_id,
            name_name: name, "accessToken": self.access, "refreshToken": refresh, "refreshTokenExpire": end})
    }
}

fn access_token() -> String {
    format!("APP_PORTAL_S_{}", random::letters(32))
}

const CURRENT: [&str; 2] = ["currentOrgId", "currentOrgName"];
const WORKING: [&str; 2] = ["workingOrganizationId", "workingOrganizationName"];

/// The living session of the Authorization header, or of the older `accessToken` header.
pub(super) fn living<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Session, Refused> {
    let older = || call.header("accesstoken").map(|value| value.trim_start_matches("Bearer ").trim());
    let token = call.token().or_else(older).unwrap_or_default();
    state.sessions.retain(|session| session.end > call.now || session.refresh.is_some());
    let alive = |session: &&mut Session| session.access == token && session.end > call.now;
    state.sessions.iter_mut().find(alive).ok_or(NOT_LOGGED_IN)
}

pub(super) fn set(state: &mut State, call: &Call) -> Answered {
    let session = living(state, call)?;
    if !session.verified {
        return Err((31401, "MFA verification is required"));
    }
    let body = call.json();
    let wanted = text(&body, "orgId");
    if wanted.is_empty() {
        return Err((31400, "The orgId is missing"));
    }
    let found = session.account.organizations.iter().find(|(id, _)| *id == wanted);
    session.organization = Some(*found.ok_or((31404, "The organization is not found"))?);
    session.new_refresh(call.now);
    Ok((session.account.success, session.json(CURRENT)))
}

pub(super) fn info(state: &mut State, call: &Call) -> Answered {
    let session = living(state, call)?;
    if session.organization.is_none() {
        return Err((31512, "The organization is not chosen"));
    }
    Ok((session.account.success, session.json(WORKING)))
}

pub(super) fn refresh(state: &mut State, call: &Call) -> Answered {
    let token = call.parameter("refreshToken").filter(|token| !token.is_empty()).ok_or(NO_REFRESH_TOKEN)?;
    let fits = |session: &&mut Session| {
        session.refresh.as_ref().is_some_and(|(known, end)| *known == token && *end > call.now)
    };
    let session = state.sessions.iter_mut().find(fits).ok_or(NOT_LOGGED_IN)?;
    session.access = access_token();
    session.end = call.now + ACCESS_MS;
    session.new_refresh(call.now);
    let names = if session.account.english_names { CURRENT } else { WORKING };
    Ok((session.account.success, session.json(names)))
}

pub(super) fn log_out(state: &mut State, call: &Call) -> Answered {
    let session = living(state, call)?;
    let (success, access) = (session.account.success, session.access.clone());
    state.sessions.retain(|session| session.access != access);
    Ok((success, json!(true)))
}

/// Ends every refresh token of the user that the form's one belongs to.
pub(super) fn revoke_all(state: &mut State, call: &Call) -> Answered {
    let token = call.parameter("refreshToken").filter(|token| !token.is_empty()).ok_or(NO_REFRESH_TOKEN)?;
    let user = living(state, call)?.account.name;
    let known = |session: &Session| session.refresh.as_ref().is_some_and(|(refresh, _)| *refresh == token);
    let found = state.sessions.iter().any(known);
    state.sessions.iter_mut().filter(|session| session.account.name == user).for_each(|session| session.refresh = None);
    Ok((200, json!(found)))
}

pub(super) fn organizations(state: &mut State, call: &Call) -> Answered {
    let session = living(state, call)?;
    Ok((200, organizations_json(&session.account)))
}

pub(super) fn user(state: &mut State, call: &Call) -> Answered {
    let account = living(state, call)?.account;
    Ok((200, json!({"id": user_id(&account), "name": account.name, "email": email(&account)})))
}
