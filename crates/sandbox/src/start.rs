//! Starts the sandbox: ports, TLS, and the endpoints of each system.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::apply_fault::{Answer, Obstacle, after, before};
use crate::clock::Clock;
use crate::control::Control;
use crate::fault::Fault;
use crate::http::Call;
use crate::sandbox::{EndpointInfo, Sandbox, Staff, SystemInfo, describe};
use crate::server::{Handler, serve};
use crate::state::SharedState;
use crate::system::{Endpoint, System};
use crate::systems::all;

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The first of consecutive ports: the systems, then the control port, then the systems' further addresses.
    /// `None` takes free ones.
    pub port: Option<u16>,
    /// A fault on every request of every system.
    pub fault: Option<Fault>,
    /// How long every answer waits.
    pub latency: Duration,
    /// The distance of the servers' clock to real time.
    pub clock_offset: SignedDuration,
    /// Serve https with these files (the control port stays http).
    pub tls: Option<TlsFiles>,
}

/// A certificate chain and its key, both PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate chain.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Starts every system and the control port on loopback.
///
/// # Errors
/// Returns an error if a port is taken, or if the certificate or key cannot be read.
pub async fn start(options: Options) -> io::Result<Sandbox> {
    let world = Arc::new(SharedState::new(Clock::new(options.clock_offset), options.fault, options.latency));
    let staff = Arc::new(Staff { world, systems: all() });
    let tls = options.tls.as_ref().map(acceptor).transpose()?;
    let mut opening = Opening { port: options.port, tls, tasks: JoinSet::new(), endpoints: Vec::new() };
    for system in &staff.systems {
        opening.open(system, &staff.world, &system.endpoints()[..1]).await?;
    }
    let listener = opening.listen().await?;
    let control = address("http", &listener)?;
    for system in &staff.systems {
        opening.open(system, &staff.world, &system.endpoints()[1..]).await?;
    }
    let infos: Vec<SystemInfo> = staff.systems.iter().map(|system| opening.info(system.as_ref())).collect();
    let desk = Control { staff: Arc::clone(&staff), description: describe(&infos, &control, &staff.systems) };
    opening.tasks.spawn(serve(listener, None, Arc::new(desk)));
    Ok(Sandbox { infos, control, staff, tasks: opening.tasks })
}

/// The sandbox while its ports are being opened.
struct Opening {
    port: Option<u16>,
    tls: Option<TlsAcceptor>,
    tasks: JoinSet<()>,
    endpoints: Vec<EndpointInfo>,
}

impl Opening {
    async fn listen(&mut self) -> io::Result<TcpListener> {
        let port = self.port;
        self.port = port.and_then(|port| port.checked_add(1));
        let named = |error: io::Error| io::Error::new(error.kind(), format!("port {}: {error}", port.unwrap_or(0)));
        TcpListener::bind(("127.0.0.1", port.unwrap_or(0))).await.map_err(named)
    }

    async fn open(
        &mut self,
        system: &Arc<dyn System>,
        world: &Arc<SharedState>,
        endpoints: &'static [Endpoint],
    ) -> io::Result<()> {
        for endpoint in endpoints {
            let listener = self.listen().await?;
            let scheme = if self.tls.is_some() { "https" } else { "http" };
            self.endpoints.push(EndpointInfo {
                id: endpoint.id,
                about: endpoint.words,
                address: address(scheme, &listener)?,
            });
            let front = Front { endpoint: endpoint.id, system: Arc::clone(system), world: Arc::clone(world) };
            self.tasks.spawn(serve(listener, self.tls.clone(), Arc::new(front)));
        }
        Ok(())
    }

    fn info(&self, system: &dyn System) -> SystemInfo {
        let named = |endpoint: &Endpoint| self.endpoints.iter().find(|info| info.id == endpoint.id).cloned();
        let endpoints: Vec<EndpointInfo> = system.endpoints().iter().filter_map(named).collect();
        let name = system.endpoints()[0].words;
        let address = endpoints.first().map(|endpoint| endpoint.address.clone()).unwrap_or_default();
        SystemInfo { id: system.id(), name, address, endpoints }
    }
}

fn address(scheme: &str, listener: &TcpListener) -> io::Result<String> {
    Ok(format!("{scheme}://{}", listener.local_addr()?))
}

fn acceptor(files: &TlsFiles) -> io::Result<TlsAcceptor> {
    let named = |path: &Path, error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(&files.cert).map_err(|error| named(&files.cert, &error))?.collect();
    let chain = chain.map_err(|error| named(&files.cert, &error))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| named(&files.key, &error))?;
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|error| named(&files.cert, &error))?;
    let config = builder.with_no_client_auth().with_single_cert(chain, key);
    Ok(TlsAcceptor::from(Arc::new(config.map_err(|error| named(&files.cert, &error))?)))
}

/// A system behind one of its ports: notes the request, plays the fault, lets the system answer.
struct Front {
    endpoint: &'static str,
    system: Arc<dyn System>,
    world: Arc<SharedState>,
}

impl Handler for Front {
    async fn handle(&self, call: Call) -> Option<Answer> {
        let id = self.system.id();
        self.world.arrived(id, self.endpoint, &call);
        let fault = self.world.fault(id, &call.path);
        let reply = match before(fault.as_ref()) {
            Obstacle::Close => return None,
            Obstacle::Instead(reply) => return Some(reply.into()),
            Obstacle::None => self.system.answer(self.endpoint, &call, &self.world),
        };
        if reply.closes {
            return None;
        }
        let mut answer = after(fault, reply, &call)?;
        answer.wait += self.world.wait(id);
        Some(answer)
    }

    fn now(&self) -> i64 {
        self.world.clock.now_ms()
    }
}
