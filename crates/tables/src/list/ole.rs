//! The directory of OLE files, in which old Office formats and protected workbooks are kept.

use std::io::{self, Read};

/// Which of these names the directory of an OLE file holds. Its entries are 128 bytes each, wherever they are: a name
/// in UTF-16, its length with the zero behind it, and the kind of entry.
pub(super) fn directory(mut file: impl Read, names: &[&'static str]) -> io::Result<Vec<&'static str>> {
    const ENTRY: usize = 128;
    let known: Vec<(Vec<u8>, &str)> =
        names.iter().map(|name| (name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect(), *name)).collect();
    let (mut found, mut entries) = (Vec::new(), vec![0; 512 * ENTRY]);
    loop {
        let read = fill(&mut file, &mut entries)?;
        for entry in entries[..read].chunks_exact(ENTRY) {
            let is = |name: &[u8]| {
                entry.starts_with(name) && usize::from(u16::from_le_bytes([entry[64], entry[65]])) == name.len()
            };
            found.extend(
                known.iter().filter(|(name, _)| (1..=5).contains(&entry[66]) && is(name)).map(|(_, name)| *name),
            );
        }
        if read < entries.len() {
            return Ok(found);
        }
    }
}

/// Reads until the buffer is full or the file has ended.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
