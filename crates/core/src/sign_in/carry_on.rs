//! A sign-in that waits for a person, one step further.

use hallpass_providers::{ChallengeKind, Op, Text};

use super::options::{SignIn, SignInOutcome};
use crate::answers::Answers;
use crate::driver::{Drive, Joined};
use crate::error::{Error, ErrorCode, Result};
use crate::guard::{self, AttemptKey};
use crate::hallpass::Hallpass;
use crate::lease::{Claim, print_of_answers};
use crate::pending::{self, Waiting};
use crate::profile::{Profile, binding, by_id};

/// One step of a sign-in that waits.
trait Step {
    /// Whether it still answers what the sign-in waits for.
    fn fits(&self, waiting: &Waiting) -> Result<()>;
    /// What it needs for itself. Without an account where the sign-in is gone.
    fn claim(&self, who: Option<&AttemptKey>) -> Claim;
    /// What to do, and which challenge that answers.
    fn op(&self, waiting: &Waiting) -> (Op<'static>, Option<ChallengeKind>);
    /// With which values.
    fn how(&self, waiting: &Waiting) -> SignIn;
    /// Whether it has the server send a message.
    fn is_message(&self, waiting: &Waiting) -> bool;
}

struct Answer<'a> {
    pending: &'a str,
    answers: Answers,
    print: [u8; 32],
    anyway: bool,
}

impl Step for Answer<'_> {
    fn fits(&self, waiting: &Waiting) -> Result<()> {
        let field = waiting.challenge.kind.field().name;
        if self.answers.has(field) { Ok(()) } else { Err(Error::missing(field)) }
    }

    fn claim(&self, who: Option<&AttemptKey>) -> Claim {
        // The characters of a picture answer that picture alone; a code may be typed once more.
        let picture = self.answers.has(ChallengeKind::Captcha.field().name);
        Claim::answer(who, self.pending, self.print, picture)
    }

    fn op(&self, waiting: &Waiting) -> (Op<'static>, Option<ChallengeKind>) {
        (Op::Answer(waiting.state.clone()), Some(waiting.challenge.kind))
    }

    fn how(&self, waiting: &Waiting) -> SignIn {
        let mut how = SignIn { anyway: self.anyway, ..as_begun(waiting) };
        how.answers.extend(self.answers.clone());
        how
    }

    fn is_message(&self, _waiting: &Waiting) -> bool {
        false
    }
}

struct Again<'a> {
    pending: &'a str,
}

impl Step for Again<'_> {
    fn fits(&self, _waiting: &Waiting) -> Result<()> {
        Ok(())
    }

    fn claim(&self, who: Option<&AttemptKey>) -> Claim {
        Claim::again(who, self.pending)
    }

    fn op(&self, waiting: &Waiting) -> (Op<'static>, Option<ChallengeKind>) {
        (Op::Again(waiting.state.clone()), None)
    }

    fn how(&self, waiting: &Waiting) -> SignIn {
        as_begun(waiting)
    }

    fn is_message(&self, waiting: &Waiting) -> bool {
        matches!(waiting.challenge.kind, ChallengeKind::Sms | ChallengeKind::Mfa)
    }
}

impl Hallpass {
    /// Carries on a sign-in that waits for a person.
    ///
    /// # Errors
    /// As [`Hallpass::sign_in`]; where nothing was settled the sign-in goes on waiting.
    pub async fn answer(&self, pending: &str, answers: Answers, anyway: bool) -> Result<SignInOutcome> {
        let print = print_of_answers(self.vault(), &answers);
        self.carry_on(pending, &Answer { pending, answers, print, anyway }).await
    }

    /// Request another captcha image or text message.
    ///
    /// # Errors
    /// Returns an error if it is too soon, or as [`Hallpass::answer`].
    pub async fn again(&self, pending: &str) -> Result<SignInOutcome> {
        self.carry_on(pending, &Again { pending }).await
    }

    async fn carry_on(&self, pending: &str, step: &impl Step) -> Result<SignInOutcome> {
        let mut turn = self.turn();
        loop {
            let found = self.waiting(pending).await;
            let (waiting, profile) = match found.and_then(|found| step.fits(&found.0).map(|()| found)) {
                Ok(found) => found,
                // Someone else may have brought it to its end meanwhile, or to its next question.
                Err(error) => match self.adopt_meanwhile(&mut turn, &step.claim(None), error).await? {
                    Some(end) => return Ok(end),
                    None => continue,
                },
            };
            let (how, (op, answers)) = (step.how(&waiting), step.op(&waiting));
            let mut ready = self.ready(profile, &how).await?;
            let who = self.prepare(&ready, &how)?.who;
            let claim = step.claim(Some(&who));
            if step.is_message(&waiting)
                && let Err(error) = self.check_again(&who).await
            {
                match self.adopt_meanwhile(&mut turn, &claim, error).await? {
                    Some(end) => return Ok(end),
                    None => continue,
                }
            }
            let reserved = self.reserve_for(&mut ready).await?;
            let mut drive = Drive { answers, ..self.prepare(&ready, &how)? };
            drive.who.code = how.answers.code_step().cloned();
            drive.lease = Some(self.lease(&turn, claim));
            drive.attempt_before = reserved.as_ref().map(|reserved| reserved.attempt_before);
            let end = self.drive(&drive, |cx| drive.provider.begin(op, cx)).await;
            let end = match reserved {
                Some(reserved) => self.settle_shared_secret(reserved, end, answers).await,
                None => end,
            };
            match self.join(&mut turn, &drive, end).await {
                Ok(Joined::Own(end)) => {
                    return self.finish(&ready, how.without_answer(&waiting), Some(&waiting), *end, &drive).await;
                }
                Ok(Joined::Shared(holder, came)) => match self.adopt(came, None).await? {
                    Some(end) => return Ok(end),
                    None => turn.pass(holder),
                },
                Ok(Joined::Retry) => {}
                Err(error) => return Err(self.faulted(&ready.profile, error, None).await?),
            }
        }
    }

    /// Whether another message may be asked for yet.
    async fn check_again(&self, who: &AttemptKey) -> Result<()> {
        let (who, now) = (who.clone(), self.now());
        match self.vault().read(move |db| guard::message_wait(db, &who, &now)).await? {
            0 => Ok(()),
            wait => {
                let text = Text::new("现在还不能重新获取", "It cannot be requested again yet");
                Err(Error::new(ErrorCode::CoolingDown, text).wait(wait))
            }
        }
    }

    async fn waiting(&self, pending: &str) -> Result<(Waiting, Profile)> {
        let id = pending.to_owned();
        self.vault()
            .read(move |db| {
                let waiting = pending::load(db, &id)?;
                let profile = by_id(db, &waiting.profile_id)?;
                if waiting.binding != binding(&profile)? {
                    return Err(pending::stale(&profile.name));
                }
                Ok((waiting, profile))
            })
            .await
    }
}

/// How it was begun.
fn as_begun(waiting: &Waiting) -> SignIn {
    SignIn {
        method: Some(waiting.method.clone()),
        answers: waiting.answers.clone(),
        remember: waiting.remember,
        ..SignIn::default()
    }
}

impl SignIn {
    /// Without what was typed for one challenge: it answers no other.
    fn without_answer(mut self, waiting: &Waiting) -> Self {
        self.answers.forget(waiting.challenge.kind.field().name);
        self
    }
}
