//! The provider's RSA key: signs tokens (RS256) and shows itself as a JSON Web Key.

use std::io;

use data_encoding::BASE64URL_NOPAD;
use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData, SigningKey};
use serde_json::{Value, json};

const NAME: &str = "test";

pub(super) struct Key(KeyPair);

impl Key {
    pub(super) fn generate() -> io::Result<Self> {
        KeyPair::generate_for(&PKCS_RSA_SHA256).map(Self).map_err(io::Error::other)
    }

    /// A signed token with these claims.
    pub(super) fn sign(&self, claims: &Value) -> io::Result<String> {
        let head = json!({ "alg": "RS256", "typ": "JWT", "kid": NAME });
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&head), part(claims));
        let signature = self.0.sign(signed.as_bytes()).map_err(io::Error::other)?;
        Ok(format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature)))
    }

    /// The public key.
    pub(super) fn public(&self) -> Value {
        let (modulus, exponent) = numbers(self.0.der_bytes()).unwrap_or_default();
        let number = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": NAME, "n": number(modulus), "e": number(exponent) })
    }
}

/// The two numbers of `SEQUENCE { INTEGER, INTEGER }`.
fn numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (inside, _) = element(der, 0x30)?;
    let (modulus, rest) = element(inside, 0x02)?;
    let (exponent, _) = element(rest, 0x02)?;
    // A leading zero says that the number is positive, and is none of its bytes.
    Some((modulus.strip_prefix(&[0]).unwrap_or(modulus), exponent))
}

/// What an element of this type holds, and what is after it.
fn element(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        _ => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
    };
    if found == kind { rest.split_at_checked(length) } else { None }
}
