//! HTTP replies as text: a first line for the target, then for each reply a line with status and content type, and a body.
//!
//! ```text
//! keycloak password sign-in
//! ---
//! 200 application/json
//! {"access_token":"..."}
//! ---
//! 401 text/html
//! <html>
//! ```

use hallpass_providers::Reply;

/// The first line, and the replies in their order.
pub(crate) fn parse(input: &[u8]) -> (String, Vec<Reply>) {
    let text = String::from_utf8_lossy(input);
    let (first, rest) = text.split_once("\n---\n").unwrap_or((&text, ""));
    (first.trim().to_owned(), rest.split("\n---\n").map(reply).collect())
}

fn reply(text: &str) -> Reply {
    let (head, body) = text.split_once('\n').unwrap_or((text, ""));
    let mut head = head.split(' ');
    Reply {
        status: head.next().and_then(|status| status.parse().ok()).unwrap_or(200),
        content_type: head.next().unwrap_or("application/json").to_ascii_lowercase(),
        retry_after: head.next().and_then(|seconds| seconds.parse().ok()),
        body: body.as_bytes().to_vec().into(),
        ..Reply::default()
    }
}
