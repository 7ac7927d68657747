//! `--verbose`: logs progress to standard error. Libraries that could log a header or a body are silenced.

use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// These see requests and answers as they are.
const MUTE: [&str; 5] = ["hyper", "hyper_util", "reqwest", "rustls", "h2"];

/// Begins; `RUST_LOG` may ask for more or less of the rest.
pub(crate) fn begin() {
    let asked = EnvFilter::builder().with_default_directive(LevelFilter::DEBUG.into()).from_env_lossy();
    let filter = asked.and(filter_fn(|event| !mute(event.target())));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_filter(filter);
    tracing_subscriber::registry().with(lines).init();
}

fn mute(target: &str) -> bool {
    MUTE.contains(&target.split("::").next().unwrap_or(target))
}
