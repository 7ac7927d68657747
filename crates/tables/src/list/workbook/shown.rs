//! Whether a cell shows what it stores. A number format may pad, decorate or hide a number, and the list's author sees
//! what is displayed: a different text would be a different account. Such a cell is reported; its displayed text is not
//! computed here, since only the spreadsheet itself does that reliably.

use calamine::Style;

/// Below this a cell without a format of its own shows all digits of a whole number.
const GENERAL: f64 = 1e11;
/// Below this a spreadsheet keeps all digits of a whole number.
const EXACT: f64 = 1e15;

/// What a format does to text, and to numbers above, at and below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    text: bool,
    positive: Digits,
    zero: Digits,
    negative: Digits,
}

/// Which whole numbers are shown as their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    None,
    General,
    /// Those of at least so many digits.
    AtLeast(usize),
}

impl Rule {
    /// What a cell of this style does.
    pub(super) fn of(style: &Style) -> Self {
        let Some(format) = &style.number_format else { return Self::of_code("General") };
        // What the library does not know by its number, such as a date of some country, it calls `General` too.
        let known = !format.format_code.eq_ignore_ascii_case("General")
            || format.format_id.is_none_or(|id| id == 0 || id >= 164);
        if known { Self::of_code(&format.format_code) } else { Self { text: true, ..Self::of_code(";;;") } }
    }

    /// What a format does.
    pub(super) fn of_code(code: &str) -> Self {
        let mut sections = sections(code);
        // The fourth section is that of text; so is the last of fewer where it has an @.
        let is_text = |section: &Vec<Token>| section.contains(&Token::Code('@'));
        let text = match sections.len() {
            4.. => sections.get(3).cloned(),
            _ if sections.last().is_some_and(is_text) => sections.pop(),
            _ => None,
        };
        let digits = |at: usize| sections.get(at).map(|section| digits(section));
        // Under a format of text alone, numbers are shown as without one.
        let positive = digits(0).unwrap_or(if sections.is_empty() { Digits::General } else { Digits::None });
        Self {
            text: text.is_none_or(|section| is_as_it_is(&section)),
            positive,
            zero: if sections.len() > 2 { digits(2).unwrap_or(Digits::None) } else { positive },
            // A section of its own leaves out the sign.
            negative: if sections.len() > 1 { Digits::None } else { positive },
        }
    }

    /// Whether text is shown as it is stored.
    pub(super) fn shows_text(self) -> bool {
        self.text
    }

    /// Whether a number is shown as its digits, all of them and nothing else.
    pub(super) fn shows_number(self, number: f64) -> bool {
        let digits = match number {
            0.0 => self.zero,
            negative if negative < 0.0 => self.negative,
            _ => self.positive,
        };
        let whole = is_exact(number);
        match digits {
            Digits::None => false,
            Digits::General => whole && number.abs() < GENERAL,
            Digits::AtLeast(least) => whole && shown_digits(number) >= least && (number != 0.0 || least == 1),
        }
    }
}

/// Whether a spreadsheet keeps all digits of a number, and there is no fraction.
pub(super) fn is_exact(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < EXACT
}

fn shown_digits(number: f64) -> usize {
    number.abs().to_string().len()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A character of the format's own language.
    Code(char),
    /// A character that is shown as it is.
    Literal(char),
    /// A condition, a currency, another script's digits: nothing that leaves a number alone.
    Other,
}

/// The sections of a format, without what only takes room or gives a colour.
fn sections(code: &str) -> Vec<Vec<Token>> {
    let (mut sections, mut chars) = (vec![Vec::new()], code.chars());
    while let Some(c) = chars.next() {
        let section = sections.last_mut();
        let tokens: Vec<Token> = match c {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '"' => chars.by_ref().take_while(|c| *c != '"').map(Token::Literal).collect(),
            '\\' => chars.next().map(Token::Literal).into_iter().collect(),
            // The width of a character, or one that fills the cell.
            '_' => chars.next().map(|_| Vec::new()).unwrap_or_default(),
            '*' => chars.next().map(|c| if c == ' ' { Vec::new() } else { vec![Token::Other] }).unwrap_or_default(),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if is_colour(&inside) || is_place(&inside) { Vec::new() } else { vec![Token::Other] }
            }
            other => vec![Token::Code(other)],
        };
        section.into_iter().for_each(|section| section.extend(&tokens));
    }
    sections
}

fn is_colour(inside: &str) -> bool {
    const COLOURS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    let inside = inside.to_ascii_lowercase();
    let numbered = inside.strip_prefix("color").is_some_and(|number| number.trim().parse::<u8>().is_ok());
    numbered || COLOURS.contains(&inside.as_str())
}

/// A country without a currency (`$-804`); longer numbers choose other digits.
fn is_place(inside: &str) -> bool {
    inside
        .strip_prefix("$-")
        .is_some_and(|place| place.len() <= 4 && place.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn digits(section: &[Token]) -> Digits {
    let section = trimmed(section);
    let code: Option<String> =
        section.iter().map(|token| if let Token::Code(c) = token { Some(*c) } else { None }).collect();
    let Some(code) = code else { return Digits::None };
    if code.eq_ignore_ascii_case("general") {
        return Digits::General;
    }
    let least = code.trim_start_matches('#');
    if !code.is_empty() && least.bytes().all(|byte| byte == b'0') { Digits::AtLeast(least.len()) } else { Digits::None }
}

fn is_as_it_is(section: &[Token]) -> bool {
    let section = trimmed(section);
    let general: Vec<Token> = "General".chars().map(Token::Code).collect();
    section == [Token::Code('@')] || section == general
}

/// A section without the blanks around it: an account is read without them too.
fn trimmed(mut section: &[Token]) -> &[Token] {
    let blank = |token: &Token| matches!(token, Token::Code(' ') | Token::Literal(' '));
    while let Some((_, rest)) = section.split_first().filter(|(first, _)| blank(first)) {
        section = rest;
    }
    while let Some((_, rest)) = section.split_last().filter(|(last, _)| blank(last)) {
        section = rest;
    }
    section
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn formats_that_show_the_digits() {
        for code in [
            "General",
            "GENERAL",
            "0",
            "#",
            "@",
            "##0",
            "0_ ",
            "0_);[Red]\\(0\\)",
            "0;[Red]0",
            "[$-804]0",
            "[Blue]0",
            "0 ",
            "[Color 12]0",
            "0;-0;0;@",
            "_ * 0_ ;_ * \\-0_ ;_ * \"-\"_ ;_ @_ ",
        ] {
            let rule = Rule::of_code(code);
            assert!(rule.shows_number(1234.0) && rule.shows_number(7.0) && rule.shows_text(), "{code}");
        }
        assert!(Rule::of_code("0000").shows_number(1234.0) && Rule::of_code("0000").shows_number(12345.0));
        assert!(Rule::of_code("0").shows_number(123_456_789_012_345.0));
    }

    #[test]
    fn formats_that_show_something_else() {
        for code in [
            "00000",
            "0\"@corp.example\"",
            "\"EMP\"0",
            "#,##0",
            "0.00",
            "0.00E+00",
            "##0.0E+0",
            "0%",
            "000-0000",
            "\\0000",
            "¥0",
            "[$¥-804]0",
            "[>100]0;\"x\"",
            ";;;",
            "\"\"",
            "",
            "yyyy/m/d",
            "0,",
            "?0",
            "[DBNum1]General",
            "0*x",
            "[$-D000439]0",
            "# ?/?",
            "0!a",
            "\"1234\"",
            "0\" \"0",
        ] {
            assert!(!Rule::of_code(code).shows_number(1234.0), "{code}");
        }
        let general = Rule::of_code("General");
        for number in [1e11, 123_456_789_012.0, 1.5, 1e15, f64::NAN, f64::INFINITY] {
            assert!(!general.shows_number(number), "{number}");
        }
        assert!(!Rule::of_code("0;\"x\"").shows_number(-5.0) && !Rule::of_code("0;0;\"none\"").shows_number(0.0));
        assert!(!Rule::of_code("#").shows_number(0.0) && general.shows_number(0.0) && general.shows_number(-5.0));
    }

    #[test]
    fn formats_that_show_other_text() {
        for code in
            ["@\"@corp.example\"", "0;0;0;\"x\"@", ";;;", "0;-0;0;", "\"EMP\"@", "General;General;General;\"?\""]
        {
            assert!(!Rule::of_code(code).shows_text(), "{code}");
        }
        for code in ["@", "General", "0.00", "yyyy/m/d", "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", "0;0;0;General"] {
            assert!(Rule::of_code(code).shows_text(), "{code}");
        }
    }
}
