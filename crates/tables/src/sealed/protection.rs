//! Protection of a file: who can open it.

use std::iter::once;

use age::secrecy::SecretString;
use age::{Encryptor, Recipient};
use hallpass_providers::Secret;

use crate::error::{Error, ErrorKind, Result};

/// The work factor of the stock `age`: 2^18, about a second and 256 MiB.
const WORK_FACTOR: u8 = 18;

/// How a file is kept from other eyes.
#[derive(Debug, Clone)]
pub enum Protection {
    /// Unencrypted, readable by its owner alone.
    Plain,
    /// Encrypted with age under a passphrase.
    Passphrase(Secret),
    /// Encrypted with age for the holder of this key (`age1...`).
    Recipient(String),
}

impl Protection {
    /// For nobody: the private key is gone before the file is written. For a file that is only written to be removed.
    pub fn for_nobody() -> Self {
        Self::Recipient(age::x25519::Identity::generate().to_public().to_string())
    }

    /// Whether the recipient is a key and the passphrase is not empty: asked before anything is sent.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Protection`] if the recipient is invalid. It names the recipient, unless it is a secret key
    /// given by mistake.
    pub fn check(&self) -> Result<()> {
        match self {
            Self::Plain => Ok(()),
            Self::Passphrase(passphrase) if passphrase.is_empty() => {
                Err(fault("口令是空的", "the passphrase is empty"))
            }
            Self::Passphrase(_) => Ok(()),
            Self::Recipient(key) => recipient(key).map(drop),
        }
    }

    /// What seals the file, if anything does.
    pub(super) fn encryptor(&self) -> Result<Option<Encryptor>> {
        self.check()?;
        match self {
            Self::Plain => Ok(None),
            Self::Passphrase(passphrase) => {
                // Reason: the passphrase that the file is to be encrypted with.
                let mut by = age::scrypt::Recipient::new(SecretString::from(passphrase.expose().to_owned()));
                by.set_work_factor(WORK_FACTOR);
                encryptor(&by).map(Some)
            }
            Self::Recipient(key) => encryptor(&recipient(key)?).map(Some),
        }
    }
}

fn encryptor(by: &dyn Recipient) -> Result<Encryptor> {
    Encryptor::with_recipients(once(by)).map_err(|_| fault("age不接受这个密钥", "age does not accept this key"))
}

fn recipient(key: &str) -> Result<age::x25519::Recipient> {
    let key = key.trim();
    // It would be a secret in a message, and no protection in a command line.
    if key.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
        return Err(fault(
            "收件人是一个私钥；请给出以age1开头的公钥",
            "the recipient is a secret key; use the public key, which starts with age1",
        ));
    }
    key.parse().map_err(|_| {
        let shown = crate::words::shown(key);
        fault(
            format!("{shown}不是age公钥（应以age1开头）"),
            format!("{shown} is not an age recipient (recipients start with age1)"),
        )
    })
}

fn fault(zh: impl Into<String>, en: impl Into<String>) -> Error {
    Error::new(ErrorKind::Protection, zh, en)
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret;
    use hallpass_providers::Secret;

    use super::Protection;

    #[test]
    fn what_is_for_nobody_is_encrypted_each_time_for_another_key() {
        let [one, other] = [(); 2].map(|()| Protection::for_nobody());
        let (Protection::Recipient(one), Protection::Recipient(other)) = (&one, &other) else { panic!("no recipient") };
        assert!(one != other && Protection::Recipient(one.clone()).encryptor().unwrap().is_some());
    }

    #[test]
    fn a_key_is_a_key() {
        let identity = age::x25519::Identity::generate();
        let key = identity.to_public().to_string();
        assert!(Protection::Recipient(format!(" {key}\n")).check().is_ok());
        for bad in ["", "age1", "ssh-ed25519 AAAA", &key[..key.len() - 1], &key.replace("age1", "age2")] {
            let error = Protection::Recipient(bad.to_owned()).check().unwrap_err();
            assert!(error.text.en.contains(bad) && error.text.zh.contains(bad), "{error:?}");
        }
    }

    #[test]
    fn secrets_stay_out_of_words() {
        let identity = age::x25519::Identity::generate().to_string();
        let secret = identity.expose_secret();
        for key in [secret.to_owned(), secret.to_lowercase()] {
            let error = Protection::Recipient(key).check().unwrap_err();
            let words = format!("{error:?}").to_uppercase();
            assert!(!words.contains(&secret[..24]), "the secret key is in a message");
        }
        assert!(!format!("{:?}", Protection::Passphrase(Secret::new("hunter2"))).contains("hunter2"));
        assert!(Protection::Passphrase(Secret::new("")).check().is_err());
    }
}
