//! Against one real node: raft storage, TLS, an audit log. The node is shared by the tests; each has a team of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod conflicts;
mod device;
mod hostile;
mod rights;
mod shared_secret;

use std::time::Duration;

use hallpass_team::{Client, Secret};
use hallpass_test_openbao::Cluster;
use support::Sender;
use tokio::sync::OnceCell;

/// The node of this test binary, and the administrator's token.
pub(crate) async fn server() -> &'static (Cluster, Secret) {
    static SERVER: OnceCell<(Cluster, Secret)> = OnceCell::const_new();
    let start = async || {
        let cluster = Cluster::start(1).unwrap();
        let admin = support::admin(&cluster).await;
        support::mount_engine(&cluster, &admin).await;
        (cluster, admin)
    };
    SERVER.get_or_init(start).await
}

/// A client of a team that was prepared with these people.
pub(crate) async fn team(name: &str, people: &[(&str, &str)]) -> Client<Sender> {
    let (cluster, admin) = server().await;
    support::prepare(cluster, admin, name, people).await;
    client(name).await
}

/// Another client of that team.
pub(crate) async fn client(name: &str) -> Client<Sender> {
    support::client(&server().await.0, name, Duration::from_secs(10))
}
