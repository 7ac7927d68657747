//! Signed calls through the EnOS API gateway (APIM): a token for the application, then a signature on each call.
//!
//! The signature covers the token, the query, the exact body and the time, so that a call cannot be altered in transit.
//! It does not hide anything: TLS does. Source: the vendor's pages on the APIM token, and its Go client.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::call::{Call, Effect, Expect, Request};
use crate::codes::{self, VendorCode};
use crate::fault::Fault;
use crate::protocol::{Context, Next};
use crate::read::{Hidden, Objects, Scalar};
use crate::refusal::RefusalKind;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::state::State;
use crate::text::Text;
use crate::values::Value;

/// The fields a profile holds for a gateway that requires signed calls.
pub const APP_KEY: &str = "app_key";
/// See [`APP_KEY`].
pub const APP_SECRET: &str = "app_secret";

/// Sends `call` signed where the profile has an application key, else as it is. `state` comes back with its answer.
///
/// # Errors
/// Returns an error if half of the key pair is missing.
pub fn send(call: Call, state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    if !cx.values.has(APP_KEY) && !cx.values.has(APP_SECRET) {
        return Ok(Next::Send(call, state));
    }
    let (key, secret) = (cx.text(APP_KEY)?, cx.secret(APP_SECRET)?);
    Ok(Next::Send(token_call(key, secret, cx.now.as_millisecond()), state.with(BEFORE, "token")))
}

const BEFORE: &str = "apim";

/// Whether the answer that came with `state` is the gateway's token and the call itself is still to be sent.
pub fn is_waiting(state: &State) -> bool {
    state.fact(BEFORE) == "token"
}

/// Takes the gateway's token from its answer and sends `call` signed with it.
///
/// # Errors
/// Returns an error if the response is not the gateway's.
pub fn sign_and_send(call: Call, mut state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
    let wire: TokenWire = reply.json()?;
    if let Some(code) = wire.status.or(&wire.stauts).text().filter(|code| *code != "0") {
        return Ok(Next::Refused(codes::refusal(&[CODES], code, wire.msg.text())));
    }
    let apim_token = wire.data.into_first().unwrap_or_default().access_token.token()?;
    state.facts.remove(BEFORE);
    let request = sign(call.request, &apim_token, cx.secret(APP_SECRET)?, cx.now.as_millisecond());
    Ok(Next::Send(Call { request, ..call }, state))
}

#[derive(Deserialize)]
struct TokenWire {
    // A missing status with a token is success.
    #[serde(default)]
    status: Scalar,
    // The documents' own samples misspell it.
    #[serde(default)]
    stauts: Scalar,
    #[serde(default)]
    msg: Scalar,
    #[serde(default)]
    data: Objects<TokenData>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenData {
    #[serde(rename = "accessToken")]
    access_token: Hidden,
}

fn token_call(app_key: &str, app_secret: &Secret, millis: i64) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        app_key: &'a str,
        encryption: String,
        timestamp: i64,
    }
    let body = Body { app_key, encryption: encryption(app_key, app_secret, millis), timestamp: millis };
    let request = Request::post("/apim-token-service/v2.0/token/get").json(&body);
    Call { request, effect: Effect::Read, expect: Expect::Json }
}

fn encryption(app_key: &str, app_secret: &Secret, millis: i64) -> String {
    // Reason: the vendor's proof of the secret is a hash over it.
    hex(&Sha256::digest(format!("{app_key}{millis}{}", app_secret.expose())))
}

/// Adds the three headers of a signed call.
pub fn sign(request: Request, token: &Secret, app_secret: &Secret, millis: i64) -> Request {
    let signature = signature(&request, token, app_secret, millis);
    request
        .secret_header("apim-accesstoken", token.clone())
        .header("apim-signature", signature)
        .header("apim-timestamp", millis.to_string())
}

fn signature(request: &Request, token: &Secret, app_secret: &Secret, millis: i64) -> String {
    let mut hash = Sha256::new();
    // Reason: the signature is a hash over token, query, body, time and secret.
    hash.update(token.expose());
    let mut query: Vec<_> = request.query.iter().collect();
    query.sort_by_key(|(name, _)| *name);
    for (name, value) in query {
        hash.update(name);
        hash.update(match value {
            Value::Plain(text) => text.as_str(),
            // Reason: as above.
            Value::Secret(secret) => secret.expose(),
        });
    }
    if let Some((_, bytes)) = request.body.bytes() {
        hash.update(bytes.as_slice());
    }
    hash.update(millis.to_string());
    // Reason: as above.
    hash.update(app_secret.expose());
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const ASK_ADMIN: Text = Text::new(
    "请检查配置里的app_key和app_secret，或向API网关管理员核实",
    "Check app_key and app_secret in the profile, or ask the administrator of the API gateway",
);

/// The gateway's codes, beside those of the API behind it.
pub static CODES: &[VendorCode] = &[
    VendorCode::new(
        "1001",
        "",
        RefusalKind::Setup,
        "",
        Text::new("网关：同一个签名用了两次", "Gateway: the same signature was used twice"),
        Text::new(
            "再登录一次即可；如果反复出现，请校准本机时间",
            "Sign in again; if it happens again, correct your system clock",
        ),
    ),
    VendorCode::new(
        "1002",
        "",
        RefusalKind::Setup,
        APP_KEY,
        Text::new("网关：没有这个app_key", "Gateway: there is no such app_key"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "1003",
        "",
        RefusalKind::Setup,
        APP_SECRET,
        Text::new("网关：app_secret不对", "Gateway: app_secret is wrong"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "1004",
        "",
        RefusalKind::Setup,
        "",
        Text::new("网关：参数无效", "Gateway: a parameter is invalid"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "1005",
        "",
        RefusalKind::Busy,
        "",
        Text::new("网关：内部错误", "Gateway: internal error"),
        Text::new("稍后再试", "Try again later"),
    ),
    VendorCode::new(
        "1202",
        "",
        RefusalKind::Setup,
        "",
        Text::new("网关：缺少令牌", "Gateway: the token is empty"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "1203",
        "",
        RefusalKind::Setup,
        "",
        Text::new("网关：令牌已过期", "Gateway: the token has expired"),
        Text::new("再登录一次即可", "Sign in again"),
    ),
    VendorCode::new(
        "1204",
        "",
        RefusalKind::Setup,
        "",
        Text::new("网关：令牌续期失败", "Gateway: renewing its token failed"),
        ASK_ADMIN,
    ),
];

#[cfg(test)]
mod tests {
    use super::{encryption, signature};
    use crate::call::{Body, Request};
    use crate::secret::Secret;

    /// The vendor's own example, with the Chinese page's body (the English page's does not give its hash).
    #[test]
    fn signature_of_the_documents_example() {
        let body = "{\n  \"count\": 20,\n  \"page\": 1,\n  \"desc\": \"描述\"\n}";
        let mut request = Request::post("/x").query("k3", "v3").query("k1", "v1").query("k2", "v2");
        request.body = Body::Json(body.as_bytes().to_vec().into());
        let (token, secret) = (Secret::new("xxxxaaaxxxx"), Secret::new("xxxappSecretxxx"));
        assert_eq!(
            signature(&request, &token, &secret, 1_572_574_909_697),
            "59828328f6c1f9771015dc74e4929ae30f518a35a3d2353972c2ea46556fc981"
        );
    }

    #[test]
    fn proof_for_the_gateway_token() {
        assert_eq!(
            encryption("demoKey", &Secret::new("demoSecret"), 1_572_574_909_697),
            "61469cbf2e0a21622afcffc57973fb5741098ce3a5a5652a8ac00b9888d5743c"
        );
    }
}
