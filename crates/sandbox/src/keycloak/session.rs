//! Sessions: an access token of five minutes and a refresh token of thirty.

use serde_json::{Value, json};

use super::accounts::{Account, REALM};
use crate::{jwt, random};

/// Life of an access token, in seconds.
const ACCESS_S: i64 = 300;
/// Life of a refresh token, in seconds.
const REFRESH_S: i64 = 1800;

/// Whose session it is.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    Person(Account),
    Client(&'static str),
}

impl Owner {
    fn name(self) -> String {
        match self {
            Self::Person(account) => account.name.to_owned(),
            Self::Client(id) => format!("service-account-{id}"),
        }
    }

    fn id(self) -> String {
        let sum = self.name().bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        format!("{:08x}-0000-4000-8000-{:012x}", sum >> 40, sum & 0xffff_ffff_ffff)
    }

    pub(super) fn userinfo(self) -> Value {
        let name = self.name();
        match self {
            Self::Person(account) => json!({"sub": self.id(), "email_verified": true, "name": account.person.en,
                "preferred_username": name, "given_name": name, "email": format!("{name}@birch.example")}),
            Self::Client(_) => json!({"sub": self.id(), "email_verified": false, "preferred_username": name}),
        }
    }
}

/// One session.
pub(super) struct Session {
    pub(super) owner: Owner,
    pub(super) scope: String,
    pub(super) access: String,
    pub(super) refresh: Option<String>,
    /// Refresh tokens that were used up.
    pub(super) used: Vec<String>,
    end: i64,
    refresh_end: i64,
}

impl Session {
    pub(super) fn open(owner: Owner, scope: &str, now: i64) -> Self {
        let refresh = matches!(owner, Owner::Person(_)).then(random::uuid);
        let (access, used, scope) = (String::new(), Vec::new(), scope.to_owned());
        let mut session = Self { owner, scope, access, refresh, used, end: 0, refresh_end: 0 };
        session.give(now);
        session
    }

    /// Another pair of tokens in the place of the former.
    pub(super) fn renew(&mut self, now: i64) {
        self.used.extend(self.refresh.take());
        self.refresh = Some(random::uuid());
        self.give(now);
    }

    fn give(&mut self, now: i64) {
        let issued = now / 1000;
        (self.end, self.refresh_end) = (issued + ACCESS_S, issued + REFRESH_S);
        let claims = json!({"exp": self.end, "iat": issued, "jti": random::uuid(), "sub": self.owner.id(), "typ": "Bearer",
            "iss": format!("https://sso.sandbox.example/realms/{REALM}"), "preferred_username": self.owner.name()});
        self.access = jwt::sign(&claims, "sandbox-keycloak-secret");
    }

    pub(super) fn lives(&self, now: i64) -> bool {
        now / 1000 < self.end
    }

    pub(super) fn refreshes(&self, now: i64) -> bool {
        now / 1000 < self.refresh_end
    }

    pub(super) fn json(&self, now: i64) -> Value {
        let left = |end: i64| (end - now / 1000).max(0);
        let mut body = json!({"access_token": self.access, "expires_in": left(self.end), "refresh_expires_in": 0,
            "token_type": "Bearer", "not-before-policy": 0, "scope": self.scope});
        if let Some(refresh) = &self.refresh {
            body["refresh_token"] = json!(refresh);
            body["refresh_expires_in"] = json!(left(self.refresh_end));
            body["session_state"] = json!(random::uuid());
        }
        body
    }
}
