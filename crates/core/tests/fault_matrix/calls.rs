//! Every call that carries a secret, found by doing once, for everybody whom the sandbox knows, all that can be done.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::{Capability, ChallengeKind, Effect, Secret, secret_forms};
use hallpass_core::vault::Vault;
use hallpass_core::{
    Answers, Error, Expires, Hallpass, JobList, JobOptions, JobStop, MIGRATIONS, Progress, Protection, RowFilter,
    SessionView, SignIn, SignInOutcome, TableFormat,
};
use hallpass_sandbox::{Options, Sandbox, start};
use tokio::sync::watch;

use crate::PATIENCE;
use crate::accounts::{Person, people};
use crate::front::{Front, Seen};
use crate::support::{TestClock, hallpass};
use crate::watch::Log;

/// What is done at a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    SignIn,
    /// The answer to the first, second, … question.
    Answer(usize),
    Choose,
    Renew,
    Verify,
    SignOut,
    Authkeys,
}

/// One call that carries a secret or has an effect.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Which of the sandbox's people.
    pub(crate) person: usize,
    pub(crate) provider: &'static str,
    pub(crate) method: String,
    pub(crate) operation: Operation,
    /// Which request of the operation.
    pub(crate) index: usize,
    pub(crate) path: String,
    pub(crate) effect: Effect,
}

impl Target {
    /// A call without which the operation goes well all the same: it only tells more.
    pub(crate) fn is_extra(&self) -> bool {
        let signing = matches!(self.operation, Operation::SignIn | Operation::Answer(_));
        let told = ["/session/set", "/verificationCode/send"].iter().any(|end| self.path.ends_with(end));
        self.effect == Effect::Read && (signing || self.operation == Operation::Choose) && self.index > 0
            || signing && told
    }

    pub(crate) fn name(&self) -> String {
        format!("{} {} {:?} {} {:?}", self.provider, self.method, self.operation, self.path, self.effect)
    }
}

/// What an operation came to.
pub(crate) type End = Result<String, Box<Error>>;

/// A person at a front, with a profile of their own.
pub(crate) struct Desk {
    pub(crate) hallpass: Hallpass,
    pub(crate) front: Front,
    pub(crate) person: Person,
    folder: tempfile::TempDir,
    /// What was asked last.
    asked: Option<hallpass_core::PendingView>,
    pub(crate) session: Option<SessionView>,
}

pub(crate) async fn sandbox() -> Sandbox {
    start(Options::default()).await.unwrap()
}

/// A vault in memory, whose jobs are in this folder.
pub(crate) async fn in_memory(jobs: &Path) -> Hallpass {
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    hallpass(vault, &TestClock::default(), PATIENCE).with_jobs_in(jobs.to_owned())
}

/// The same vault with other patience.
pub(crate) fn same_vault(other: &Hallpass, patience: Duration) -> Hallpass {
    let jobs = other.jobs_folder().unwrap();
    hallpass(other.vault().clone(), &TestClock::default(), patience).with_jobs_in(jobs)
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

impl Desk {
    /// With a profile in this vault.
    pub(crate) async fn at(hallpass: Hallpass, sandbox: &Sandbox, person: usize, tls: bool) -> Self {
        let mut person = people(sandbox).swap_remove(person);
        let folder = tempfile::tempdir().unwrap();
        let server = person.draft.server.clone().unwrap();
        let front = if tls { Front::over_tls(host(&server)).await } else { Front::new(host(&server)).await };
        person.draft.server = Some(front.address(&server));
        person.draft.ca = front.authority();
        hallpass.add_profile(person.draft.clone()).await.unwrap();
        Self { hallpass, front, person, folder, asked: None, session: None }
    }

    /// Everything that comes before an operation.
    pub(crate) async fn before(&mut self, sandbox: &Sandbox, operation: Operation) {
        let signing = [Operation::SignIn, Operation::Answer(0), Operation::Answer(1), Operation::Answer(2)];
        for step in signing.into_iter().take_while(|step| *step != operation) {
            if self.session.is_some() {
                break;
            }
            self.perform(sandbox, step).await.unwrap();
        }
    }

    pub(crate) async fn perform(&mut self, sandbox: &Sandbox, operation: Operation) -> End {
        let (hallpass, name) = (self.hallpass.clone(), self.person.name().to_owned());
        let end = match operation {
            Operation::SignIn => {
                let how = SignIn { remember: true, ..self.person.how.clone() };
                return self.signed(hallpass.sign_in(&name, how).await);
            }
            Operation::Answer(_) => {
                let asked = self.asked.clone().unwrap();
                let answer = match asked.kind {
                    ChallengeKind::Organisation => Some(asked.options[0].id.clone()),
                    kind => self.person.code(sandbox, kind),
                };
                let answers = Answers::new().with(asked.fields[0].clone(), Secret::new(answer.unwrap()));
                return self.signed(hallpass.answer(&asked.pending, answers, false).await);
            }
            Operation::Choose => {
                let session = self.session.as_ref().unwrap();
                let organisation = session.organisations.last().map_or("1", |it| it.id.as_str());
                hallpass.choose(&name, organisation).await.map(|it| format!("{it:?}"))
            }
            Operation::Renew => hallpass.renew(&name).await.map(|it| format!("{it:?}")),
            Operation::Verify => hallpass.verify(&name).await.map(|it| format!("{it:?}")),
            Operation::SignOut => hallpass.sign_out(&name).await.map(|it| format!("{it:?}")),
            Operation::Authkeys => authkeys(&hallpass, &name, self.folder.path()).await,
        };
        end.map_err(Box::new)
    }

    fn signed(&mut self, end: hallpass_core::Result<SignInOutcome>) -> End {
        self.asked = None;
        let shown = format!("{end:?}");
        match end.map_err(Box::new)? {
            SignInOutcome::SignedIn { session, .. } => self.session = Some(*session),
            SignInOutcome::Challenge(asked) => self.asked = Some(*asked),
        }
        Ok(shown)
    }

    /// Everything here that nobody may see.
    pub(crate) async fn secrets(&self) -> Vec<String> {
        let read = |db: &rusqlite::Connection| {
            let mut query = db.prepare("SELECT value FROM secret")?;
            let values = query.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>();
            values.map_err(Error::from)
        };
        let mut all = self.hallpass.vault().read(read).await.unwrap();
        all.extend(self.person.secrets.iter().map(|(_, value)| value.clone()));
        all.retain(|secret| secret.len() > 5);
        all
    }
}

/// A job of one account: what became of that.
async fn authkeys(hallpass: &Hallpass, name: &str, folder: &Path) -> hallpass_core::Result<String> {
    let options = JobOptions {
        profile: name.to_owned(),
        expires: Expires::In(Duration::from_secs(30 * 86_400)),
        sheet: None,
        create_missing: true,
        rotate: false,
        at_once: 1,
        production_ok: false,
        out: folder.join("keys.json"),
        format: TableFormat::Json,
        bom: false,
        protection: Protection::Plain,
    };
    let list = std::io::Cursor::new(b"u0@corp.example\nu1@corp.example\nu2@corp.example\n".to_vec());
    let job = hallpass.new_job(options, JobList::Input(Box::new(list), "list.csv".to_owned())).await?.job;
    hallpass.confirm_job(&job).await?;
    let (progress, _) = watch::channel(Progress::default());
    let end = hallpass.run_job_with(&job, JobStop::default(), progress, Duration::from_millis(1)).await?;
    let rows = hallpass.job_rows(&job, RowFilter::All, 0).await?;
    match end.error {
        Some(error) => Err(error),
        None => Ok(format!("{rows:?}")),
    }
}

fn effect(text: &str) -> Effect {
    match text {
        "Read" => Effect::Read,
        "Attempt" => Effect::Attempt,
        "Sms" => Effect::Sms,
        "Change" => Effect::Change,
        "Mint" => Effect::Mint,
        "Rotate" => Effect::Rotate,
        other => panic!("{other}"),
    }
}

fn carries(seen: &Seen, secrets: &[String]) -> bool {
    let text = String::from_utf8_lossy(&seen.bytes).to_lowercase();
    let found =
        |secret: &String| secret_forms(&Secret::new(secret.as_str())).iter().any(|form| text.contains(form.as_str()));
    secrets.iter().any(found)
}

/// Each call once: by provider, method, operation and path.
pub(crate) async fn targets() -> &'static [Target] {
    static TARGETS: tokio::sync::OnceCell<Vec<Target>> = tokio::sync::OnceCell::const_new();
    TARGETS.get_or_init(|| found(Log::of_all())).await
}

async fn found(log: &Log) -> Vec<Target> {
    let (sandbox, jobs) = (sandbox().await, tempfile::tempdir().unwrap());
    let (mut targets, mut known) = (Vec::new(), BTreeSet::new());
    for person in 0..people(&sandbox).len() {
        sandbox.reset();
        let since = log.len();
        let mut desk = Desk::at(in_memory(jobs.path()).await, &sandbox, person, false).await;
        let (mut found, mut secrets) = (Vec::new(), Vec::new());
        let signing = [Operation::SignIn, Operation::Answer(0), Operation::Answer(1), Operation::Answer(2)];
        for operation in signing {
            let end = desk.perform(&sandbox, operation).await;
            found.extend(desk.front.take().into_iter().enumerate().map(|(index, seen)| (operation, index, seen)));
            if end.is_err() || desk.session.is_some() {
                break;
            }
        }
        let Some(session) = desk.session.clone() else { continue };
        for (capability, operation) in [
            (Capability::Verify, Operation::Verify),
            (Capability::Choose, Operation::Choose),
            (Capability::Renew, Operation::Renew),
            (Capability::Authkeys, Operation::Authkeys),
            (Capability::SignOut, Operation::SignOut),
        ] {
            secrets.extend(desk.secrets().await);
            if session.can.contains(&capability) {
                // The sandbox may refuse it on purpose.
                let _ = desk.perform(&sandbox, operation).await;
                found.extend(desk.front.take().into_iter().enumerate().map(|(index, seen)| (operation, index, seen)));
            }
        }
        let effects = log.effects(since, &desk.front.at);
        assert_eq!(effects.len(), found.len(), "each request is in the log");
        for ((operation, index, seen), effect) in found.into_iter().zip(effects.iter().map(|text| effect(text))) {
            let (provider, method) = (desk.person.provider.id, desk.person.how.method.clone().unwrap());
            let path = seen.path.clone();
            let target = Target { person, provider, method, operation, index, path, effect };
            // Every method has its own attempt; what comes after that is the same for all.
            let method = Some(&target.method).filter(|_| effect == Effect::Attempt).cloned();
            let fresh = known.insert((provider, method, operation, generic(&target.path), format!("{effect:?}")));
            if fresh && (effect != Effect::Read || carries(&seen, &secrets)) {
                targets.push(target);
            }
        }
    }
    targets
}

/// A path without what is another each time.
fn generic(path: &str) -> String {
    let segment = |segment: &str| if segment.len() > 24 { "…".to_owned() } else { segment.to_owned() };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
