//! An authority of the server's own and a certificate for loopback.

use std::io;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

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
