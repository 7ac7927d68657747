//! Recognises account names that spreadsheets and other programs have damaged: the original name is lost.

use super::dates::{is_date, is_digits};
use super::reason::ReasonKind;

/// What the name was made, if it was made something else.
pub(super) fn damage(cell: &str) -> Option<ReasonKind> {
    let first = *cell.as_bytes().first()?;
    let found = match first {
        b'#' => return hash(cell),
        b'=' => return formula(cell).then_some(ReasonKind::Formula),
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'$' => number(cell),
        b'A'..=b'Z' | b'a'..=b'z' => is_date(cell).then_some(ReasonKind::Date),
        // Letters and signs of other scripts: a currency before a sum, or a name.
        _ if first >= 0x80 => money(cell),
        _ => None,
    };
    found.or_else(|| nothing(cell))
}

/// Error values, and the signs of a column that is too narrow.
fn hash(cell: &str) -> Option<ReasonKind> {
    let rest = cell.trim_start_matches('#');
    if rest.is_empty() {
        return Some(ReasonKind::NarrowColumn);
    }
    let shouted = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '_' | '!' | '?');
    let known = ["N/A", "NV", "N/D", "GETTING_DATA"].contains(&rest);
    (known || rest.ends_with(['!', '?']) && rest.chars().all(shouted)).then_some(ReasonKind::ErrorValue)
}

/// The text of a formula; a name that only begins like one has no quotation mark, bracket or operator in it.
fn formula(cell: &str) -> bool {
    cell[1..].contains(['"', '(', '&', '!', '$', '='])
}

fn number(cell: &str) -> Option<ReasonKind> {
    let unsigned = cell.trim_start_matches(['+', '-']);
    if is_scientific(unsigned) {
        return Some(ReasonKind::Scientific);
    }
    if is_date(cell) {
        return Some(ReasonKind::Date);
    }
    let sum = unsigned.trim_start_matches('$');
    (is_formatted(sum) || cell.contains('$') && is_sum(sum)).then_some(ReasonKind::FormattedNumber)
}

fn money(cell: &str) -> Option<ReasonKind> {
    let sum = cell.strip_prefix(['¥', '￥', '€', '£'])?;
    is_sum(sum.trim()).then_some(ReasonKind::FormattedNumber)
}

/// `1.38E+10`: the sign is always there, so that `12e3` is someone's name.
fn is_scientific(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']);
    exponent.is_some_and(is_digits) && is_sum(mantissa) && mantissa.starts_with(|c: char| c.is_ascii_digit())
}

/// A percentage, a fraction that is zero, thousands apart.
fn is_formatted(cell: &str) -> bool {
    if let Some(share) = cell.strip_suffix(['%', '％']) {
        return is_sum(share.trim_end());
    }
    let (whole, fraction) = cell.split_once('.').map_or((cell, None), |(whole, rest)| (whole, Some(rest)));
    let no_fraction = |zeros: &str| !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
    if is_digits(whole) && fraction.is_some_and(no_fraction) {
        return true;
    }
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|first| is_digits(first) && first.len() <= 3);
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| is_digits(group) && group.len() == 3)
}

/// Digits with points and commas among them.
fn is_sum(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// A value that is none, or a name without a letter and a digit.
fn nothing(cell: &str) -> Option<ReasonKind> {
    const NOTHING: [&str; 11] =
        ["NULL", "null", "(NULL)", "NaN", "nan", "None", "N/A", "n/a", "undefined", "\\N", "NaT"];
    if ["TRUE", "FALSE"].contains(&cell) {
        return Some(ReasonKind::Boolean);
    }
    (NOTHING.contains(&cell) || !cell.chars().any(char::is_alphanumeric)).then_some(ReasonKind::Placeholder)
}

#[cfg(test)]
mod tests {
    use super::{ReasonKind, damage};

    fn all(kind: &ReasonKind, cells: &[&str]) {
        for cell in cells {
            assert_eq!(damage(cell).as_ref(), Some(kind), "{cell}");
        }
    }

    #[test]
    fn what_a_spreadsheet_leaves_of_a_name() {
        all(&ReasonKind::Scientific, &["1.38E+10", "1E+11", "1,38E+10", "-1.5e-07", "13.8E+09", "1.E+10"]);
        all(&ReasonKind::NarrowColumn, &["########", "##", "#"]);
        all(&ReasonKind::Formula, &["=\"001234\"", "=A1&\"@corp.example\"", "=VLOOKUP(A1,B:C,2)", "=Sheet2!A1"]);
        let formatted = ["12%", "12.5 %", "1,234", "1,234,567.50", "13800138000.0", "12.00", "$1,234", "-1,234"];
        all(&ReasonKind::FormattedNumber, &formatted);
        all(&ReasonKind::FormattedNumber, &["¥12", "￥1,234.00", "€5"]);
        all(&ReasonKind::Boolean, &["TRUE", "FALSE"]);
        all(&ReasonKind::Placeholder, &["NULL", "null", "NaN", "None", "-", "—", "...", "N/A", "\\N"]);
        let errors = ["#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#WERT!", "#NV"];
        all(&ReasonKind::ErrorValue, &errors);
        all(&ReasonKind::Date, &["2026/1/5", "1-Mar", "12:30"]);
    }

    #[test]
    fn names_are_left_alone() {
        for name in [
            "",
            "a@corp.example",
            "13800138000",
            "001234",
            "1e5",
            "12E3",
            "zhang.san",
            "张三",
            "CORP\\zhang",
            "may",
            "Mar",
            "10.0.0.1",
            "1.2.3",
            "1001.2",
            "#admin",
            "#1",
            "=a",
            "true",
            "user-1",
            "1-2-3",
            "a-5",
            "2026",
            "jan.5",
            "dec",
            "E+10",
            "1234567890123456",
            "12-34-5678",
            "A#N/A",
            "N",
            "april@corp.example",
            "mary-26",
            "3月",
            "日月",
        ] {
            assert_eq!(damage(name), None, "{name}");
        }
    }
}
