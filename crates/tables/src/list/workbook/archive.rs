//! The archive of a workbook, read through once: a cell reader stops before the checksum that would reveal damage, and
//! a small file can expand to more than any list.

use std::io::{self, Read};

use super::Broken;
use super::package::Archive;

/// Most bytes of all parts but the sheets, which the reader of cells holds in memory.
const MAX_PENDING: u64 = 512 << 20;
/// Most bytes of all sheets: a million rows of a thousand bytes many times over.
const MAX_SHEETS: u64 = 16 << 30;

/// Checks every part against its checksum.
pub(super) fn check(archive: &mut Archive) -> Result<(), Broken> {
    let (mut held, mut sheets) = (MAX_PENDING, MAX_SHEETS);
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| Broken)?;
        let room =
            if part.name().is_ok_and(|name| name.starts_with("xl/worksheets/")) { &mut sheets } else { &mut held };
        drain(&mut part, room, &mut buffer)?;
    }
    Ok(())
}

/// Reads to the end, where the checksum is compared.
fn drain(part: &mut impl Read, room: &mut u64, buffer: &mut [u8]) -> Result<(), Broken> {
    loop {
        let read = match part.read(buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Err(Broken),
        };
        *room = room.checked_sub(read).ok_or(Broken)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, drain};

    #[test]
    fn more_than_there_is_room_for_is_refused() {
        let mut buffer = [0; 7];
        let mut room = 100;
        assert_eq!(drain(&mut [0; 60].as_slice(), &mut room, &mut buffer), Ok(()));
        assert_eq!(room, 40);
        assert_eq!(drain(&mut [0; 60].as_slice(), &mut room, &mut buffer), Err(Broken));
    }
}
