//! Measures two things alternately (A B A B), so that load on the machine affects both equally.

use std::process::{Command, Stdio};
use std::time::Instant;

/// One turn of each, in seconds.
pub(super) struct Pair {
    pub(super) ours: f64,
    pub(super) peer: f64,
}

/// What is timed: seconds of one turn.
pub(super) type Turn<'a> = &'a mut dyn FnMut() -> Result<f64, String>;

/// `count` pairs after two that are thrown away.
pub(super) fn alternate(count: usize, ours: Turn<'_>, peer: Turn<'_>) -> Result<Vec<Pair>, String> {
    let pairs = (0..count + 2).map(|_| Ok(Pair { ours: ours()?, peer: peer()? }));
    Ok(pairs.collect::<Result<Vec<_>, String>>()?.split_off(2))
}

/// Runs a command to its end without its output and answers the seconds; it must succeed.
pub(super) fn time(command: &mut Command) -> Result<f64, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status();
    let seconds = start.elapsed().as_secs_f64();
    match status {
        Ok(status) if status.success() => Ok(seconds),
        Ok(status) => Err(format!("{}: {status}", crate::command::line(command))),
        Err(error) => Err(format!("{}: {error}", crate::command::line(command))),
    }
}

/// The middle value; of an even number the upper of the two.
pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn turns_alternate_and_the_first_two_pairs_are_dropped() {
        let turns = RefCell::new(String::new());
        let turn = |name: char, seconds: f64| {
            turns.borrow_mut().push(name);
            Ok(seconds)
        };
        let pairs = alternate(7, &mut || turn('a', 1.0), &mut || turn('b', 2.0)).unwrap();
        assert_eq!(pairs.len(), 7);
        assert!(pairs.iter().all(|pair| pair.ours / pair.peer == 0.5));
        assert_eq!(turns.into_inner(), "ab".repeat(9));
    }

    #[test]
    fn the_median_is_not_moved_by_one_slow_turn() {
        assert_eq!(median([1.0, 90.0, 2.0].into_iter()), 2.0);
        assert!(median(std::iter::empty()).is_nan());
    }

    #[test]
    fn a_command_that_fails_is_not_a_measurement() {
        assert!(time(&mut Command::new("false")).unwrap_err().contains("false"));
        assert!(time(&mut Command::new("true")).unwrap() > 0.0);
    }
}
