//! Formats durations for people.

use hallpass_providers::Lang;

/// A duration in its two largest units: `1 h 58 min`, `1小时58分钟`; of days and more the larger one alone is enough
/// once there are ten.
pub fn format_duration(seconds: i64, lang: Lang) -> String {
    let (names, seconds) = (names(lang), seconds.max(0));
    let Some(first) = UNITS.iter().position(|unit| seconds >= *unit) else { return part(0, names[3]) };
    let large = part(seconds / UNITS[first], names[first]);
    let (Some(unit), Some(name)) = (UNITS.get(first + 1), names.get(first + 1)) else { return large };
    match seconds % UNITS[first] / unit {
        0 => large,
        _ if first == 0 && seconds >= 10 * UNITS[0] => large,
        small => match lang {
            Lang::Zh => large + &part(small, name),
            Lang::En => format!("{large} {}", part(small, name)),
        },
    }
}

/// Days, hours, minutes, seconds.
const UNITS: [i64; 4] = [86_400, 3600, 60, 1];

fn names(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["天", "小时", "分钟", "秒"],
        Lang::En => [" d", " h", " min", " s"],
    }
}

fn part(count: i64, name: &str) -> String {
    format!("{count}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well_in_both_languages() {
        for (seconds, zh, en) in [
            (-5, "0秒", "0 s"),
            (0, "0秒", "0 s"),
            (59, "59秒", "59 s"),
            (60, "1分钟", "1 min"),
            (96, "1分钟36秒", "1 min 36 s"),
            (7080, "1小时58分钟", "1 h 58 min"),
            (3600, "1小时", "1 h"),
            (90_000, "1天1小时", "1 d 1 h"),
            (864_000 + 7200, "10天", "10 d"),
        ] {
            assert_eq!(
                (format_duration(seconds, Lang::Zh).as_str(), format_duration(seconds, Lang::En).as_str()),
                (zh, en)
            );
        }
    }
}
