//! Quanshi (全时) conference API: the authKeys of accounts, by an interface token.
//!
//! What protects it: TLS, and the interface token, which is the key to every account's authKey. It is sent as a header
//! and never in the body, where the document would also allow it. No page states how the token is created or how long
//! it is valid.
//!
//! What it does not do: the API has no call that only reads. Signing in therefore stores the token and sends nothing;
//! whether the token is valid only shows at the first export. Even `create=false` rewrites the expiry of present keys;
//! `create=true` makes new ones.
//!
//! Source: the vendor's page on fetching authKeys in batches.

mod codes;
mod form;
mod row_deserialize;
mod rows;
#[cfg(test)]
mod tests;
mod wire;

use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Outcome, Provider};
use crate::read::token;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::session::{Capability, Named, Session, SessionFacts, Tokens};
use crate::state::State;
use crate::step::steps;
use crate::text::Text;

/// The provider `quanshi`.
pub(crate) struct Quanshi;

steps! {
    Authkeys = "authkeys",
}

impl Provider for Quanshi {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        match op {
            Op::SignIn { .. } => keep(cx.secret("token")?).map(Next::signed_in),
            Op::Authkeys(session, ask) => {
                Ok(Next::Send(wire::call(&session.tokens.token, ask)?, State::at(Step::Authkeys)))
            }
            _ => Err(Fault::Unsupported),
        }
    }

    fn on(&self, state: State, reply: &Reply, _cx: &Context<'_>) -> Result<Next, Fault> {
        let Step::Authkeys = Step::of(&state)?;
        Ok(match wire::answer(reply)? {
            Ok(page) => Next::Done(Box::new(Outcome::Authkeys(page))),
            Err(refusal) => Next::Refused(refusal),
        })
    }
}

/// The interface token as a session.
fn keep(typed: &Secret) -> Result<Session, Fault> {
    let invalid = |text| Fault::Invalid { field: "token", text };
    // Reason: checked for what no header can carry, so that a bad paste is named here and not at the first export.
    if !typed.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(invalid(Text::new(
            "只能含可见的英文字符，不能有空格或换行",
            "must be visible ASCII without spaces or line breaks",
        )));
    }
    let too_long = |_| invalid(Text::new("过长（最多64 KiB）", "is too long (64 KiB at most)"));
    let token = token(Some(typed.clone())).map_err(too_long)?;
    let facts = SessionFacts {
        subject: Named { id: String::new(), name: format!("…{}", token.hint()) },
        can: vec![Capability::Authkeys],
        notes: vec![Text::new(
            "这个API没有只读的调用：令牌是否有效，到第一次导出authKey时才知道",
            "This API has no read-only call: whether the token is valid only shows at the first authKey export",
        )],
        ..SessionFacts::default()
    };
    Ok(Session { facts, tokens: Tokens { token, refresh: None } })
}
