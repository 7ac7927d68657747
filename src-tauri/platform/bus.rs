//! The two message buses of a Linux desktop.

use std::time::Duration;

use zbus::Connection;
use zbus::connection::Builder;

/// A bus that does not answer by then counts as absent: the window works without it.
const PATIENCE: Duration = Duration::from_secs(5);
/// A service that does not answer by then counts as one that refused: nothing may wait for it, least of all the lock.
const ANSWER: Duration = Duration::from_secs(3);

/// The session's bus; `None` where there is none.
pub async fn session() -> Option<Connection> {
    connect(Builder::session()).await
}

/// The system's bus; `None` where there is none.
pub async fn system() -> Option<Connection> {
    connect(Builder::system()).await
}

pub(super) async fn connect(builder: zbus::Result<Builder<'_>>) -> Option<Connection> {
    let connected = async { builder?.method_timeout(ANSWER).build().await };
    match tokio::time::timeout(PATIENCE, connected).await {
        Ok(Ok(connection)) => Some(connection),
        // The error of the library may hold the address of the bus.
        Ok(Err(_)) | Err(_) => {
            tracing::info!("a message bus is absent");
            None
        }
    }
}
