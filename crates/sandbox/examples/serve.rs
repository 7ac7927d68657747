//! The sandbox on its own: prints addresses and accounts as JSON and serves until it is stopped.
//! `cargo run -p hallpass-sandbox --example serve -- [PORT] [FAULT]`
#![allow(clippy::print_stdout)]

use hallpass_sandbox::{Options, start};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map(|port| port.parse()).transpose()?;
    let fault = arguments.next().map(|fault| fault.parse()).transpose()?;
    let sandbox = start(Options { port, fault, ..Options::default() }).await?;
    println!("{:#}", sandbox.describe());
    std::future::pending().await
}
