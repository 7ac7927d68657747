//! What a provider's reading of an answer means for the account and the host.

use hallpass_providers::{ChallengeKind, Fault, Next, Refusal, RefusalKind};

use super::attempt::Kind;
use super::rules::Verdict;

/// What a provider's reading of the answer means for account and host.
pub(crate) fn verdict(read: &Result<Next, Fault>, kind: Option<Kind>) -> Verdict {
    match read {
        Ok(Next::Refused(refusal)) => of_refusal(refusal, kind),
        Ok(Next::Ask(challenge, _)) => match &challenge.note {
            // An organisation is asked for once the password was accepted, even where the profile names a wrong one.
            Some(note) if challenge.kind != ChallengeKind::Organisation => of_refusal(note, kind),
            _ if kind == Some(Kind::Sms) => Verdict::MessageSent { interval: challenge.again_after },
            _ => Verdict::Accepted,
        },
        Ok(Next::More { settled, .. }) => match settled.as_ref() {
            Next::Refused(refusal) => of_refusal(refusal, kind),
            _ => Verdict::Accepted,
        },
        Ok(Next::Send(..) | Next::Done(_)) => Verdict::Accepted,
        // Nothing is served there: no login has seen it.
        Err(Fault::NoSuchPath) => Verdict::NotCounted,
        Err(_) => Verdict::Unknown,
    }
}

fn of_refusal(refusal: &Refusal, kind: Option<Kind>) -> Verdict {
    let wait = refusal.retry_after;
    match refusal.kind {
        RefusalKind::Code | RefusalKind::Credentials if kind == Some(Kind::Code) => Verdict::WrongCode,
        RefusalKind::Credentials => Verdict::Wrong { left: refusal.attempts_left },
        RefusalKind::CredentialsOrCode => Verdict::WrongCode,
        RefusalKind::AccountLocked => Verdict::AccountLocked { wait },
        RefusalKind::HostLocked => Verdict::HostLocked { wait },
        RefusalKind::LockUnclear => Verdict::LockUnclear { wait },
        RefusalKind::Throttled => Verdict::Throttled { wait },
        // Asked for again after a refusal of no known meaning: it may have counted.
        kind_of if kind == Some(Kind::Code) && kind_of != RefusalKind::TokenInvalid => Verdict::Unknown,
        _ => Verdict::NotCounted,
    }
}

#[cfg(test)]
mod tests {
    use hallpass_providers::{Next, Refusal, RefusalKind, Text};

    use super::{Kind, Verdict, verdict};

    fn of(refused: RefusalKind, kind: Kind) -> Verdict {
        let refusal = Refusal {
            kind: refused,
            code: "x".to_owned(),
            text: Text::same("x"),
            advice: Text::same("x"),
            said: None,
            field: None,
            attempts_left: None,
            retry_after: None,
        };
        verdict(&Ok(Next::Refused(refusal)), Some(kind))
    }

    #[test]
    fn a_code_that_is_refused_for_no_known_reason_may_have_counted() {
        for refused in [RefusalKind::Other, RefusalKind::Busy, RefusalKind::Setup] {
            assert_eq!(of(refused, Kind::Code), Verdict::Unknown, "{refused:?}");
            assert_eq!(of(refused, Kind::Attempt), Verdict::NotCounted, "{refused:?}");
        }
        assert_eq!(of(RefusalKind::TokenInvalid, Kind::Code), Verdict::NotCounted);
        for refused in [RefusalKind::Code, RefusalKind::Credentials] {
            assert_eq!(of(refused, Kind::Code), Verdict::WrongCode, "{refused:?}");
        }
        assert_eq!(of(RefusalKind::Code, Kind::Attempt), Verdict::NotCounted);
    }
}
