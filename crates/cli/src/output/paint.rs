//! Colour, where the terminal shows it. A colour never stands alone: a sign or a word says the same.

/// The colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Red,
    Yellow,
    Green,
    Dim,
    Bold,
}

/// Text in a colour, or as it is.
pub(crate) fn paint(text: &str, colour: Colour, shown: bool) -> String {
    let code = match colour {
        Colour::Red => 31,
        Colour::Yellow => 33,
        Colour::Green => 32,
        Colour::Dim => 2,
        Colour::Bold => 1,
    };
    if shown { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
