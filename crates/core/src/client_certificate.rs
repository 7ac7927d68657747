//! Client certificates: how a server, or the gateway before it, recognises this client (mutual TLS).
//!
//! A certificate with its private key is a secret of its profile like any other, kept as PEM. It is sent to the profile's
//! server alone, since a profile whose server changes loses its secrets.

use data_encoding::BASE64;
use hallpass_providers::{CLIENT_CERTIFICATE, Secret, Text};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use reqwest::Identity;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::text::read_text;

const BEGIN: &str = "-----BEGIN ";

/// What the passphrase of a PKCS#12 file is called in errors.
pub const CLIENT_CERTIFICATE_PASSPHRASE: &str = "client_certificate_passphrase";

/// Reads a certificate with its private key: PEM, or PKCS#12 (.p12, .pfx) with its passphrase.
///
/// # Errors
/// Returns an error if the file is neither, has no certificate or no private key, or needs another passphrase.
pub fn read_client_certificate(file: &[u8], passphrase: Option<&Secret>) -> Result<Secret> {
    let pem = if is_der(file) { of_pkcs12(file, passphrase)? } else { of_text(file)? };
    identity(&pem)?;
    Ok(pem)
}

/// Whether it begins as binary files of certificates do: a sequence whose length takes more than one byte. No text in
/// UTF-8 begins so.
fn is_der(file: &[u8]) -> bool {
    matches!(file, [0x30, 0x80..=0x84, ..])
}

/// PEM, in whichever form Windows wrote it.
fn of_text(file: &[u8]) -> Result<Secret> {
    match read_text(file) {
        Ok(text) if text.contains(BEGIN) => Ok(Secret::new(text.as_str())),
        Err(why) if has_block(file) => Err(invalid(why)),
        _ => Err(neither()),
    }
}

/// Whether a block begins somewhere in it, also in UTF-16, where a zero is beside each letter.
fn has_block(file: &[u8]) -> bool {
    let bytes = Zeroizing::new(file.iter().copied().filter(|byte| *byte != 0).collect::<Vec<u8>>());
    bytes.windows(BEGIN.len()).any(|part| part == BEGIN.as_bytes())
}

/// The certificate as the client of HTTP takes it.
pub(crate) fn identity(pem: &Secret) -> Result<Identity> {
    // Reason: the library reads certificate and key from one text; it goes nowhere else.
    let text = pem.expose();
    if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(invalid(Text::new(
            "的私钥已加密；请改用PKCS#12文件（.p12、.pfx），或先解密私钥",
            "has an encrypted private key; use a PKCS#12 file (.p12, .pfx), or decrypt the key first",
        )));
    }
    Identity::from_pem(text.as_bytes()).map_err(|_| {
        invalid(Text::new(
            "应为PEM文件（同时包含证书和私钥）或PKCS#12文件（.p12、.pfx）",
            "must be a PEM file with both the certificate and its private key, or a PKCS#12 file (.p12, .pfx)",
        ))
    })
}

fn of_pkcs12(file: &[u8], passphrase: Option<&Secret>) -> Result<Secret> {
    // Reason: the file is opened with it here, and it is not kept.
    let typed = passphrase.map_or("", Secret::expose);
    let store = KeyStore::from_pkcs12(file, typed, Pkcs12ImportPolicy::Strict)
        .map_err(|fault| unopened(&fault, passphrase.is_some()))?;
    let Some((_, chain)) = store.private_key_chain() else {
        return Err(invalid(Text::new("里没有私钥及其证书", "contains no private key with its certificate")));
    };
    let mut pem = Zeroizing::new(String::new());
    block(&mut pem, "PRIVATE KEY", chain.key().as_der());
    chain.certs().iter().for_each(|certificate| block(&mut pem, "CERTIFICATE", certificate.as_der()));
    Ok(Secret::new(pem.as_str()))
}

/// Without a passphrase a file that needs one and a file that is none look alike; a person knows which it is.
fn unopened(fault: &p12_keystore::error::Error, typed: bool) -> Error {
    use p12_keystore::error::Error as Fault;
    match (fault, typed) {
        (Fault::MacError(_) | Fault::Pkcs5Error(_) | Fault::UnpadError, false) => {
            Error::missing(CLIENT_CERTIFICATE_PASSPHRASE)
        }
        (Fault::MacError(_) | Fault::Pkcs5Error(_) | Fault::UnpadError, true) => {
            Error::invalid(CLIENT_CERTIFICATE_PASSPHRASE, &Text::new("与这个文件不符", "does not open this file"))
        }
        _ => neither(),
    }
}

fn neither() -> Error {
    invalid(Text::new(
        "不是PEM文件，也不是PKCS#12文件（.p12、.pfx）",
        "is neither a PEM file nor a PKCS#12 file (.p12, .pfx)",
    ))
}

fn invalid(why: Text) -> Error {
    Error::invalid(CLIENT_CERTIFICATE.name, &why)
}

/// One block of PEM: lines of 64 characters.
fn block(pem: &mut String, label: &str, der: &[u8]) {
    let text = Zeroizing::new(BASE64.encode(der));
    let mut rest = text.as_str();
    pem.push_str(&format!("-----BEGIN {label}-----\n"));
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = more;
    }
    pem.push_str(&format!("-----END {label}-----\n"));
}
