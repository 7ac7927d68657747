//! Exports of authKeys.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, Subcommand, ValueHint};
use hallpass_core::providers::Text;
use hallpass_core::{DEFAULT_CONCURRENT_CALLS, Expires, MAX_CONCURRENT_CALLS, TableFormat};

use super::known::table_formats;
use super::values::{Bad, duration};

#[derive(Debug, Subcommand)]
pub(crate) enum Authkeys {
    Export(Box<Keys>),
    Jobs,
    Show(Job),
    Resume(Resume),
    Forget(Job),
    Revoke(Revoke),
    Expiring(Expiring),
}

#[derive(Debug, Args)]
pub(crate) struct Keys {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) accounts: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub(crate) expires: Option<When>,
    #[arg(long)]
    pub(crate) create_missing: bool,
    #[arg(long)]
    pub(crate) rotate: bool,
    #[arg(long, value_name = "csv|json|ndjson|xlsx", hide_possible_values = true, value_parser = table_formats())]
    pub(crate) format: Option<TableFormat>,
    #[arg(long)]
    pub(crate) bom: bool,
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CONCURRENT_CALLS, value_parser = at_once)]
    pub(crate) concurrency: usize,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) told: Confirmations,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "30s")]
    pub(crate) mint_wait: Duration,
    #[command(flatten)]
    pub(crate) protection: Protected,
}

/// How the table is kept from other eyes: one of the three.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Protected {
    #[arg(long)]
    pub(crate) plain: bool,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) encrypt_passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "AGE_KEY")]
    pub(crate) recipient: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Job {
    #[arg(value_name = "JOB")]
    pub(crate) job: String,
}

#[derive(Debug, Args)]
pub(crate) struct Resume {
    #[arg(value_name = "JOB")]
    pub(crate) job: String,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) told: Confirmations,
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "30s")]
    pub(crate) mint_wait: Duration,
}

/// What is confirmed by options, so that nobody is asked.
#[derive(Debug, Args)]
pub(crate) struct Confirmations {
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long)]
    pub(crate) yes_never: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(value_name = "ACCOUNT", required = true)]
    pub(crate) accounts: Vec<String>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Expiring {
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "14d")]
    pub(crate) within: Duration,
}

/// When keys expire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When(pub(crate) Expires);

impl FromStr for When {
    type Err = Bad;

    fn from_str(text: &str) -> Result<Self, Bad> {
        let bad = || {
            Bad::new(Text::new(
                "应为RFC 3339时间（2026-12-31T23:59:59+08:00）、30d这样的时长、now或never",
                "must be an RFC 3339 time (2026-12-31T23:59:59+08:00), a duration such as 30d, now or never",
            ))
        };
        let expires = match (text, text.parse::<i64>()) {
            ("now", _) => Expires::Now,
            ("never", _) => Expires::Never,
            (_, Ok(number)) => Expires::Number(number),
            _ => match (text.parse(), duration(text)) {
                (Ok(at), _) => Expires::At(at),
                (_, Ok(duration)) => Expires::In(duration),
                _ => return Err(bad()),
            },
        };
        Ok(Self(expires))
    }
}

fn at_once(text: &str) -> Result<usize, Bad> {
    text.parse().ok().filter(|number| (1..=MAX_CONCURRENT_CALLS).contains(number)).ok_or_else(|| {
        let (zh, en) =
            (format!("应在1到{MAX_CONCURRENT_CALLS}之间"), format!("must be between 1 and {MAX_CONCURRENT_CALLS}"));
        Bad::new(Text::made(zh, en))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_read_or_refused() {
        let read = |text: &str| text.parse::<When>().map(|when| when.0);
        assert!(matches!(read("now"), Ok(Expires::Now)));
        assert!(matches!(read("never"), Ok(Expires::Never)));
        assert!(matches!(read("30d"), Ok(Expires::In(duration)) if duration.as_secs() == 30 * 86_400));
        assert!(matches!(read("2027-01-15T08:00:00Z"), Ok(Expires::At(at)) if at.as_second() == 1_800_000_000));
        assert!(matches!(read("2027-01-15T16:00:00+08:00"), Ok(Expires::At(at)) if at.as_second() == 1_800_000_000));
        for number in ["1800000000", "1800000000000", "-1"] {
            assert!(matches!(read(number), Ok(Expires::Number(_))), "{number}");
        }
        for text in ["", "tomorrow", "2027-01-15", "30", "1.5d"] {
            assert!(!matches!(read(text), Ok(Expires::In(_) | Expires::At(_))), "{text}");
        }
    }

    #[test]
    fn concurrency_has_bounds() {
        assert!(at_once("0").is_err() && at_once("17").is_err() && at_once("x").is_err());
        assert_eq!(at_once("8").unwrap(), 8);
    }
}
