//! The tables of the core. Each entry is applied once, in order, and never changed afterwards.
//!
//! No column here holds a secret: those stand in the vault's own table, under the owner kinds named in
//! [`crate::profile`], [`crate::session`], [`crate::sign_in`] and [`crate::jobs`].

/// What the vault applies when it is made or opened.
pub const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE profile (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE,
    data        TEXT NOT NULL
) STRICT;
CREATE INDEX profile_by_set ON profile (json_extract(data, '$.set'));

CREATE TABLE credential (
    name        TEXT PRIMARY KEY COLLATE NOCASE,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE set_choice (
    set_name    TEXT PRIMARY KEY COLLATE NOCASE,
    environment TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    profile_id  TEXT PRIMARY KEY REFERENCES profile (id) ON DELETE CASCADE,
    binding     TEXT NOT NULL,
    method      TEXT NOT NULL,
    data        TEXT NOT NULL
) STRICT;

CREATE TABLE pending (
    id          TEXT PRIMARY KEY,
    profile_id  TEXT NOT NULL UNIQUE REFERENCES profile (id) ON DELETE CASCADE,
    binding     TEXT NOT NULL,
    data        TEXT NOT NULL,
    picture     BLOB
) STRICT;

CREATE TABLE attempt (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    host        TEXT NOT NULL,
    account     TEXT NOT NULL,
    at          INTEGER NOT NULL,
    outcome     TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_by_account ON attempt (host, account, at);
CREATE INDEX attempt_under_way ON attempt (host, at) WHERE outcome = 'reserved';

CREATE TABLE cooldown (
    host        TEXT NOT NULL,
    account     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    set_at      INTEGER NOT NULL,
    seconds     INTEGER NOT NULL,
    boot_id     TEXT,
    boot_second INTEGER,
    PRIMARY KEY (host, account)
) STRICT;

CREATE TABLE refused_password (
    hash        BLOB PRIMARY KEY,
    at          INTEGER NOT NULL
) STRICT;

CREATE TABLE tries_left (
    host        TEXT NOT NULL,
    account     TEXT NOT NULL,
    count       INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (host, account)
) STRICT;

CREATE TABLE activity (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    profile     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    detail      TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_time ON activity (at);
",
    "
CREATE TABLE job (
    id          TEXT PRIMARY KEY,
    created_at  INTEGER NOT NULL,
    data        TEXT NOT NULL
) STRICT;
",
    "
ALTER TABLE tries_left ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
DELETE FROM secret WHERE owner_kind = 'pending' AND owner_id NOT IN (SELECT id FROM pending);
DROP INDEX profile_by_set;
CREATE INDEX profile_by_set ON profile (json_extract(data, '$.set') COLLATE NOCASE);
",
    "
-- Each event was written to three pages. Events are never removed, so numbers do not come twice without AUTOINCREMENT;
-- they are read from the newest back, which needs no index.
CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    profile     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    detail      TEXT NOT NULL
) STRICT;
INSERT INTO event SELECT id, at, profile, kind, detail FROM activity;
DROP TABLE activity;
ALTER TABLE event RENAME TO activity;
",
    "
-- Attempts by the machine's own clock too: whoever moves the wall clock neither shortens nor lengthens a wait.
ALTER TABLE attempt ADD COLUMN boot_id TEXT;
ALTER TABLE attempt ADD COLUMN boot_micros INTEGER;
",
    "
-- What is under way, once for each account, waiting sign-in and session, and what the last of each came to.
CREATE TABLE lease (
    key         TEXT PRIMARY KEY,
    holder      TEXT NOT NULL,
    process     TEXT NOT NULL,
    scope       TEXT NOT NULL,
    print       BLOB NOT NULL,
    sent        INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    boot_id     TEXT,
    boot_micros INTEGER,
    lives       INTEGER NOT NULL,
    ended       INTEGER,
    result      TEXT
) STRICT, WITHOUT ROWID;
",
    "
-- A group was called a set.
DROP INDEX profile_by_set;
UPDATE profile SET data = json_remove(json_set(data, '$.group', json_extract(data, '$.set')), '$.set')
 WHERE json_type(data, '$.set') IS NOT NULL;
CREATE INDEX profile_by_group ON profile (json_extract(data, '$.group') COLLATE NOCASE);
ALTER TABLE set_choice RENAME TO group_choice;
ALTER TABLE group_choice RENAME COLUMN set_name TO group_name;
",
    "
-- How often a session's refresh token was sent without a known outcome; a new session begins with none.
ALTER TABLE session ADD COLUMN unknown_renewals INTEGER NOT NULL DEFAULT 0;
",
    "
-- Teams on a server of OpenBao or HashiCorp Vault: how each is reached, what was read from it, and edits that could not be
-- written there. Its token is in the vault's table of secrets; its shared secrets are kept nowhere here.
CREATE TABLE team (
    alias       TEXT PRIMARY KEY COLLATE NOCASE,
    data        TEXT NOT NULL
) STRICT;

CREATE TABLE team_profile (
    alias       TEXT NOT NULL REFERENCES team (alias) ON DELETE CASCADE,
    document    TEXT NOT NULL,
    version     INTEGER NOT NULL,
    profile_id  TEXT UNIQUE REFERENCES profile (id) ON DELETE SET NULL,
    data        TEXT NOT NULL,
    PRIMARY KEY (alias, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_draft (
    profile_id  TEXT PRIMARY KEY REFERENCES profile (id) ON DELETE CASCADE,
    data        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
",
    "
-- One-time codes that were sent, by a keyed hash of their seed: servers accept each once.
CREATE TABLE sent_code (
    seed        BLOB NOT NULL,
    number      INTEGER NOT NULL,
    PRIMARY KEY (seed, number)
) STRICT, WITHOUT ROWID;
",
    "
-- Environments in their order: the four that everybody has, and a person's own.
CREATE TABLE environment (
    id          TEXT PRIMARY KEY,
    place       INTEGER NOT NULL,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    colour      TEXT NOT NULL,
    production  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO environment VALUES
    ('dev', 0, '', '', 'grey', 0), ('test', 1, '', '', 'outline', 0),
    ('staging', 2, '', '', 'cyan', 0), ('prod', 3, '', '', 'grey', 1);
",
    "
-- Which program did it.
ALTER TABLE activity ADD COLUMN client TEXT;
",
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use rusqlite::Connection;

    use super::MIGRATIONS;

    #[test]
    fn a_set_of_an_older_vault_is_a_group() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE secret (owner_kind TEXT, owner_id TEXT)").unwrap();
        let named = MIGRATIONS.iter().position(|step| step.contains("A group was called a set")).unwrap();
        MIGRATIONS[..named].iter().for_each(|step| db.execute_batch(step).unwrap());
        db.execute_batch(
            r#"INSERT INTO profile VALUES ('1', 'a', '{"name":"a","set":"East"}'), ('2', 'b', '{"name":"b","set":null}');
               INSERT INTO set_choice VALUES ('East', 'prod');"#,
        )
        .unwrap();
        MIGRATIONS[named..].iter().for_each(|step| db.execute_batch(step).unwrap());
        let one = |query: &str| db.query_row(query, [], |row| row.get::<_, Option<String>>(0)).unwrap();
        assert_eq!(one("SELECT data ->> 'group' FROM profile WHERE id = '1'").as_deref(), Some("East"));
        assert_eq!(one("SELECT data ->> 'group' FROM profile WHERE id = '2'"), None);
        assert_eq!(one("SELECT environment FROM group_choice WHERE group_name = 'east'").as_deref(), Some("prod"));
    }
}
