//! Five hundred sign-ins through the whole path (guard, request, parse, session, vault) against a bare POST of the same
//! body, both on warm connections of one process.

use crate::{Result, interleave};
use hallpass_core::providers::Lang;
use hallpass_core::vault::Vault;
use hallpass_core::{Answers, Hallpass, MIGRATIONS, ProfileDraft, SignIn, SignInOutcome};
use serde_json::json;

/// Together with the pairs of [`run`]: 500 of each.
const SIGN_INS: usize = 50;
const PAIRS: usize = 10;

/// Signs in to an EnOS IAM at `server`.
pub(crate) async fn run(server: &str, account: &str, password: &str) -> Result<()> {
    let hallpass = Hallpass::new(Vault::memory(MIGRATIONS).await?, Lang::En);
    hallpass.add_profile(draft(server, account)).await?;
    let how = SignIn { answers: Answers::new().with("password", password.to_owned()), ..SignIn::default() };
    let ours = async || {
        for _ in 0..SIGN_INS {
            let SignInOutcome::SignedIn { .. } = hallpass.sign_in("bench", how.clone()).await? else {
                return Err("the sandbox asked for more".into());
            };
        }
        Ok(())
    };
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{server}/enos-iam-service/v2.0/login");
    let body = json!({"principal": account, "credentials": password, "authType": 0}).to_string();
    let peer = async || {
        for _ in 0..SIGN_INS {
            let request = client.post(&url).header("content-type", "application/json").body(body.clone());
            request.send().await?.error_for_status()?.bytes().await?;
        }
        Ok(())
    };
    interleave::alternate(PAIRS, ours, peer).await
}

fn draft(server: &str, account: &str) -> ProfileDraft {
    ProfileDraft {
        name: Some("bench".into()),
        provider: Some("enos-iam".into()),
        server: Some(server.to_owned()),
        values: vec![("account".into(), account.to_owned())],
        ..ProfileDraft::default()
    }
}
