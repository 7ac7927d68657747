//! Requests and responses of Quanshi.

use serde::{Deserialize, Serialize};

use super::codes;
use super::rows::Row;
use crate::authkey::{AuthkeyAsk, AuthkeyPage};
use crate::call::{Call, Effect, Expect, Request};
use crate::fault::Fault;
use crate::read::{OneOrMany, Scalar};
use crate::refusal::{Refusal, safe_words};
use crate::reply::Reply;
use crate::secret::Secret;

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

/// Read in one pass: an answer has fifty rows, and a job thousands of answers.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Answer {
    status: Scalar,
    msg: Scalar,
    message: Scalar,
    request_id: Scalar,
    timestamp: Scalar,
    result: OneOrMany<Row>,
}

/// The rows of an answer, or the refusal that it is.
pub(super) fn answer(reply: &Reply) -> Result<Result<AuthkeyPage, Refusal>, Fault> {
    let answer: Answer = reply.json()?;
    let request_id = answer.request_id.text().map(safe_words);
    match answer.status.text() {
        Some("0") => {
            let rows = answer.result.0.into_iter().map(Row::read).collect();
            Ok(Ok(AuthkeyPage { rows, server_time: answer.timestamp.moment(), request_id }))
        }
        Some(code) => {
            let words = answer.msg.text().or(answer.message.text());
            Ok(Err(refusal(codes::refusal(code, words, reply.status), request_id, reply)))
        }
        None => Err(Fault::NotTheApi),
    }
}

fn refusal(refusal: Refusal, request_id: Option<String>, reply: &Reply) -> Refusal {
    let said = match (refusal.said, request_id) {
        (Some(words), Some(id)) => Some(format!("{words} (request_id {id})")),
        (None, Some(id)) => Some(format!("request_id {id}")),
        (words, None) => words,
    };
    Refusal { said, retry_after: reply.retry_after, ..refusal }
}
