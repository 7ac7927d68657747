//! Finds the header: in the first row, or below a title.

use hallpass_providers::Text;

use super::columns::Columns;
use super::header::may_be_a_value;

/// Rows among which a header is looked for.
pub(super) const MAX_ROWS: usize = 10;

/// A header: which of the rows it is, and its columns or what is wrong with them.
pub(super) type Found = (usize, Result<Columns, Text>);

/// The first row that is a header. One word alone may be a title, so that a header of several columns below it counts.
pub(super) fn header(rows: &[&[String]]) -> Option<Found> {
    let (mut addresses, mut alone) = (false, None);
    for (at, cells) in rows.iter().enumerate() {
        match Columns::of_header(cells) {
            Err(why) => return Some((at, Err(why))),
            Ok(Some(columns)) if is_meant(&columns, at, rows, addresses) => {
                if filled(cells) > 1 {
                    return Some((at, Ok(columns)));
                }
                alone = alone.or(Some((at, Ok(columns))));
            }
            Ok(_) => addresses |= cells.iter().any(|cell| cell.contains('@')),
        }
    }
    alone
}

/// Whether the row is not that of someone whose role is `user`, or whose name is `login`.
fn is_meant(columns: &Columns, at: usize, rows: &[&[String]], addresses_above: bool) -> bool {
    let (cells, place) = (rows[at], columns.accounts().unwrap_or_default());
    let sure = !may_be_a_value(&cells[place]);
    if filled(cells) == 1 {
        return at == 0 || sure && !addresses_above;
    }
    let address_below = rows.get(at + 1).and_then(|below| below.get(place)).is_some_and(|cell| cell.contains('@'));
    sure || address_below || columns.known > 1
}

/// Cells that are not blank.
pub(super) fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    fn found(text: &str) -> Option<usize> {
        let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        super::header(&rows).map(|(at, _)| at)
    }

    #[test]
    fn a_header_is_first_or_below_a_title() {
        for (at, text) in [
            (0, "Email\na@x.example"),
            (0, "user\nann"),
            (1, "名单\n登录名\nann"),
            (2, "Accounts,\n2026,\ndept,Email\nops,a@x.example"),
            (1, "a@x.example,ops\nloginname,dept\nb@x.example,ops"),
            (0, "Email,Hobby\na@x.example,chess"),
            (0, "Email,dept\nann,ops"),
        ] {
            assert_eq!(found(text), Some(at), "{text}");
        }
    }

    #[test]
    fn what_may_be_a_value_is_no_header() {
        for text in
            ["ann,admin\nbob,user\ncarl,user", "ann,user\nbob,admin", "ann\nbob\nlogin", "a@x.example\n登录名\nb"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
