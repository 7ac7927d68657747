//! Prompts on standard error, answered from the terminal's input.

use std::io::{BufRead, Write};

use hallpass_core::providers::{Lang, Secret};
use hallpass_core::{Error, ErrorCode, Result, read_secret, read_text};
use zeroize::Zeroizing;

use super::Output;
use crate::i18n::messages;

impl Output {
    /// Asks for a line; blanks around it are dropped.
    pub(crate) fn ask(&self, question: &str) -> Result<String> {
        self.question(question);
        let mut line = Zeroizing::new(Vec::new());
        let read = std::io::stdin().lock().read_until(b'\n', &mut line).map_err(|_| no_answer())?;
        if read == 0 { Err(no_answer()) } else { Ok(typed(&line)?.trim().to_owned()) }
    }

    /// Asks for a secret, without showing it.
    pub(crate) fn ask_secret(&self, question: &str) -> Result<Secret> {
        let line = super::hidden::read(&format!("{question}{}", self.colon())).map_err(|_| no_answer())?;
        read_secret(&line).map_err(|why| messages::bad_typing(&why))
    }

    /// Asks yes or no; no answer is no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool> {
        let answer = self.ask(&format!("{question} [y/N]"))?.to_lowercase();
        Ok(matches!(answer.as_str(), "y" | "yes" | "是" | "好"))
    }

    /// Asks for one of several by its number.
    pub(crate) fn pick(&self, question: &str, options: &[String]) -> Result<usize> {
        for (n, option) in options.iter().enumerate() {
            self.note_line(&format!("  {}  {option}", n + 1));
        }
        loop {
            let answer = self.ask(&format!("{question} [1-{}]", options.len()))?;
            match answer.parse::<usize>() {
                Ok(n) if (1..=options.len()).contains(&n) => return Ok(n - 1),
                _ => self.warn(&messages::one_of(options.len())),
            }
        }
    }

    fn question(&self, question: &str) {
        let mut aside = std::io::stderr().lock();
        // A terminal that is gone answers the reading below with its end.
        let _ = write!(aside, "{question}{}", self.colon()).and_then(|()| aside.flush());
    }

    fn colon(&self) -> &'static str {
        if self.lang == Lang::Zh { "：" } else { ": " }
    }
}

/// A line as text: a terminal in another encoding than UTF-8 sends other bytes.
fn typed(line: &[u8]) -> Result<Zeroizing<String>> {
    read_text(line).map_err(|why| messages::bad_typing(&why))
}

fn no_answer() -> Error {
    Error::new(ErrorCode::MissingField, messages::no_answer())
}
