//! An authority of the server's own with a certificate for loopback, and authorities for clients.

use std::io;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};

/// Writes `cert.pem`, `key.pem` and `ca.pem` into the folder and answers the last.
pub(crate) fn write(folder: &Path) -> io::Result<String> {
    let made = || -> Result<(String, String, String), rcgen::Error> {
        let authority_key = KeyPair::generate()?;
        let mut authority = CertificateParams::new(Vec::new())?;
        // Of another name than what it signs, or curl takes that for signed by itself.
        authority.distinguished_name.push(DnType::CommonName, "Authority of a test");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = authority.self_signed(&authority_key)?.pem();
        let issuer = Issuer::new(authority, authority_key);
        let key = KeyPair::generate()?;
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
        Ok((ca, params.signed_by(&key, &issuer)?.pem(), key.serialize_pem()))
    };
    let (ca, cert, key) = made().map_err(io::Error::other)?;
    std::fs::write(folder.join("ca.pem"), &ca)?;
    std::fs::write(folder.join("cert.pem"), cert)?;
    std::fs::write(folder.join("key.pem"), key)?;
    Ok(ca)
}

/// An authority whose certificates people and programs log in with.
#[derive(Debug)]
pub struct ClientAuthority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl ClientAuthority {
    /// A new one of this name.
    ///
    /// # Errors
    /// Returns an error if no key can be made.
    pub fn new(name: &str) -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).map_err(io::Error::other)?.pem();
        Ok(Self { pem, issuer: Issuer::new(params, key) })
    }

    /// Its own certificate, as PEM.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A new certificate for a client of this name, followed by its private key, as PEM.
    ///
    /// # Errors
    /// Returns an error if no key can be made.
    pub fn client(&self, name: &str) -> io::Result<String> {
        let made = || {
            let key = KeyPair::generate()?;
            let mut params = CertificateParams::default();
            params.distinguished_name.push(DnType::CommonName, name);
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            Ok(format!("{}{}", params.signed_by(&key, &self.issuer)?.pem(), key.serialize_pem()))
        };
        made().map_err(|fault: rcgen::Error| io::Error::other(fault))
    }
}
