//! The vault with 10 000 profiles against SQLCipher without a vault around it: the same rows, cipher and durability.

use crate::{Result, interleave};
use hallpass_core::providers::Lang;
use hallpass_core::vault::{NewKey, RecoveryKey, Unlock, Vault, VaultError};
use hallpass_core::{Environment, Hallpass, MIGRATIONS, Profile, ProfileDraft};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

const PAIRS: usize = 15;
const PROFILES: usize = 10_000;

/// Durable edits in one turn.
const EDITS: usize = 20;

const ENVIRONMENTS: [Environment; 4] = [Environment::Dev, Environment::Test, Environment::Staging, Environment::Prod];

/// Opening and listing every profile.
pub(crate) async fn open(folder: &Path) -> Result<()> {
    let ground = Ground::new(folder).await?;
    let ours = async || {
        let hallpass = ground.open().await?;
        let count = hallpass.profiles().await?.len();
        hallpass.vault().close().await;
        whole(count)
    };
    let peer = async || {
        let db = connect(&ground.bare)?;
        let mut query = db.prepare("SELECT data FROM profile ORDER BY name")?;
        let rows = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        whole(rows.len())
    };
    interleave::alternate(PAIRS, ours, peer).await
}

/// Changing one profile so that it survives a power cut.
pub(crate) async fn edit(folder: &Path) -> Result<()> {
    let ground = Ground::new(folder).await?;
    let hallpass = ground.open().await?;
    let bare = connect(&ground.bare)?;
    let (mut edits, mut updates) = (0, 0);
    let ours = async || {
        for _ in 0..EDITS {
            edits += 1;
            let draft = ProfileDraft { tags: Some(vec![format!("turn {edits}")]), ..ProfileDraft::default() };
            hallpass.edit_profile(&name(edits), draft).await?;
        }
        Ok(())
    };
    let peer = async || {
        for _ in 0..EDITS {
            updates += 1;
            let changed = Profile { tags: vec![format!("turn {updates}")], ..profile(updates) };
            let mut update = bare.prepare_cached("UPDATE profile SET data = ?2 WHERE name = ?1")?;
            update.execute(params![changed.name, serde_json::to_string(&changed)?])?;
        }
        Ok(())
    };
    interleave::alternate(PAIRS, ours, peer).await
}

/// A vault and a bare SQLCipher file with the same profiles.
struct Ground {
    home: PathBuf,
    recovery: RecoveryKey,
    bare: PathBuf,
}

impl Ground {
    async fn new(folder: &Path) -> Result<Self> {
        let (home, bare) = (folder.join("hallpass"), folder.join("bare.db"));
        let key = NewKey::Passphrase(Zeroizing::new("throw-away".to_owned()));
        let (vault, recovery) = Vault::create(&home, key, MIGRATIONS).await?;
        vault.write(|tx| fill(tx).map_err(VaultError::from)).await?;
        vault.close().await;
        let mut db = connect(&bare)?;
        db.execute_batch(MIGRATIONS[0])?;
        let tx = db.transaction()?;
        fill(&tx)?;
        tx.commit()?;
        Ok(Self { home, recovery, bare })
    }

    /// By the recovery key: a passphrase is slow on purpose, and a keyring is another program.
    async fn open(&self) -> Result<Hallpass> {
        // Reason: the vault takes the recovery key as a person types it.
        let key = Unlock::Recovery(self.recovery.expose());
        Ok(Hallpass::new(Vault::open(&self.home, key, MIGRATIONS).await?, Lang::En))
    }
}

fn connect(file: &Path) -> Result<Connection> {
    let db = Connection::open(file)?;
    db.execute_batch(&format!("PRAGMA key = \"x'{}'\";", "5a".repeat(32)))?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    Ok(db)
}

fn fill(db: &Connection) -> rusqlite::Result<()> {
    let mut insert = db.prepare("INSERT INTO profile (id, name, data) VALUES (?1, ?2, ?3)")?;
    for profile in (0..PROFILES).map(profile) {
        let data =
            serde_json::to_string(&profile).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        insert.execute(params![profile.id, profile.name, data])?;
    }
    Ok(())
}

fn name(number: usize) -> String {
    format!("云岭 {number:05}")
}

fn profile(number: usize) -> Profile {
    Profile {
        id: Uuid::from_u128(number as u128).to_string().into(),
        name: name(number),
        provider: "enos-iam".into(),
        server: format!("https://apigw-{}.example.com", number % 40),
        environment: ENVIRONMENTS[number % 4].clone(),
        group: Some(format!("系统 {}", number / 4)),
        tags: vec!["风电".into(), "east".into()],
        method: Some("password".into()),
        values: [("account".to_owned(), format!("user{number}@tenant.example"))].into(),
        saved_secrets: vec!["password".into()],
        credential: None,
        network: Default::default(),
        renewal: Default::default(),
    }
}

fn whole(count: usize) -> Result<()> {
    if count == PROFILES { Ok(()) } else { Err(format!("{count} of {PROFILES} profiles").into()) }
}
