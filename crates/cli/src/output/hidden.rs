//! A line that is not shown while it is typed.

use std::io::Result;

use zeroize::Zeroizing;

/// Reads from the console, without the line break. Not by `rpassword`: it writes the question as bytes, which a console takes
/// for another encoding. So it is written as text, and Ctrl-C puts the console right before it ends the program.
#[cfg(windows)]
pub(super) fn read(question: &str) -> Result<Zeroizing<Vec<u8>>> {
    use std::io::ErrorKind;

    use super::console::Console;

    let console = Console::open()?;
    console.write(question)?;
    let hidden = console.hide()?;
    let line = console.line();
    drop(hidden);
    console.write("\r\n")?;
    let Some(units) = line? else { crate::signals::interrupt() };
    match units.first() {
        // Ctrl-Z is the end of what is typed.
        None | Some(0x1a) => Err(ErrorKind::UnexpectedEof.into()),
        Some(_) => String::from_utf16(units.strip_suffix(&[0xd, 0xa]).unwrap_or(&units))
            .map(|line| Zeroizing::new(line.into_bytes()))
            .map_err(|_| ErrorKind::InvalidData.into()),
    }
}

/// Reads from the terminal, without the line break. Not by `rpassword`: a signal would end the program before the terminal
/// shows what is typed again, and the person's shell would go on blind. So the terminal passes Ctrl-C and its like on as
/// text, which is acted upon afterwards, and signals of other programs put the terminal right before they do their work.
#[cfg(unix)]
pub(super) fn read(question: &str) -> Result<Zeroizing<Vec<u8>>> {
    use std::fs::File;
    use std::io::{ErrorKind, Read, Write};

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

    /// What Ctrl-C types.
    const INTERRUPT: u8 = 3;
    /// What Ctrl-Z types.
    const SUSPEND: u8 = 26;
    /// What Ctrl-\ types.
    const QUIT: u8 = 28;
    /// The most that a terminal hands over as one line.
    const LINE: usize = 4096;

    let mut tty = File::options().read(true).write(true).open("/dev/tty")?;
    let shown = tcgetattr(&tty)?;
    let mut hidden = shown.clone();
    hidden.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
    hidden.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
    hidden.special_codes[SpecialCodeIndex::VEOL2] = SUSPEND;
    let (again, before) = (tty.try_clone()?, shown.clone());
    let restored = crate::signals::restoring(move || {
        let _ = tcsetattr(&again, OptionalActions::Now, &before);
    })?;
    write!(tty, "{question}")?;
    tcsetattr(&tty, OptionalActions::Now, &hidden)?;
    let mut line = Zeroizing::new(vec![0; LINE]);
    let read = tty.read(&mut line);
    tcsetattr(&tty, OptionalActions::Now, &shown)?;
    drop(restored);
    writeln!(tty)?;
    line.truncate(read?);
    if line.iter().any(|byte| matches!(*byte, INTERRUPT | SUSPEND | QUIT)) {
        crate::signals::interrupt();
        return Err(ErrorKind::Interrupted.into());
    }
    if line.is_empty() {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(line)
}
