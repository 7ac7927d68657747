//! The full user object as Authing returns it, secrets included.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::jwt;

use super::CANARIES;
use super::accounts::{APP, Account, POOL, Token};

/// A token that was handed out, and its life in seconds since 1970.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) token: String,
    pub(super) account: Account,
    pub(super) issued: i64,
    pub(super) end: i64,
}

impl Session {
    pub(super) fn open(account: Account, now: i64, life_s: i64) -> Self {
        let (issued, end) = (now / 1000, now / 1000 + life_s);
        Self { token: token(&account, issued, end), account, issued, end }
    }

    fn expired_at(&self) -> Value {
        match self.account.token {
            Token::Opaque => Value::Null,
            Token::Differs => json!(iso((self.end + 86_400) * 1000 + 546)),
            _ => json!(iso(self.end * 1000 + 546)),
        }
    }
}

pub(super) fn user_id(account: &Account) -> String {
    let sum: u64 = account.name.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("5a11d0c0{sum:016x}")
}

/// What `decryptedToken` and the claim `data` say.
fn brief(account: &Account) -> Value {
    let id = user_id(account);
    json!({"type": "user", "userPoolId": POOL, "appId": APP, "id": id, "userId": id, "_id": id, "phone": null,
        "email": null, "username": account.name, "unionid": null, "openid": null, "clientId": POOL})
}

fn claims(account: &Account, issued: i64, end: i64) -> Value {
    let end = if account.token == Token::TextExp { json!("in a fortnight") } else { json!(end) };
    json!({"sub": user_id(account), "aud": APP, "iss": "https://pinewood.sandbox.example/oidc", "iat": issued,
        "exp": end, "jti": crate::random::letters(12), "data": brief(account), "userpool_id": POOL,
        "username": account.name, "name": account.name, "email": null, "phone_number": null, "gender": "U"})
}

fn token(account: &Account, issued: i64, end: i64) -> String {
    let signed = jwt::sign(&claims(account, issued, end), "sandbox-authing-secret");
    match account.token {
        Token::Opaque => format!("opaque-{}", crate::random::letters(48)),
        Token::Unsigned => {
            let payload = signed.split('.').nth(1).unwrap_or_default();
            format!("eyJhbGciOiJub25lIn0.{payload}")
        }
        _ => signed,
    }
}

/// The `data` of a sign-in: every documented member.
pub(super) fn data(session: &Session, now: i64, custom_data: bool) -> Value {
    let account = &session.account;
    let (id, long_ago, [hash, salt, encrypted, address]) = (user_id(account), iso(1_639_070_296_734), CANARIES);
    let mut data = json!({
        "thirdPartyIdentity": {"provider": null, "refreshToken": null, "accessToken": null, "scope": null,
            "expiresIn": null, "updatedAt": null},
        "id": id, "_id": id, "createdAt": long_ago, "updatedAt": iso(now), "userPoolId": POOL, "isRoot": false,
        "status": account.status, "username": account.name, "nickname": account.person.zh, "name": account.name,
        "givenName": account.name, "gender": "U", "registerSource": ["unknown"], "registerMethod": "unknown",
        "registerInClient": POOL, "photo": "https://files.sandbox.example/default-user-avatar.png",
        "password": hash, "salt": salt, "encryptedPassword": encrypted, "lastIp": address, "lastIP": address,
        "loginsCount": 4, "emailVerified": false, "phoneVerified": false, "lastLogin": iso(now),
        "blocked": account.blocked, "isDeleted": account.deleted, "sendSmsCount": 0, "sendSmsLimitCount": 1000,
        "signedUp": long_ago, "externalId": format!("CN={},CN=Users,DC=pinewood,DC=example", account.name),
        "passwordSecurityLevel": 2, "resetPasswordOnFirstLogin": account.reset_first,
        "token": session.token, "tokenExpiredAt": session.expired_at(), "decryptedToken": brief(account),
        "identities": [identity(account, &id, &long_ago)],
    });
    for name in EMPTY {
        data[name] = Value::Null;
    }
    if custom_data {
        data["customData"] = json!([{"key": "department", "value": "研发 R&D", "dataType": "STRING"}]);
    }
    data
}

/// Members that the document's sample shows as null.
const EMPTY: [&str; 32] = [
    "oauth",
    "email",
    "phone",
    "unionid",
    "openid",
    "company",
    "browser",
    "device",
    "familyName",
    "middleName",
    "profile",
    "preferredUsername",
    "website",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
    "formatted",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "city",
    "province",
    "country",
    "secretInfo",
    "mainDepartmentId",
    "mainDepartmentCode",
    "lastMfaTime",
    "syncExtInfo",
    "phoneCountryCode",
    "metadata",
];

fn identity(account: &Account, id: &str, created: &str) -> Value {
    json!({"id": "5a11d0c0ffee000000000c01", "createdAt": created, "updatedAt": created, "userPoolId": POOL,
        "provider": "ad", "isSocial": false, "extIdpId": "5a11d0c0ffee000000000d01", "userId": id,
        "origianlProfile": null, "userIdInIdp": "0b1e55ed-0000-4000-8000-000000000001", "type": "generic",
        "userInfoInIdp": {"email": format!("{}@pinewood.example", account.name), "username": account.name},
        "openid": null, "accessToken": null, "refreshToken": null, "syncIdentityProviderId": "362"})
}
