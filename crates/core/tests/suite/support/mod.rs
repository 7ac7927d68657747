//! A desk to test at: a vault in memory or in a folder, a clock that tests move, a real sandbox.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod background;
pub mod certificates;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hallpass_core::providers::{Lang, Secret};
use hallpass_core::vault::{Kdf, NewKey, Unlock, Vault};
use hallpass_core::{
    Answers, Clock, Hallpass, MIGRATIONS, Moment, Parts, ProfileDraft, SignIn, SystemClock, SystemRandom, Uptime,
};
use jiff::SignedDuration;

/// A clock that runs with the machine's, shifted by what the test says.
#[derive(Clone, Default)]
pub struct TestClock(Arc<Mutex<(i64, i64)>>);

impl TestClock {
    /// Time passes.
    pub fn pass(&self, seconds: i64) {
        let mut shift = self.0.lock().unwrap();
        shift.0 += seconds;
        shift.1 += seconds;
    }

    /// Someone moves the wall clock.
    pub fn move_wall(&self, seconds: i64) {
        self.0.lock().unwrap().0 += seconds;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        let (wall, boot) = *self.0.lock().unwrap();
        let now = SystemClock.now();
        Moment {
            wall: now.wall.checked_add(SignedDuration::from_secs(wall)).unwrap(),
            boot: now.boot.map(|uptime| Uptime { elapsed: uptime.elapsed + SignedDuration::from_secs(boot), ..uptime }),
        }
    }
}

pub fn hallpass(vault: Vault, clock: &TestClock, patience: Duration) -> Hallpass {
    let (clock, random) = (Box::new(clock.clone()), Box::new(SystemRandom));
    Hallpass::with(Parts { vault, clock, random, lang: Lang::En, patience })
}

pub async fn in_memory(clock: &TestClock) -> Hallpass {
    hallpass(Vault::memory(MIGRATIONS).await.unwrap(), clock, Duration::from_secs(30))
}

const PASSPHRASE: &str = "invented passphrase of a test";

pub async fn in_folder(home: &Path, clock: &TestClock) -> Hallpass {
    let words = || zeroize::Zeroizing::new(PASSPHRASE.to_owned());
    let vault = if home.join("vault.db").exists() {
        Vault::open(home, Unlock::Passphrase(words()), MIGRATIONS).await.unwrap()
    } else {
        // One that opens quickly: most of these tests open it several times.
        let cheap = Kdf { memory_kib: 64, passes: 1, lanes: 1 };
        Vault::create_with(home, NewKey::Passphrase(words()), cheap, MIGRATIONS).await.unwrap().0
    };
    hallpass(vault, clock, Duration::from_secs(30))
}

/// A profile of EnOS IAM.
pub fn iam(name: &str, server: &str, account: &str) -> ProfileDraft {
    ProfileDraft {
        name: Some(name.to_owned()),
        provider: Some("enos-iam".to_owned()),
        server: Some(server.to_owned()),
        values: vec![("account".to_owned(), account.to_owned())],
        ..ProfileDraft::default()
    }
}

/// A sign-in with a typed password.
pub fn typed(password: &str) -> SignIn {
    SignIn { answers: Answers::new().with("password", Secret::new(password)), ..SignIn::default() }
}

/// The same, although the guard would hold back.
pub fn anyway(password: &str) -> SignIn {
    SignIn { anyway: true, ..typed(password) }
}

/// A profile of HZERO whose account is asked for a captcha every time; its client's secret is saved.
pub fn captcha_every_time(name: &str, server: &str) -> ProfileDraft {
    ProfileDraft {
        name: Some(name.to_owned()),
        provider: Some("hzero".to_owned()),
        server: Some(server.to_owned()),
        values: vec![
            ("client_id".to_owned(), "hallpass-web".to_owned()),
            ("account".to_owned(), "captcha.always".to_owned()),
        ],
        secrets: vec![("client_secret".to_owned(), Secret::new("not-a-real-client-01"))],
        ..ProfileDraft::default()
    }
}

/// The password of that account.
pub const CAPTCHA_PASSWORD: &str = "Not-Real-hz-02";
