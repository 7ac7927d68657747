//! One node: its configuration and its process.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{ADMIN, ADMIN_PASSWORD};

/// Where a node listens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) api: u16,
    pub(crate) cluster: u16,
}

/// A node. Its process ends when this is dropped, and when this process ends.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) folder: PathBuf,
    keeper: Child,
    pid: String,
}

/// Runs the server until a word comes, an interrupt, or the end of its own input, which comes however the one that started it ends. Then
/// nobody else is left to take the files away.
const KEEPER: &str = r#""$1" server -config "$2/bao.hcl" >>"$2/log" 2>&1 </dev/null &
echo $!
trap : INT
word=; read -r word
kill -KILL $! 2>/dev/null
wait $! 2>/dev/null
[ -n "$word" ] || rm -rf "$3""#;

impl Node {
    pub(crate) fn start(bao: &Path, folder: &Path, shared: &Path) -> io::Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).args([bao, folder, shared]);
        // The audit log has the same path for all nodes, or the second to lead refuses to.
        command.current_dir(folder);
        // Someone's settings of the client are not this server's.
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut pid = String::new();
        let out = keeper.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        BufReader::new(out).read_line(&mut pid)?;
        Ok(Self { folder: folder.to_owned(), keeper, pid: pid.trim().to_owned() })
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) -> io::Result<()> {
        let status = Command::new("kill").args([&format!("-{name}"), &self.pid]).stderr(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("node {}: {status}", self.pid))) }
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut input) = self.keeper.stdin.take() {
            // Where it has ended already there is nobody to tell.
            let _ = input.write_all(b"end\n");
        }
        let _ = self.keeper.wait();
    }
}

/// What a node is told: the first one of a cluster sets it up, the others join it.
pub(crate) fn configuration(folder: &Path, shared: &Path, own: Ports, others: &[Ports], first: bool) -> String {
    let (folder, shared) = (folder.display(), shared.display());
    let Ports { api, cluster } = own;
    let join: String = others
        .iter()
        .map(|other| {
            let address = format!("https://127.0.0.1:{}", other.api);
            format!("  retry_join {{\n    leader_api_addr = \"{address}\"\n    leader_ca_cert_file = \"{shared}/ca.pem\"\n  }}\n")
        })
        .collect();
    let set_up = if first { initialize() } else { String::new() };
    format!(
        r#"ui = false
cluster_name = "hallpass-test"
api_addr = "https://127.0.0.1:{api}"
cluster_addr = "https://127.0.0.1:{cluster}"
storage "raft" {{
  path = "{folder}/data"
  node_id = "node-{api}"
  performance_multiplier = 1
{join}}}
listener "tcp" {{
  address = "127.0.0.1:{api}"
  cluster_address = "127.0.0.1:{cluster}"
  tls_cert_file = "{shared}/cert.pem"
  tls_key_file = "{shared}/key.pem"
}}
seal "static" {{
  current_key_id = "test-1"
  current_key = "bm90LWEtcmVhbC1rZXktMzItYnl0ZXMtbG9uZy0uLi4="
}}
audit "file" "log" {{
  options {{ file_path = "audit.log" }}
}}
{set_up}"#
    )
}

fn initialize() -> String {
    format!(
        r#"initialize "admin" {{
  request "policy" {{
    operation = "update"
    path = "sys/policies/acl/admin"
    data = {{ policy = "path \"*\" {{ capabilities = [\"create\",\"read\",\"update\",\"delete\",\"list\",\"scan\",\"sudo\"] }}" }}
  }}
  request "userpass" {{
    operation = "update"
    path = "sys/auth/userpass"
    data = {{ type = "userpass" }}
  }}
  request "admin" {{
    operation = "update"
    path = "auth/userpass/users/{ADMIN}"
    data = {{ password = "{ADMIN_PASSWORD}", token_policies = ["admin"] }}
  }}
}}
"#
    )
}
