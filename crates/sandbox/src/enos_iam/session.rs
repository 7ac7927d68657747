//! Sessions: what log in hands out, session information, organizations.

use serde_json::{Value, json};

use crate::clock;
use crate::http::{Call, Reply, text};
use crate::random;

use super::accounts::{Account, Shape};
use super::{Refused, State, envelope};

const ORGANIZATION: &str = "o15578227985571";
const NO_ORGANIZATION: Refused = (30404, "Organization does not exist");

/// A session that was handed out.
pub(super) struct Session {
    pub(super) id: String,
    account: Account,
    auth_type: i64,
    life_s: i64,
    created: i64,
    refreshed: i64,
}

impl Session {
    pub(super) fn open(account: Account, auth_type: i64, life_s: i64, now: i64) -> Self {
        let id = format!("{}{}", if account.short_codes { "IAM_N_" } else { "IAM_S_" }, random::letters(128));
        Self { id, account, auth_type, life_s, created: now, refreshed: now }
    }

    fn alive(&self, now: i64) -> bool {
        now < self.refreshed + self.life_s * 1000
    }

    /// The `session` member of log in.
    pub(super) fn login_json(&self) -> Value {
        let mut user = self.user();
        user["passwordState"] = json!(self.account.password_state);
        user["passwordExpireTime"] = json!(self.created + 90 * 86_400_000);
        user["passwordStrength"] = json!(0);
        self.json(user)
    }

    /// The `session` member of session information, spelled as its sample.
    fn info_json(&self) -> Value {
        let mut user = self.user();
        user["password_state"] = json!(self.account.password_state as f64);
        user["password_expire_time"] = json!(self.created + 90 * 86_400_000);
        user["password_strength"] = json!("MEDIUM");
        user["guestOrganizations"] = json!([]);
        self.json(user)
    }

    fn json(&self, user: Value) -> Value {
        let list = |organization: Value| {
            if self.account.shape == Shape::List { json!([organization]) } else { organization }
        };
        json!({
            "id": self.id, "expires": self.life_s, "status": self.account.session_status, "ssoLogin": false,
            "createTime": self.created / 1000, "refreshTime": self.refreshed / 1000,
            "workingOrganization": list(organization(Some("db_portal"))),
            "residentOrganization": list(organization(None)),
            "user": user,
        })
    }

    fn user(&self) -> Value {
        let filled = self.account.shape != Shape::Nulls;
        let or_null = |value: Value| if filled { value } else { Value::Null };
        json!({
            "id": format!("u{}", 1_557_000_000_000 + self.account.name.len() as u64), "name": self.account.name,
            "organizationId": ORGANIZATION, "authType": self.auth_type, "type": or_null(json!(2)),
            "state": or_null(json!(0)), "domain": if self.auth_type == 1 { json!("haitang") } else { Value::Null },
            "email": or_null(json!("user@sandbox.example")), "emailVerified": true, "emailVerifiedAt": null,
            "phone": or_null(json!("")), "phoneArea": or_null(json!("")), "phoneVerified": false,
            "phoneVerifiedAt": null, "mfaType": self.account.mfa.json(), "description": "", "extra": null,
            "organization": null, "resourceId": "r15578227990212", "createdByUserId": "u1544000000000",
            "createdAt": null, "createTime": clock::sql(1_557_822_799_000),
        })
    }
}

fn organization(domain: Option<&str>) -> Value {
    json!({"id": ORGANIZATION, "name": "云岭新能源 Yunling", "domain": domain})
}

/// `POST session/info`: says what the session is, and extends it.
pub(super) fn info(state: &mut State, call: &Call) -> Reply {
    envelope(alive(state, call).map(|session| json!({"session": session.info_json()})))
}

/// `POST organization/info`.
pub(super) fn organization_info(state: &mut State, call: &Call) -> Reply {
    let known = text(&call.json(), "id") == ORGANIZATION;
    let found =
        |_| if known { Ok(json!({"organization": organization(Some("db_portal"))})) } else { Err(NO_ORGANIZATION) };
    envelope(alive(state, call).and_then(found))
}

/// `POST user/organization/list`.
pub(super) fn organizations(state: &mut State, call: &Call) -> Reply {
    envelope(alive(state, call).map(|_| json!({"organizations": [organization(Some("db_portal"))]})))
}

/// The session of the Authorization header (a Bearer token or the bare id), extended by this use.
fn alive<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Session, Refused> {
    let token = call.token().unwrap_or_default();
    let short = token.starts_with("IAM_N_");
    let whole = (short || token.starts_with("IAM_S_")) && token.len() == 134;
    let session = state.sessions.get_mut(token).filter(|session| session.alive(call.now));
    match (session, whole, short) {
        (Some(session), ..) => {
            session.refreshed = call.now;
            Ok(session)
        }
        (None, true, false) => Err((30404, "Session not found")),
        (None, true, true) => Err((404, "User login session expired")),
        (None, false, false) => Err((30401, "Token is not valid")),
        (None, false, true) => Err((401, "Authenticated.")),
    }
}
