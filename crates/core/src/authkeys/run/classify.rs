//! What a response means for each requested account.

use hallpass_providers::authkey::{Asked, Found, Known, Matched, match_rows};
use hallpass_providers::{AuthkeyAsk, AuthkeyPage, AuthkeyRow, Secret, Text, safe_words};

use crate::authkeys::key_expiry::milliseconds;
use crate::authkeys::store::outcome::{AccountOutcome, Settled};
use crate::authkeys::store::queue::{AccountStatus, Due, FollowUp, Pick};

/// Whether a key is the one that a keyed hash was made of.
pub(in crate::authkeys) type SameKey<'a> = &'a dyn Fn(&Secret, &[u8]) -> bool;

/// An answer came.
pub(in crate::authkeys) fn answered(
    pick: Pick,
    due: Vec<Due>,
    ask: &AuthkeyAsk,
    page: AuthkeyPage,
    same: SameKey<'_>,
) -> Settled {
    let known: Known = due.iter().filter_map(|due| Some((due.asked.clone(), due.user_id.clone()?))).collect();
    let Matched { accounts, extra, .. } = match_rows(ask, &known, page);
    let alone = due.len() == 1;
    // Both are in the order of the ask: login names first, then directory names.
    let ordered = in_order(due);
    let outcomes = ordered.into_iter().zip(accounts);
    let outcomes = outcomes.map(|(due, (asked, found))| {
        debug_assert_eq!(due.asked, asked, "an answer is matched in the order of its ask");
        outcome(pick, due, found, alone, same)
    });
    Settled { outcomes: outcomes.collect(), strangers: extra.into_iter().map(stranger).collect(), requests: 0 }
}

/// No answer came, or one that says no. A mint stays as the journal has it: unknown, to be read again.
pub(in crate::authkeys) fn failed(pick: Pick, due: Vec<Due>, why: &Text) -> Settled {
    if pick.mints() {
        return Settled::default();
    }
    let outcomes = due.into_iter().map(|due| match pick {
        // Still not known whether it got a key.
        Pick::Again => AccountOutcome {
            next: FollowUp::Again,
            ..AccountOutcome::new(due, AccountStatus::Unknown, Some(why.clone()))
        },
        _ => AccountOutcome::new(due, AccountStatus::Failed, Some(why.clone())),
    });
    Settled { outcomes: outcomes.collect(), ..Settled::default() }
}

/// Login names before directory names, each in the order it had.
pub(in crate::authkeys) fn in_order(mut due: Vec<Due>) -> Vec<Due> {
    due.sort_by_key(|due| matches!(due.asked, Asked::Ext(_)));
    due
}

fn stranger(row: AuthkeyRow) -> (String, String) {
    (row.user_id.unwrap_or_default(), row.login_name.as_deref().map(safe_words).unwrap_or_default())
}

fn outcome(pick: Pick, due: Due, found: Found, alone: bool, same: SameKey<'_>) -> AccountOutcome {
    match found {
        Found::Ok(row, _) if pick == Pick::Rotate || due.old_key.is_some() => rotated(due, row, same),
        Found::Ok(row, _) => AccountOutcome::of_row(due, AccountStatus::Ok, row, None),
        Found::Empty(row, _) => {
            let none_made = pick == Pick::Mint;
            let why = none_made.then(|| Text::new("服务器没有新建密钥", "The server created no key"));
            AccountOutcome::of_row(due, AccountStatus::Empty, row, why)
        }
        // A mint that shows no readable key may have made one: it is read again.
        _ if pick.mints() => AccountOutcome {
            next: FollowUp::Again,
            ..AccountOutcome::new(due, AccountStatus::Unknown, Some(unclear_mint()))
        },
        Found::Unreadable(row, _) => {
            let problem = row.problem.clone();
            AccountOutcome::of_row(due, AccountStatus::Failed, row, problem)
        }
        Found::Missing => AccountOutcome::new(due, AccountStatus::Missing, None),
        Found::Doubtful(near) if alone => AccountOutcome::new(due, AccountStatus::Failed, Some(doubtful(&near))),
        Found::Doubtful(_) => {
            AccountOutcome { next: FollowUp::Alone, ..AccountOutcome::new(due, AccountStatus::Doubtful, None) }
        }
    }
}

/// A key that was to be replaced: it is new, or it is not known what became of it.
fn rotated(due: Due, row: AuthkeyRow, same: SameKey<'_>) -> AccountOutcome {
    let unchanged = match (&row.auth_key, &due.old_key) {
        (Some(key), Some(old)) => same(key, old),
        _ => false,
    };
    if unchanged {
        let why = Text::new("密钥还是原来的，没有更换", "It still has its old key; the key was not replaced");
        AccountOutcome::of_row(due, AccountStatus::Unknown, row, Some(why))
    } else {
        AccountOutcome::of_row(due, AccountStatus::Ok, row, None)
    }
}

fn unclear_mint() -> Text {
    Text::new("新建的响应里没有这个账号的密钥", "The response to the key creation has no key for this account")
}

fn doubtful(near: &[String]) -> Text {
    let near: Vec<String> = near.iter().take(3).map(|name| safe_words(name)).collect();
    let near = near.join(", ");
    Text::made(
        format!("无法确定哪一行属于它（响应里有：{near}）"),
        format!("It is unclear which row belongs to it (the response has: {near})"),
    )
}

impl AccountOutcome {
    fn new(due: Due, status: AccountStatus, message: Option<Text>) -> Self {
        Self {
            seq: due.seq,
            was: due.was,
            status,
            next: FollowUp::Nothing,
            user_id: due.user_id,
            login_name: None,
            auth_key: None,
            expires_ms: None,
            message,
        }
    }

    fn of_row(due: Due, status: AccountStatus, row: AuthkeyRow, message: Option<Text>) -> Self {
        Self {
            user_id: row.user_id.or_else(|| due.user_id.clone()),
            login_name: row.login_name,
            auth_key: row.auth_key,
            expires_ms: row.expires.map(milliseconds),
            ..Self::new(due, status, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use hallpass_providers::authkey::ExtLogin;

    use super::*;

    fn due(seq: i64, name: &str) -> Due {
        Due { seq, asked: Asked::Login(name.to_owned()), user_id: None, was: None, old_key: None }
    }

    fn row(id: u64, name: &str, key: &str) -> AuthkeyRow {
        AuthkeyRow {
            user_id: Some(id.to_string()),
            login_name: Some(name.to_owned()),
            auth_key: Some(Secret::new(key)).filter(|key| !key.is_empty()),
            ..AuthkeyRow::default()
        }
    }

    fn settle(pick: Pick, due: Vec<Due>, rows: Vec<AuthkeyRow>) -> Vec<(i64, AccountStatus, FollowUp)> {
        let mut ask = AuthkeyAsk::default();
        for each in &due {
            match &each.asked {
                Asked::Login(name) => ask.login_names.push(name.clone()),
                Asked::Ext(ext) => ask.ext_logins.push(ext.clone()),
            }
        }
        let page = AuthkeyPage { rows, ..AuthkeyPage::default() };
        let settled = answered(pick, due, &ask, page, &|key, old| key.expose().as_bytes() == old);
        settled.outcomes.iter().map(|outcome| (outcome.seq, outcome.status, outcome.next)).collect()
    }

    #[test]
    fn a_reading_tells_ok_empty_and_missing_and_asks_again_alone_where_it_cannot() {
        let list =
            vec![due(1, "ann@x.example"), due(2, "bob@x.example"), due(3, "cat@x.example"), due(4, "dan@x.example")];
        let rows = vec![row(9, "bob@x.example", ""), row(8, "ann@x.example", "A"), row(7, "dan", "D")];
        let want = [
            (1, AccountStatus::Ok, FollowUp::Nothing),
            (2, AccountStatus::Empty, FollowUp::Nothing),
            (3, AccountStatus::Missing, FollowUp::Nothing),
            (4, AccountStatus::Doubtful, FollowUp::Alone),
        ];
        assert_eq!(settle(Pick::Unasked, list, rows), want);
        let stranger = vec![row(7, "zs001", "D")];
        assert_eq!(
            settle(Pick::Alone, vec![due(4, "dan@x.example")], stranger),
            [(4, AccountStatus::Failed, FollowUp::Nothing)]
        );
    }

    #[test]
    fn answers_go_to_their_accounts_in_whatever_order_the_list_has_them() {
        let ext = |seq: i64, name: &str| {
            let asked = Asked::Ext(ExtLogin { name: name.to_owned(), site_id: "1".to_owned() });
            Due { asked, ..due(seq, "") }
        };
        let list = vec![ext(1, "bob"), due(2, "ann@x.example"), ext(3, "cat"), due(4, "dan@x.example")];
        let rows = vec![row(5, "cat@x.example", ""), row(6, "dan@x.example", "D"), row(7, "bob@x.example", "B")];
        let want = [
            (2, AccountStatus::Missing, FollowUp::Nothing),
            (4, AccountStatus::Ok, FollowUp::Nothing),
            (1, AccountStatus::Ok, FollowUp::Nothing),
            (3, AccountStatus::Empty, FollowUp::Nothing),
        ];
        assert_eq!(settle(Pick::Unasked, list, rows), want);
    }

    #[test]
    fn a_mint_that_shows_no_key_is_read_again_unless_the_server_says_that_there_is_none() {
        let list = || vec![due(1, "ann@x.example"), due(2, "bob@x.example")];
        let rows = vec![row(9, "bob@x.example", "")];
        let want = [(1, AccountStatus::Unknown, FollowUp::Again), (2, AccountStatus::Empty, FollowUp::Nothing)];
        assert_eq!(settle(Pick::Mint, list(), rows), want);
        assert!(failed(Pick::Mint, list(), &Text::same("lost")).outcomes.is_empty(), "as the journal has it");
        let again = failed(Pick::Again, list(), &Text::same("lost")).outcomes;
        assert!(
            again.iter().all(|outcome| (outcome.status, outcome.next) == (AccountStatus::Unknown, FollowUp::Again))
        );
        let read = failed(Pick::Unasked, list(), &Text::same("lost")).outcomes;
        assert!(
            read.iter().all(|outcome| (outcome.status, outcome.next) == (AccountStatus::Failed, FollowUp::Nothing))
        );
    }

    #[test]
    fn a_replaced_key_is_ok_only_when_it_is_another() {
        let old = || Due { old_key: Some(b"OLD".to_vec()), ..due(1, "ann@x.example") };
        for (key, want) in [("NEW", AccountStatus::Ok), ("OLD", AccountStatus::Unknown)] {
            for pick in [Pick::Rotate, Pick::Again, Pick::Unasked] {
                let rows = vec![row(9, "ann@x.example", key)];
                assert_eq!(settle(pick, vec![old()], rows), [(1, want, FollowUp::Nothing)], "{pick:?} {key}");
            }
        }
    }
}
