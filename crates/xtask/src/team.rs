//! `cargo xtask team`: a demo team on a real server of three nodes on loopback, with invented people, to try out
//! `hallpass team` and what happens when a node is gone.

use crate::command::line;
use crate::i18n::words;
use crate::task::{Done, unknown_argument};
use crate::temp_home::Home;
use crate::{build, setup};
use hallpass_test_openbao::Cluster;
use std::fs;
use std::path::Path;

const TEAM: &str = "demo";

/// Who may log in, and what they may do.
const PEOPLE: &[(&str, &str)] = &[("eva", "editor"), ("otto", "editor"), ("rita", "reader")];

/// The password of each.
const PASSWORD: &str = "Not-Real-team-1";

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "test"])?;
    let hallpass = build::binary("hallpass-cli", "dev")?;
    let home = Home::new("team")?;
    let cluster = Cluster::start(3).map_err(|error| error.to_string())?;
    prepare(&home, &hallpass, &cluster)?;
    explain(&cluster);
    // Enter, or the end of the input.
    std::io::stdin().read_line(&mut String::new()).map(drop).map_err(|error| error.to_string())
}

/// As an administrator prepares a server, with the command itself.
fn prepare(home: &Home, hallpass: &Path, cluster: &Cluster) -> Done {
    let token = cluster.admin_token().map_err(|error| error.to_string())?;
    for (name, text) in [("token", token.as_str()), ("passphrase", "throw-away-passphrase")] {
        fs::write(home.path(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    let mut init = home.command(hallpass);
    init.args(["team", "init", TEAM, "--yes", "--token", "@token", "--passphrase-file", "passphrase"]);
    init.arg("--ca").arg(cluster.ca_file());
    for node in cluster.addresses() {
        init.args(["--server", &node]);
    }
    let output = init.output().map_err(|error| format!("{}: {error}", line(&init)))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    for (user, role) in PEOPLE {
        let body = format!(r#"{{"password":"{PASSWORD}","token_policies":["{TEAM}-{role}"],"token_ttl":"8h"}}"#);
        cluster.post(&token, &format!("auth/userpass/users/{user}"), &body).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn explain(cluster: &Cluster) {
    let servers: Vec<String> = cluster.addresses().iter().map(|node| format!("--server {node}")).collect();
    let ca = cluster.ca_file();
    println!(
        "{}",
        words("演示团队已就绪：三个节点，只在本机。", "The demo team is ready: three nodes, on this machine only.")
            .pick()
    );
    for (user, role) in PEOPLE {
        println!("  {user:<5} {role:<7} {PASSWORD}");
    }
    println!("\n  hallpass team join {TEAM} {} --ca {} --user eva\n", servers.join(" "), ca.display());
    println!("{}", words("按回车键结束；所有文件随之删除。", "Press Enter to end it; its files go with it.").pick());
}
