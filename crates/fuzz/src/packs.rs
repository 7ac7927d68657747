//! Packs from anyone: refused, or read as something that can be written and read again without a change.

use hallpass_core::{Pack, PackFormat};

pub(crate) fn read_csv(input: &[u8]) {
    read(input, PackFormat::Csv);
}

pub(crate) fn read_json(input: &[u8]) {
    read(input, PackFormat::Json);
}

fn read(input: &[u8], format: PackFormat) {
    let Ok(pack) = Pack::read(input, format) else { return };
    // A row may be short where what is written for it is long: over the bound it is refused, not cut.
    let Ok(written) = pack.write(PackFormat::Json) else { panic!("a pack that was read cannot be written") };
    if let Ok(again) = Pack::read(&written, PackFormat::Json) {
        assert_eq!(again, pack, "a pack changes when it is written");
    }
}
