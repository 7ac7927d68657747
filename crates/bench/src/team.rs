//! A team of 2,000 profiles on a real server: what is brought here, against `curl` with the same calls; and a sign-in with
//! the team's secret, against one with a secret of one's own.

use crate::{Result, interleave};
use hallpass_core::providers::{Lang, Secret, Text};
use hallpass_core::vault::Vault;
use hallpass_core::{
    Answers, Hallpass, MIGRATIONS, Network, ProfileDraft, SharedSecret, SignIn, SignInOutcome, TeamMethod, TeamPlace,
    TeamSettings,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::process::Command;
use std::str::FromStr;
use std::time::Instant;

const PROFILES: usize = 2_000;
/// Profiles that somebody else changed since the last time.
const CHANGED: usize = 50;
const PAIRS: usize = 3;
const TEAM: &str = "bench";
const PASSWORD: &str = "Not-Real-team-1";

/// Where the server is, and who administers it.
pub(crate) struct Server {
    address: String,
    ca_file: String,
    ca: String,
    token: String,
}

impl Server {
    /// The server at `address`, with its authority and the administrator's token.
    pub(crate) fn new(address: &str, ca_file: &str, token: &str) -> Result<Self> {
        let ca = std::fs::read_to_string(ca_file)?;
        Ok(Self { address: address.to_owned(), ca_file: ca_file.to_owned(), ca, token: token.trim().to_owned() })
    }

    fn settings(&self, user: &str) -> Result<TeamSettings> {
        Ok(TeamSettings {
            alias: part(TEAM)?,
            nodes: vec![self.address.clone()],
            place: TeamPlace { mount: part("hallpass")?, team: part(TEAM)?, namespace: None },
            method: TeamMethod::Userpass,
            method_mount: part("userpass")?,
            user: user.to_owned(),
            network: Network { ca: Some(self.ca.clone()), ..Network::default() },
        })
    }

    /// A team with an editor and a reader.
    async fn set_up(&self) -> Result<()> {
        let admin = Hallpass::new(Vault::memory(MIGRATIONS).await?, Lang::En);
        admin.set_up_team(&self.settings("boss")?, &Secret::new(self.token.clone())).await?;
        for role in ["editor", "reader"] {
            let body = json!({"password": PASSWORD, "token_policies": [format!("{TEAM}-{role}")], "token_ttl": "1h"});
            self.curl(&self.token, &["--data", &body.to_string()], &format!("auth/userpass/users/{role}"))?;
        }
        Ok(())
    }

    async fn member(&self, role: &str) -> Result<Hallpass> {
        let member = Hallpass::new(Vault::memory(MIGRATIONS).await?, Lang::En);
        member.join_team(self.settings(role)?, Secret::new(PASSWORD)).await?;
        Ok(member)
    }

    /// The peer's call.
    fn curl(&self, token: &str, more: &[&str], path: &str) -> Result<String> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "--noproxy", "*", "--cacert", &self.ca_file]);
        curl.args(["--header", &format!("X-Vault-Token: {token}")]).args(more);
        let output = curl.arg(format!("{}/v1/{path}", self.address)).output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("{path}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    fn reader_token(&self) -> Result<String> {
        let body = json!({"password": PASSWORD}).to_string();
        let answer: Value = serde_json::from_str(&self.curl("", &["--data", &body], "auth/userpass/login/reader")?)?;
        answer["auth"]["client_token"].as_str().map(str::to_owned).ok_or_else(|| "no token".into())
    }

    /// The list, and `count` documents of it, one call after the other.
    fn read_with_curl(&self, token: &str, count: usize) -> Result<()> {
        self.curl(token, &[], "auth/token/lookup-self")?;
        let list = self.curl(token, &[], &format!("hallpass/detailed-metadata/{TEAM}/profiles?list=true"))?;
        let list: Value = serde_json::from_str(&list)?;
        let ids = list["data"]["keys"].as_array().ok_or("no list")?.iter().filter_map(Value::as_str);
        let mut read = 0;
        for id in ids.take(count) {
            self.curl(token, &[], &format!("hallpass/data/{TEAM}/profiles/{id}"))?;
            read += 1;
        }
        if read == count { Ok(()) } else { Err(format!("{read} of {count} documents").into()) }
    }
}

fn part<T: FromStr<Err = Text>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: Text| error.en.into())
}

fn name(number: usize) -> String {
    format!("Tenant {number:04}")
}

fn draft(name: String, server: &str, account: &str) -> ProfileDraft {
    ProfileDraft {
        name: Some(name),
        provider: Some("enos-iam".into()),
        server: Some(server.to_owned()),
        values: vec![("account".into(), account.to_owned())],
        ..ProfileDraft::default()
    }
}

/// A team whose editor has shared every profile.
async fn shared(server: &Server) -> Result<Hallpass> {
    server.set_up().await?;
    let editor = server.member("editor").await?;
    for number in 0..PROFILES {
        editor.add_profile(draft(name(number), &format!("https://iam{number}.example"), "support")).await?;
        editor.share_profile(None, &name(number), SharedSecret::None).await?;
    }
    Ok(editor)
}

/// The first time, with nothing here.
pub(crate) async fn first(server: &Server) -> Result<()> {
    shared(server).await?;
    let token = server.reader_token()?;
    let mut joined = Vec::new();
    for _ in 0..PAIRS + 2 {
        joined.push(server.member("reader").await?);
    }
    let readers = RefCell::new(joined);
    let ours = async || {
        let reader = readers.borrow_mut().pop().ok_or("no reader is left")?;
        let brought = reader.sync_team(None).await?;
        if reader.profiles().await?.len() == PROFILES { Ok(()) } else { Err(format!("{brought:?}").into()) }
    };
    interleave::alternate(PAIRS, ours, async || server.read_with_curl(&token, PROFILES)).await
}

/// Again, when some profiles were changed.
pub(crate) async fn again(server: &Server) -> Result<()> {
    let (editor, token) = (shared(server).await?, server.reader_token()?);
    let reader = server.member("reader").await?;
    reader.sync_team(None).await?;
    for turn in 0..PAIRS + 2 {
        for number in 0..CHANGED {
            let tags = Some(vec![format!("turn {turn}")]);
            editor.edit_shared(&name(number), ProfileDraft { tags, ..ProfileDraft::default() }).await?;
        }
        let start = Instant::now();
        reader.sync_team(None).await?;
        let middle = Instant::now();
        server.read_with_curl(&token, CHANGED)?;
        if turn >= 2 {
            println!("{} {}", (middle - start).as_secs_f64(), middle.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

/// Fifty sign-ins at `address` with the team's secret, and fifty with a secret of one's own.
pub(crate) async fn sign_in(server: &Server, address: &str, account: &str, password: &str) -> Result<()> {
    const SIGN_INS: usize = 50;
    server.set_up().await?;
    let editor = server.member("editor").await?;
    editor.add_profile(draft(name(0), address, account)).await?;
    editor.share_profile(None, &name(0), SharedSecret::New(Secret::new(password))).await?;
    let reader = server.member("reader").await?;
    reader.sync_team(None).await?;
    reader.add_profile(draft("own".into(), address, account)).await?;
    let run = async |name: &str, how: SignIn| {
        for _ in 0..SIGN_INS {
            let SignInOutcome::SignedIn { .. } = reader.sign_in(name, how.clone()).await? else {
                return Err("the sandbox asked for more".into());
            };
        }
        Ok(())
    };
    let own = SignIn { answers: Answers::new().with("password", password.to_owned()), ..SignIn::default() };
    let (team, peer) = (async || run(&name(0), SignIn::default()).await, async || run("own", own.clone()).await);
    interleave::alternate(PAIRS, team, peer).await
}
