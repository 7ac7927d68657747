//! The authenticator that belongs to the accounts with a one-time code: seed `JBSWY3DPEHPK3PXP`, six digits, 30 seconds.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// What the seed says in Base32.
const SEED: &[u8] = b"Hello!\xde\xad\xbe\xef";

/// Whether it shows this code now, or did half a minute ago.
pub(super) fn shows(code: &str, now_ms: i64) -> bool {
    let step = now_ms / 30_000;
    [step, step - 1].into_iter().any(|step| at(step).is_some_and(|right| right == code))
}

fn at(step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(SEED).ok()?;
    mac.update(&step.to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let offset = usize::from(mac.last()? & 0xf);
    let number = u32::from_be_bytes(mac.get(offset..offset + 4)?.try_into().ok()?) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}
