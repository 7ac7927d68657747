//! The client's environment: sending requests, time and random bytes.

use std::future::Future;
use std::time::Duration;

use hallpass_providers::{Address, Call, Reply, Text};

/// Sends, waits and tells the time: the product's in the product, a test's in tests.
pub trait Outside: Sync {
    /// Sends a call to a node once: without redirects, without retries, bounded in time and size. A redirect is answered
    /// as the reply that it is.
    fn send(&self, node: &Address, call: &Call) -> impl Future<Output = Result<Reply, NoReply>> + Send;

    /// Waits.
    fn pause(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// Time since any fixed moment, by a clock that nobody sets.
    fn elapsed(&self) -> Duration;

    /// Fills the whole buffer with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// Why a node gave no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoReply {
    /// Nothing was sent: no connection, or a certificate that is not accepted.
    NotSent {
        /// What happened, naming the host.
        message: Text,
        /// What to do next.
        advice: Option<Text>,
        /// The server was reached and its certificate or handshake is not acceptable: another try meets the same.
        tls: bool,
    },
    /// It was sent, and no whole reply came back.
    Lost {
        /// What happened, naming the host.
        message: Text,
    },
    /// It was sent, and the reply is over [`crate::documents::MAX_REPLY`].
    TooBig,
}
