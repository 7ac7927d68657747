//! Which cell is what.

use std::borrow::Cow;

use hallpass_providers::Text;
use hallpass_providers::authkey::Asked;

use super::record::Record;
use super::{BadLine, Entry, Line, account::account};
use crate::table::COLUMNS;
use crate::words::shown;

/// The places of the account and of what is carried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    login: Option<usize>,
    ext: Option<usize>,
    site: Option<usize>,
    /// In a table that Hallpass wrote: whether `login` is a login name or one of a directory.
    kind: Option<usize>,
    carried: Vec<usize>,
    width: usize,
    /// The names of the carried columns.
    pub(super) names: Vec<String>,
}

impl Columns {
    /// The columns of a header; none where no known column stands in it.
    ///
    /// # Errors
    /// A known column twice, or `extloginname` without `siteid`.
    pub(super) fn of_header(heads: &[String]) -> Result<Option<Self>, Text> {
        let (login, ext) = (place(heads, "loginname")?, place(heads, "extloginname")?);
        if login.is_none() && ext.is_none() {
            return Self::of_our_table(heads);
        }
        let site = if ext.is_some() { place(heads, "siteid")? } else { None };
        if ext.is_some() && site.is_none() {
            return Err(Text::new(
                "有 extloginname 列但没有 siteid 列",
                "it has a column extloginname and no column siteid",
            ));
        }
        let columns = Self { login, ext, site, ..Self::default() };
        Ok(Some(columns.carrying(heads, |at| Some(at) != login && Some(at) != ext)))
    }

    /// A table that an export wrote, as the list of the next one. Its keys, ends and the like are not carried: the new
    /// table has its own.
    fn of_our_table(heads: &[String]) -> Result<Option<Self>, Text> {
        let (Some(name), Some(kind)) = (place(heads, "account")?, place(heads, "kind")?) else { return Ok(None) };
        let columns = Self { login: Some(name), kind: Some(kind), site: place(heads, "siteid")?, ..Self::default() };
        let ours = |head: &str| COLUMNS.iter().any(|column| head.trim().eq_ignore_ascii_case(column));
        Ok(Some(columns.carrying(heads, |at| !ours(&heads[at]))))
    }

    /// One column, of login names.
    pub(super) fn without_header() -> Self {
        Self { login: Some(0), width: 1, ..Self::default() }
    }

    fn carrying(mut self, heads: &[String], carried: impl Fn(usize) -> bool) -> Self {
        self.width = heads.iter().rposition(|head| !head.trim().is_empty()).map_or(0, |last| last + 1);
        self.carried = (0..self.width).filter(|at| carried(*at)).collect();
        let name = |at: &usize| match heads.get(*at).map(|head| head.trim()) {
            Some(head) if !head.is_empty() => head.to_owned(),
            _ => format!("column {}", at + 1),
        };
        self.names = self.carried.iter().map(name).collect();
        self
    }

    /// Whether the account stands over several lines, which a forgotten quotation mark does.
    pub(super) fn spills(&self, record: &Record) -> bool {
        [self.login, self.ext, self.site, self.kind].iter().any(|at| cell(record, *at).trim().contains(['\n', '\r']))
    }

    /// What the row says.
    pub(super) fn line(&self, mut record: Record) -> Line {
        match self.read(&record) {
            Ok(account) => {
                let carried = self.carry(&mut record);
                Line::Account(Entry { line: record.line, account, carried })
            }
            Err(reason) => Line::Bad(self.bad(record, reason)),
        }
    }

    fn read(&self, record: &Record) -> Result<Asked, Text> {
        if let Some(why) = &record.broken {
            return Err(why.clone());
        }
        let ours = |at: usize| [self.login, self.ext, self.site, self.kind].contains(&Some(at));
        if let Some((_, why)) = record.odd.iter().find(|(at, _)| ours(*at)) {
            return Err(why.clone());
        }
        // One separator too many moves every cell behind it: the account might be another one's.
        if record.cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty()) {
            let (width, count) = (self.width, record.cells.len());
            return Err(Text::made(
                format!("这一行有 {count} 列，而名单是 {width} 列"),
                format!("the line has {count} cells where the list has {width} columns"),
            ));
        }
        let (name, site) = (cell(record, self.login), cell(record, self.site));
        match self.kind.map(|_| cell(record, self.kind).trim()) {
            None => account(name, cell(record, self.ext), site),
            Some("loginname") => account(name, "", site),
            Some("extloginname") => account("", name, site),
            Some(_) => Err(Text::new("kind 应为 loginname 或 extloginname", "kind must be loginname or extloginname")),
        }
    }

    fn bad(&self, mut record: Record, reason: Text) -> BadLine {
        if record.broken.is_some() {
            return BadLine { line: record.line, shown: shown(&record.cells.concat()), reason, carried: Vec::new() };
        }
        let names = [self.login, self.ext].map(|at| Cow::Borrowed(cell(&record, at).trim()));
        let account = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
        BadLine { line: record.line, shown: shown(&account), reason, carried: self.carry(&mut record) }
    }

    fn carry(&self, record: &mut Record) -> Vec<String> {
        self.carried.iter().map(|at| record.cells.get_mut(*at).map(std::mem::take).unwrap_or_default()).collect()
    }
}

fn cell(record: &Record, at: Option<usize>) -> &str {
    at.and_then(|at| record.cells.get(at)).map_or("", String::as_str)
}

fn place(heads: &[String], wanted: &str) -> Result<Option<usize>, Text> {
    let mut places = (0..heads.len()).filter(|at| heads[*at].trim().eq_ignore_ascii_case(wanted));
    match (places.next(), places.next()) {
        (_, Some(_)) => Err(Text::made(format!("有两个 {wanted} 列"), format!("it has two columns named {wanted}"))),
        (place, None) => Ok(place),
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Line, Record};

    fn header(heads: &str) -> Columns {
        let heads: Vec<String> = heads.split(',').map(str::to_owned).collect();
        Columns::of_header(&heads).unwrap().unwrap()
    }

    fn line(columns: &Columns, cells: &str) -> Line {
        columns.line(Record { line: 7, cells: cells.split(',').map(str::to_owned).collect(), ..Record::default() })
    }

    #[test]
    fn known_columns_in_any_case_and_place() {
        let columns = header("部门, LoginName ,,note,,");
        assert_eq!(columns.names, ["部门", "column 3", "note"]);
        let Line::Account(entry) = line(&columns, "研发,a,x,y") else { panic!("no account") };
        assert_eq!((entry.account.name(), entry.line), ("a", 7));
        assert_eq!(entry.carried, ["研发", "x", "y"]);
        let Line::Account(short) = line(&columns, "研发,a") else { panic!("no account") };
        assert_eq!(short.carried, ["研发", "", ""]);
    }

    #[test]
    fn the_site_is_carried_too() {
        assert_eq!(header("extloginname,siteid,loginname").names, ["siteid"]);
        assert_eq!(header("loginname,siteid").names, ["siteid"]);
    }

    #[test]
    fn a_table_of_ours_is_a_list_and_its_keys_are_not_carried() {
        let columns = header("account,kind,user_id,login_name,auth_key,expires_at,status,message,siteid,dept");
        assert_eq!(columns.names, ["siteid", "dept"]);
        let Line::Account(entry) = line(&columns, "a,extloginname,1,a@x,KEY,never,ok,,76473,red") else {
            panic!("none")
        };
        assert_eq!((entry.account.name(), entry.carried.join("|").as_str()), ("a", "76473|red"));
        assert!(matches!(entry.account, hallpass_providers::authkey::Asked::Ext(_)));
        let Line::Account(entry) = line(&columns, "a,loginname,,,,,missing,,,") else { panic!("none") };
        assert!(matches!(entry.account, hallpass_providers::authkey::Asked::Login(_)));
        assert!(matches!(line(&columns, "a,other,,,,,ok,,,"), Line::Bad(_)));
        assert_eq!(Columns::of_header(&["account".to_owned(), "dept".to_owned()]), Ok(None));
    }

    #[test]
    fn headers_that_cannot_be_meant() {
        for bad in ["loginname,LOGINNAME", "extloginname,name", "extloginname,siteid,SiteId"] {
            let heads: Vec<String> = bad.split(',').map(str::to_owned).collect();
            assert!(Columns::of_header(&heads).is_err(), "{bad}");
        }
        let none = ["name".to_owned(), "siteid".to_owned()];
        assert_eq!(Columns::of_header(&none), Ok(None));
    }

    #[test]
    fn a_row_that_is_too_wide_is_bad_unless_the_rest_is_empty() {
        let columns = header("name,loginname");
        assert!(matches!(line(&columns, "Zhang, San,a"), Line::Bad(_)));
        assert!(matches!(line(&columns, "Zhang San,a,, "), Line::Account(_)));
        let Line::Bad(bad) = line(&columns, "Zhang San, ") else { panic!("an account") };
        assert_eq!((bad.line, bad.shown.as_str(), bad.carried), (7, "", vec!["Zhang San".to_owned()]));
    }
}
