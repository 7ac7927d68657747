//! Which process holds a lease, and whether it still runs.

use std::sync::OnceLock;

/// This process: a random name, and where the system tells it, the machine's start, the namespace of process ids, the
/// process id and when the process started.
pub(super) fn this() -> &'static str {
    static THIS: OnceLock<String> = OnceLock::new();
    THIS.get_or_init(|| {
        let name = uuid::Uuid::new_v4().simple().to_string();
        system::this().map_or(name.clone(), |place| format!("{name} {place}"))
    })
}

/// Whether the process may still run. Where that cannot be told it may: its lease expires in time.
pub(super) fn may_run(process: &str) -> bool {
    process.split_once(' ').is_none_or(|(_, place)| process == this() || system::may_run(place))
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;

    pub(super) fn this() -> Option<String> {
        let (id, (_, started)) = (std::process::id(), stat("self")?);
        Some(format!("{} {} {id} {started}", boot()?, namespace()?))
    }

    pub(super) fn may_run(place: &str) -> bool {
        let parts: Vec<&str> = place.split(' ').collect();
        let [boot_then, namespace_then, id, started] = parts.as_slice() else { return true };
        match (boot(), namespace()) {
            // The machine has been restarted since.
            (Some(boot), _) if boot != *boot_then => false,
            // The ids of a container are not those of another one.
            (Some(_), Some(namespace)) if namespace == *namespace_then => {
                stat(id).is_some_and(|(runs, since)| runs && since == *started)
            }
            _ => true,
        }
    }

    fn boot() -> Option<String> {
        Some(fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned())
    }

    /// Such as `pid:[4026531836]`.
    fn namespace() -> Option<String> {
        Some(fs::read_link("/proc/self/ns/pid").ok()?.to_string_lossy().into_owned())
    }

    /// Whether the process runs, and when it started, in ticks since the machine did. One that has ended and that its
    /// parent has not asked about yet does not run.
    fn stat(id: &str) -> Option<(bool, String)> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The program's name is in brackets and may contain anything.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        let state = fields.next()?;
        Some((!matches!(state, "Z" | "X"), fields.nth(18)?.to_owned()))
    }

    #[cfg(test)]
    mod tests {
        use super::{may_run, this};

        #[test]
        fn a_process_runs_until_it_is_killed_and_not_under_another_start() {
            let me = this().unwrap();
            assert!(may_run(&me));
            let parts: Vec<&str> = me.split(' ').collect();
            let with = |at: usize, value: &str| {
                let mut parts = parts.clone();
                parts[at] = value;
                parts.join(" ")
            };
            assert!(!may_run(&with(0, "another-boot")), "the machine was restarted");
            assert!(may_run(&with(1, "pid:[1]")), "nobody can tell from here");
            assert!(!may_run(&with(3, "1")), "its id was given to another one");
            let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
            let started = super::stat(&child.id().to_string()).unwrap().1;
            let other = format!("{} {} {} {started}", parts[0], parts[1], child.id());
            assert!(may_run(&other));
            child.kill().unwrap();
            while super::stat(&child.id().to_string()).is_some_and(|(runs, _)| runs) {}
            assert!(!may_run(&other), "killed and not yet asked about");
            child.wait().unwrap();
            assert!(!may_run(&other), "gone");
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn this() -> Option<String> {
        None
    }

    pub(super) fn may_run(_place: &str) -> bool {
        true
    }
}
