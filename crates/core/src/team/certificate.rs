//! The client certificate of a team's login. It is kept with the token: renewing that asks for the same certificate.

use hallpass_providers::{CLIENT_CERTIFICATE, Secret};
use hallpass_team::Name;
use hallpass_vault::secrets;
use rusqlite::Connection;

use super::connection::SECRETS;
use super::settings::{TeamMethod, TeamSettings};
use crate::client_certificate::read_client_certificate;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::next_step::NextStep;

impl Hallpass {
    /// The certificate that a login shows: the one given, else the one kept for the same nodes.
    pub(super) async fn log_in_certificate(
        &self,
        settings: &TeamSettings,
        before: Option<&TeamSettings>,
        given: &Secret,
    ) -> Result<Secret> {
        if !given.is_empty() {
            // Reason: read as the file that it is from, before anything is sent.
            return read_client_certificate(given.expose().as_bytes(), None);
        }
        let same = |before: &TeamSettings| before.method == TeamMethod::Cert && before.nodes == settings.nodes;
        let kept = match before.filter(|before| same(before)) {
            Some(before) => {
                let alias = before.alias.clone();
                self.vault().read(move |db| kept(db, &alias)).await?
            }
            None => None,
        };
        kept.ok_or_else(|| Error::missing(CLIENT_CERTIFICATE.name).next(NextStep::AddClientCertificate))
    }
}

/// The certificate of a team, where its login is by one.
pub(super) fn kept(db: &Connection, alias: &Name) -> Result<Option<Secret>> {
    let pem = secrets::get(db, SECRETS, alias.as_str(), CLIENT_CERTIFICATE.name)?;
    Ok(pem.map(|pem| Secret::new(pem.as_str())))
}

/// Keeps the certificate of a login, or none where it was by another method.
pub(super) fn keep(db: &Connection, alias: &Name, certificate: Option<&Secret>) -> Result<()> {
    match certificate {
        // Reason: into the vault's table of secrets, the only place where it is kept.
        Some(pem) => secrets::put(db, SECRETS, alias.as_str(), CLIENT_CERTIFICATE.name, pem.expose())?,
        None => drop(secrets::remove(db, SECRETS, alias.as_str(), CLIENT_CERTIFICATE.name)?),
    }
    Ok(())
}
