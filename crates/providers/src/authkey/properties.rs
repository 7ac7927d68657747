//! Property tests: no key at the wrong account, whatever the server does to its response.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{Asked, AuthkeyAsk, AuthkeyPage, AuthkeyRow, Evidence, ExtLogin, Found, Known, match_rows};
use crate::secret::Secret;
use crate::text::Text;

fn row(id: u64, name: &str, key: &str) -> AuthkeyRow {
    let auth_key = Some(key).filter(|key| !key.is_empty()).map(Secret::new);
    AuthkeyRow { user_id: Some(id.to_string()), login_name: Some(name.to_owned()), auth_key, ..AuthkeyRow::default() }
}

fn ext(name: &str, site: &str) -> ExtLogin {
    ExtLogin { name: name.to_owned(), site_id: site.to_owned() }
}

fn ask(logins: &[&str], ext_logins: Vec<ExtLogin>) -> AuthkeyAsk {
    let login_names = logins.iter().map(|name| (*name).to_owned()).collect();
    AuthkeyAsk { login_names, ext_logins, expires_ms: -1, ..AuthkeyAsk::default() }
}

fn page(rows: Vec<AuthkeyRow>) -> AuthkeyPage {
    AuthkeyPage { rows, ..AuthkeyPage::default() }
}

/// One word for each account: its key and how it was known, or what else was found.
fn verdicts(ask: &AuthkeyAsk, known: &Known, rows: Vec<AuthkeyRow>) -> Vec<String> {
    let word = |found: &Found| match found {
        Found::Ok(row, evidence) => format!("{} {evidence:?}", row.auth_key.as_ref().unwrap().expose()),
        Found::Empty(_, evidence) => format!("empty {evidence:?}"),
        Found::Unreadable(..) => "unreadable".to_owned(),
        Found::Missing => "missing".to_owned(),
        Found::Doubtful(names) => format!("doubtful {}", names.join(" ")),
    };
    match_rows(ask, known, page(rows)).accounts.iter().map(|(_, found)| word(found)).collect()
}

#[test]
fn the_documents_answer_finds_its_three_accounts() {
    let ask = ask(&["test5@corp.example", "wu@qs.example"], vec![ext("ad_wy03", "76473")]);
    let rows =
        vec![row(1, "ad_wy03@corp.example", "A"), row(2, "test5@corp.example", "T"), row(3, "wu@qs.example", "")];
    assert_eq!(verdicts(&ask, &Known::new(), rows), ["T LoginName", "empty LoginName", "A Directory"]);
}

#[test]
fn a_name_that_two_could_mean_is_doubtful() {
    let none = Known::new();
    let two_sites = ask(&[], vec![ext("bob", "1"), ext("bob", "2")]);
    let rows = vec![row(1, "bob@one.example", "A"), row(2, "bob@two.example", "B")];
    let both = "doubtful bob@one.example bob@two.example";
    assert_eq!(verdicts(&two_sites, &none, rows.clone()), [both, both]);
    assert_eq!(
        verdicts(&two_sites, &none, rows[..1].to_vec()),
        ["doubtful bob@one.example", "doubtful bob@one.example"]
    );
    let one_site = ask(&["ann@one.example"], vec![ext("bob", "1")]);
    assert_eq!(verdicts(&one_site, &none, rows.clone()), ["missing", both]);
    let beside = ask(&["bob@two.example"], vec![ext("bob", "1")]);
    assert_eq!(verdicts(&beside, &none, rows[1..].to_vec()), ["B LoginName", "doubtful bob@two.example"]);
    let same_name = ask(&["bob"], vec![ext("bob", "1")]);
    assert_eq!(verdicts(&same_name, &none, vec![row(1, "bob", "A")]), ["doubtful bob", "doubtful bob"]);
}

#[test]
fn a_known_id_decides_and_a_contradiction_does_not() {
    let two_sites = ask(&[], vec![ext("bob", "1"), ext("bob", "2")]);
    let accounts = two_sites.accounts();
    let known = Known::from([(accounts[0].clone(), "1".to_owned()), (accounts[1].clone(), "2".to_owned())]);
    let rows = vec![row(2, "bob@two.example", "B"), row(1, "bob@one.example", "A")];
    assert_eq!(verdicts(&two_sites, &known, rows), ["A UserId", "B UserId"]);
    let one = ask(&["ann@corp.example"], Vec::new());
    let known = Known::from([(Asked::Login("ann@corp.example".to_owned()), "5".to_owned())]);
    assert_eq!(verdicts(&one, &known, vec![row(9, "ann@corp.example", "A")]), ["doubtful ann@corp.example"]);
    let swapped = vec![row(9, "ann@corp.example", "A"), row(5, "ann@new.example", "B")];
    assert!(verdicts(&one, &known, swapped)[0].starts_with("doubtful"));
}

#[test]
fn rows_that_contradict_each_other_belong_to_nobody() {
    let one = ask(&["ann@corp.example", "bob@corp.example"], Vec::new());
    let rows = vec![row(1, "ann@corp.example", "A"), row(1, "ann@corp.example", "B"), row(2, "bob@corp.example", "C")];
    assert_eq!(verdicts(&one, &Known::new(), rows), ["doubtful ann@corp.example", "C LoginName"]);
    let rows = vec![row(1, "ann@corp.example", "A"), row(1, "bob@corp.example", "B")];
    assert!(verdicts(&one, &Known::new(), rows).iter().all(|word| word.starts_with("doubtful")));
}

#[test]
fn asked_alone_a_changed_name_is_taken_and_a_stranger_is_not() {
    let alone = ask(&["ann@corp.example"], Vec::new());
    let none = Known::new();
    assert_eq!(verdicts(&alone, &none, vec![row(1, "ann", "A")]), ["A Alone"]);
    assert_eq!(verdicts(&alone, &none, vec![row(1, "ANN@corp.example", "A")]), ["A LoginName"]);
    assert_eq!(verdicts(&alone, &none, vec![row(1, "zs001", "A")]), ["doubtful zs001"]);
    let shared = ask(&["ann@corp.example", "cat@corp.example"], Vec::new());
    assert_eq!(verdicts(&shared, &none, vec![row(1, "ann", "A")]), ["doubtful ann", "missing"]);
}

#[test]
fn extra_unclear_and_doubled_rows_are_told_apart_and_none_is_lost() {
    let ask = ask(&["ann@corp.example", "bob@corp.example"], Vec::new());
    let ann = row(1, "ann@corp.example", "A");
    let rows = vec![ann.clone(), row(7, "zed@corp.example", "Z"), ann, row(8, "bob", "B")];
    let matched = match_rows(&ask, &Known::new(), page(rows));
    let count = (matched.extra.len(), matched.unclear.len(), matched.duplicates.len());
    assert_eq!(count, (1, 1, 1));
    assert!(matches!(matched.accounts[0].1, Found::Ok(..)));
}

#[test]
fn a_row_that_cannot_be_read_is_not_an_empty_one() {
    let ask = ask(&["ann@corp.example"], Vec::new());
    let problem = Some(Text::same("authKey"));
    let named = AuthkeyRow { problem: problem.clone(), ..row(1, "ann@corp.example", "") };
    assert_eq!(verdicts(&ask, &Known::new(), vec![named]), ["unreadable"]);
    let nameless = AuthkeyRow { problem, ..AuthkeyRow::default() };
    assert_eq!(verdicts(&ask, &Known::new(), vec![nameless]), ["doubtful "]);
}

/// A person at the server: few names and domains, so that they collide.
#[derive(Debug, Clone)]
struct Person {
    id: u64,
    login: String,
    /// Names in other case and directory names without domain are answered with the login name.
    by: Asked,
    has_key: bool,
}

impl Person {
    fn key(&self) -> String {
        if self.has_key { format!("key-of-{}", self.id) } else { String::new() }
    }

    fn row(&self) -> AuthkeyRow {
        row(self.id, &self.login, &self.key())
    }
}

prop_compose! {
    fn person()(name in 0u8..12, domain in 0u8..3, how in 0u8..4, has_key in any::<bool>()) -> Person {
        let local = format!("u{name}");
        let login = format!("{local}@d{domain}.example");
        let by = match how {
            0 => Asked::Ext(ext(&local, &format!("site{domain}"))),
            1 => Asked::Ext(ext(&login, &format!("site{domain}"))),
            2 => Asked::Login(login.to_uppercase()),
            _ => Asked::Login(login.clone()),
        };
        Person { id: u64::from(name) * 10 + u64::from(domain), login, by, has_key }
    }
}

/// Persons by how they are asked for, each asked for once; the same person may be asked for in two ways.
fn persons() -> impl Strategy<Value = Vec<Person>> {
    proptest::collection::vec(person(), 1..25).prop_map(|persons| {
        let mut keyed: BTreeMap<u64, bool> = BTreeMap::new();
        let mut by: BTreeMap<Asked, Person> = BTreeMap::new();
        for mut person in persons {
            person.has_key = *keyed.entry(person.id).or_insert(person.has_key);
            by.entry(person.by.clone()).or_insert(person);
        }
        by.into_values().collect()
    })
}

#[derive(Debug, Clone)]
struct Case {
    persons: Vec<Person>,
    rows: Vec<AuthkeyRow>,
    known: Vec<bool>,
}

/// The true rows permuted, cut and doubled, with rows of accounts that nobody asked for: strangers, and namesakes of
/// those that are in the answer.
fn case() -> impl Strategy<Value = Case> {
    persons().prop_flat_map(|persons| {
        let count = persons.len();
        let kept = subsequence((0..count).collect::<Vec<_>>(), 0..=count);
        let doubled = proptest::collection::vec(0..count, 0..4);
        let known = proptest::collection::vec(proptest::bool::weighted(0.2), count);
        (Just(persons), kept, doubled, 0u64..3, known).prop_flat_map(|(persons, kept, doubled, extra, known)| {
            let mut rows: Vec<AuthkeyRow> = kept.iter().map(|place| persons[*place].row()).collect();
            rows.extend(doubled.iter().filter(|place| kept.contains(place)).map(|place| persons[*place].row()));
            let namesakes = kept.iter().take(usize::try_from(extra).unwrap_or_default()).map(|place| {
                let local = persons[*place].login.split('@').next().unwrap_or_default().to_owned();
                row(500 + persons[*place].id, &format!("{local}@elsewhere.example"), "key-of-a-namesake")
            });
            rows.extend(namesakes);
            rows.extend((0..extra).map(|n| row(900 + n, &format!("stranger{n}@d0.example"), "key-of-a-stranger")));
            (Just(persons), Just(rows).prop_shuffle(), Just(known)).prop_map(|(persons, rows, known)| Case {
                persons,
                rows,
                known,
            })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn no_key_at_the_wrong_account(case in case()) {
        let truth: BTreeMap<Asked, Person> = case.persons.iter().map(|one| (one.by.clone(), one.clone())).collect();
        let login = |one: &Person| matches!(one.by, Asked::Login(_));
        let (logins, exts): (Vec<&Person>, Vec<&Person>) = case.persons.iter().partition(|one| login(one));
        let directory = |one: &&Person| match &one.by { Asked::Ext(ext) => ext.clone(), Asked::Login(_) => unreachable!() };
        let names: Vec<&str> = logins.iter().map(|one| one.by.name()).collect();
        let ask = ask(&names, exts.iter().map(directory).collect());
        let knows = case.persons.iter().zip(&case.known).filter(|(_, known)| **known);
        let known: Known = knows.map(|(one, _)| (one.by.clone(), one.id.to_string())).collect();
        let in_answer = case.rows.len();
        let present: Vec<String> = case.rows.iter().filter_map(|row| row.user_id.clone()).collect();

        let matched = match_rows(&ask, &known, page(case.rows));

        let mut placed = 0;
        for (asked, found) in &matched.accounts {
            let person = &truth[asked];
            match found {
                Found::Ok(row, _) => {
                    placed += 1;
                    prop_assert_eq!(row.auth_key.as_ref().unwrap().expose(), person.key());
                }
                Found::Empty(row, _) => {
                    placed += 1;
                    prop_assert_eq!(row.user_id.as_ref().unwrap(), &person.id.to_string());
                    prop_assert!(!person.has_key);
                }
                Found::Missing => prop_assert!(!present.contains(&person.id.to_string())),
                Found::Doubtful(_) => {}
                Found::Unreadable(..) => prop_assert!(false),
            }
        }
        prop_assert_eq!(matched.accounts.len(), case.persons.len());
        prop_assert_eq!(placed + matched.extra.len() + matched.unclear.len() + matched.duplicates.len(), in_answer);
    }

    #[test]
    fn asked_by_login_name_whole_answers_are_never_doubtful(persons in persons(), seed in any::<u64>()) {
        let mut persons: Vec<Person> = persons;
        persons.sort_by_key(|one| one.id);
        persons.dedup_by_key(|one| one.id);
        let names: Vec<&str> = persons.iter().map(|one| one.login.as_str()).collect();
        let mut rows: Vec<AuthkeyRow> = persons.iter().map(Person::row).collect();
        let turn = usize::try_from(seed % rows.len() as u64).unwrap();
        rows.rotate_left(turn);
        for (_, found) in match_rows(&ask(&names, Vec::new()), &Known::new(), page(rows)).accounts {
            let by_name = matches!(found, Found::Ok(_, Evidence::LoginName) | Found::Empty(_, Evidence::LoginName));
            prop_assert!(by_name);
        }
    }
}
