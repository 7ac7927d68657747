//! How long a passphrase resists guessing by someone who has the vault's files.

use std::time::Duration;

use hallpass_providers::{Lang, Text};
use serde::Serialize;

use crate::duration::format_duration;

/// Guesses a second of someone with many machines: Argon2id makes each cost 64 MiB and three passes.
const GUESSES_PER_SECOND: f64 = 10_000.0;
/// A hundred years; longer is not distinguished.
const MAX_SECONDS: u64 = 100 * 366 * 86_400;
/// zxcvbn looks at no more characters.
const MAX_CHARS: usize = 100;

/// What is thought of a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PassphraseStrength {
    /// 0 to 4, as zxcvbn counts.
    pub score: u8,
    /// Seconds until it is guessed, on average; a hundred years at most.
    pub seconds: u64,
}

impl PassphraseStrength {
    /// Judges a passphrase.
    pub fn of(passphrase: &str) -> Self {
        Self::beside(passphrase, &[])
    }

    /// Judges one whose owner's names are `known`: what is made of them is guessed first.
    pub(crate) fn beside(passphrase: &str, known: &[&str]) -> Self {
        let looked_at: String = passphrase.chars().take(MAX_CHARS).collect();
        let entropy = zxcvbn::zxcvbn(&looked_at, known);
        // On average half of all guesses are enough.
        let seconds = entropy.guesses() as f64 / 2.0 / GUESSES_PER_SECOND;
        let seconds = Duration::try_from_secs_f64(seconds).map_or(MAX_SECONDS, |time| time.as_secs());
        Self { score: u8::from(entropy.score()), seconds: seconds.min(MAX_SECONDS) }
    }

    /// Whether a person should be told to choose another.
    pub fn is_weak(self) -> bool {
        self.score < 3
    }

    /// Whether it is as good as none.
    pub fn is_trivial(self) -> bool {
        self.score < 2
    }

    /// The judgement as a clause, without a full stop.
    pub fn words(self) -> Text {
        if self.seconds >= MAX_SECONDS {
            return Text::new("拿到保险库文件的人也猜不出来", "someone with the vault files could not guess it");
        }
        if self.seconds == 0 {
            return Text::new(
                "拿到保险库文件的人立刻就能猜出来",
                "someone with the vault files could guess it immediately",
            );
        }
        let [zh, en] =
            [Lang::Zh, Lang::En].map(|lang| format_duration(i64::try_from(self.seconds).unwrap_or(i64::MAX), lang));
        Text::made(
            format!("拿到保险库文件的人大约{zh}就能猜出来"),
            format!("someone with the vault files could guess it in about {en}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_would_try_is_weak_and_several_words_are_not() {
        for trivial in ["", "abc", "123456", "password", "qwerty1", "aaaaaaaa", "hallpass1"] {
            let judged = PassphraseStrength::of(trivial);
            assert!(judged.is_trivial() && judged.is_weak() && judged.seconds < 86_400, "{trivial}: {judged:?}");
        }
        for strong in ["correct horse battery staple", "云岭 harbour 42 不是真的口令", &"x9$Kq!".repeat(100)] {
            let judged = PassphraseStrength::of(strong);
            assert!(!judged.is_weak() && judged.score == 4, "{strong}: {judged:?}");
        }
        assert!(PassphraseStrength::of("abc").words().en.contains("immediately"));
        assert!(PassphraseStrength::of("correct horse battery staple").words().en.contains("could not guess"));
    }
}
