//! A server for answers that no sandbox gives.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server with one answer for everything, and the heads of what it was asked.
pub struct Server {
    pub address: String,
    pub heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn new(head: &str, body: &str) -> Self {
        Self::bytes(head, body.as_bytes()).await
    }

    /// With a body in whatever encoding.
    pub async fn bytes(head: &str, body: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let length = body.len();
        let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        let answer = [head.as_bytes(), body].concat();
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((mut peer, _)) = listener.accept().await {
                let mut bytes = vec![0; 16 * 1024];
                let read = peer.read(&mut bytes).await.unwrap_or(0);
                seen.lock().unwrap().push(String::from_utf8_lossy(&bytes[..read]).to_lowercase());
                let _ = peer.write_all(&answer).await;
            }
        });
        Self { address, heads }
    }

    /// How many requests have come.
    pub fn asked(&self) -> usize {
        self.heads.lock().unwrap().len()
    }
}
