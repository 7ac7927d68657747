//! Sessions that are signed in but limited, and the organisations of one.

use super::Step;
use crate::protocol::Next;
use crate::refusal::Refusal;
use crate::session::{Named, Restriction, RestrictionKind, Session};
use crate::state::State;
use crate::text::Text;

/// One of the session's organisations, by id, or by a name that only one has.
pub(super) fn find<'a>(session: &'a Session, wanted: &str) -> Option<&'a Named> {
    let all = &session.facts.organisations;
    let mut named = all.iter().filter(|one| one.name == wanted);
    let by_name = named.next().filter(|_| named.next().is_none());
    all.iter().find(|one| one.id == wanted).or(by_name)
}

/// The new session whose second factor or organisation is not through, and why.
pub(super) fn unfinished(state: &State, why: Option<&Refusal>) -> Option<Next> {
    let limit = match Step::of(state).ok()? {
        Step::MfaSend => mfa(why),
        Step::Enter => not_set(why),
        _ => return None,
    };
    Some(limited(state.session().ok()?, limit))
}

/// A session signed in, with why it may do less.
pub(super) fn limited(mut session: Session, limit: Restriction) -> Next {
    session.facts.limits = vec![limit];
    Next::signed_in(session)
}

fn mfa(why: Option<&Refusal>) -> Restriction {
    Restriction {
        kind: RestrictionKind::Mfa,
        text: because("二次验证码未能发送", "The verification code could not be sent", why),
        advice: Text::new(
            "稍后重新登录，或先在应用门户网页上完成二次验证",
            "Sign in again later, or complete verification in the portal's web page first",
        ),
    }
}

fn not_set(why: Option<&Refusal>) -> Restriction {
    let again = Text::new(
        "登录已成功；请稍后再选择组织，在此之前不能续期",
        "The sign-in succeeded; choose the organisation later. The session cannot be renewed until then",
    );
    Restriction {
        kind: RestrictionKind::Organisation,
        text: because("组织未能设置", "The organisation could not be set", why),
        advice: why.map_or(again, |refusal| refusal.advice.clone()),
    }
}

/// The account does not belong to any organisation.
pub(super) fn no_organisation() -> Restriction {
    Restriction {
        kind: RestrictionKind::Organisation,
        text: Text::new("该账号不属于任何组织", "The account does not belong to any organisation"),
        advice: Text::new(
            "请管理员把账号加入一个组织，然后重新登录；在此之前不能续期",
            "Ask the administrator to add it to one, then sign in again; the session cannot be renewed until then",
        ),
    }
}

fn because(zh: &str, en: &str, why: Option<&Refusal>) -> Text {
    match why {
        Some(Refusal { text, .. }) => Text::made(format!("{zh}：{}", text.zh), format!("{en}: {}", text.en)),
        None => Text::made(
            format!("{zh}：服务器没有返回可用的响应"),
            format!("{en}: the server returned no usable response"),
        ),
    }
}
