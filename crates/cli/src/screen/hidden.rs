//! A line that is not shown while it is typed.

use std::io::Result;

use hallpass_core::providers::Secret;

/// Reads by the platform's own means.
#[cfg(not(unix))]
pub(super) fn read(question: &str) -> Result<Secret> {
    rpassword::prompt_password(question).map(Secret::new)
}

/// Reads from the terminal. Not by `rpassword`: Ctrl-C would end the program before it shows what is typed again, and the
/// person's shell would go on blind. So the terminal passes these keys on as text, and they are acted upon afterwards.
#[cfg(unix)]
pub(super) fn read(question: &str) -> Result<Secret> {
    use std::fs::File;
    use std::io::{Error, ErrorKind, Read, Write};

    use rustix::process::{Signal, getpid, kill_process};
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
    use zeroize::Zeroizing;

    /// What Ctrl-C types.
    const INTERRUPT: u8 = 3;
    /// What Ctrl-Z types.
    const SUSPEND: u8 = 26;
    /// The most that a terminal hands over as one line.
    const LINE: usize = 4096;

    let mut tty = File::options().read(true).write(true).open("/dev/tty")?;
    write!(tty, "{question}")?;
    let shown = tcgetattr(&tty)?;
    let mut hidden = shown.clone();
    hidden.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
    hidden.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
    hidden.special_codes[SpecialCodeIndex::VEOL2] = SUSPEND;
    tcsetattr(&tty, OptionalActions::Now, &hidden)?;
    let mut line = Zeroizing::new(vec![0; LINE]);
    let read = tty.read(&mut line);
    tcsetattr(&tty, OptionalActions::Now, &shown)?;
    writeln!(tty)?;
    let typed = &line[..read?];
    if typed.iter().any(|byte| matches!(*byte, INTERRUPT | SUSPEND | 28)) {
        kill_process(getpid(), Signal::INT)?;
        return Err(ErrorKind::Interrupted.into());
    }
    let text = typed.strip_suffix(b"\n").unwrap_or(typed);
    let text = std::str::from_utf8(text).map_err(|_| Error::from(ErrorKind::InvalidData))?;
    if typed.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Secret::new(text)) }
}
