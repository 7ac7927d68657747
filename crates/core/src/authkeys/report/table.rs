//! Writes a job's key table, row by row, from its file.

use std::path::PathBuf;

use hallpass_providers::{Lang, Secret};
use hallpass_tables::{Options, Protection, Row, Table};
use hallpass_vault::secrets;
use rusqlite::Connection;

use crate::authkeys::key_expiry::end;
use crate::authkeys::options::table_format;
use crate::authkeys::store::database::text;
use crate::authkeys::store::record::{JobRecord, PLAIN, UNDER_PASSPHRASE};
use crate::authkeys::store::vault_rows::{PASSPHRASE, SECRETS};
use crate::error::{Error, Result};

/// Everything needed to write a table without the vault.
pub(in crate::authkeys) struct Output {
    pub(in crate::authkeys) out: PathBuf,
    pub(in crate::authkeys) options: Options,
    pub(in crate::authkeys) lang: Lang,
    /// The keys were revoked, so that none of them is ok.
    revoked: bool,
}

impl Output {
    /// From what the vault keeps.
    pub(in crate::authkeys) fn of(vault: &Connection, facts: &JobRecord, private: PathBuf, lang: Lang) -> Result<Self> {
        let format = table_format(&facts.format).ok_or_else(|| Error::internal("the form of a job's table"))?;
        let protection = match facts.protection.as_str() {
            PLAIN => Protection::Plain,
            UNDER_PASSPHRASE => {
                let kept = secrets::get(vault, SECRETS, facts.id.as_str(), PASSPHRASE)?;
                let kept = kept.ok_or_else(|| Error::internal("the passphrase of a job's table is gone"))?;
                Protection::Passphrase(Secret::new(kept.as_str()))
            }
            recipient => Protection::Recipient(recipient.to_owned()),
        };
        Ok(Self {
            out: facts.out.clone(),
            options: Options { format, bom: facts.bom, protection, private },
            lang,
            revoked: facts.revokes(),
        })
    }

    /// Writes the table; the file is there when this returns, and not before.
    pub(in crate::authkeys) fn write(&self, db: &Connection) -> Result<()> {
        let mut table = Table::create(&self.out, &self.options, &columns(db)?)?;
        let mut query = db.prepare(
            "SELECT a.name, a.directory, a.carried, r.status, r.user_id, r.login_name, r.auth_key, r.expires_ms, r.message,
                    m.tries > 0
             FROM account a LEFT JOIN answer r ON r.seq = a.seq LEFT JOIN mint m ON m.seq = a.seq ORDER BY a.seq",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            self.push(&mut table, row)?;
        }
        table.finish()?;
        Ok(())
    }

    fn push(&self, table: &mut Table, row: &rusqlite::Row<'_>) -> Result<()> {
        let text = |column: usize| row.get::<_, Option<String>>(column);
        let account: String = row.get(0)?;
        let directory: bool = row.get(1)?;
        let carried: Vec<String> = match row.get::<_, String>(2)?.as_str() {
            "" => Vec::new(),
            cells => serde_json::from_str(cells).map_err(|_| Error::internal("carried cells cannot be read"))?,
        };
        let (status, user_id, login_name) = (text(3)?, text(4)?, text(5)?);
        let auth_key = text(6)?.map(Secret::new);
        let message = text(8)?.map(|message| words(&message, self.lang)).transpose()?;
        let status = status.as_deref().ok_or_else(|| Error::internal("an account without an end"))?;
        let made = status == "ok" && row.get::<_, Option<bool>>(9)?.unwrap_or(false);
        table.push(&Row {
            account: &account,
            kind: if directory { "extloginname" } else { "loginname" },
            user_id: user_id.as_deref(),
            login_name: login_name.as_deref(),
            auth_key: auth_key.as_ref(),
            expires_at: row.get::<_, Option<i64>>(7)?.and_then(end),
            status: if self.revoked && status == "ok" { "revoked" } else { status },
            message: message.as_deref().unwrap_or_default(),
            made,
            carried: &carried,
        })?;
        Ok(())
    }
}

/// Whether there is an account of which the server has said something, or a key.
pub(in crate::authkeys) fn says_anything(db: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM answer WHERE status IN ('ok', 'empty', 'missing') OR auth_key IS NOT NULL)";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

pub(in crate::authkeys) fn columns(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare("SELECT name FROM carried_column ORDER BY place")?;
    let names = query.query_map([], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn words(message: &str, lang: Lang) -> Result<String> {
    text(message).map(|text| text.get(lang).to_owned())
}
