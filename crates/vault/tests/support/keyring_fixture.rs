//! A bus with a real keyring, in a folder that goes with it.

use std::ops::{Deref, DerefMut};

use hallpass_test_keyring::Bus;
use tempfile::TempDir;

pub struct KeyringFixture {
    // Dropped in this order: the bus before its folder.
    bus: Bus,
    _folder: TempDir,
}

impl KeyringFixture {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { bus: Bus::with_keyring(folder.path()).unwrap(), _folder: folder }
    }
}

impl Deref for KeyringFixture {
    type Target = Bus;

    fn deref(&self) -> &Bus {
        &self.bus
    }
}

impl DerefMut for KeyringFixture {
    fn deref_mut(&mut self) -> &mut Bus {
        &mut self.bus
    }
}
