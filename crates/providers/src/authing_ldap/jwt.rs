//! What a JWT says about its own life. It is read, not verified: the key is the server's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::Secret;

/// Start and end as a token states them; nothing for a token that is oddly made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    iat: Option<serde_json::Value>,
    #[serde(default)]
    exp: Option<serde_json::Value>,
}

/// Reads a signed JWT of three parts. Whatever else it may be is an opaque token whose life is unknown.
pub(super) fn life(token: &Secret) -> Life {
    read(token).unwrap_or_default()
}

fn read(token: &Secret) -> Option<Life> {
    // Reason: the two dates inside the token are wanted, and nothing else is kept of it.
    let mut parts = token.expose().split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
    if parts.next().is_some() || signature.is_empty() || header.alg.eq_ignore_ascii_case("none") {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&decode(claims)?).ok()?;
    Some(Life { start: moment(claims.iat), end: moment(claims.exp) })
}

fn decode(part: &str) -> Option<Zeroizing<Vec<u8>>> {
    URL_SAFE_NO_PAD.decode(part).ok().map(Zeroizing::new)
}

/// Seconds since 1970 as a number; text, negative numbers and what lies beyond the year 9999 say nothing.
fn moment(claim: Option<serde_json::Value>) -> Option<Timestamp> {
    let claim = claim?;
    let fraction = claim.as_f64().filter(|seconds| *seconds < 1e12).map(|seconds| seconds as i64);
    let seconds = claim.as_i64().or(fraction).filter(|seconds| *seconds > 0)?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;

    use super::{Life, life};
    use crate::Secret;

    fn token(header: &str, claims: &str, rest: &str) -> Secret {
        Secret::new(format!("{}.{}{rest}", B64.encode(header), B64.encode(claims)))
    }

    #[test]
    fn dates_of_an_ordinary_token() {
        let life = life(&token(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"iat":1642496400,"exp":1643706000}"#, ".sig"));
        assert_eq!(life.end.unwrap().to_string(), "2022-02-01T09:00:00Z");
        assert_eq!(life.start.unwrap().to_string(), "2022-01-18T09:00:00Z");
    }

    #[test]
    fn odd_tokens_are_opaque() {
        const HS: &str = r#"{"alg":"HS256"}"#;
        for (header, claims, rest) in [
            (HS, r#"{"exp":1643706000}"#, ""),
            (HS, r#"{"exp":1643706000}"#, "."),
            (HS, r#"{"exp":1643706000}"#, ".a.b"),
            (r#"{"alg":"none"}"#, r#"{"exp":1643706000}"#, ".sig"),
            (r#"{"alg":"None"}"#, r#"{"exp":1643706000}"#, ".sig"),
            (r#"{}"#, r#"{"exp":1643706000}"#, ".sig"),
            (HS, r#"{"exp":"1643706000"}"#, ".sig"),
            (HS, r#"{"exp":-1}"#, ".sig"),
            (HS, r#"{"exp":1e30}"#, ".sig"),
            (HS, r#"{"exp":1643706000000}"#, ".sig"),
            (HS, r#"{"exp":[1]}"#, ".sig"),
            (HS, r#"{"exp":1643706000,"exp":9}"#, ".sig"),
            (HS, "{}", ".sig"),
            (HS, "no json", ".sig"),
        ] {
            assert_eq!(life(&token(header, claims, rest)), Life::default(), "{claims}{rest}");
        }
        assert_eq!(life(&Secret::new("opaque")), Life::default());
        assert_eq!(life(&Secret::new("!.!.!")), Life::default());
    }
}
