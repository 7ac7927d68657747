//! Output: results on standard output, everything else on standard error.

#[cfg(windows)]
mod console;
mod hidden;
mod image;
mod inherited;
mod json;
mod paint;
mod prompt;
mod stream;
mod table;

use std::io::{IsTerminal, Write};

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Error, Result};
use serde::Serialize;
use unicode_width::UnicodeWidthChar;

pub(crate) use image::half_blocks;
pub(crate) use inherited::keep_streams;
pub(crate) use json::{failure, in_language};
pub(crate) use paint::{Colour, paint};
pub(crate) use stream::Stream;
pub(crate) use table::{Cell, Table, facts};

use crate::i18n::messages;

/// The two streams, and how the reader wants them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// The reader's language.
    pub(crate) lang: Lang,
    /// One JSON document on standard output.
    pub(crate) json: bool,
    /// Whether the user can be asked.
    pub(crate) asks: bool,
    terminal: bool,
    colour: bool,
    colour_aside: bool,
    live: bool,
}

impl Output {
    /// For this process.
    pub(crate) fn new(lang: Lang, json: bool, no_input: bool) -> Self {
        let (input, output, aside) =
            (std::io::stdin().is_terminal(), std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let plain = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            lang,
            json,
            asks: input && aside && !no_input,
            terminal: output,
            colour: output && !plain,
            colour_aside: aside && !plain,
            live: aside && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// Whether standard output is a terminal that shows colour.
    pub(crate) fn colour(&self) -> bool {
        self.colour
    }

    /// Whether lines may be of any length, since no terminal shows them.
    pub(crate) fn wide(&self) -> bool {
        !self.terminal
    }

    /// How many characters fit on a line.
    pub(crate) fn columns(&self) -> usize {
        table::columns().unwrap_or(80)
    }

    /// Prints the result: the document with `--json`, else the lines that `lines` makes.
    pub(crate) fn result(&self, document: &impl Serialize, lines: impl FnOnce() -> String) -> Result<()> {
        if self.json { self.document(document) } else { self.out(&lines()) }
    }

    /// Prints a JSON document in the reader's language.
    pub(crate) fn document(&self, document: &impl Serialize) -> Result<()> {
        let value = serde_json::to_value(document).map_err(|_| Error::internal("a document cannot be written"))?;
        let text = serde_json::to_string_pretty(&in_language(value, self.lang));
        self.out(&text.map_err(|_| Error::internal("a document cannot be written"))?)
    }

    /// Prints to standard output, with a line break at its end.
    ///
    /// # Errors
    /// Returns an error if it was not delivered: a script that goes on without it must not take that for success.
    pub(crate) fn out(&self, text: &str) -> Result<()> {
        let text = format!("{}\n", text.trim_end_matches('\n'));
        Stream::Out.write(text.as_bytes()).map_err(|error| messages::not_delivered(Stream::Out.name(), &error))
    }

    /// A line that says what was done.
    pub(crate) fn success(&self, text: &Text) -> String {
        format!("{} {}", paint("✓", Colour::Green, self.colour), text.get(self.lang))
    }

    /// A line that says what was not done.
    pub(crate) fn failure(&self, text: &Text) -> String {
        format!("{} {}", paint("✗", Colour::Red, self.colour), text.get(self.lang))
    }

    /// A line that says what was done in part, or otherwise than hoped.
    pub(crate) fn partial(&self, text: &Text) -> String {
        format!("{} {}", paint("!", Colour::Yellow, self.colour), text.get(self.lang))
    }

    /// A line that says what is waited for.
    pub(crate) fn pending(&self, text: &Text) -> String {
        format!("{} {}", paint("…", Colour::Yellow, self.colour), text.get(self.lang))
    }

    /// Tells the user something in addition to the result.
    pub(crate) fn note(&self, text: &Text) {
        self.note_line(text.get(self.lang));
    }

    /// Warns the user.
    pub(crate) fn warn(&self, text: &Text) {
        let mark = paint("!", Colour::Yellow, self.colour_aside);
        self.note_line(&format!("{mark} {}", text.get(self.lang)));
    }

    /// Whether standard error is a terminal, where a line can be drawn over itself.
    pub(crate) fn live(&self) -> bool {
        self.live
    }

    /// Draws a line of progress over the last one; in a pipe it is one more line.
    pub(crate) fn live_line(&self, line: &str) {
        if !self.live {
            return self.note_line(line);
        }
        // Cut where the terminal would wrap it, since only its last line could be drawn over.
        let mut room = self.columns().saturating_sub(1);
        let fits = |c: &char| {
            let width = c.width().unwrap_or(0);
            let fits = width <= room;
            room = room.saturating_sub(width);
            fits
        };
        let line: String = line.chars().take_while(fits).collect();
        let mut aside = std::io::stderr().lock();
        let _ = write!(aside, "\r\u{1b}[2K{line}").and_then(|()| aside.flush());
    }

    /// Takes the line of progress away.
    pub(crate) fn live_end(&self) {
        if self.live {
            let mut aside = std::io::stderr().lock();
            let _ = write!(aside, "\r\u{1b}[2K").and_then(|()| aside.flush());
        }
    }

    /// Prints a line to standard error, as it is.
    pub(crate) fn note_line(&self, line: &str) {
        // Where nobody can be told there is nobody to tell that.
        let _ = self.note_delivered(line);
    }

    /// Prints a line to standard error that must not be lost.
    ///
    /// # Errors
    /// Returns an error if it was not delivered.
    pub(crate) fn note_delivered(&self, line: &str) -> Result<()> {
        let line = format!("{line}\n");
        Stream::Aside.write(line.as_bytes()).map_err(|error| messages::not_delivered(Stream::Aside.name(), &error))
    }

    /// What to do about a failure, below it.
    pub(crate) fn advice(&self, advice: &Text) -> String {
        format!("  {} {}", messages::ARROW, advice.get(self.lang))
    }

    /// Says why something did not work and what to do next: on standard error for people and logs, and with `--json` on
    /// standard output as well, for the program that reads the document.
    pub(crate) fn failed(&self, error: &Error) {
        if self.json {
            // Where it cannot be written the lines below and the exit code remain.
            let _ = self.document(&failure(error));
        }
        let mark = paint("✗", Colour::Red, self.colour_aside);
        self.note_line(&format!("{mark} {}", messages::what_happened(error).get(self.lang)));
        if let Some(advice) = messages::advice(error) {
            self.note_line(&self.advice(&advice));
        }
    }
}
