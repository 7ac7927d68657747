//! A start while the window runs: handed over with the token by which the desktop lets that window come to the front. The
//! plugin that finds the other window hands on arguments alone, and without the token Wayland only marks it.

use zbus::blocking::connection::Builder;

/// The argument that carries the token to the window.
const ARGUMENT: &str = "--activation-token=";

/// The token among the arguments of a second start.
pub fn token(arguments: &[String]) -> Option<String> {
    arguments.iter().find_map(|argument| argument.strip_prefix(ARGUMENT)).map(str::to_owned)
}

/// Hands this start over to the window that runs under `id`, where the desktop gave a token. Returns whether one took it.
pub fn hand_over(id: &str) -> bool {
    let given = std::env::var("XDG_ACTIVATION_TOKEN").ok().filter(|token| !token.is_empty());
    given.is_some_and(|token| tell(id, &token).is_ok())
}

/// As the plugin does it.
fn tell(id: &str, token: &str) -> zbus::Result<()> {
    let name = format!("{id}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/"));
    let folder = std::env::current_dir().unwrap_or_default();
    let arguments: Vec<String> = std::env::args().chain([format!("{ARGUMENT}{token}")]).collect();
    let bus = Builder::session()?.build()?;
    let interface = Some("org.SingleInstance.DBus");
    bus.call_method(Some(name.as_str()), path, interface, "ExecuteCallback", &(arguments, folder.to_string_lossy()))?;
    Ok(())
}
