//! Profiles in the vault: one row each, everything but id and name as JSON.

use std::sync::mpsc;
use std::thread;

use hallpass_providers::Text;
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::id::ProfileId;
use super::profile::Profile;
use crate::environment;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// How alike two names are, of 0 to 1, before one is taken for the other misspelled.
const LIKE: f64 = 0.8;

impl Hallpass {
    /// Every profile, by name.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn profiles(&self) -> Result<Vec<Profile>> {
        self.vault().read(all).await
    }

    /// One profile by its name.
    ///
    /// # Errors
    /// Returns an error if there is no such profile.
    pub async fn profile(&self, name: &str) -> Result<Profile> {
        let name = name.to_owned();
        self.vault().read(move |db| by_name(db, &name)).await
    }
}

pub(crate) fn all(db: &Connection) -> Result<Vec<Profile>> {
    let mut query = db.prepare_cached("SELECT data FROM profile ORDER BY name")?;
    complete(db, rows(query.query([])?)?)
}

/// The profiles of a group, however it is spelled, without reading the others.
pub(crate) fn of_group(db: &Connection, group: &str) -> Result<Vec<Profile>> {
    let mut query =
        db.prepare_cached("SELECT data FROM profile WHERE json_extract(data, '$.group') = ?1 COLLATE NOCASE")?;
    complete(db, rows(query.query([group])?)?)
}

pub(crate) fn find(db: &Connection, name: &str) -> Result<Option<Profile>> {
    let mut query = db.prepare_cached("SELECT data FROM profile WHERE name = ?1")?;
    query.query_row([name], text).optional()?.map(|data| read_whole(db, &data)).transpose()
}

pub(crate) fn by_name(db: &Connection, name: &str) -> Result<Profile> {
    find(db, name)?.map_or_else(|| Err(unknown(db, name)), Ok)
}

/// That no profile has this name, with the name that was likely meant. If the names cannot be read, the failure is
/// returned unchanged.
pub(super) fn unknown(db: &Connection, name: &str) -> Error {
    let error = Error::no_such_profile(name);
    match likely(db, name) {
        Ok(Some(likely)) => error.advice(Text::made(format!("是否想用{likely}？"), format!("Did you mean {likely}?"))),
        _ => error,
    }
}

/// The profile or group whose name is most like `name`, if one is like it at all.
fn likely(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let mut query = db.prepare(
        "SELECT name FROM profile
         UNION SELECT json_extract(data, '$.group') FROM profile WHERE json_extract(data, '$.group') IS NOT NULL",
    )?;
    let name = name.to_lowercase();
    let mut best = (LIKE, None);
    for known in query.query_map([], text)? {
        let known = known?;
        let alike = strsim::jaro_winkler(&name, &known.to_lowercase());
        if alike > best.0 {
            best = (alike, Some(known));
        }
    }
    Ok(best.1)
}

pub(crate) fn find_by_id(db: &Connection, id: &ProfileId) -> Result<Option<Profile>> {
    let mut query = db.prepare_cached("SELECT data FROM profile WHERE id = ?1")?;
    query.query_row([id], text).optional()?.map(|data| read_whole(db, &data)).transpose()
}

pub(crate) fn by_id(db: &Connection, id: &ProfileId) -> Result<Profile> {
    find_by_id(db, id)?.ok_or_else(|| Error::no_such_profile(id.as_str()))
}

pub(crate) fn insert(db: &Connection, profile: &Profile) -> Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO profile (id, name, data) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![profile.id, profile.name, write(profile)?])?;
    Ok(())
}

pub(crate) fn update(db: &Connection, profile: &Profile) -> Result<()> {
    let mut update = db.prepare_cached("UPDATE profile SET name = ?2, data = ?3 WHERE id = ?1")?;
    update.execute(params![profile.id, profile.name, write(profile)?])?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &ProfileId) -> Result<()> {
    db.prepare_cached("DELETE FROM profile WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Rows that are handed from the thread that decrypts to the one that parses.
const BATCH: usize = 500;

/// Of a long list, another thread parses what this one has decrypted: either takes as long as the other.
fn rows(mut rows: Rows<'_>) -> Result<Vec<Profile>> {
    let first = batch(&mut rows)?;
    if first.len() < BATCH {
        return first.iter().map(|data| read(data)).collect();
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel::<Vec<String>>();
        let parser = scope.spawn(move || receiver.iter().flatten().map(|data| read(&data)).collect());
        let mut next = first;
        while !next.is_empty() && sender.send(next).is_ok() {
            next = batch(&mut rows)?;
        }
        drop(sender);
        parser.join().map_err(|_| Error::internal("reading profiles"))?
    })
}

fn batch(rows: &mut Rows<'_>) -> Result<Vec<String>> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        let Some(row) = rows.next()? else { break };
        batch.push(text(row)?);
    }
    Ok(batch)
}

fn text(row: &Row<'_>) -> rusqlite::Result<String> {
    row.get(0)
}

/// The profiles with their environments as the vault knows them.
fn complete(db: &Connection, mut profiles: Vec<Profile>) -> Result<Vec<Profile>> {
    if profiles.iter().any(|profile| profile.environment.is_own()) {
        let known = environment::known(db)?;
        profiles.iter_mut().for_each(|profile| known.complete(&mut profile.environment));
    }
    Ok(profiles)
}

fn read_whole(db: &Connection, data: &str) -> Result<Profile> {
    let mut profile = read(data)?;
    if profile.environment.is_own() {
        environment::known(db)?.complete(&mut profile.environment);
    }
    Ok(profile)
}

fn read(data: &str) -> Result<Profile> {
    serde_json::from_str(data).map_err(|_| Error::internal("a stored profile cannot be read"))
}

fn write(profile: &Profile) -> Result<String> {
    serde_json::to_string(profile).map_err(|_| Error::internal("a profile cannot be written"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(count: usize) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(crate::schema::MIGRATIONS[0]).unwrap();
        for number in (0..count).rev() {
            let name = format!("p{number:05}");
            let data =
                format!(r#"{{"id":"{number}","name":"{name}","provider":"quanshi","server":"","environment":"dev"}}"#);
            db.execute(
                "INSERT INTO profile (id, name, data) VALUES (?1, ?2, ?3)",
                params![number.to_string(), name, data],
            )
            .unwrap();
        }
        db
    }

    #[test]
    fn short_and_long_lists_come_whole_and_by_name() {
        for count in [0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH + 7] {
            let names: Vec<String> = all(&filled(count)).unwrap().into_iter().map(|profile| profile.name).collect();
            assert_eq!(names, (0..count).map(|number| format!("p{number:05}")).collect::<Vec<_>>(), "{count}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_an_error_wherever_it_stands() {
        for bad in ["0", "600", "2900"] {
            let db = filled(3000);
            db.execute("UPDATE profile SET data = '{}' WHERE id = ?1", [bad]).unwrap();
            assert_eq!(all(&db).unwrap_err().code, crate::error::ErrorCode::Internal, "{bad}");
        }
    }
}
