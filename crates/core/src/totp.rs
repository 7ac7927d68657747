//! One-time codes from a saved seed (RFC 6238): generated only on request, and each sent once.

use std::sync::LazyLock;

use data_encoding::{BASE32_NOPAD, Encoding};
use hallpass_providers::{Secret, TOTP_SEED, Text};
use hallpass_vault::Vault;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode, Result};
use crate::guard::CodeStep;

/// A code that is valid for fewer seconds may have expired when the server looks at it.
const MIN_LEFT: u64 = 3;

/// Base32 without padding. Some servers fill the last letter with bits that are not zero; authenticators ignore them.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut lenient = BASE32_NOPAD.specification();
    lenient.check_trailing_bits = false;
    lenient.encoding().unwrap_or(BASE32_NOPAD)
});

/// A code of one step of time.
struct OneTimeCode {
    code: Secret,
    /// Steps since 1970.
    number: u64,
    /// Seconds until the next one.
    seconds_left: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Sha1,
    Sha256,
    Sha512,
}

/// What an authenticator is set up with.
pub(crate) struct Seed {
    key: Zeroizing<Vec<u8>>,
    algorithm: Algorithm,
    digits: u32,
    /// Seconds for which a code is valid.
    period: u64,
}

impl Seed {
    /// From Base32 in any case and spacing, or from the whole `otpauth://totp/` address of a QR code.
    ///
    /// # Errors
    /// Returns an error if it is neither, or asks for a code that no authenticator shows.
    pub(crate) fn parse(secret: &Secret) -> Result<Self> {
        const SCHEME: &str = "otpauth:";
        // Reason: the seed is computed with.
        let text = secret.expose().trim();
        let seed = if text.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME)) {
            Self::of_address(text)
        } else {
            Self::of_base32(text)
        };
        seed.ok_or_else(|| Error::invalid(TOTP_SEED.name, &NO_SEED))
    }

    fn of_base32(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '='));
        let letters = Zeroizing::new(letters.map(|c| c.to_ascii_uppercase()).collect::<String>());
        let key = Zeroizing::new(BASE32.decode(letters.as_bytes()).ok()?);
        (!key.is_empty()).then_some(Self { key, algorithm: Algorithm::Sha1, digits: 6, period: 30 })
    }

    fn of_address(text: &str) -> Option<Self> {
        let address = Url::parse(text)
            .ok()
            .filter(|address| address.host_str().is_some_and(|kind| kind.eq_ignore_ascii_case("totp")))?;
        let of = |name: &str| {
            let found = address.query_pairs().find(|(its, _)| its.eq_ignore_ascii_case(name));
            found.map(|(_, value)| Zeroizing::new(value.into_owned()))
        };
        let plain = Self::of_base32(&of("secret")?)?;
        let number = |name: &str, usual: u64| of(name).map_or(Some(usual), |text| text.parse().ok());
        let algorithm = of("algorithm").map_or_else(|| "SHA1".to_owned(), |name| name.to_ascii_uppercase());
        let algorithm = match algorithm.as_str() {
            "SHA1" => Algorithm::Sha1,
            "SHA256" => Algorithm::Sha256,
            "SHA512" => Algorithm::Sha512,
            _ => return None,
        };
        let digits = u32::try_from(number("digits", 6)?).ok().filter(|digits| (6..=8).contains(digits))?;
        let period = number("period", 30)?;
        (1..=3600).contains(&period).then_some(Self { algorithm, digits, period, ..plain })
    }

    /// The code to send now, by the clock here, and what it is remembered by once it was sent.
    ///
    /// # Errors
    /// Returns an error if the code is about to expire, or the clock is set before 1970.
    pub(crate) fn code(&self, vault: &Vault, now: Timestamp) -> Result<(Secret, CodeStep)> {
        let OneTimeCode { code, number, seconds_left } = self.code_at(now)?;
        if seconds_left < MIN_LEFT.min(self.period) {
            let text = Text::new("当前的一次性验证码即将过期", "The current one-time code is about to expire");
            return Err(Error::new(ErrorCode::CoolingDown, text).wait(seconds_left));
        }
        let kind = [self.algorithm as u8, u8::try_from(self.digits).unwrap_or_default()];
        let parts: [&[u8]; 3] = [&self.key, &kind, &self.period.to_be_bytes()];
        let expires_at = now.saturating_add(SignedDuration::from_secs(seconds_left.cast_signed())).unwrap_or(now);
        Ok((code, CodeStep { seed: vault.keyed_hash("one-time-code", &parts), number, expires_at }))
    }

    fn code_at(&self, now: Timestamp) -> Result<OneTimeCode> {
        let early = |_| Error::internal("a one-time code before 1970");
        let second = u64::try_from(now.as_second()).map_err(early)?;
        let number = second / self.period;
        let mac = self.mac(number);
        let offset = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
        let four = mac.get(offset..offset + 4).and_then(|four| four.try_into().ok()).unwrap_or_default();
        let digits = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10_u32.pow(self.digits);
        let width = self.digits as usize;
        Ok(OneTimeCode {
            code: Secret::new(format!("{digits:0width$}")),
            number,
            seconds_left: self.period - second % self.period,
        })
    }

    fn mac(&self, counter: u64) -> Zeroizing<Vec<u8>> {
        let counter = counter.to_be_bytes();
        match self.algorithm {
            Algorithm::Sha1 => mac_of::<Hmac<sha1::Sha1>>(&self.key, &counter),
            Algorithm::Sha256 => mac_of::<Hmac<sha2::Sha256>>(&self.key, &counter),
            Algorithm::Sha512 => mac_of::<Hmac<sha2::Sha512>>(&self.key, &counter),
        }
    }
}

fn mac_of<M: Mac + KeyInit>(key: &[u8], counter: &[u8]) -> Zeroizing<Vec<u8>> {
    // HMAC takes a key of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Zeroizing::default() };
    mac.update(counter);
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

const NO_SEED: Text = Text::new(
    "不是验证器密钥：应为Base32文本，或otpauth://totp/地址",
    "is not an authenticator seed: it must be Base32 text or an otpauth://totp/ address",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn code(seed: &str, second: i64) -> String {
        let seed = Seed::parse(&Secret::new(seed)).unwrap();
        seed.code_at(Timestamp::from_second(second).unwrap()).unwrap().code.expose().to_owned()
    }

    /// The vectors of RFC 6238, appendix B.
    #[test]
    fn codes_are_those_of_the_standard() {
        let seeds = [
            ("SHA1", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            ("SHA256", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA"),
            (
                "SHA512",
                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA",
            ),
        ];
        for (second, codes) in [
            (59, ["94287082", "46119246", "90693936"]),
            (1_111_111_109, ["07081804", "68084774", "25091201"]),
            (1_111_111_111, ["14050471", "67062674", "99943326"]),
            (1_234_567_890, ["89005924", "91819424", "93441116"]),
            (2_000_000_000, ["69279037", "90698825", "38618901"]),
            (20_000_000_000, ["65353130", "77737706", "47863826"]),
        ] {
            for ((algorithm, seed), expected) in seeds.iter().zip(codes) {
                let address = format!("otpauth://totp/a%20b?secret={seed}&algorithm={algorithm}&digits=8");
                assert_eq!(code(&address, second), expected, "{algorithm} {second}");
            }
        }
    }

    #[tokio::test]
    async fn a_code_about_to_expire_waits_for_the_next_one() {
        let vault = Vault::memory(crate::schema::MIGRATIONS).await.unwrap();
        let of = |seed: &str, second: i64| {
            Seed::parse(&Secret::new(seed)).unwrap().code(&vault, Timestamp::from_second(second).unwrap())
        };
        for (second, left) in [(1_111_111_108, 2), (1_111_111_109, 1)] {
            let error = of("GEZDGNBV", second).unwrap_err();
            assert_eq!((error.code, error.retry_after_seconds), (ErrorCode::CoolingDown, Some(left)));
        }
        let (code, step) = of("GEZDGNBV", 1_111_111_107).unwrap();
        assert_eq!(step.expires_at.as_second(), 1_111_111_110);
        // The same seed as it is pasted is the same, and its next code another one.
        let (again, same) = of("otpauth://totp/x?secret=gezd%20gnbv", 1_111_111_080).unwrap();
        assert_eq!((again.expose(), same.seed, same.number), (code.expose(), step.seed, step.number));
        let (_, next) = of("GEZDGNBV", 1_111_111_110).unwrap();
        assert_eq!((next.seed, next.number), (step.seed, step.number + 1));
        assert_ne!(of("GEZDGNBW", 1_111_111_080).unwrap().1.seed, step.seed);
        // A code that is never valid for long is sent all the same.
        assert!(of("otpauth://totp/x?secret=GEZDGNBV&period=1", 1_111_111_109).is_ok());
    }

    #[test]
    fn a_seed_is_read_as_people_paste_it_or_named() {
        let second = 1_111_111_109;
        for seed in [
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            " gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n",
            "GEZDGNBV-GY3TQOJQ-GEZDGNBV-GY3TQOJQ==",
            "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=sha1",
            "OTPAUTH://TOTP/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        ] {
            assert_eq!(code(seed, second), "081804", "{seed}");
        }
        // The last letter holds bits that no byte has: they are ignored.
        assert_eq!(code("GEZDGNBVGY3TQOJQGF", second), code("GEZDGNBVGY3TQOJQGE", second));
        let seed = Seed::parse(&Secret::new("otpauth://totp/x?secret=GEZDGNBV&period=60")).unwrap();
        assert_eq!(seed.code_at(Timestamp::from_second(119).unwrap()).unwrap().seconds_left, 1);
        for bad in [
            "",
            "1",
            "hunter2!",
            "otpauth://hotp/x?secret=GEZDGNBV",
            "otpauth://totp/x",
            "otpauth://totp/x?secret=GEZDGNBV&digits=40",
            "otpauth://totp/x?secret=GEZDGNBV&period=0",
        ] {
            let error = Seed::parse(&Secret::new(bad)).err().unwrap();
            assert!(!error.message.en.contains("hunter2"), "{error:?}");
            assert_eq!(error.field.as_deref(), Some("totp_seed"), "{bad}");
        }
    }
}
