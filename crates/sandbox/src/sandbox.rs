//! Starting, stopping and steering the sandbox.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::clock::Clock;
use crate::control::Control;
use crate::fault::Fault;
use crate::http::Call;
use crate::ledger::{Counts, Seen};
use crate::server::{Handler, serve};
use crate::spoil::{Answer, Obstacle, after, before};
use crate::systems::{Arguments, Demo, Door, System, Words, all};
use crate::world::{FaultRule, World};

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The first of consecutive ports: the five systems, then the control port, then the systems' further addresses.
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

/// A running system.
#[derive(Debug, Clone)]
pub struct SystemInfo {
    /// `enos-iam`, `hzero`, `enos-portal`, `authing-ldap` or `quanshi`.
    pub id: &'static str,
    /// Its name.
    pub name: Words,
    /// Its base address, such as `http://127.0.0.1:40001`.
    pub address: String,
    /// Every address it has, the base address first.
    pub doors: Vec<DoorInfo>,
}

/// One address of a system.
#[derive(Debug, Clone)]
pub struct DoorInfo {
    /// The address id, such as `enos-iam-signed`.
    pub id: &'static str,
    /// What is special about it.
    pub about: Words,
    /// `http://127.0.0.1:PORT`, or https.
    pub address: String,
}

/// The running sandbox; dropping it ends it.
pub struct Sandbox {
    infos: Vec<SystemInfo>,
    control: String,
    pub(crate) staff: Arc<Staff>,
    tasks: JoinSet<()>,
}

/// What steers a running sandbox: shared by [`Sandbox`] and the control port.
pub(crate) struct Staff {
    pub(crate) world: Arc<World>,
    pub(crate) systems: Vec<Arc<dyn System>>,
}

impl Staff {
    /// The system with this id.
    pub(crate) fn system(&self, id: &str) -> Option<&Arc<dyn System>> {
        self.systems.iter().find(|system| system.id() == id)
    }

    pub(crate) fn reset(&self) {
        self.world.reset();
        self.systems.iter().for_each(|system| system.reset());
    }
}

/// Starts every system and the control port on loopback.
///
/// # Errors
/// When a port is taken, or the certificate or key cannot be read.
pub async fn start(options: Options) -> io::Result<Sandbox> {
    let world = Arc::new(World::new(Clock::new(options.clock_offset), options.fault, options.latency));
    let staff = Arc::new(Staff { world, systems: all() });
    let tls = options.tls.as_ref().map(acceptor).transpose()?;
    let mut opening = Opening { port: options.port, tls, tasks: JoinSet::new(), doors: Vec::new() };
    for system in &staff.systems {
        opening.open(system, &staff.world, &system.doors()[..1]).await?;
    }
    let listener = opening.listen().await?;
    let control = address("http", &listener)?;
    for system in &staff.systems {
        opening.open(system, &staff.world, &system.doors()[1..]).await?;
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
    doors: Vec<DoorInfo>,
}

impl Opening {
    async fn listen(&mut self) -> io::Result<TcpListener> {
        let port = self.port;
        self.port = port.and_then(|port| port.checked_add(1));
        let named = |error: io::Error| io::Error::new(error.kind(), format!("port {}: {error}", port.unwrap_or(0)));
        TcpListener::bind(("127.0.0.1", port.unwrap_or(0))).await.map_err(named)
    }

    async fn open(&mut self, system: &Arc<dyn System>, world: &Arc<World>, doors: &'static [Door]) -> io::Result<()> {
        for door in doors {
            let listener = self.listen().await?;
            let scheme = if self.tls.is_some() { "https" } else { "http" };
            self.doors.push(DoorInfo { id: door.id, about: door.words, address: address(scheme, &listener)? });
            let front = Front { door: door.id, system: Arc::clone(system), world: Arc::clone(world) };
            self.tasks.spawn(serve(listener, self.tls.clone(), Arc::new(front)));
        }
        Ok(())
    }

    fn info(&self, system: &dyn System) -> SystemInfo {
        let named = |door: &Door| self.doors.iter().find(|info| info.id == door.id).cloned();
        let doors: Vec<DoorInfo> = system.doors().iter().filter_map(named).collect();
        let name = system.doors()[0].words;
        let address = doors.first().map(|door| door.address.clone()).unwrap_or_default();
        SystemInfo { id: system.id(), name, address, doors }
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
    door: &'static str,
    system: Arc<dyn System>,
    world: Arc<World>,
}

impl Handler for Front {
    async fn handle(&self, call: Call) -> Option<Answer> {
        let id = self.system.id();
        self.world.arrived(id, self.door, &call);
        let fault = self.world.fault(id, &call.path);
        let reply = match before(fault.as_ref()) {
            Obstacle::Close => return None,
            Obstacle::Instead(reply) => return Some(reply.into()),
            Obstacle::None => self.system.answer(self.door, &call, &self.world),
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

fn describe(infos: &[SystemInfo], control: &str, systems: &[Arc<dyn System>]) -> Value {
    let system = |(info, system): (&SystemInfo, &Arc<dyn System>)| {
        let doors: Vec<Value> = info
            .doors
            .iter()
            .map(|door| json!({"id": door.id, "address": door.address, "about": door.about.json()}))
            .collect();
        let accounts: Vec<Value> = system.accounts().iter().map(Demo::json).collect();
        json!({"id": info.id, "name": info.name.json(), "address": info.address, "addresses": doors,
            "hint": system.hint().json(), "accounts": accounts})
    };
    let faults: Vec<Value> =
        Fault::CATALOGUE.iter().map(|(name, zh, en)| json!({"name": name, "zh": zh, "en": en})).collect();
    json!({"control": control, "systems": infos.iter().zip(systems).map(system).collect::<Vec<_>>(), "faults": faults})
}

impl Sandbox {
    /// The running systems, in the order of their ports.
    pub fn systems(&self) -> Vec<SystemInfo> {
        self.infos.clone()
    }

    /// The address of a system (`hzero`) or of one of its further doors (`hzero-own-key`); empty for an unknown id.
    pub fn address(&self, id: &str) -> String {
        let doors = self.infos.iter().flat_map(|info| &info.doors);
        doors.into_iter().find(|door| door.id == id).map(|door| door.address.clone()).unwrap_or_default()
    }

    /// The address of the control port.
    pub fn control(&self) -> String {
        self.control.clone()
    }

    /// Addresses, demo accounts and hints, for printing.
    pub fn describe(&self) -> Value {
        describe(&self.infos, &self.control, &self.staff.systems)
    }

    /// The servers' clock.
    pub fn clock(&self) -> &Clock {
        &self.staff.world.clock
    }

    /// Counters of a system since the start or the last reset.
    pub fn counts(&self, system: &str) -> Counts {
        self.staff.world.ledger(|ledger| ledger.counts(system))
    }

    /// How often an account's password or code was looked at.
    pub fn attempts(&self, system: &str, account: &str) -> u64 {
        self.counts(system).attempts.get(account).copied().unwrap_or(0)
    }

    /// The last requests, oldest first, without any secret.
    pub fn requests(&self) -> Vec<Seen> {
        self.staff.world.ledger(|ledger| ledger.last())
    }

    /// Plays a fault; of several that fit a request the latest is played.
    pub fn add_fault(&self, rule: FaultRule) {
        self.staff.world.add_rule(rule);
    }

    /// Takes back the faults of one system, or all.
    pub fn clear_faults(&self, system: Option<&str>) {
        self.staff.world.clear_rules(system);
    }

    /// Lets every answer of one system, or of all, wait.
    pub fn set_latency(&self, system: Option<&str>, wait: Duration) {
        self.staff.world.set_wait(system, wait);
    }

    /// Forgets sessions, locks, counters, faults, latency and the clock's shift.
    pub fn reset(&self) {
        self.staff.reset();
    }

    /// Opens an account that wrong tries have locked; false when it had none.
    pub fn unlock(&self, system: &str, account: &str) -> bool {
        self.staff.system(system).is_some_and(|system| system.unlock(account))
    }

    /// Asks one system something only it knows; the names are listed at the control port's `/`.
    pub fn hook(&self, system: &str, name: &str, arguments: Value) -> Option<Value> {
        let arguments = arguments.as_object().cloned().unwrap_or_else(Arguments::new);
        self.staff.system(system)?.hook(name, &arguments)
    }

    /// Ends every system and closes every connection.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}
