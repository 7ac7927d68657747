//! Which column of the header contains the accounts.

use hallpass_providers::Text;

use super::header::{self, Head, Rank};

/// The column of login names: the surest head wins. Beside names of a directory only `loginname` counts, since an
/// address is most often carried there.
pub(super) fn login(heads: &[String], known: &[(usize, Head)], beside_ext: bool) -> Result<Option<usize>, Text> {
    let ranks = known.iter().filter_map(|(_, head)| if let Head::Login(rank) = head { Some(*rank) } else { None });
    match ranks.min() {
        Some(best) if !beside_ext || best <= Rank::Spelt => only(heads, known, |head| head == Head::Login(best)),
        _ => Ok(None),
    }
}

pub(super) fn only(
    heads: &[String],
    known: &[(usize, Head)],
    wanted: impl Fn(Head) -> bool,
) -> Result<Option<usize>, Text> {
    let places: Vec<usize> = known.iter().filter(|(_, head)| wanted(*head)).map(|(at, _)| *at).collect();
    match places.as_slice() {
        [] => Ok(None),
        [at] => Ok(Some(*at)),
        [one, two, ..] => Err(ambiguous(&heads[*one], &heads[*two])),
    }
}

/// The heads are among the known words, so that they may be shown.
fn ambiguous(one: &str, two: &str) -> Text {
    let word = |head: &str| header::word(head).unwrap_or_default();
    let (one, two) = (word(one), word(two));
    if one == two {
        return Text::made(format!("有两个{one}列"), format!("it has two columns named {one}"));
    }
    Text::made(
        format!("{one}和{two}两列都可能是账号；请把账号列改名为loginname"),
        format!("columns {one} and {two} may both be the accounts; rename the right one to loginname"),
    )
}

/// The one column of exactly this name.
pub(super) fn place(heads: &[String], wanted: &str) -> Option<usize> {
    let mut places = (0..heads.len()).filter(|at| heads[*at].trim().eq_ignore_ascii_case(wanted));
    let first = places.next();
    first.filter(|_| places.next().is_none())
}
