//! The built-in sandbox: the systems on this machine, a vault in memory, profiles of invented people.

use hallpass_core::providers::Secret;
use hallpass_core::vault::Vault;
use hallpass_core::{Environment, Error, Hallpass, MIGRATIONS, ProfileDraft, Result};
use hallpass_sandbox::{Options, start};
use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::demo_jobs;
use crate::demo_sandbox::{Demo, DemoCode};
use crate::dto::KeyPlace;
use crate::state::AppState;

/// A profile of the demo and the sandbox's account behind it.
struct Guest {
    name: &'static str,
    environment: &'static Environment,
    group: Option<&'static str>,
    tag: &'static str,
    /// The sandbox's address: a system, or one of its further doors.
    address: &'static str,
    method: &'static str,
    /// The account or phone that the sandbox knows.
    account: &'static str,
}

const fn guest(
    name: &'static str,
    environment: &'static Environment,
    tag: &'static str,
    address: &'static str,
    method: &'static str,
    account: &'static str,
) -> Guest {
    Guest { name, environment, group: None, tag, address, method, account }
}

const fn in_group(group: &'static str, guest: Guest) -> Guest {
    Guest { group: Some(group), ..guest }
}

use Environment::{Dev, Prod, Staging, Test};

/// The profile to begin with: its password is saved, and signing in asks nothing.
pub(crate) const FIRST: &str = GUESTS[0].name;

/// The profile whose session the demo's jobs ask with: the one that is signed in at the start.
const BATCHES: &str = "梧桐会议·批量";

const GUESTS: &[Guest] = &[
    in_group("云岭", guest("云岭新能源·开发", &Dev, "早班", "enos-iam", "password", "li.wen")),
    in_group("云岭", guest("云岭新能源·生产", &Prod, "早班", "enos-iam", "password", "王芳")),
    guest("Harbour Wind", &Staging, "EMEA", "enos-iam", "password", "grace.hall@harbourwind.example"),
    guest("云岭·签名网关", &Test, "早班", "enos-iam-signed", "password", "li.wen"),
    guest("云岭·新同事", &Dev, "早班", "enos-iam", "password", "new.joiner"),
    guest("海棠制造·验证码", &Test, "早班", "hzero", "password", "captcha.always"),
    guest("海棠制造·短信", &Staging, "早班", "hzero", "sms", "13800000001"),
    guest("Portal demo", &Dev, "EMEA", "enos-portal", "password", "portal.demo"),
    guest("青松软件·域账号", &Prod, "早班", "authing-ldap", "ldap", "sun.li"),
    guest("Pinewood, blocked", &Test, "EMEA", "authing-ldap", "ldap", "blocked.user"),
    guest("梧桐会议·接口", &Dev, "批量", "quanshi", "token", ""),
    guest(BATCHES, &Staging, "批量", "quanshi", "token", ""),
];

/// Starts it and puts a vault in memory with the demo's profiles in the place of a person's own.
pub(crate) async fn begin(state: &AppState) -> Result<()> {
    let sandbox = start(Options::default()).await.map_err(|_| Error::internal("the sandbox cannot listen"))?;
    let folder = TempDir::with_prefix("hallpass-demo-").map_err(|_| Error::internal("a folder for the demo"))?;
    let hallpass = Hallpass::new(Vault::memory(MIGRATIONS).await?, state.settings().lang());
    let hallpass = hallpass.with_jobs_in(folder.path().join("jobs"));
    let described = sandbox.describe();
    for guest in GUESTS {
        let draft = draft(&described, guest).ok_or_else(|| Error::internal("the sandbox lacks a demo account"))?;
        hallpass.add_profile(draft).await?;
    }
    demo_jobs::make(&hallpass, &sandbox, BATCHES, folder.path()).await?;
    end(state).await;
    state.set_demo(Some(Demo::new(sandbox, folder)));
    state.put(Ok((hallpass, KeyPlace::Memory))).await;
    Ok(())
}

/// The code that the sandbox has sent for a sign-in that waits. Only for a profile whose server is this sandbox: a real
/// server that is tried in the demo sends its own.
///
/// # Errors
/// Returns an error if the vault cannot be read.
pub(crate) async fn code(state: &AppState, pending: &str) -> Result<Option<DemoCode>> {
    if !state.is_demo() {
        return Ok(None);
    }
    let hallpass = state.hallpass()?;
    let Some(pending) = hallpass.pending().await?.into_iter().find(|one| one.pending == pending) else {
        return Ok(None);
    };
    let profile = hallpass.profile(&pending.profile).await?;
    Ok(state.of_demo(|demo| demo.code(pending.kind, &profile)))
}

/// Ends it, and closes whatever vault is open.
pub(crate) async fn end(state: &AppState) {
    state.clear_clipboard();
    state.close().await;
    if let Some(demo) = state.set_demo(None) {
        demo.stop().await;
    }
}

fn draft(described: &Value, guest: &Guest) -> Option<ProfileDraft> {
    let mut systems = described["systems"].as_array()?.iter();
    let (provider, server, fields) = systems.find_map(|system| account(system, guest))?;
    let descriptor = hallpass_core::providers::registry::provider(provider)?.descriptor();
    let mut draft = ProfileDraft {
        name: Some(guest.name.to_owned()),
        provider: Some(provider.to_owned()),
        server: Some(server.to_owned()),
        environment: Some(guest.environment.clone()),
        group: guest.group.map(str::to_owned),
        tags: Some(vec![guest.tag.to_owned()]),
        method: Some(guest.method.to_owned()),
        ..ProfileDraft::default()
    };
    for (name, value) in fields {
        let value = value.as_str()?.to_owned();
        if descriptor.field(name)?.is_secret() {
            draft.secrets.push((name.clone(), Secret::new(value)));
        } else {
            draft.values.push((name.clone(), value));
        }
    }
    Some(draft)
}

/// The provider, the server and the fields of a guest's account, if `system` has it.
fn account<'a>(system: &'a Value, guest: &Guest) -> Option<(&'a str, &'a str, &'a Map<String, Value>)> {
    let endpoints = system["addresses"].as_array()?;
    let door = endpoints.iter().find(|door| door["id"] == guest.address)?;
    let is_it = |account: &&Value| {
        let known = ["account", "phone"].iter().any(|name| account["fields"][name] == guest.account);
        account["address"] == guest.address && account["method"] == guest.method && (known || guest.account.is_empty())
    };
    let account = system["accounts"].as_array()?.iter().find(is_it)?;
    Some((system["id"].as_str()?, door["address"].as_str()?, account["fields"].as_object()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_guest_has_an_account_at_the_sandbox() {
        let sandbox = start(Options::default()).await.unwrap();
        let described = sandbox.describe();
        for guest in GUESTS {
            assert!(draft(&described, guest).is_some(), "{}", guest.name);
        }
    }

    #[tokio::test]
    async fn a_finished_a_failed_and_a_paused_job_are_there_at_first_sight() {
        let home = tempfile::tempdir().unwrap();
        let state = AppState::at(home.path().to_owned());
        begin(&state).await.unwrap();
        let hallpass = state.hallpass().unwrap();
        let jobs = hallpass.jobs().await.unwrap();
        let seen: Vec<_> = jobs.iter().map(|job| (job.state, job.unsettled() > 0)).collect();
        use hallpass_core::JobState::{Done, Paused};
        assert_eq!(seen, [(Paused, false), (Done, true), (Done, false)]);
        let (keys, count) = hallpass.expiring_keys(std::time::Duration::from_secs(7 * 86_400)).await.unwrap();
        assert!(count > 300 && !keys.is_empty(), "{count}");
        let folder = hallpass.jobs_folder().unwrap();
        drop(hallpass);
        end(&state).await;
        assert!(!folder.exists());
    }
}
