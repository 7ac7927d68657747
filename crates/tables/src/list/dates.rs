//! Dates and times of day as spreadsheets write them into text.

/// A date or a time of day, alone or one behind the other.
pub(super) fn is_date(cell: &str) -> bool {
    const MAX_BYTES: usize = 40;
    if cell.len() > MAX_BYTES {
        return false;
    }
    let both = |at: char| cell.split_once(at).is_some_and(|(day, time)| is_day(day) && is_time(time.trim()));
    is_day(cell) || is_time(cell) || both(' ') || both('T')
}

fn is_day(cell: &str) -> bool {
    let Some(separator) = cell.chars().find(|c| matches!(c, '/' | '-' | '.' | '年' | '月' | ' ')) else {
        return false;
    };
    let parts: Vec<&str> = cell
        .split([separator, '年', '月', '日'])
        .map(|part| part.trim_matches(','))
        .filter(|part| !part.is_empty())
        .collect();
    match separator {
        '年' | '月' => is_chinese_day(&parts),
        // `jan.5` is someone's name.
        '.' => is_numeric_day(&parts, false),
        _ => is_numeric_day(&parts, separator == '/') || is_day_with_month(&parts),
    }
}

fn is_chinese_day(parts: &[&str]) -> bool {
    match parts {
        [one, two] => is_up_to(one, 9999) && is_up_to(two, 31),
        [year, month, day] => is_year(year) && is_up_to(month, 12) && is_up_to(day, 31),
        _ => false,
    }
}

/// Year, month and day in any usual order. The address of a machine has four parts, and a version seldom a year.
fn is_numeric_day(parts: &[&str], short_year: bool) -> bool {
    let [one, two, three] = parts else { return false };
    let long = |part: &str| part.len() == 4 && is_year(part);
    let year_first = long(one) && is_up_to(two, 12) && is_up_to(three, 31);
    let year_last = (long(three) || short_year && is_year(three)) && is_up_to(one, 31) && is_up_to(two, 31);
    year_first || year_last
}

fn is_day_with_month(parts: &[&str]) -> bool {
    match parts {
        [one, two] => is_month(one) && is_digits(two) && two.len() <= 4 || is_up_to(one, 31) && is_month(two),
        [day, month, year] if is_month(month) => is_up_to(day, 31) && is_year(year),
        [month, day, year] if is_month(month) => is_up_to(day, 31) && is_year(year),
        _ => false,
    }
}

fn is_year(part: &str) -> bool {
    is_digits(part) && (part.len() == 2 || part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
}

fn is_up_to(part: &str, most: u32) -> bool {
    is_digits(part) && part.len() <= 4 && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
}

fn is_month(part: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let part = part.to_ascii_lowercase();
    part == "sept" || MONTHS.iter().any(|month| *month == part || part.len() == 3 && month.starts_with(&part))
}

fn is_time(cell: &str) -> bool {
    let upper = cell.trim().to_ascii_uppercase();
    let clock = upper.trim_end_matches("AM").trim_end_matches("PM").trim_end_matches('Z').trim_end();
    let seconds = |part: &str| match part.split_once('.') {
        Some((whole, fraction)) => is_two_digits(whole) && is_digits(fraction),
        None => is_two_digits(part),
    };
    match clock.split(':').collect::<Vec<_>>().as_slice() {
        [hour, minute] => is_digits(hour) && hour.len() <= 2 && seconds(minute),
        [hour, minute, rest] => is_digits(hour) && hour.len() <= 4 && is_two_digits(minute) && seconds(rest),
        _ => false,
    }
}

fn is_two_digits(part: &str) -> bool {
    part.len() == 2 && is_digits(part)
}

pub(super) fn is_digits(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_and_times_in_their_usual_forms() {
        for cell in [
            "2026/1/5",
            "2026-01-05",
            "2026.1.5",
            "1/5/2026",
            "05/01/26",
            "5.1.2026",
            "1-Mar",
            "Mar-26",
            "5-Jan-26",
            "5 January 2026",
            "Jan 5, 2026",
            "1-Sept",
            "May-05",
            "3月1日",
            "2026年1月5日",
            "2026年1月",
            "12:30",
            "12:30:45",
            "1:05 PM",
            "24:00:00",
            "2026/1/5 0:00",
            "2026-01-05 12:30:00",
            "2026-01-05T12:30:00Z",
            "12:30.5",
        ] {
            assert!(is_date(cell), "{cell}");
        }
        for cell in
            ["", "may", "1.2.3", "10.0.0.1", "12-34-5678", "1-2-3", "jan.5", "mary-26", "3月", "日月", "a:b", "年"]
        {
            assert!(!is_date(cell), "{cell}");
        }
    }
}
