//! The rows of a list that are not sent, grouped by reason, with their line numbers.

use std::collections::HashMap;

use hallpass_providers::Text;
use hallpass_tables::Reason;
use rusqlite::Connection;
use serde::Serialize;

use crate::authkeys::store::database::text;
use crate::error::Result;

/// Rows of a list that are not sent, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeftOut {
    /// What is wrong, for a surface to group by: `date`, `hidden_row`, `duplicate` and the like.
    pub code: String,
    /// The same in words.
    pub reason: Text,
    /// How many rows.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub count: u64,
    /// Their lines: the first and the last of each run of them.
    #[cfg_attr(feature = "ts", ts(type = "[number, number][]"))]
    pub lines: Vec<(u64, u64)>,
    /// Rows that are counted and not among `lines`, which are cut at 1000 runs.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unlisted: u64,
}

const MAX_RUNS: usize = 1000;
/// Reasons with values of their own could be as many as the rows.
const MAX_REASONS: usize = 50;

impl LeftOut {
    fn new(code: String, reason: Text) -> Self {
        Self { code, reason, count: 0, lines: Vec::new(), unlisted: 0 }
    }

    /// Which lines these are, as a sentence may begin.
    pub fn lines_text(&self) -> Text {
        let runs: Vec<String> = self
            .lines
            .iter()
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
            .collect();
        let (mut zh, mut en) = (format!("第{}行", runs.join("、")), runs.join(", "));
        if self.unlisted > 0 {
            zh.push_str(&format!("及另外{}行", self.unlisted));
            en.push_str(&format!(" and {} more", self.unlisted));
        }
        let line = if self.count == 1 { "line" } else { "lines" };
        Text::made(zh, format!("{line} {en}"))
    }

    fn add(&mut self, line: u64) {
        self.count += 1;
        let room = self.lines.len() < MAX_RUNS;
        match self.lines.last_mut() {
            _ if self.unlisted > 0 => self.unlisted += 1,
            Some((_, last)) if *last + 1 == line => *last = line,
            _ if room => self.lines.push((line, line)),
            _ => self.unlisted += 1,
        }
    }
}

/// All of them, by reason, in the order of the list.
pub(in crate::authkeys) fn left_out(db: &Connection) -> Result<Vec<LeftOut>> {
    let mut groups = problems(db)?;
    let same = Text::new("前面已有同一个账号", "the same account is in a line above");
    let mut double = LeftOut::new("duplicate".to_owned(), same);
    let mut query = db.prepare("SELECT line FROM duplicate ORDER BY line")?;
    for line in query.query_map([], |row| row.get::<_, i64>(0))? {
        double.add(line?.unsigned_abs());
    }
    groups.extend(Some(double).filter(|double| double.count > 0));
    Ok(groups)
}

fn problems(db: &Connection) -> Result<Vec<LeftOut>> {
    let (mut groups, mut places): (Vec<LeftOut>, HashMap<String, usize>) = Default::default();
    let others = Text::new("其他原因", "other reasons");
    let mut query = db.prepare("SELECT line, reason FROM problem ORDER BY line")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let kept = row.get_ref(1)?.as_str().unwrap_or_default();
        let at = match places.get(kept) {
            Some(at) => *at,
            None if groups.len() < MAX_REASONS => {
                let (code, reason) = words(kept)?;
                places.insert(kept.to_owned(), groups.len());
                groups.push(LeftOut::new(code, reason));
                groups.len() - 1
            }
            None => {
                if groups.len() == MAX_REASONS {
                    groups.push(LeftOut::new("other".to_owned(), others.clone()));
                }
                MAX_REASONS
            }
        };
        groups[at].add(row.get::<_, i64>(0)?.unsigned_abs());
    }
    Ok(groups)
}

/// A reason as it is kept in a job's file: its code and its words. Jobs of before had words alone.
pub(in crate::authkeys) fn words(kept: &str) -> Result<(String, Text)> {
    let Ok(reason) = serde_json::from_str::<Reason>(kept) else { return Ok(("other".to_owned(), text(kept)?)) };
    let code = serde_json::to_value(&reason).ok().and_then(|value| Some(value.get("code")?.as_str()?.to_owned()));
    Ok((code.unwrap_or_default(), reason.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authkeys::store::database::JOB_SCHEMA;

    fn with(rows: &[(i64, String)]) -> Vec<LeftOut> {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&JOB_SCHEMA.concat()).unwrap();
        for (line, reason) in rows {
            db.execute("INSERT INTO problem (line, shown, reason) VALUES (?1, '', ?2)", (line, reason)).unwrap();
        }
        left_out(&db).unwrap()
    }

    #[test]
    fn each_row_by_its_reason_and_its_number() {
        let (date, hidden) = (r#"{"code":"date"}"#.to_owned(), r#"{"code":"hidden_row"}"#.to_owned());
        let old = serde_json::to_string(&Text::new("旧", "old")).unwrap();
        let rows =
            [(2, &date), (3, &date), (4, &hidden), (5, &date), (9, &old)].map(|(line, kept)| (line, kept.clone()));
        let found = with(&rows);
        let seen: Vec<_> =
            found.iter().map(|group| (group.code.as_str(), group.count, group.lines.as_slice())).collect();
        #[allow(clippy::type_complexity, reason = "a table in a test")]
        let wanted: [(&str, u64, &[(u64, u64)]); 3] =
            [("date", 3, &[(2, 3), (5, 5)]), ("hidden_row", 1, &[(4, 4)]), ("other", 1, &[(9, 9)])];
        assert_eq!(seen, wanted);
        assert_eq!(found[2].reason.en, "old");
        let text = found[0].lines_text();
        assert_eq!((text.zh.as_ref(), text.en.as_ref()), ("第2–3、5行", "lines 2–3, 5"));
        assert_eq!(found[1].lines_text().en, "line 4");
    }

    #[test]
    fn what_is_not_listed_is_counted() {
        let odd: Vec<_> = (0..1500).map(|n| (2 * n + 1, r#"{"code":"date"}"#.to_owned())).collect();
        let found = with(&odd);
        assert_eq!((found[0].lines.len(), found[0].count, found[0].unlisted), (1000, 1500, 500));
        assert!(found[0].lines_text().zh.ends_with("、1999行及另外500行"));
        let cells = |n: i64| format!(r#"{{"code":"too_many_cells","cells":{n},"columns":2}}"#);
        let many: Vec<_> = (1..=80).map(|n| (n, cells(n))).collect();
        let found = with(&many);
        assert_eq!((found.len(), found.iter().map(|group| group.count).sum::<u64>()), (51, 80));
        assert_eq!((found[50].code.as_str(), found[50].lines.as_slice()), ("other", &[(51, 80)][..]));
    }
}
