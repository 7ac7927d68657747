//! Colour, where the terminal supports it. Colour alone never carries meaning: a symbol or a word repeats it.

use anstyle::{AnsiColor, Style};

/// The colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Red,
    Yellow,
    Green,
    Dim,
    Bold,
}

impl Colour {
    fn style(self) -> Style {
        let of = |colour: AnsiColor| colour.on_default();
        match self {
            Self::Red => of(AnsiColor::Red),
            Self::Yellow => of(AnsiColor::Yellow),
            Self::Green => of(AnsiColor::Green),
            Self::Dim => Style::new().dimmed(),
            Self::Bold => Style::new().bold(),
        }
    }
}

/// Text in a colour, or as it is.
pub(crate) fn paint(text: &str, colour: Colour, shown: bool) -> String {
    let style = if shown { colour.style() } else { Style::new() };
    format!("{style}{text}{style:#}")
}
