//! Formats sessions for output.

use hallpass_core::providers::{Lang, Named, Text};
use hallpass_core::{SessionState, SessionView, StateWords, format_duration};

use super::profile_view::environment;
use crate::i18n::{label, messages, time};
use crate::output::{Cell, Colour, Output, Table, facts, paint};

/// Every session on a line.
pub(super) fn table(output: &Output, sessions: &[SessionView]) -> String {
    let lang = output.lang;
    if sessions.is_empty() {
        return messages::no_sessions().get(lang).to_owned();
    }
    let heads = [
        label::PROFILE,
        label::ENVIRONMENT,
        label::STATE,
        label::LEFT,
        label::UNTIL,
        label::SUBJECT,
        label::TOKEN_HEAD,
    ];
    let mut table = Table::new(output, &heads.each_ref().map(|head| head.get(lang)));
    for session in sessions {
        table.row([
            Cell::painted(&session.profile, Colour::Bold),
            environment(&session.environment, output),
            state(session, lang),
            left(session, lang).into(),
            until(session, lang).into(),
            subject(session).into(),
            hint(session).into(),
        ]);
    }
    table.text()
}

/// The state: a symbol, a word, and the colour of both.
fn state(session: &SessionView, lang: Lang) -> Cell {
    let words = format!("{} {}", label::sign(session.state), session.state.words().get(lang));
    match colour(session.state) {
        Some(colour) => Cell::painted(words, colour),
        None => words.into(),
    }
}

fn colour(state: SessionState) -> Option<Colour> {
    match state {
        SessionState::Active => Some(Colour::Green),
        SessionState::Expiring | SessionState::Limited => Some(Colour::Yellow),
        SessionState::Expired => Some(Colour::Red),
        SessionState::Unknown => Some(Colour::Dim),
        SessionState::Never => None,
    }
}

fn left(session: &SessionView, lang: Lang) -> String {
    match session.seconds_left {
        Some(left) if left > 0 => format_duration(left, lang),
        _ => "—".to_owned(),
    }
}

fn until(session: &SessionView, lang: Lang) -> String {
    match (session.expires_at, session.seconds_left) {
        (Some(_), Some(left)) if left <= 0 => messages::ago(&format_duration(-left, lang), lang),
        (Some(at), _) => time::local(at),
        (None, _) => "—".to_owned(),
    }
}

fn hint(session: &SessionView) -> String {
    if session.token_hint.is_empty() { "…".to_owned() } else { format!("…{}", session.token_hint) }
}

/// Who signed in, by the name people know.
fn subject(session: &SessionView) -> String {
    let Named { id, name } = &session.subject;
    let login = session.account.login_name.as_deref().unwrap_or_default();
    [name.as_str(), login, id.as_str()].into_iter().find(|text| !text.is_empty()).unwrap_or("—").to_owned()
}

/// That a sign-in went well, and as whom and where.
pub(super) fn signed_in(session: &SessionView) -> Text {
    let among_several = session.organisation.as_ref().filter(|_| session.organisations.len() > 1);
    messages::signed_in(&session.profile, &subject(session), among_several.map(|it| it.name.as_str()))
}

/// A name with its id.
pub(super) fn named(named: &Named) -> String {
    match (named.name.as_str(), named.id.as_str()) {
        ("", id) => id.to_owned(),
        (name, "") => name.to_owned(),
        (name, id) if name == id => id.to_owned(),
        (name, id) => format!("{name} ({id})"),
    }
}

/// A session in one line, such as after signing in: what was done, its life, and what limits it.
pub(super) fn said(output: &Output, done: &Text, session: &SessionView) -> String {
    let lang = output.lang;
    let mut line = output.success(done);
    if session.environment.is_production() {
        line = format!("{line} · {}", paint(messages::production().get(lang), Colour::Red, output.colour()));
    }
    let mut text = format!("{line} · {}\n", life(session, lang));
    for limit in &session.limits {
        let sign = paint(label::sign(SessionState::Limited), Colour::Yellow, output.colour());
        text.push_str(&format!(
            "  {sign} {}\n    {} {}\n",
            limit.text.get(lang),
            messages::ARROW,
            limit.advice.get(lang)
        ));
    }
    for note in &session.notes {
        text.push_str(&format!("  · {}\n", note.get(lang)));
    }
    if session.plain_http {
        text.push_str(&format!("  ! {}\n", messages::plain_http().get(lang)));
    }
    text
}

/// How much of its life is left, in words.
fn life(session: &SessionView, lang: Lang) -> String {
    match (session.expires_at, session.seconds_left) {
        (Some(_), Some(left)) if left <= 0 => messages::ended(&format_duration(-left, lang), lang),
        (Some(at), Some(left)) => messages::ends(&format_duration(left, lang), &time::local(at), lang),
        _ => session.state.words().get(lang).to_owned(),
    }
}

/// One session, whole, without its token.
pub(super) fn page(output: &Output, session: &SessionView) -> String {
    let mut rows = identity(output, session);
    rows.extend(lifetime(session, output.lang));
    rows.extend(account(session, output.lang));
    facts(output, rows)
}

type Row = (Text, Cell);

fn identity(output: &Output, session: &SessionView) -> Vec<Row> {
    let mut rows = vec![
        (label::PROFILE_NAME, Cell::painted(&session.profile, Colour::Bold)),
        (label::SYSTEM, session.provider.as_str().into()),
        (label::ADDRESS, session.server.as_str().into()),
        (label::PLACE, environment(&session.environment, output)),
    ];
    if let Some(group) = &session.group {
        rows.push((label::IN_GROUP, group.as_str().into()));
    }
    if session.plain_http {
        rows.push((label::PLAIN_HTTP, Cell::painted(messages::plain_http().get(output.lang), Colour::Yellow)));
    }
    rows.push((label::WHO, named(&session.subject).into()));
    if let Some(organisation) = &session.organisation {
        rows.push((label::ORGANISATION, named(organisation).into()));
    }
    for (n, organisation) in session.organisations.iter().enumerate() {
        let name = if n == 0 { label::ORGANISATIONS } else { Text::new("", "") };
        rows.push((name, named(organisation).into()));
    }
    rows
}

fn lifetime(session: &SessionView, lang: Lang) -> Vec<Row> {
    let mut rows = vec![(label::STANDS, state(session, lang))];
    for limit in &session.limits {
        rows.push((label::LIMITS, Cell::painted(limit.text.get(lang), Colour::Yellow)));
        rows.push((Text::new("", ""), format!("{} {}", messages::ARROW, limit.advice.get(lang)).into()));
    }
    rows.push((label::LIFE, life(session, lang).into()));
    let moments = [
        (label::ISSUED, session.issued_at),
        (label::ENDS, session.expires_at),
        (label::SIGNED_IN_AT, Some(session.signed_in_at)),
        (label::VERIFIED, session.verified_at),
    ];
    rows.extend(moments.into_iter().filter_map(|(name, at)| Some((name, time::exact(at?).into()))));
    rows.push((label::SAID_BY, label::expiry_source(session.expiry_source).get(lang).into()));
    if session.may_be_later {
        rows.push((Text::new("", ""), messages::may_be_later().get(lang).into()));
    }
    if session.clock_offset_seconds.abs() > 60 {
        rows.push((
            label::CLOCK,
            Cell::painted(hallpass_core::doctor::clock_off(session.clock_offset_seconds).get(lang), Colour::Yellow),
        ));
    }
    rows
}

fn account(session: &SessionView, lang: Lang) -> Vec<Row> {
    let can = session
        .can
        .iter()
        .map(|can| label::can(*can).get(lang).to_owned())
        .collect::<Vec<_>>()
        .join(label::COMMA.get(lang));
    let its = &session.account;
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
    let facts = [
        (label::CAN, Some(can).filter(|can| !can.is_empty())),
        (label::TOKEN, Some(hint(session))),
        (label::LOGIN_NAME, its.login_name.clone()),
        (label::MAIL, its.email.clone()),
        (label::PHONE, its.phone.clone()),
        (label::ACCOUNT_KIND, words(&its.kind)),
        (label::MFA, words(&its.mfa)),
        (label::PASSWORD_ENDS, its.password_expires_at.map(time::exact)),
    ];
    let mut rows: Vec<Row> = facts.into_iter().filter_map(|(name, value)| Some((name, value?.into()))).collect();
    rows.extend(session.notes.iter().map(|note| (label::NOTES, note.get(lang).into())));
    rows
}
