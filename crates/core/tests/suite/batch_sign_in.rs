//! "Sign in selected (38)": five hosts, three captchas, two wrong passwords, one host that locks at its third.

use crate::support::{CAPTCHA_PASSWORD, TestClock, captcha_every_time, iam, in_memory};
use hallpass_core::providers::Secret;
use hallpass_core::{ErrorCode, Hallpass, ProfileDraft, SignIn, SignInOutcome};
use hallpass_sandbox::{Options, Sandbox, start};

async fn add(hallpass: &Hallpass, mut draft: ProfileDraft, password: &str) -> String {
    draft.secrets.push(("password".to_owned(), Secret::new(password)));
    hallpass.add_profile(draft).await.unwrap().profile.name
}

fn logins(sandbox: &Sandbox) -> usize {
    sandbox
        .requests()
        .iter()
        .filter(|seen| seen.path.ends_with("/login") || seen.path.ends_with("/oauth/token"))
        .count()
}

#[tokio::test]
async fn the_rest_finish_and_no_profile_is_tried_twice() {
    let hallpass = in_memory(&TestClock::default()).await;
    let mut hosts = Vec::new();
    for _ in 0..5 {
        hosts.push(start(Options::default()).await.unwrap());
    }
    let mut names = Vec::new();
    for number in 0..35 {
        let host = number % 5;
        // The third of the first host is a locked account; two of the second host have a wrong password.
        let (account, password) = match (host, number / 5) {
            (0, 2) => ("locked.account", "x"),
            (1, 1) => ("li.wen", "wrong"),
            (1, 3) => ("grace.hall@harbourwind.example", "wrong"),
            _ => ("li.wen", "Not-Real-iam-01"),
        };
        let draft = iam(&format!("p{number}"), &hosts[host].address("enos-iam"), account);
        names.push(add(&hallpass, draft, password).await);
    }
    for (number, host) in hosts[2..].iter().enumerate() {
        names.push(
            add(&hallpass, captcha_every_time(&format!("captcha{number}"), &host.address("hzero")), CAPTCHA_PASSWORD)
                .await,
        );
    }
    let ends = hallpass.sign_in_many(&names, &SignIn::default(), |_, _| {}).await;

    let count =
        |is: &dyn Fn(&hallpass_core::Result<SignInOutcome>) -> bool| ends.iter().filter(|(_, end)| is(end)).count();
    assert_eq!(ends.len(), 38);
    assert_eq!(count(&|end| matches!(end, Ok(SignInOutcome::Challenge(_)))), 3);
    assert_eq!(count(&|end| end.as_ref().is_err_and(|error| error.code == ErrorCode::Refused)), 3);
    assert_eq!(count(&|end| end.as_ref().is_err_and(|error| error.code == ErrorCode::CoolingDown)), 4);
    assert_eq!(count(&|end| matches!(end, Ok(SignInOutcome::SignedIn { .. }))), 28);
    assert_eq!(hallpass.pending().await.unwrap().len(), 3);
    assert_eq!(logins(&hosts[0]), 3, "the locked host stops at its third");
    assert!(hosts.iter().map(logins).sum::<usize>() <= 38);
}
