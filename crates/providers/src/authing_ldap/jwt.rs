//! Reads the times in a JWT. The signature is not verified: only the server has the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::read::{Objects, Scalar};
use crate::secret::Secret;

/// Start and end as a token states them; nothing for a token that is oddly made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Header {
    alg: Scalar,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Claims {
    iat: Scalar,
    exp: Scalar,
}

/// Reads a signed JWT of three parts. Whatever else it may be is an opaque token whose life is unknown.
pub(super) fn life(token: &Secret) -> Life {
    read(token).unwrap_or_default()
}

fn read(token: &Secret) -> Option<Life> {
    // Reason: the two dates inside the token are wanted, and nothing else is kept of it.
    let mut parts = token.expose().split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let header: Header = decode(header)?;
    let unsigned = header.alg.text().is_none_or(|alg| alg.eq_ignore_ascii_case("none"));
    if parts.next().is_some() || signature.is_empty() || unsigned {
        return None;
    }
    let claims: Claims = decode(claims)?;
    Some(Life { start: claims.iat.moment(), end: claims.exp.moment() })
}

/// A part as the object that it is.
fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(part).ok().map(Zeroizing::new)?;
    serde_json::from_slice::<Objects<T>>(&json).ok()?.into_first()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;

    use super::{Life, life};
    use crate::secret::Secret;

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
    fn dates_in_every_spelling() {
        for exp in ["1643706000", "\"1643706000\"", "1643706000.9", "1643706000000", "\"2022-02-01T09:00:00Z\""] {
            let life = life(&token(r#"{"alg":"HS256"}"#, &format!("{{\"iat\":null,\"exp\":{exp}}}"), ".sig"));
            assert_eq!((life.start, life.end.unwrap().to_string().as_str()), (None, "2022-02-01T09:00:00Z"), "{exp}");
        }
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
            (HS, r#"{"exp":-1}"#, ".sig"),
            (HS, r#"{"exp":1e30}"#, ".sig"),
            (HS, r#"{"exp":[1]}"#, ".sig"),
            (HS, r#"{"exp":true}"#, ".sig"),
            (HS, "[1642496400,1643706000]", ".sig"),
            (r#"["HS256"]"#, r#"{"exp":1643706000}"#, ".sig"),
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
