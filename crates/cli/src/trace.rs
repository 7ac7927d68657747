//! `--verbose`: logs progress to standard error. Libraries that could log a header or a body are silenced.

use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterExt, LevelFilter, Targets, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// These see requests and answers as they are.
const MUTE: [&str; 5] = ["hyper", "hyper_util", "reqwest", "rustls", "h2"];

/// Begins; `RUST_LOG` may ask for more or less of the rest, by target and level: `hallpass_core=trace,info`.
pub(crate) fn begin() {
    let asked =
        std::env::var("RUST_LOG").ok().filter(|text| !text.is_empty()).and_then(|text| text.parse::<Targets>().ok());
    let asked = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::DEBUG));
    let filter = asked.and(filter_fn(|event| !mute(event.target())));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_filter(filter);
    tracing_subscriber::registry().with(lines).init();
}

fn mute(target: &str) -> bool {
    MUTE.contains(&target.split("::").next().unwrap_or(target))
}
