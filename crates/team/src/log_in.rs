//! Login methods of the server. Each is one call and one attempt.

use hallpass_providers::{Call, Effect, Expect, Fault, Request, Secret};
use serde::{Serialize, Serializer};

use crate::names::{Mount, Namespace};
use crate::request::with_namespace;

/// How a person or program logs in to the server.
#[derive(Debug, Clone)]
pub enum LogIn {
    /// With a user name and password of the server's own.
    Userpass {
        /// Where the method is mounted, usually `userpass`.
        mount: Mount,
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// With a user name and password of a directory. Renewing such a token binds as the user again.
    Ldap {
        /// Where the method is mounted, usually `ldap`.
        mount: Mount,
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// As a program.
    AppRole {
        /// Where the method is mounted, usually `approle`.
        mount: Mount,
        /// Which role.
        role_id: String,
        /// Its secret.
        secret_id: Secret,
    },
    /// With a signed token of an identity provider.
    Jwt {
        /// Where the method is mounted, usually `jwt`.
        mount: Mount,
        /// Which role; the method's default where there is none.
        role: Option<String>,
        /// The token.
        jwt: Secret,
    },
    /// With the client certificate of the connection.
    Cert {
        /// Where the method is mounted, usually `cert`.
        mount: Mount,
        /// Which role; any that fits where there is none.
        role: Option<String>,
    },
}

#[derive(Serialize)]
struct Password<'a> {
    #[serde(serialize_with = "in_body")]
    password: &'a Secret,
}

#[derive(Serialize)]
struct AppRole<'a> {
    role_id: &'a str,
    #[serde(serialize_with = "in_body")]
    secret_id: &'a Secret,
}

#[derive(Serialize)]
struct Jwt<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(serialize_with = "in_body")]
    jwt: &'a Secret,
}

#[derive(Serialize)]
struct Cert<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl LogIn {
    /// The mount of the method.
    pub fn mount(&self) -> &Mount {
        match self {
            Self::Userpass { mount, .. }
            | Self::Ldap { mount, .. }
            | Self::AppRole { mount, .. }
            | Self::Jwt { mount, .. }
            | Self::Cert { mount, .. } => mount,
        }
    }

    /// Whether the connection itself says who logs in.
    pub(crate) const fn is_by_certificate(&self) -> bool {
        matches!(self, Self::Cert { .. })
    }

    /// The one call.
    ///
    /// # Errors
    /// Returns an error if the user name cannot be part of a path.
    pub(crate) fn call(&self, namespace: Option<&Namespace>) -> Result<Call, Fault> {
        let login = Request::post(format!("/v1/auth/{}/login", self.mount()));
        let request = match self {
            Self::Userpass { user, password, .. } | Self::Ldap { user, password, .. } => {
                login.segment(user)?.json(&Password { password })
            }
            Self::AppRole { role_id, secret_id, .. } => login.json(&AppRole { role_id, secret_id }),
            Self::Jwt { role, jwt, .. } => login.json(&Jwt { role: role.as_deref(), jwt }),
            Self::Cert { role, .. } => login.json(&Cert { name: role.as_deref() }),
        };
        Ok(Call { request: with_namespace(request, namespace), effect: Effect::Attempt, expect: Expect::Json })
    }
}

/// For the one member of a body that holds a secret.
pub(crate) fn in_body<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    // Reason: the body of the one request that this secret is meant for.
    serializer.serialize_str(secret.expose())
}

#[cfg(test)]
mod tests {
    use hallpass_providers::Body;

    use super::*;

    fn sent(log_in: &LogIn) -> (String, String) {
        let call = log_in.call(Some(&"east/it".parse().unwrap())).unwrap();
        assert_eq!(call.effect, Effect::Attempt, "the guard counts it");
        assert!(!format!("{call:?} {log_in:?}").contains("HUNTER2"), "a secret in Debug");
        assert!(call.request.headers.iter().any(|(name, _)| *name == "x-vault-namespace"));
        let Body::Json(body) = &call.request.body else { panic!("no body") };
        (call.request.path.clone(), String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn each_way_is_one_attempt_below_its_mount() {
        let secret = || Secret::new("HUNTER2");
        let mount = |text: &str| text.parse::<Mount>().unwrap();
        let user = "anna li/../root".to_owned();
        let (path, body) = sent(&LogIn::Userpass { mount: mount("userpass"), user, password: secret() });
        assert_eq!(path, "/v1/auth/userpass/login/anna%20li%2F..%2Froot");
        assert_eq!(body, r#"{"password":"HUNTER2"}"#);
        let (path, _) = sent(&LogIn::Ldap { mount: mount("corp/ldap"), user: "anna".to_owned(), password: secret() });
        assert_eq!(path, "/v1/auth/corp/ldap/login/anna");
        let role_id = "r\"1".to_owned();
        let (_, body) = sent(&LogIn::AppRole { mount: mount("approle"), role_id, secret_id: secret() });
        assert_eq!(body, r#"{"role_id":"r\"1","secret_id":"HUNTER2"}"#);
        let (_, body) = sent(&LogIn::Jwt { mount: mount("jwt"), role: None, jwt: secret() });
        assert_eq!(body, r#"{"jwt":"HUNTER2"}"#);
        let (path, body) = sent(&LogIn::Cert { mount: mount("cert"), role: Some("web".to_owned()) });
        assert_eq!((path.as_str(), body.as_str()), ("/v1/auth/cert/login", r#"{"name":"web"}"#));
        let none = LogIn::Userpass { mount: mount("userpass"), user: "..".to_owned(), password: secret() };
        assert!(none.call(None).is_err(), "a step of the path is no user");
    }
}
