//! Nodes that make one server.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use crate::node::{Node, Ports, configuration};
use crate::{ADMIN, ADMIN_PASSWORD, bao, certificate};

/// A server of one node or several on loopback.
#[derive(Debug)]
pub struct Cluster {
    nodes: Vec<Mutex<Option<Node>>>,
    folders: Vec<PathBuf>,
    ports: Vec<Ports>,
    binary: PathBuf,
    ca: String,
    // Last, so that the nodes have ended before their files go.
    shared: TempDir,
}

impl Cluster {
    /// Starts a server of so many nodes. It does not wait until they answer.
    ///
    /// # Errors
    /// Returns an error if the server cannot be installed or started.
    pub fn start(count: usize) -> io::Result<Self> {
        let binary = bao()?;
        let shared = tempfile::Builder::new().prefix("hallpass-openbao-").tempdir()?;
        let ca = certificate::write(shared.path())?;
        let ports = free_ports(count)?;
        let mut cluster = Self { nodes: Vec::new(), folders: Vec::new(), ports, binary, ca, shared };
        for number in 0..count {
            let folder = cluster.shared.path().join(format!("node-{number}"));
            fs::create_dir_all(folder.join("data"))?;
            cluster.write_configuration(number, &folder)?;
            let node = Node::start(&cluster.binary, &folder, cluster.shared.path())?;
            cluster.nodes.push(Mutex::new(Some(node)));
            cluster.folders.push(folder);
        }
        Ok(cluster)
    }

    fn write_configuration(&self, number: usize, folder: &Path) -> io::Result<()> {
        let own = self.ports.get(number).copied().ok_or_else(|| io::Error::other("no such node"))?;
        let others: Vec<Ports> = self.ports.iter().copied().filter(|ports| ports.api != own.api).collect();
        let others = if number == 0 { &[] } else { others.as_slice() };
        fs::write(folder.join("bao.hcl"), configuration(folder, self.shared.path(), own, others, number == 0))
    }

    /// The address of each node.
    pub fn addresses(&self) -> Vec<String> {
        self.ports.iter().map(|ports| format!("https://127.0.0.1:{}", ports.api)).collect()
    }

    /// The authority that its certificates are from, as PEM.
    pub fn ca(&self) -> &str {
        &self.ca
    }

    /// The same as a file, for as long as the server runs.
    pub fn ca_file(&self) -> PathBuf {
        self.shared.path().join("ca.pem")
    }

    /// What a node writes: its storage, its log and its audit log.
    pub fn folder(&self, node: usize) -> Option<&Path> {
        self.folders.get(node).map(PathBuf::as_path)
    }

    /// What a node has logged.
    pub fn log(&self, node: usize) -> String {
        self.with(node, |node| Ok(node.log())).unwrap_or_default()
    }

    /// Ends a node as a power cut does.
    ///
    /// # Errors
    /// Returns an error if there is no such node.
    pub fn kill(&self, node: usize) -> io::Result<()> {
        self.with(node, |node| node.signal("KILL"))
    }

    /// Starts a node again that has ended.
    ///
    /// # Errors
    /// Returns an error if there is no such node, or it cannot be started.
    pub fn restart(&self, node: usize) -> io::Result<()> {
        let no_such = || io::Error::other("no such node");
        let place = self.nodes.get(node).ok_or_else(no_such)?;
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        // The old one first: it holds the files.
        *place = None;
        let folder = self.folders.get(node).ok_or_else(no_such)?;
        *place = Some(Node::start(&self.binary, folder, self.shared.path())?);
        Ok(())
    }

    /// Stops a node where it is; its connections stay open.
    ///
    /// # Errors
    /// Returns an error if there is no such node.
    pub fn freeze(&self, node: usize) -> io::Result<()> {
        self.with(node, |node| node.signal("STOP"))
    }

    /// Lets a node continue.
    ///
    /// # Errors
    /// Returns an error if there is no such node.
    pub fn thaw(&self, node: usize) -> io::Result<()> {
        self.with(node, |node| node.signal("CONT"))
    }

    /// The administrator's token, as soon as the server gives one.
    ///
    /// # Errors
    /// Returns an error if it does not come within two minutes: a busy machine needs one.
    pub fn admin_token(&self) -> io::Result<String> {
        let body = format!(r#"{{"password":"{ADMIN_PASSWORD}"}}"#);
        for _ in 0..600 {
            let answer = self.post("", &format!("auth/userpass/login/{ADMIN}"), &body).unwrap_or_default();
            let after = answer.split(r#""client_token":""#).nth(1);
            if let Some(token) = after.and_then(|rest| rest.split('"').next()) {
                return Ok(token.to_owned());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(io::Error::other("the server does not come"))
    }

    /// Posts to the first node, and answers what it answers.
    ///
    /// # Errors
    /// Returns an error if the server does not accept it.
    pub fn post(&self, token: &str, path: &str, body: &str) -> io::Result<String> {
        let address = self.addresses().into_iter().next().unwrap_or_default();
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "--noproxy", "*", "--cacert"]).arg(self.ca_file());
        curl.args(["--header", &format!("X-Vault-Token: {token}"), "--data", body, &format!("{address}/v1/{path}")]);
        let output = curl.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(io::Error::other(format!("{path}: {}", String::from_utf8_lossy(&output.stderr))))
    }

    fn with<T>(&self, node: usize, run: impl FnOnce(&Node) -> io::Result<T>) -> io::Result<T> {
        let no_such = || io::Error::other("no such node");
        let place = self.nodes.get(node).ok_or_else(no_such)?;
        let place = place.lock().unwrap_or_else(PoisonError::into_inner);
        run(place.as_ref().ok_or_else(no_such)?)
    }
}

fn free_ports(count: usize) -> io::Result<Vec<Ports>> {
    // All are held until all are known, so that none comes twice.
    let held: Vec<TcpListener> =
        (0..2 * count).map(|_| TcpListener::bind(("127.0.0.1", 0))).collect::<io::Result<_>>()?;
    let ports: Vec<u16> = held.iter().map(|listener| Ok(listener.local_addr()?.port())).collect::<io::Result<_>>()?;
    let pairs = ports.chunks_exact(2);
    Ok(pairs.filter_map(|pair| Some(Ports { api: *pair.first()?, cluster: *pair.get(1)? })).collect())
}
