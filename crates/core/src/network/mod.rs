//! One HTTP request to a server: its route, its trust, and what can go wrong on the way. Knows no profile and no guard's
//! history; the driver decides what is sent.

mod client;
mod fault;
mod http;
mod proxy;
mod proxy_fault;
mod route;
mod settings;
mod system_proxy;

pub(crate) use fault::{SendFault, try_later, unknown_advice, unknown_outcome};
pub(crate) use http::{Http, TOTAL, WaySecrets};
pub use proxy::Proxy;
pub(crate) use proxy::unusable as unusable_proxy;
pub use settings::Network;
pub(crate) use settings::check_ca;
pub use system_proxy::{SystemProxy, system_proxy};
