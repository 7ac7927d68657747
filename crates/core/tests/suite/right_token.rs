//! Whatever two shells do at once, with environments switched below them: no token leaves under another profile's name.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::{TestClock, in_folder};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use hallpass_core::providers::Secret;
use hallpass_core::{Bindings, Environment, EventKind, Hallpass, ProfileDraft, SignIn, TokenFormat, TokenUse};
use hallpass_sandbox::{Options, Sandbox, start};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// One group, and in each of its environments another account.
const PROFILES: [(&str, Environment, &str, &str); 2] = [
    ("dev", Environment::Dev, "sun.li", "Not-Real-authing-01"),
    ("real", Environment::Prod, "james.cole", "Not-Real-authing-02"),
];

/// Calls of both shells in one case, of which there are [`CASES`]: a thousand in all.
const CALLS: usize = 125;
const CASES: u32 = 8;

#[derive(Debug, Clone, Copy)]
enum Call {
    /// A token of the group in whatever environment it is in.
    Group,
    /// The same from a folder that binds one.
    Bound(usize),
    /// A token of a profile by its own name, with so much time left that it is renewed first.
    Profile {
        which: usize,
        renew: bool,
    },
    Use(usize),
    Renew(usize),
    SignIn(usize),
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        6 => Just(Call::Group),
        3 => (0..2usize).prop_map(Call::Bound),
        3 => (0..2usize, any::<bool>()).prop_map(|(which, renew)| Call::Profile { which, renew }),
        4 => (0..2usize).prop_map(Call::Use),
        2 => (0..2usize).prop_map(Call::Renew),
        1 => (0..2usize).prop_map(Call::SignIn),
    ]
}

async fn group(hallpass: &Hallpass, sandbox: &Sandbox) {
    for (name, environment, account, password) in PROFILES {
        let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let draft = ProfileDraft {
            name: Some(name.to_owned()),
            provider: Some("authing-ldap".to_owned()),
            server: Some(sandbox.address("authing-ldap")),
            environment: Some(environment),
            group: Some("group".to_owned()),
            values: vec![
                value("account", account),
                value("app_id", "5a11d0c0ffee000000000a01"),
                value("userpool_id", "5a11d0c0ffee000000000b01"),
            ],
            secrets: vec![("password".to_owned(), Secret::new(password))],
            ..ProfileDraft::default()
        };
        hallpass.add_profile(draft).await.unwrap();
        hallpass.sign_in(name, SignIn::default()).await.unwrap();
    }
    hallpass.use_environment("group", Environment::Dev).await.unwrap();
}

/// Whose token it is, as its server wrote into it.
fn account_of(token: &str) -> String {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims["username"].as_str().unwrap().to_owned()
}

/// A token as a command hands it out: by the profile that the name means there, under that profile's name.
async fn token_of(hallpass: &Hallpass, name: &str, bound: Option<Environment>, renew: bool) -> Option<String> {
    let bindings = || {
        let bound = bound.clone().map(|bound| Bindings::from([("group".to_owned(), bound)]));
        Ok(bound.unwrap_or_default())
    };
    let profile = hallpass.resolve(name, bindings).await.unwrap();
    // The token of a fortnight has less than that left after a second.
    let min_life = renew.then_some(Duration::from_secs(14 * 86_400 - 1));
    let how = TokenUse { production_ok: true, min_life, ..TokenUse::default() };
    let format = TokenFormat::Json;
    let token = hallpass.token(&profile.name, &how, format, EventKind::TokenHandedOut).await.ok()?;
    let said: serde_json::Value = serde_json::from_str(token.expose()).unwrap();
    assert_eq!(said["profile"], profile.name);
    assert!(bound.as_ref().is_none_or(|bound| *bound == profile.environment), "another environment than the folder's");
    let accounts: BTreeMap<_, _> = PROFILES.iter().map(|(name, _, account, _)| (*name, *account)).collect();
    let account = account_of(said["token"].as_str().unwrap());
    assert_eq!(account, accounts[&*profile.name], "the token of {account} left as that of {}", profile.name);
    Some(profile.name)
}

async fn carry_out(hallpass: &Hallpass, call: Call) -> Option<String> {
    match call {
        Call::Group => return token_of(hallpass, "group", None, false).await,
        Call::Bound(which) => return token_of(hallpass, "group", Some(PROFILES[which].1.clone()), false).await,
        Call::Profile { which, renew } => {
            let name = PROFILES[which].0;
            let given = token_of(hallpass, name, None, renew).await;
            assert!(given.as_deref().is_none_or(|given| given == name));
            return given;
        }
        Call::Use(which) => drop(hallpass.use_environment("group", PROFILES[which].1.clone()).await.unwrap()),
        Call::Renew(which) => drop(hallpass.renew(PROFILES[which].0).await),
        Call::SignIn(which) => drop(hallpass.sign_in(PROFILES[which].0, SignIn::default()).await),
    }
    None
}

#[test]
fn a_thousand_interleaved_calls_of_two_shells_hand_out_no_token_under_another_name() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let home = tempfile::tempdir().unwrap();
    let (_sandbox, shells) = runtime.block_on(async {
        let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
        let first = in_folder(home.path(), &clock).await;
        group(&first, &sandbox).await;
        let second = in_folder(home.path(), &clock).await;
        (sandbox, [first, second])
    });
    let mut given = BTreeMap::<String, usize>::new();
    let calls = proptest::collection::vec((0..2usize, call()), CALLS);
    let mut runner = TestRunner::new(Config { cases: CASES, max_shrink_iters: 50, ..Config::default() });
    let seen = std::cell::RefCell::new(&mut given);
    let ran = runner.run(&calls, |calls| {
        let one = |(shell, call): &(usize, Call)| {
            let (hallpass, call) = (shells[*shell].clone(), *call);
            async move { carry_out(&hallpass, call).await }
        };
        // Eight at a time: each shell runs several commands in the background.
        for together in calls.chunks(8) {
            let tokens = runtime.block_on(join_all(together.iter().map(one)));
            tokens.into_iter().flatten().for_each(|name| *seen.borrow_mut().entry(name).or_default() += 1);
        }
        Ok(())
    });
    ran.unwrap();
    assert!(PROFILES.iter().all(|(name, ..)| given[*name] > 100), "{given:?}");
}
