//! The data key, what is derived from it, and how it is wrapped under another key.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::error::VaultError;

const BAD_RANDOM: VaultError = VaultError::Unsupported { what: Cause::NoRandom };

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).map_err(|_| BAD_RANDOM)?;
    Ok(bytes)
}

/// HMAC-SHA256 over parts that are each preceded by their length.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a key to its block with zeros; doing it here leaves no length to fail on.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Whether two MACs are equal, in constant time.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// The 32 bytes that encrypt the database.
#[derive(Clone)]
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn random() -> Result<Self, VaultError> {
        random().map(Self)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(bytes).ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Reads the 44 characters of [`Self::to_base64`].
    pub(crate) fn from_base64(text: &[u8]) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text).ok()?);
        Self::from_bytes(&bytes)
    }

    /// 44 characters: KWallet ruins bytes above 127, so no keyring is given raw ones.
    pub(crate) fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(self.0.as_ref()))
    }

    /// The raw bytes, for the kernel keyring.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// SQLCipher's raw key: `x'<64 hex digits>'`.
    pub(crate) fn to_sqlcipher(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in self.0.iter() {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }

    /// A key for one purpose, from which the data key cannot be found.
    pub(crate) fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(&self.0, &[b"hallpass", purpose.as_bytes()]))
    }

    /// What the envelope holds to recognise this key.
    pub(crate) fn check(&self, vault_id: &str) -> [u8; 32] {
        mac(&self.derive("key check"), &[vault_id.as_bytes()])
    }
}

/// The cost of deriving a key from a passphrase with Argon2id; recorded in the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kdf {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Kdf {
    /// 64 MiB, three passes: RFC 9106's second recommendation, with one lane since we use one thread.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl Kdf {
    /// The key derived from a passphrase; `None` where the parameters are out of bounds (a changed envelope must not
    /// make us take all memory).
    pub(crate) fn derive(&self, passphrase: &str, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        if self.memory_kib > 1 << 20 || self.passes > 64 || self.lanes > 16 {
            return None;
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(passphrase.as_bytes(), salt, key.as_mut()).ok()?;
        Some(key)
    }
}

/// The data key, encrypted under another key with XChaCha20-Poly1305.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrappedKey {
    nonce: String,
    sealed: String,
}

impl WrappedKey {
    /// Wraps; `slot` and the vault's id are bound to it, so that it opens nowhere else.
    pub(crate) fn seal(data: &DataKey, under: &[u8; 32], slot: &str, vault_id: &str) -> Result<Self, VaultError> {
        let nonce = random::<24>()?;
        let aad = format!("{slot}:{vault_id}");
        let sealed = XChaCha20Poly1305::new(&Key::from(*under))
            .encrypt(&XNonce::from(*nonce), Payload { msg: data.bytes(), aad: aad.as_bytes() })
            .map_err(|_| VaultError::Unsupported { what: Cause::Encryption })?;
        Ok(Self { nonce: BASE64.encode(nonce.as_ref()), sealed: BASE64.encode(sealed) })
    }

    /// Unwraps; `None` when the key is not the one it was encrypted with.
    pub(crate) fn open(&self, under: &[u8; 32], slot: &str, vault_id: &str) -> Option<DataKey> {
        let nonce = <[u8; 24]>::try_from(BASE64.decode(&self.nonce).ok()?).ok()?;
        let sealed = BASE64.decode(&self.sealed).ok()?;
        let aad = format!("{slot}:{vault_id}");
        let data = XChaCha20Poly1305::new(&Key::from(*under))
            .decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: aad.as_bytes() })
            .ok()
            .map(Zeroizing::new)?;
        DataKey::from_bytes(&data)
    }
}
