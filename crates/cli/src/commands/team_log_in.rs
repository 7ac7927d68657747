//! `hallpass team join`: logs in with what the method asks for.

use hallpass_core::providers::Secret;
use hallpass_core::{Hallpass, Result, TeamMethod, TeamSettings};

use super::client_certificate;
use super::team::ask;
use crate::args::TeamProof;
use crate::context::Context;
use crate::i18n::{label, messages};

/// Logs in: one request to the server at most.
pub(super) async fn log_in(
    context: &Context,
    hallpass: &Hallpass,
    settings: TeamSettings,
    proof: &TeamProof,
) -> Result<()> {
    let method = settings.method;
    let typed = !matches!(method, TeamMethod::Oidc | TeamMethod::Cert);
    if proof.secret.is_some() && !typed {
        return Err(messages::not_with_method("--secret", method));
    }
    if proof.client_cert.is_some() && method != TeamMethod::Cert {
        return Err(messages::not_with_method("--client-cert", method));
    }
    if method == TeamMethod::Oidc {
        return in_a_browser(context, hallpass, settings).await;
    }
    let secret = match typed {
        true => ask(context, proof.secret.as_ref(), &label::TEAM_PASSWORD, "secret")?,
        false => certificate(context, proof)?,
    };
    hallpass.join_team(settings, secret).await.map(drop)
}

/// The certificate of the file; without one, that of the last login is used.
fn certificate(context: &Context, proof: &TeamProof) -> Result<Secret> {
    let Some(file) = &proof.client_cert else { return Ok(Secret::default()) };
    client_certificate::of_file(context, file, proof.client_cert_passphrase.as_ref()).map(|(_, pem)| pem)
}

/// Says what to open and waits; Ctrl-C ends the program, and with it the login.
async fn in_a_browser(context: &Context, hallpass: &Hallpass, settings: TeamSettings) -> Result<()> {
    if context.no_input {
        return Err(messages::needs_a_browser());
    }
    let started = hallpass.start_device_log_in(settings).await?;
    let page = messages::open_page(started.url(), started.user_code());
    // Whoever cannot be told what to open would be waited for in vain.
    context.output.note_delivered(page.get(context.lang()))?;
    context.output.note_line(messages::waiting_for_confirmation().get(context.lang()));
    hallpass.finish_device_log_in(started).await.map(drop)
}
