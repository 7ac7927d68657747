//! What undo restores: a profile, or only its session, as it was before it was removed.

use std::fmt;

use hallpass_providers::Text;
use hallpass_vault::secrets;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::activity::{EventKind, record};
use crate::environment;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::profile::{PROXY_SECRETS, Profile, SECRETS, by_name, find, find_by_id, insert};
use crate::session;

/// A profile with its session and secrets, in memory alone and for as long as it can be put back. Its secrets are wiped
/// with it.
pub struct Aside {
    profile: Profile,
    session: Option<Row>,
    secrets: Vec<(&'static str, String, Zeroizing<String>)>,
}

/// A session as its table holds it.
struct Row {
    binding: String,
    method: String,
    data: String,
}

impl fmt::Debug for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aside({})", self.profile.name)
    }
}

impl Hallpass {
    /// What is about to be removed, for [`Hallpass::put_back`].
    ///
    /// # Errors
    /// Returns an error if there is no such profile.
    pub async fn set_aside(&self, name: &str) -> Result<Aside> {
        let name = name.to_owned();
        self.vault().read(move |db| take(db, by_name(db, &name)?)).await
    }

    /// Puts a removed profile back with its session and secrets; of one that is still there, the session that was
    /// removed, unless it has another one by now. A sign-in that waited for a person does not come back.
    ///
    /// # Errors
    /// Returns an error if its name is another profile's by now.
    pub async fn put_back(&self, aside: Aside) -> Result<()> {
        let now = self.wall();
        self.vault()
            .write(move |tx| {
                let name = aside.profile.name.clone();
                put(tx, &aside)?;
                record(tx, now, &name, EventKind::ProfileChanged, "restored")
            })
            .await
    }
}

fn take(db: &Connection, profile: Profile) -> Result<Aside> {
    let mut kept = Vec::new();
    for kind in [SECRETS, session::SECRETS, PROXY_SECRETS] {
        let of_kind = secrets::list(db, kind, profile.id.as_str())?;
        kept.extend(of_kind.into_iter().map(|(name, value)| (kind, name, value)));
    }
    let session = db
        .prepare_cached("SELECT binding, method, data FROM session WHERE profile_id = ?1")?
        .query_row([&profile.id], |row| Ok(Row { binding: row.get(0)?, method: row.get(1)?, data: row.get(2)? }))
        .optional()?;
    Ok(Aside { profile, session, secrets: kept })
}

fn put(db: &Connection, aside: &Aside) -> Result<()> {
    let there = find_by_id(db, &aside.profile.id)?;
    if there.is_none() {
        if find(db, &aside.profile.name)?.is_some() {
            return Err(taken(&aside.profile.name));
        }
        environment::adopt(db, &aside.profile.environment)?;
        insert(db, &aside.profile)?;
    }
    let id = &aside.profile.id;
    let signed_in = db.prepare_cached("SELECT 1 FROM session WHERE profile_id = ?1")?.exists([id])?;
    if let Some(row) = aside.session.as_ref().filter(|_| !signed_in) {
        db.prepare_cached("INSERT INTO session (profile_id, binding, method, data) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, row.binding, row.method, row.data])?;
    }
    for (kind, name, value) in &aside.secrets {
        // What the profile has got since is newer.
        let newer = if *kind == session::SECRETS { signed_in } else { there.is_some() };
        if !newer {
            secrets::put(db, kind, id.as_str(), name, value)?;
        }
    }
    Ok(())
}

fn taken(name: &str) -> Error {
    let text = Text::made(format!("{name}已是另一个配置的名称"), format!("Another profile is now named {name}"));
    Error::new(ErrorCode::Usage, text)
}
