//! The calls: each a provider's [`Call`] with its effect.

use hallpass_providers::{Call, Effect, Expect, Request, Secret};
use serde::Serialize;

use crate::names::{DocumentId, Kind, Namespace, Place};

/// Documents of a list that come in one answer; their metadata stays under the cap of an answer.
pub(crate) const PAGE: usize = 400;

/// Who is asked, and for whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) place: &'a Place,
    pub(crate) token: &'a Secret,
}

#[derive(Serialize)]
struct Write<'a, D> {
    options: Options,
    data: &'a D,
}

#[derive(Serialize)]
struct Options {
    cas: u64,
}

#[derive(Serialize)]
struct Versions {
    versions: [u64; 1],
}

#[derive(Serialize)]
struct Paths<'a> {
    paths: &'a [String],
}

#[derive(Serialize)]
struct Empty {}

/// Which node this is; asked without a token.
pub(crate) fn health() -> Call {
    read(Request::get("/v1/sys/health"))
}

impl Caller<'_> {
    /// A document; the newest version, or that one.
    pub(crate) fn read(self, kind: Kind, id: &DocumentId, version: Option<u64>) -> Call {
        let request = Request::get(self.place.document("data", kind, id));
        read(self.sign(match version {
            Some(version) => request.query("version", version.to_string()),
            None => request,
        }))
    }

    /// Writes a document, if its version is `cas`; 0 only creates it.
    pub(crate) fn write<D: Serialize>(self, kind: Kind, id: &DocumentId, cas: u64, data: &D) -> Call {
        let request = Request::post(self.place.document("data", kind, id));
        change(self.sign(request.json(&Write { options: Options { cas }, data })))
    }

    /// Marks one version as deleted; the secrets of older ones are kept by the server until they are pruned.
    pub(crate) fn delete(self, kind: Kind, id: &DocumentId, version: u64) -> Call {
        let request = Request::post(self.place.document("delete", kind, id));
        change(self.sign(request.json(&Versions { versions: [version] })))
    }

    /// The versions that there are of a document.
    pub(crate) fn metadata(self, kind: Kind, id: &DocumentId) -> Call {
        read(self.sign(Request::get(self.place.document("metadata", kind, id))))
    }

    /// The ids of documents after `after`; with their versions where `detailed`, which OpenBao alone knows.
    pub(crate) fn list(self, kind: Kind, after: Option<&str>, detailed: bool) -> Call {
        let endpoint = if detailed { "detailed-metadata" } else { "metadata" };
        let request = Request::get(self.place.folder(endpoint, kind));
        let request = request.query("list", "true").query("limit", PAGE.to_string());
        read(self.sign(match after {
            Some(after) => request.query("after", after),
            None => request,
        }))
    }

    /// What may be done under these paths.
    pub(crate) fn capabilities(self, paths: &[String]) -> Call {
        read(self.sign(Request::post("/v1/sys/capabilities-self").json(&Paths { paths })))
    }

    /// What the token is.
    pub(crate) fn look_up(self) -> Call {
        read(self.sign(Request::get("/v1/auth/token/lookup-self")))
    }

    /// Makes the token last longer. `binds` where the login method asks its directory again: an attempt.
    pub(crate) fn renew(self, binds: bool) -> Call {
        let call = change(self.sign(Request::post("/v1/auth/token/renew-self").json(&Empty {})));
        if binds { Call { effect: Effect::Attempt, ..call } } else { call }
    }

    /// Ends the token.
    pub(crate) fn revoke(self) -> Call {
        change(self.sign(Request::post("/v1/auth/token/revoke-self").json(&Empty {})))
    }

    /// Any document of any engine of version 2 at the same server.
    pub(crate) fn read_elsewhere(self, mount: &str, path: &str) -> Call {
        read(self.sign(Request::get(format!("/v1/{mount}/data/{path}"))))
    }

    /// A change of the server's own set-up, for an administrator.
    pub(crate) fn administer(self, path: &str, body: &impl Serialize) -> Call {
        change(self.sign(Request::post(format!("/v1/{path}")).json(body)))
    }

    /// A look at the server's own set-up, for an administrator.
    pub(crate) fn inspect(self, path: &str) -> Call {
        read(self.sign(Request::get(format!("/v1/{path}"))))
    }

    /// A list, for an administrator.
    pub(crate) fn inspect_list(self, path: &str) -> Call {
        read(self.sign(Request::get(format!("/v1/{path}")).query("list", "true")))
    }

    fn sign(self, request: Request) -> Request {
        with_namespace(request.secret_header("x-vault-token", self.token.clone()), self.place.namespace.as_ref())
    }
}

pub(crate) fn with_namespace(request: Request, namespace: Option<&Namespace>) -> Request {
    match namespace {
        Some(namespace) => request.header("x-vault-namespace", namespace.as_str()),
        None => request,
    }
}

/// A redirect is an answer here, too: it says that another node leads.
fn read(request: Request) -> Call {
    Call { request, effect: Effect::Read, expect: Expect::Json }
}

fn change(request: Request) -> Call {
    Call { request, effect: Effect::Change, expect: Expect::Json }
}

#[cfg(test)]
mod tests {
    use hallpass_providers::{Body, Verb};

    use super::*;

    fn place() -> Place {
        Place { mount: "hallpass".parse().unwrap(), team: "support".parse().unwrap(), namespace: None }
    }

    #[test]
    fn the_calls_are_what_the_server_documents() {
        let (place, token) = (place(), Secret::new("s.HUNTER2"));
        let caller = Caller { place: &place, token: &token };
        let id: DocumentId = "a-1".parse().unwrap();
        let write = caller.write(Kind::Secret, &id, 7, &serde_json::json!({"v": 1}));
        let Body::Json(body) = &write.request.body else { panic!("no body") };
        assert_eq!(std::str::from_utf8(body).unwrap(), r#"{"options":{"cas":7},"data":{"v":1}}"#);
        assert_eq!(write.request.path, "/v1/hallpass/data/support/secrets/a-1");
        assert_eq!((write.request.verb, write.effect), (Verb::Post, Effect::Change));
        assert!(!format!("{write:?}").contains("HUNTER2"));
        let list = caller.list(Kind::Profile, Some("a"), true).request;
        assert_eq!(list.path, "/v1/hallpass/detailed-metadata/support/profiles");
        assert!(list.query.iter().any(|(name, _)| *name == "after"));
        assert_eq!(caller.read(Kind::Guard, &id, Some(3)).request.query.len(), 1);
        assert_eq!((caller.renew(false).effect, caller.renew(true).effect), (Effect::Change, Effect::Attempt));
        assert!(health().request.headers.is_empty(), "nobody's token goes to a node that is only asked who it is");
    }
}
