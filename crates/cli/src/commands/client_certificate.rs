//! `--client-cert FILE`: a certificate with its private key, as PEM or PKCS#12.

use std::path::Path;

use hallpass_core::providers::{CLIENT_CERTIFICATE, Secret};
use hallpass_core::{CLIENT_CERTIFICATE_PASSPHRASE, ErrorCode, Result, read_client_certificate};

use super::secret;
use crate::args::Source;
use crate::context::Context;
use crate::i18n::messages;
use crate::input;

/// The field and its value; an empty name removes the certificate. The passphrase of a PKCS#12 file is asked for where
/// nothing says it and someone is there.
pub(super) fn of_file(context: &Context, file: &Path, passphrase: Option<&Source>) -> Result<(String, Secret)> {
    let field = CLIENT_CERTIFICATE.name.to_owned();
    if file.as_os_str().is_empty() {
        return Ok((field, Secret::new("")));
    }
    let bytes = input::bytes_of_file(file, input::LARGE)?;
    let said = passphrase.map(|source| secret::read(context, source, CLIENT_CERTIFICATE_PASSPHRASE)).transpose()?;
    let certificate = match read_client_certificate(&bytes, said.as_ref()) {
        Err(error) if said.is_none() && error.code == ErrorCode::MissingField && context.output.asks => {
            let question = messages::client_certificate_passphrase();
            let typed = context.output.ask_secret(question.get(context.lang()))?;
            read_client_certificate(&bytes, Some(&typed))?
        }
        read => read?,
    };
    Ok((field, certificate))
}
