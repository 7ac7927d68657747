//! A server that echoes what it was sent in its messages, as careless ones do.

use serde_json::{Value, json};

use crate::http::{Call, Reply};

/// Members that a client needs as they are.
const NEEDED: [&str; 5] = ["token", "id", "key", "code", "expire"];

/// The answer with everything that was sent behind each of its texts.
pub(crate) fn quoting(reply: Reply, call: &Call) -> Reply {
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return reply };
    append(&mut body, "", &sent(call).join(" "));
    Reply { body: body.to_string().into(), ..reply }
}

/// A refusal by a code of no document, in the envelopes of every system, that repeats everything that was sent.
pub(crate) fn refusing(call: &Call) -> Reply {
    let words = format!("not accepted: {}", sent(call).join(" "));
    Reply::json(&json!({"code": 77001, "status": 77001, "statusCode": 77001, "success": false, "failed": true,
        "error": words, "error_description": words, "message": words, "msg": words}))
}

fn append(value: &mut Value, name: &str, words: &str) {
    match value {
        Value::String(text) if !NEEDED.iter().any(|needed| name.to_lowercase().ends_with(needed)) => {
            text.push(' ');
            text.push_str(words);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| append(item, name, words)),
        Value::Object(members) => members.iter_mut().for_each(|(name, member)| append(member, name, words)),
        _ => {}
    }
}

/// The texts of the body, the query and the headers that carry tokens.
fn sent(call: &Call) -> Vec<String> {
    let mut words = Vec::new();
    texts(&call.json(), &mut words);
    words.extend(call.form().into_iter().chain(call.query.clone()).map(|(_, value)| value));
    let headers = ["authorization", "accesstoken", "apim-accesstoken", "token"];
    words.extend(headers.iter().filter_map(|name| call.header(name)).map(str::to_owned));
    words
}

fn texts(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, words)),
        Value::Object(members) => members.values().for_each(|member| texts(member, words)),
        _ => {}
    }
}
