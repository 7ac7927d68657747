//! Imports a list of accounts into a job's file: each account once; invalid lines are reported.

use hallpass_providers::Fault;
use hallpass_providers::authkey::Asked;
use hallpass_tables::{AccountList, BadLine, Entry, Line, Reason, ReasonKind};
use rusqlite::{Connection, params};

use crate::authkeys::list_facts::ListFacts;
use crate::authkeys::plan::left_out::left_out;
use crate::error::{Error, ErrorCode, Result};

/// What a list was found to hold.
#[derive(Debug, Clone, Default)]
pub(in crate::authkeys) struct Found {
    pub(in crate::authkeys) asked: u64,
    pub(in crate::authkeys) blank: u64,
    pub(in crate::authkeys) problems: u64,
    pub(in crate::authkeys) duplicates: u64,
    pub(in crate::authkeys) list: ListFacts,
}

/// Entries that are sorted and written together: sorted by name they touch each page of the index once.
const BATCH: usize = 10_000;

/// Reads the list to its end.
pub(in crate::authkeys) fn import(db: &Connection, mut list: AccountList) -> Result<Found> {
    let mut found = Found { list: list.about().into(), ..Found::default() };
    for (place, name) in list.carried().iter().enumerate() {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        db.prepare_cached("INSERT INTO carried_column (place, name) VALUES (?1, ?2)")?.execute(params![place, name])?;
    }
    let (mut batch, mut seq) = (Vec::with_capacity(BATCH), 0i64);
    for line in list.by_ref() {
        match line?.checked() {
            Line::Account(entry) => {
                seq += 1;
                batch.push((seq, entry));
            }
            Line::Bad(bad) => {
                found.problems += 1;
                problem(db, &bad)?;
            }
        }
        if batch.len() == BATCH {
            write(db, &mut batch, &mut found)?;
        }
    }
    write(db, &mut batch, &mut found)?;
    found.blank = list.blank();
    if found.asked == 0 { Err(nobody(db)?) } else { Ok(found) }
}

trait Checked {
    fn checked(self) -> Self;
}

impl Checked for Line {
    /// What the call would refuse later is a bad line now, so that it does not take 49 others with it.
    fn checked(self) -> Self {
        let Self::Account(entry) = self else { return self };
        match refused(&entry.account) {
            None => Self::Account(entry),
            Some(reason) => Self::Bad(BadLine {
                line: entry.line,
                shown: hallpass_tables::start_of(entry.account.name()),
                reason,
                carried: Vec::new(),
            }),
        }
    }
}

fn refused(account: &Asked) -> Option<Reason> {
    match account.check() {
        Err(Fault::Invalid { text, .. }) => Some(ReasonKind::Refused { text }.into()),
        _ => None,
    }
}

fn problem(db: &Connection, bad: &BadLine) -> Result<()> {
    let reason = serde_json::to_string(&bad.reason).map_err(|_| Error::internal("a reason cannot be written"))?;
    db.prepare_cached("INSERT INTO problem (line, shown, reason) VALUES (?1, ?2, ?3)")?.execute(params![
        bad.line.cast_signed(),
        bad.shown,
        reason
    ])?;
    Ok(())
}

fn write(db: &Connection, batch: &mut Vec<(i64, Entry)>, found: &mut Found) -> Result<()> {
    // The sort is stable, so the first of two equal accounts comes first.
    batch.sort_by(|(_, one), (_, two)| one.account.cmp(&two.account));
    let mut insert = db.prepare_cached(
        "INSERT INTO account (seq, line, directory, name, site, carried) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
    )?;
    let mut double = db.prepare_cached(
        "INSERT INTO duplicate (line, first_line)
         SELECT ?1, line FROM account WHERE name = ?2 AND directory = ?3 AND site = ?4",
    )?;
    for (seq, entry) in batch.drain(..) {
        let (directory, name, site) = match &entry.account {
            Asked::Login(name) => (false, name.as_str(), ""),
            Asked::Ext(ext) => (true, ext.name.as_str(), ext.site_id.as_str()),
        };
        let line = entry.line.cast_signed();
        if insert.execute(params![seq, line, directory, name, site, carried(&entry.carried)?])? > 0 {
            found.asked += 1;
        } else {
            found.duplicates += 1;
            double.execute(params![line, name, directory, site])?;
        }
    }
    Ok(())
}

fn carried(cells: &[String]) -> Result<String> {
    if cells.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(cells).map_err(|_| Error::internal("carried cells cannot be written"))
}

/// Nothing of such a list is kept, so that every row is named here and now.
fn nobody(db: &Connection) -> Result<Error> {
    let (mut zh, mut en) = (String::new(), String::new());
    for group in left_out(db)? {
        let lines = group.lines_text();
        zh.push_str(&format!("；{}：{}", lines.zh, group.reason.zh));
        en.push_str(&format!("; {}: {}", lines.en, group.reason.en));
    }
    let error = Error::made(
        ErrorCode::InvalidField,
        format!("accounts：列表里没有账号{zh}"),
        format!("accounts: the list contains no accounts{en}"),
    );
    Ok(error.field("accounts"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::authkeys::store::database::JOB_SCHEMA;

    fn imported(list: &str) -> (Connection, Result<Found>) {
        let (db, private) = (Connection::open_in_memory().unwrap(), tempfile::tempdir().unwrap());
        db.execute_batch(&JOB_SCHEMA.concat()).unwrap();
        let list = AccountList::read(Cursor::new(list.as_bytes().to_vec()), "list.csv", None, private.path()).unwrap();
        let found = import(&db, list);
        (db, found)
    }

    #[test]
    fn each_account_once_and_the_first_of_two_stays() {
        let (db, found) =
            imported("loginname,extloginname,siteid,team\nb,,,1\na,,,2\n,a,5,3\nb,,,4\n,a,6,5\n,a,5,6\n\n");
        let found = found.unwrap();
        assert_eq!((found.asked, found.duplicates, found.blank, found.problems), (4, 2, 1, 0));
        let kept = "SELECT group_concat(line || name || site, ' ') FROM (SELECT * FROM account ORDER BY seq)";
        let kept: String = db.query_row(kept, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "2b 3a 4a5 6a6");
        let double = "SELECT group_concat(line || '=' || first_line, ' ') FROM (SELECT * FROM duplicate ORDER BY line)";
        assert_eq!(db.query_row(double, [], |row| row.get::<_, String>(0)).unwrap(), "5=2 7=4");
    }

    #[test]
    fn duplicates_are_found_across_batches() {
        let names: String = (0..BATCH + 5).map(|n| format!("u{}\n", n % BATCH)).collect();
        let found = imported(&names).1.unwrap();
        assert_eq!((found.asked, found.duplicates), (BATCH as u64, 5));
    }

    #[test]
    fn nobody_is_an_error_that_names_the_list() {
        let error = imported("loginname,team\n,a\n,b\n").1.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("accounts"));
        assert!(error.message.en.ends_with("contains no accounts; lines 2–3: there is no account"), "{error:?}");
        assert!(error.message.zh.ends_with("列表里没有账号；第2–3行：没有账号"), "{error:?}");
    }
}
