//! A profile on its way from the page's form.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hallpass_core::providers::{CLIENT_CERTIFICATE, Secret};
use hallpass_core::{AutoRenew, Environment, Error, ProfileDraft, Result, read_client_certificate};
use serde::Deserialize;
use zeroize::Zeroizing;

/// A profile as a person filled it in; secrets hold only what was typed.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    name: String,
    provider: String,
    server: String,
    environment: Environment,
    group: Option<String>,
    tags: Vec<String>,
    method: Option<String>,
    values: BTreeMap<String, String>,
    #[cfg_attr(feature = "ts", ts(type = "Record<string, string>"))]
    secrets: BTreeMap<String, Secret>,
    credential: Option<String>,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    proxy: Secret,
    allow_http: bool,
    ca: Option<String>,
    /// Left as it is where it is not sent.
    #[serde(default)]
    client_certificate: Option<CertificateFile>,
    /// Left as it is where it is not sent.
    #[serde(default)]
    auto_renew: Option<AutoRenew>,
    /// In minutes, 0 for never; left as it is where it is not sent.
    #[serde(default)]
    keep_alive: Option<u32>,
}

/// A client certificate with its private key, as PEM or PKCS#12. An empty file takes the saved one away.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CertificateFile {
    /// The file's bytes in Base64.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    file: Secret,
    /// Of a PKCS#12 file; empty for none.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    passphrase: Secret,
}

impl CertificateFile {
    /// The certificate with its key, as PEM.
    pub(crate) fn read(&self) -> Result<Secret> {
        if self.file.is_empty() {
            return Ok(Secret::new(""));
        }
        // Reason: the bytes of the file that a person chose are read here, and kept in the vault alone.
        let bytes = BASE64.decode(self.file.expose()).map(Zeroizing::new).unwrap_or_default();
        read_client_certificate(&bytes, Some(&self.passphrase).filter(|typed| !typed.is_empty()))
    }
}

impl TryFrom<Draft> for ProfileDraft {
    type Error = Error;

    fn try_from(draft: Draft) -> Result<Self> {
        let mut secrets: Vec<_> = draft.secrets.into_iter().collect();
        if let Some(file) = &draft.client_certificate {
            secrets.push((CLIENT_CERTIFICATE.name.to_owned(), file.read()?));
        }
        Ok(Self {
            name: Some(draft.name),
            provider: Some(draft.provider),
            server: Some(draft.server),
            environment: Some(draft.environment),
            group: Some(draft.group.unwrap_or_default()),
            tags: Some(draft.tags),
            method: Some(draft.method.unwrap_or_default()),
            values: draft.values.into_iter().collect(),
            secrets,
            credential: Some(draft.credential.unwrap_or_default()),
            proxy: Some(draft.proxy),
            ca: Some(draft.ca.unwrap_or_default()),
            allow_http: Some(draft.allow_http),
            auto_renew: draft.auto_renew,
            keep_alive: draft.keep_alive,
        })
    }
}
