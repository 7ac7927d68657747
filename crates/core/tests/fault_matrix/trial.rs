//! One bad answer to one call: what is asserted of it.

use hallpass_core::providers::{Secret, secret_forms};
use hallpass_core::{Error, ErrorCode, Hallpass};
use hallpass_sandbox::Sandbox;

use crate::SHORT;
use crate::calls::{self, Desk, End, Operation, Target};
use crate::cases::Row;
use crate::front::Play;

/// More than a bounded reader takes from an endless answer, with what the sockets hold.
const MAX_POURED: usize = 16 << 20;

/// Whether the trial ends by a time-out.
pub(crate) fn waits(row: &Row) -> bool {
    matches!((row.play)(), Play::Stall(_) | Play::Drip(_)) || row.name.starts_with("100 ")
}

/// A bad answer to a call, over TLS or not.
#[derive(Clone)]
pub(crate) struct Trial {
    pub(crate) target: Target,
    pub(crate) row: &'static Row,
    pub(crate) tls: bool,
}

/// Every promise that was broken.
pub(crate) async fn run(hallpass: &Hallpass, sandbox: &Sandbox, trial: &Trial) -> Vec<String> {
    run_with(hallpass, sandbox, trial, &mut Vec::new()).await
}

/// The same; `all` is given what nobody may see.
pub(crate) async fn run_with(
    hallpass: &Hallpass,
    sandbox: &Sandbox,
    Trial { target, row, tls }: &Trial,
    all: &mut Vec<String>,
) -> Vec<String> {
    let play = (row.play)();
    let mut desk = Desk::at(hallpass.clone(), sandbox, target.person, *tls).await;
    desk.before(sandbox, target.operation).await;
    let before = state(&desk.hallpass).await;
    let mut secrets = desk.secrets().await;
    desk.front.take();
    let gone = matches!(play, Play::Gone);
    desk.front.arm(target.index, play).await;
    if waits(row) {
        desk.hallpass = calls::same_vault(hallpass, SHORT);
    }
    let end = desk.perform(sandbox, target.operation).await;
    secrets.extend(desk.secrets().await);
    let after = state(&desk.hallpass).await;

    let how = if *tls { " over TLS" } else { "" };
    let what = format!("case {} ({}) {}{how}", row.case, row.name, target.name());
    let mut wrong = Vec::new();
    let mut check = |good: bool, why: String| {
        if !good {
            wrong.push(format!("{what}: {why}"));
        }
    };
    check(as_wanted(target, row, &end), format!("{end:?}").chars().take(700).collect());
    let sent = desk.front.take();
    let of_call = sent.len().saturating_sub(target.index);
    check(of_call == usize::from(!gone) || end.is_ok(), format!("{of_call} requests"));
    check(desk.front.poured() < MAX_POURED, format!("{} bytes were taken", desk.front.poured()));
    if let Err(error) = &end {
        words(error, &mut check);
        check(error.code == ErrorCode::Refused || before == after, format!("the vault changed\n{before}\n{after}"));
    }
    shows_none(&end, &desk, &secrets, &mut check).await;
    all.append(&mut secrets);
    hallpass.remove_profile(desk.person.name()).await.unwrap();
    wrong
}

fn as_wanted(target: &Target, row: &Row, end: &End) -> bool {
    match (target.operation, end) {
        _ if target.is_extra() => end.is_ok(),
        // Here a session ends in any case; that it did at the server is said only where the server said so.
        (Operation::SignOut, Ok(shown)) => shown.contains("ended_at_server: false"),
        (Operation::SignOut, Err(_)) => false,
        // A refused code is asked for again, and what the server said is beside it.
        (Operation::Answer(_), Ok(shown)) if matches!(row.case, 2 | 24) => shown.contains("Challenge("),
        // A busy authKey server says so; its job continues later.
        (Operation::Authkeys, Err(error)) if row.case == 17 && error.code == ErrorCode::Refused => true,
        (_, end) => row.want.allows(end.as_ref().err().map(|error| error.code), target.effect),
    }
}

/// Both languages, one line each, and what to do next.
fn words(error: &Error, check: &mut impl FnMut(bool, String)) {
    for text in std::iter::once(&error.message).chain(&error.advice) {
        let both = !text.zh.trim().is_empty() && !text.en.trim().is_empty() && text.zh != text.en;
        check(both, format!("a language is missing: {text:?}"));
        let odd =
            |words: &str| words.chars().any(|it| it.is_control() || "\u{202e}\u{202d}\u{2066}\u{2067}".contains(it));
        check(!odd(&text.zh) && !odd(&text.en), format!("control characters: {text:?}"));
        check(text.zh.len().max(text.en.len()) < 2500, format!("{} bytes of text", text.en.len()));
    }
    check(error.is_advised() || error.retry_after_seconds.is_some(), format!("no next step: {error:?}"));
    let bounded = error.retry_after_seconds.is_none_or(|seconds| (1..=86_400).contains(&seconds));
    check(bounded, format!("waits {:?}", error.retry_after_seconds));
}

async fn shows_none(end: &End, desk: &Desk, secrets: &[String], check: &mut impl FnMut(bool, String)) {
    let activity = desk.hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let shown = match end {
        Ok(shown) => shown.clone(),
        Err(error) => format!("{error:?} {error} {}", serde_json::to_string(error).unwrap()),
    };
    let shown = format!("{shown} {activity:?}").to_lowercase();
    for secret in secrets {
        let form = secret_forms(&Secret::new(secret.as_str())).into_iter().find(|form| shown.contains(form.as_str()));
        check(form.is_none(), format!("shows {secret}"));
    }
}

/// What the vault keeps of profiles, sessions, waiting sign-ins and secrets.
async fn state(hallpass: &Hallpass) -> String {
    let read = |db: &rusqlite::Connection| -> hallpass_core::Result<String> {
        let mut all = String::new();
        for query in [
            "SELECT name, data FROM profile",
            "SELECT profile_id, data FROM session",
            "SELECT id, data FROM pending",
            "SELECT owner_kind || owner_id || name, value FROM secret WHERE owner_kind != 'job'",
        ] {
            let mut query = db.prepare(&format!("{query} ORDER BY 1"))?;
            let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            all += &format!("{:?}\n", rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        Ok(all)
    };
    hallpass.vault().read(read).await.unwrap()
}
