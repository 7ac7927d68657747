//! Requests and answers of Quanshi.

use serde::{Deserialize, Serialize};

use super::codes;
use super::rows::Row;
use crate::authkey::AuthkeyAsk;
use crate::read::{OneOrMany, Scalar, moment};
use crate::refusal::safe_words;
use crate::{AuthkeyPage, Call, Effect, Expect, Fault, Refusal, Reply, Request, Secret};

/// The one call.
pub(super) fn call(token: &Secret, ask: &AuthkeyAsk) -> Result<Call, Fault> {
    ask.check()?;
    let effect = match (ask.create, ask.rotate) {
        (false, _) => Effect::Change,
        (true, false) => Effect::Mint,
        (true, true) => Effect::Rotate,
    };
    let ext_logins = ask.ext_logins.iter().map(|ext| ExtWire {
        extloginname: &ext.name,
        siteid: Some(ext.site_id.as_str()).filter(|site| !site.is_empty()),
    });
    let body = AskWire {
        loginnames: &ask.login_names,
        ext_logins: ext_logins.collect(),
        create: ask.create,
        expire_time: ask.expires_ms,
    };
    let request = Request::post("/confopenapi/account/authkey/get").secret_header("token", token.clone()).json(&body);
    Ok(Call { request, effect, expect: Expect::Json })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AskWire<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    loginnames: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ext_logins: Vec<ExtWire<'a>>,
    create: bool,
    expire_time: i64,
}

#[derive(Serialize)]
struct ExtWire<'a> {
    extloginname: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    siteid: Option<&'a str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Head {
    status: Scalar,
    msg: Scalar,
    message: Scalar,
    request_id: Scalar,
    timestamp: Scalar,
}

impl Head {
    fn request_id(&self) -> Option<String> {
        self.request_id.text().map(safe_words)
    }
}

/// The refusal that an answer is, if it is one.
pub(super) fn refusal(reply: &Reply) -> Result<Option<Refusal>, Fault> {
    let head: Head = reply.json()?;
    let code = match head.status.text() {
        Some("0") => return Ok(None),
        Some(code) => code,
        None => return Err(Fault::NotTheApi),
    };
    let words = head.msg.text().or(head.message.text());
    let refusal = codes::refusal(code, words, reply.status);
    let said = match (refusal.said, head.request_id()) {
        (Some(words), Some(id)) => Some(format!("{words} (request_id {id})")),
        (None, Some(id)) => Some(format!("request_id {id}")),
        (words, None) => words,
    };
    Ok(Some(Refusal { said, retry_after: reply.retry_after, ..refusal }))
}

/// The rows of an answer that is no refusal.
pub(super) fn page(reply: &Reply) -> Result<AuthkeyPage, Fault> {
    #[derive(Deserialize)]
    struct Page {
        #[serde(default)]
        result: OneOrMany<Row>,
    }
    let head: Head = reply.json()?;
    let rows = reply.json::<Page>()?.result.0.into_iter().map(Row::read).collect();
    Ok(AuthkeyPage { rows, server_time: head.timestamp.int().and_then(moment), request_id: head.request_id() })
}
