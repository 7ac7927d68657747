//! The server's public key, and what is encrypted with it: RSA, PKCS#1 v1.5, as the platform's own page does.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rsa::pkcs8::DecodePublicKey;
use rsa::rand_core::{CryptoRng, Error, RngCore};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};

use super::form::{PUBLIC_KEY, setting};
use crate::fault::Fault;
use crate::protocol::{Context, Random};
use crate::secret::Secret;
use crate::text::Text;
use crate::values::Value;

/// Below this, the key can be broken and only TLS protects what it hides.
const STRONG_BITS: usize = 2048;
const FEWEST_BITS: usize = 512;
/// What PKCS#1 v1.5 adds.
const PADDING: usize = 11;

/// The password as the server expects it.
///
/// # Errors
/// Returns an error if the password is missing or too long, or if a setting or the key is invalid.
pub(super) fn password(cx: &Context<'_>) -> Result<Value, Fault> {
    let password = cx.secret("password")?;
    Ok(Value::Secret(match &*setting(cx, "password_encoding")? {
        "plain" => password.clone(),
        // Reason: Base64 is how a server without encryption wants it.
        "base64" => Secret::new(STANDARD.encode(password.expose())),
        // Reason: to be encrypted for the server.
        _ => encrypt("password", password.expose(), cx)?,
    }))
}

/// The account as the server expects it.
///
/// # Errors
/// Returns an error if the account is missing or too long, or if a setting or the key is invalid.
pub(super) fn account(cx: &Context<'_>) -> Result<Value, Fault> {
    let account = cx.text("account")?;
    Ok(match &*setting(cx, "account_encoding")? {
        "rsa" => Value::Secret(encrypt("account", account, cx)?),
        _ => Value::Plain(account.to_owned()),
    })
}

/// What to know about a key too short to protect anything; nothing where no key is used or it is long enough.
pub(super) fn weakness(cx: &Context<'_>) -> Option<Text> {
    let uses = |name| setting(cx, name).is_ok_and(|value| value == "rsa");
    if !uses("password_encoding") && !uses("account_encoding") {
        return None;
    }
    let bits = public_key(cx).ok()?.n().bits();
    (bits < STRONG_BITS).then(|| {
        Text::made(
            format!("服务器的公钥只有{bits}位，很弱：真正保护密码的只有TLS"),
            format!("The server's key is weak ({bits} bits): only TLS protects the password"),
        )
    })
}

/// Encrypted again each time: some servers refuse a ciphertext that they have seen.
fn encrypt(field: &'static str, text: &str, cx: &Context<'_>) -> Result<Secret, Fault> {
    let key = public_key(cx)?;
    let most = key.size() - PADDING;
    if text.len() > most {
        return Err(Fault::Invalid { field, text: too_long(most) });
    }
    let sealed = key.encrypt(&mut Source(cx.random), Pkcs1v15Encrypt, text.as_bytes());
    sealed.map(|bytes| Secret::new(STANDARD.encode(bytes))).map_err(|_| invalid(UNUSABLE))
}

fn too_long(most: usize) -> Text {
    Text::made(
        format!("对服务器的公钥来说过长：UTF-8编码后最多{most}字节"),
        format!("is too long for this server's key: at most {most} bytes of UTF-8"),
    )
}

const UNREADABLE: Text = Text::new("不是PEM，也不是Base64的公钥", "is neither a PEM file nor a public key in Base64");
const UNUSABLE: Text = Text::new(
    "不是可用的RSA公钥（SPKI，512到4096位，模数为奇数，指数为不小于3的奇数）",
    "is not a usable RSA public key (SPKI, 512 to 4096 bits, an odd modulus, an odd exponent of at least 3)",
);

fn invalid(text: Text) -> Fault {
    Fault::Invalid { field: PUBLIC_KEY, text }
}

fn public_key(cx: &Context<'_>) -> Result<RsaPublicKey, Fault> {
    let text = setting(cx, PUBLIC_KEY)?;
    let der = STANDARD.decode(without_armour(&text)).map_err(|_| invalid(UNREADABLE))?;
    let key = RsaPublicKey::from_public_key_der(&der).map_err(|_| invalid(UNUSABLE))?;
    // The crate has refused an even modulus, an exponent below 2 or even, and more than 4096 bits.
    if key.n().bits() < FEWEST_BITS { Err(invalid(UNUSABLE)) } else { Ok(key) }
}

/// The Base64 of a PEM file or of a bare key; white space is dropped, since forms and shells change line breaks.
fn without_armour(text: &str) -> String {
    let inner = text.trim().strip_prefix("-----BEGIN PUBLIC KEY-----");
    let inner = inner.and_then(|rest| rest.split_once("-----END PUBLIC KEY-----")).map_or(text, |(inner, _)| inner);
    inner.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The context's random source, in the form that the `rsa` crate takes.
pub(super) struct Source<'a>(pub(super) &'a dyn Random);

impl RngCore for Source<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Source<'_> {}
