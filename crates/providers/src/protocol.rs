//! The provider interface: operations in, calls and outcomes out.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::address::Address;
use crate::authkey::{AuthkeyAsk, AuthkeyPage};
use crate::call::{Call, Request};
use crate::challenge::Challenge;
use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::redaction::Redaction;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::session::{Session, SessionFacts};
use crate::state::State;
use crate::text::Lang;
use crate::values::Values;

/// A login system, as protocol. It holds no state of its own.
pub trait Provider: Sync {
    /// Names, methods and fields.
    fn descriptor(&self) -> &'static Descriptor;

    /// The first step of an operation.
    ///
    /// # Errors
    /// Returns [`Fault::Unsupported`] if the provider cannot do it, or an error that names an invalid value.
    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault>;

    /// What the server's answer means. `state` is what came with the call that was sent.
    ///
    /// # Errors
    /// Returns an error if the response is not the API's or cannot be read.
    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault>;
}

/// [`Provider::on`] for the answer to `sent`, with our secrets taken out of every word of the answer before the provider
/// reads it, and those that it brought out of what the provider made of it.
///
/// # Errors
/// As [`Provider::on`].
pub fn read_answer(
    provider: &dyn Provider,
    sent: &Request,
    state: State,
    reply: &Reply,
    cx: &Context<'_>,
) -> Result<Next, Fault> {
    let redaction = Redaction::new(provider.descriptor(), sent, &state, cx.values);
    let reply = Reply { redaction, ..reply.clone() };
    match provider.on(state, &reply, cx) {
        Ok(Next::Refused(_)) | Err(_) if reply.is_no_such_path() => Err(Fault::NoSuchPath),
        next => next?.without_its_own_secrets(),
    }
}

/// What is to be done.
#[derive(Debug)]
pub enum Op<'a> {
    /// Sign in by one of the methods.
    SignIn {
        /// The method's id.
        method: &'a str,
    },
    /// Continue a sign-in; the answer is in the values.
    Answer(State),
    /// Request another captcha image or text message.
    Again(State),
    /// More time.
    Renew(&'a Session),
    /// Does the server still take it?
    Verify(&'a Session),
    /// Switch the session to another organisation.
    Choose(&'a Session, &'a str),
    /// End it at the server.
    SignOut(&'a Session),
    /// The authKeys of some accounts.
    Authkeys(&'a Session, &'a AuthkeyAsk),
}

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Send this once, and come back with the answer.
    Send(Call, State),
    /// Input is required.
    Ask(Challenge, State),
    /// Settled already: what was sent is to be judged by `settled`. One more call may tell more or lead on, and what its
    /// answer leads to takes the place of `settled`; where anything fails from here on, `settled` stands. So a session
    /// is not lost because its owner's name could not be read.
    More {
        /// [`Next::Refused`] or [`Next::Done`]. Or [`Next::Send`], where nothing is settled yet and the one more call is
        /// merely good to know first: it follows where the server answers that call with something that cannot be read,
        /// and not where the server does not answer.
        settled: Box<Self>,
        /// What to send once.
        call: Call,
        /// What comes back with the answer.
        state: State,
    },
    /// It is done.
    Done(Box<Outcome>),
    /// The server said no.
    Refused(Refusal),
}

impl Next {
    /// Finished with a session signed in.
    pub fn signed_in(session: Session) -> Self {
        Self::Done(Box::new(Outcome::SignedIn(session)))
    }

    /// Without the tokens that the answer brought in what is shown or stored unencrypted.
    fn without_its_own_secrets(self) -> Result<Self, Fault> {
        Ok(match self {
            Self::Send(call, state) => Self::Send(call, facts_without_secrets(state)),
            Self::Ask(challenge, state) => {
                let redaction = Redaction::of(state.secrets.values());
                let picture = challenge.picture.clone();
                let challenge = Challenge { picture, ..redaction.out_of(challenge)? };
                Self::Ask(challenge, facts_without_secrets(state))
            }
            Self::More { settled, call, state } => {
                let settled = Box::new(settled.without_its_own_secrets()?);
                Self::More { settled, call, state: facts_without_secrets(state) }
            }
            Self::Done(outcome) => Self::Done(Box::new(outcome.without_its_own_secrets()?)),
            Self::Refused(refusal) => Self::Refused(refusal),
        })
    }
}

/// What a step keeps, without its own secrets in what may be stored unencrypted.
fn facts_without_secrets(mut state: State) -> State {
    let redaction = Redaction::of(state.secrets.values());
    for fact in state.facts.values_mut() {
        if let Cow::Owned(hidden) = redaction.hidden(fact) {
            *fact = hidden;
        }
    }
    state
}

/// The result of an operation.
#[derive(Debug)]
pub enum Outcome {
    /// A new session.
    SignedIn(Session),
    /// The session with more time, or in another organisation.
    Changed(Session),
    /// The server accepts the token; with fresh facts where it gave them.
    Verified(Option<SessionFacts>),
    /// The server has ended the session.
    SignedOut,
    /// The authKeys that the server answered with.
    Authkeys(AuthkeyPage),
}

impl Outcome {
    fn without_its_own_secrets(self) -> Result<Self, Fault> {
        let of = |Session { facts, tokens }: Session| {
            let redaction = Redaction::of([&tokens.token].into_iter().chain(&tokens.refresh));
            Ok(Session { facts: redaction.out_of(facts)?, tokens })
        };
        Ok(match self {
            Self::SignedIn(session) => Self::SignedIn(of(session)?),
            Self::Changed(session) => Self::Changed(of(session)?),
            other => other,
        })
    }
}

/// What a provider may know besides the answer: nothing is read from the outside.
pub struct Context<'a> {
    /// The profile's server.
    pub server: &'a Address,
    /// The profile's values with the answers over them, and defaults under them.
    pub values: &'a Values,
    /// The time here.
    pub now: Timestamp,
    /// A source of random bytes.
    pub random: &'a dyn Random,
    /// The reader's language, for servers that speak several.
    pub lang: Lang,
}

impl Context<'_> {
    /// A plain value, or the fault that names the field.
    ///
    /// # Errors
    /// Returns [`Fault::Missing`] if the value is not given.
    pub fn text(&self, field: &'static str) -> Result<&str, Fault> {
        self.values.text(field).ok_or(Fault::Missing { field })
    }

    /// A secret value, or the fault that names the field.
    ///
    /// # Errors
    /// Returns [`Fault::Missing`] if the value is not given.
    pub fn secret(&self, field: &'static str) -> Result<&Secret, Fault> {
        self.values.secret(field).ok_or(Fault::Missing { field })
    }

    /// The server's time where its answer states it, else the time here.
    pub fn server_now(&self, reply: &Reply) -> Timestamp {
        reply.date.unwrap_or(self.now)
    }
}

/// A source of random bytes: the system's in the product, a fixed one in tests.
pub trait Random: Sync {
    /// Fills the whole buffer.
    fn fill(&self, bytes: &mut [u8]);
}
