//! Access tokens and refresh tokens that were handed out.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::random;

use super::accounts::User;
use super::clients::Client;

/// A refresh token lives this long, in milliseconds.
const REFRESH_MS: i64 = 30 * 86_400_000;

/// An access token that was handed out.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) access: String,
    pub(super) refresh: Option<String>,
    pub(super) client: &'static Client,
    pub(super) user: Option<&'static User>,
    /// What makes tokens separate: client, user and device.
    key: (String, String, String),
    end: i64,
    refresh_end: i64,
    pub(super) tenant: i64,
}

impl Grant {
    pub(super) fn seconds_left(&self, now: i64) -> i64 {
        (self.end - now - 1).max(0) / 1000
    }

    /// Spring's token body.
    pub(super) fn json(&self, now: i64, with_refresh: bool) -> Value {
        let mut body = json!({"access_token": self.access, "token_type": "bearer",
            "expires_in": self.seconds_left(now), "scope": "default"});
        if let (true, Some(refresh)) = (with_refresh, &self.refresh) {
            body["refresh_token"] = json!(refresh);
        }
        body
    }
}

/// Every token that was handed out and not revoked.
#[derive(Default)]
pub(super) struct Tokens {
    granted: HashMap<String, Grant>,
    /// A refresh token is good once: renewing gives another one, and one that comes a second time ends its session.
    pub(super) rotates: bool,
    /// Refresh tokens that were used, with the access token of their session now.
    used: HashMap<String, String>,
}

impl Tokens {
    /// A token for this client, user and device: the same one again while it lives.
    pub(super) fn grant(
        &mut self,
        client: &'static Client,
        user: Option<&'static User>,
        device: &str,
        now: i64,
    ) -> Grant {
        let key = (client.id.to_owned(), user.map_or("", |user| user.login).to_owned(), device.to_owned());
        if let Some(grant) = self.granted.values().find(|grant| grant.key == key && grant.end > now) {
            return grant.clone();
        }
        let refresh = (client.refresh && user.is_some()).then(random::uuid);
        let tenant = user.and_then(|user| user.tenants.first()).map_or(0, |tenant| tenant.0);
        let grant = Grant {
            access: random::uuid(),
            refresh,
            client,
            user,
            key,
            end: now + client.life_s * 1000,
            refresh_end: now + REFRESH_MS,
            tenant,
        };
        self.granted.insert(grant.access.clone(), grant.clone());
        grant
    }

    /// A new access token for a refresh token, which stays unchanged unless tokens rotate.
    pub(super) fn renew(&mut self, refresh: &str, client: &Client, now: i64) -> Option<Grant> {
        if let Some(stolen) = self.used.get(refresh) {
            self.granted.remove(stolen);
            return None;
        }
        let fits = |grant: &&Grant| {
            grant.refresh.as_deref() == Some(refresh) && grant.client.id == client.id && grant.refresh_end > now
        };
        let mut grant = self.granted.values().find(fits)?.clone();
        self.granted.remove(&grant.access);
        let old = std::mem::replace(&mut grant.access, random::uuid());
        if self.rotates {
            self.used.values_mut().filter(|access| **access == old).for_each(|access| access.clone_from(&grant.access));
            self.used.insert(refresh.to_owned(), grant.access.clone());
            grant.refresh = Some(random::uuid());
        }
        grant.end = now + client.life_s * 1000;
        self.granted.insert(grant.access.clone(), grant.clone());
        Some(grant)
    }

    /// The living or expired token of this name.
    pub(super) fn find(&mut self, access: &str) -> Option<&mut Grant> {
        self.granted.get_mut(access)
    }

    pub(super) fn living(&mut self, access: &str, now: i64) -> Option<&mut Grant> {
        self.find(access).filter(|grant| grant.end > now)
    }

    pub(super) fn revoke(&mut self, access: &str) {
        self.granted.remove(access);
    }
}
