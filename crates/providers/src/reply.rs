//! A server's response, as the driver passes it to a provider.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use zeroize::Zeroizing;

use crate::fault::{BadAnswer, Fault};
use crate::read::{Objects, Scalar};
use crate::redaction::{Reader, Redaction};

/// An HTTP answer of at most 1 MiB, read whole.
#[derive(Clone, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, lower case, without parameters.
    pub content_type: String,
    /// `Date`: the server's clock, to the second.
    pub date: Option<Timestamp>,
    /// `Retry-After` in seconds, as the driver clamped it.
    pub retry_after: Option<u64>,
    /// The body. It may hold a token, so it is wiped when dropped. Its words are read by [`Reply::json`] and
    /// [`Reply::text`] alone.
    pub body: Zeroizing<Vec<u8>>,
    /// What those two take out of its words; [`crate::protocol::read_answer`] sets it.
    pub redaction: Redaction,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Reply {
    /// Reads the body as JSON into a wire type. A byte order mark is passed over; nothing of the body is quoted in
    /// the fault, since serde's own messages quote values.
    ///
    /// # Errors
    /// Returns [`Fault::NotTheApi`] for a page or anything that is no JSON object, [`Fault::BadAnswer`] for one that
    /// cannot be read.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        self.document(b"{")
    }

    /// Reads the body as a JSON list of objects, or one such object, in the same way. What is no object in the list is
    /// passed over.
    ///
    /// # Errors
    /// As [`Reply::json`].
    pub fn json_list<T: DeserializeOwned>(&self) -> Result<Vec<T>, Fault> {
        Ok(self.document::<Objects<T>>(b"[{")?.0)
    }

    /// Whether it is what web frameworks answer by themselves where nothing is served under a path.
    pub(crate) fn is_no_such_path(&self) -> bool {
        let Ok(body) = self.json::<FrameworkError>() else { return false };
        let absent = |scalar: &Scalar| matches!(scalar.int(), Some(404 | 405));
        let phrase = |scalar: &Scalar| {
            scalar.text().is_some_and(|text| ["not found", "method not allowed"].contains(&&*text.to_lowercase()))
        };
        (absent(&body.status) || absent(&body.status_code))
            && (phrase(&body.error) || phrase(&body.title))
            && (matches!(self.status, 404 | 405)
                || [&body.path, &body.instance, &body.message, &body.detail]
                    .iter()
                    .any(|member| member.text().is_some()))
    }

    fn document<T: DeserializeOwned>(&self, opens_with: &[u8]) -> Result<T, Fault> {
        let body = self.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.body);
        let Some(first) = body.iter().find(|byte| !byte.is_ascii_whitespace()) else {
            return Err(Fault::BadAnswer { what: BadAnswer::Empty, offset: None });
        };
        if !opens_with.contains(first) {
            return Err(Fault::NotTheApi);
        }
        let text = std::str::from_utf8(body)
            .map_err(|error| Fault::BadAnswer { what: BadAnswer::Encoding, offset: Some(error.valid_up_to()) })?;
        let bad = |error: serde_json::Error| Fault::BadAnswer {
            what: kind(error.classify()),
            offset: Some(offset(text, error.line(), error.column())),
        };
        let mut document = serde_json::Deserializer::from_str(text);
        let value = T::deserialize(Reader::new(&mut document, text, &self.redaction)).map_err(bad)?;
        document.end().map_err(bad)?;
        Ok(value)
    }

    /// The body as text without our secrets, for an answer that is no JSON; nothing where it is no UTF-8.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        let text = std::str::from_utf8(&self.body).ok()?;
        Some(self.redaction.hidden(text.trim_start_matches('\u{feff}')))
    }
}

/// Spring (`status`, `error`, `path`), its problem details (`title`, `instance`), Nest (`statusCode`, `error`, `message`),
/// Rails (`status`, `error`) and ASP.NET (`status`, `title`), whose HTTP status says it as well.
#[derive(Deserialize, Default)]
#[serde(default)]
struct FrameworkError {
    status: Scalar,
    #[serde(rename = "statusCode")]
    status_code: Scalar,
    error: Scalar,
    title: Scalar,
    path: Scalar,
    instance: Scalar,
    message: Scalar,
    detail: Scalar,
}

fn kind(category: Category) -> BadAnswer {
    match category {
        Category::Eof => BadAnswer::Cut,
        Category::Data => BadAnswer::Shape,
        Category::Syntax | Category::Io => BadAnswer::Syntax,
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column).min(text.len())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::Reply;
    use crate::fault::{BadAnswer, Fault};

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wire {
        code: u32,
    }

    fn reply(body: &[u8]) -> Result<Wire, Fault> {
        Reply { status: 200, body: body.to_vec().into(), ..Reply::default() }.json()
    }

    #[test]
    fn reads_json_with_and_without_a_byte_order_mark() {
        assert_eq!(reply(b"{\"code\":7}"), Ok(Wire { code: 7 }));
        assert_eq!(reply(b"\xef\xbb\xbf {\"code\":7}"), Ok(Wire { code: 7 }));
    }

    #[test]
    fn names_what_is_wrong_and_where_without_quoting_it() {
        let bad = |what, offset| Err(Fault::BadAnswer { what, offset });
        assert_eq!(reply(b""), bad(BadAnswer::Empty, None));
        assert_eq!(reply(b"<html>"), Err(Fault::NotTheApi));
        assert_eq!(reply(b"{\"code\":7"), bad(BadAnswer::Cut, Some(9)));
        assert_eq!(reply(b"{\"code\":NaN}"), bad(BadAnswer::Syntax, Some(9)));
        assert_eq!(reply(b"{\"code\":7} x"), bad(BadAnswer::Syntax, Some(12)));
        assert_eq!(reply(b"{\"code\":1,\"code\":2}"), bad(BadAnswer::Shape, Some(16)));
        assert_eq!(reply(b"{\"\xff\":1}"), bad(BadAnswer::Encoding, Some(2)));
        assert!(!format!("{:?}", reply(b"{\"code\":\"LEAK\"}")).contains("LEAK"));
    }

    #[test]
    fn a_list_is_read_only_where_a_list_is_due() {
        let reply = Reply { body: b" [{\"code\":7}]".to_vec().into(), ..Reply::default() };
        assert_eq!(reply.json_list::<Wire>(), Ok(vec![Wire { code: 7 }]));
        assert_eq!(reply.json::<Wire>(), Err(Fault::NotTheApi));
        let one = Reply { body: b"{\"code\":7}".to_vec().into(), ..Reply::default() };
        assert_eq!(one.json_list::<Wire>(), Ok(vec![Wire { code: 7 }]));
    }

    #[test]
    fn no_struct_is_read_by_position() {
        #[derive(Debug, Deserialize, PartialEq)]
        struct Outer {
            inner: Wire,
        }
        let read = |body: &[u8]| Reply { body: body.to_vec().into(), ..Reply::default() }.json::<Outer>();
        assert_eq!(read(br#"{"inner":{"code":7}}"#), Ok(Outer { inner: Wire { code: 7 } }));
        assert!(read(br#"{"inner":[7]}"#).is_err());
    }

    #[test]
    fn survives_depth() {
        let deep = format!("{{\"x\":{}", "[".repeat(10_000));
        assert!(reply(deep.as_bytes()).is_err());
    }
}
