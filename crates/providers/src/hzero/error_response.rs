//! Recognises error responses, in all the forms that the services and the gateway use.

use serde::Deserialize;

use super::codes::{CODES, is_known};
use crate::fault::Fault;
use crate::read::Scalar;
use crate::refusal::Refusal;
use crate::reply::Reply;

/// Why a response is unusable.
#[derive(Debug)]
pub(super) enum No {
    Refused(Box<Refusal>),
    Fault(Fault),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Passes an answer that does not say no. HTTP 200 alone says nothing: the body decides.
pub(super) fn accepted(reply: &Reply) -> Result<(), No> {
    let wire = match gateway(reply) {
        Some(wire) => wire,
        None => reply.json()?,
    };
    if wire.says_no() || reply.status >= 400 {
        return Err(wire.refusal().map_or(No::Fault(Fault::NotTheApi), No::from));
    }
    Ok(())
}

/// The envelopes of the login service (`success:false`), of plain OAuth (`error`), and of the services behind the
/// gateway (`failed:true` under HTTP 200).
#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope {
    success: Scalar,
    failed: Scalar,
    code: Scalar,
    message: Scalar,
    error: Scalar,
    error_description: Scalar,
    #[serde(rename = "errorTimes")]
    error_times: Scalar,
    #[serde(rename = "surplusTimes")]
    surplus_times: Scalar,
    interval: Scalar,
}

impl Envelope {
    fn says_no(&self) -> bool {
        self.success.text() == Some("false") || self.failed.text() == Some("true") || self.error.text().is_some()
    }

    /// The refusal; nothing where the answer has no member that this API would write.
    fn refusal(&self) -> Option<Refusal> {
        let code = self.known_code().or_else(|| self.codes().next());
        let code = code.or_else(|| self.says_no().then_some("success=false"))?;
        let words = [&self.message, &self.error_description, &self.code].into_iter().find_map(Scalar::text);
        Some(Refusal {
            attempts_left: self.attempts_left(),
            retry_after: self.interval.int().filter(|seconds| *seconds > 0).and_then(|seconds| seconds.try_into().ok()),
            ..crate::codes::refusal(CODES, code, words)
        })
    }

    /// Plain OAuth errors have free text where a code should be, so the first known one counts.
    fn known_code(&self) -> Option<&str> {
        self.codes().find(|code| is_known(code))
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        [&self.code, &self.error_description, &self.error].into_iter().filter_map(Scalar::text)
    }

    /// Text in one answer and number in another; both zero where nothing was counted.
    fn attempts_left(&self) -> Option<u32> {
        let left = self.surplus_times.int()?;
        let counted = left > 0 || self.error_times.int().is_some_and(|times| times > 0);
        counted.then(|| left.try_into().ok()).flatten()
    }
}

/// A refusal of the gateway: `<oauth><status>…</status><code>…</code><message>…</message></oauth>` as text/html.
fn gateway(reply: &Reply) -> Option<Envelope> {
    let text = reply.text()?;
    let inner = text.trim_start().strip_prefix("<oauth>")?;
    let scalar = |name| element(inner, name).map(Scalar::from).unwrap_or_default();
    Some(Envelope {
        failed: Scalar::from("true"),
        code: scalar("code"),
        error: scalar("status"),
        message: scalar("message"),
        ..Envelope::default()
    })
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(inner, _)| inner.trim())
}
