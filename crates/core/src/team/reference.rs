//! Secrets that are kept elsewhere at a team's server: read for one sign-in, and not kept.

use hallpass_providers::Secret;
use hallpass_team::{SecretReference, TeamFault};

use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

impl Hallpass {
    /// What a reference leads to.
    ///
    /// # Errors
    /// Returns an error that names the reference if there is no such team or secret, it may not be read, or the server cannot
    /// be asked.
    pub(crate) async fn read_reference(&self, reference: &SecretReference) -> Result<Secret> {
        let team = self.team(Some(reference.alias.as_str())).await.map_err(|error| about(reference, error))?;
        let read = team.client.read_elsewhere(&team.token, reference).await;
        let secret = read.map_err(|fault| about(reference, of_secret(fault)))?;
        crate::text::check_field("secret", &secret).map_err(|error| about(reference, error))?;
        Ok(secret)
    }
}

/// What is said of a document of the team is said of any secret here.
fn of_secret(fault: TeamFault) -> Error {
    use hallpass_providers::Text;
    match fault {
        TeamFault::NotFound | TeamFault::Deleted { .. } => Error::new(
            crate::error::ErrorCode::Usage,
            Text::new("团队服务器上没有这个密码或字段", "The team server has no such secret or field"),
        )
        .advice(Text::new("检查凭据的引用", "Check the reference of the credential")),
        fault => fault.into(),
    }
}

fn about(reference: &SecretReference, error: Error) -> Error {
    let (zh, en) = (format!("{reference}：{}", error.message.zh), format!("{reference}: {}", error.message.en));
    Error { message: hallpass_providers::Text::made(zh, en), ..error }
}
