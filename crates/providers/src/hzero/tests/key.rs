use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rsa::pkcs8::EncodePublicKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BigUint, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};

use super::super::{Hzero, form, key};
use super::bench;
use crate::address::Address;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Provider, Random};
use crate::secret::Secret;
use crate::testing::sent;
use crate::text::Lang;
use crate::values::{Value, Values};

/// SplitMix64: the same numbers in each run, and all different.
struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A pair of 1024 or 2048 bits, made once.
fn pair(bits: usize) -> &'static RsaPrivateKey {
    static SHORT: LazyLock<RsaPrivateKey> = LazyLock::new(|| made(1024));
    static LONG: LazyLock<RsaPrivateKey> = LazyLock::new(|| made(2048));
    if bits == 1024 { &SHORT } else { &LONG }
}

fn made(bits: usize) -> RsaPrivateKey {
    RsaPrivateKey::new(&mut key::Source(&Counted(AtomicU64::new(1))), bits).unwrap()
}

fn spki(key: &RsaPublicKey) -> String {
    STANDARD.encode(key.to_public_key_der().unwrap().as_bytes())
}

/// What the provider makes of a value under these settings.
fn sealed(what: fn(&Context<'_>) -> Result<Value, Fault>, values: &Values, random: &Counted) -> Result<String, Fault> {
    let server = Address::parse("https://gw.example.com").unwrap();
    let now = jiff::Timestamp::from_second(1_642_496_400).unwrap();
    let cx = Context { server: &server, values, now, random, lang: Lang::En };
    what(&cx).map(|value| match value {
        Value::Plain(text) => text,
        Value::Secret(secret) => secret.expose().to_owned(),
    })
}

fn values(password: &str, settings: &[(&str, &str)]) -> Values {
    let mut values = Values::new();
    values.set("account", "李娜 li.na").keep("password", Secret::new(password));
    for (name, value) in settings {
        values.set(*name, *value);
    }
    values
}

fn opened(pair: &RsaPrivateKey, base64: &str) -> String {
    let bytes = STANDARD.decode(base64).unwrap();
    assert_eq!(bytes.len(), pair.size());
    String::from_utf8(pair.decrypt(Pkcs1v15Encrypt, &bytes).unwrap()).unwrap()
}

const ODD: [&str; 6] = [" spaces ", "密码🔑👩‍👩‍👧", "e\u{301}\u{212b}", "ＡＢＣ", "nul\0tab\tline\r\n", "+/=&%"];

#[test]
fn a_password_arrives_byte_for_byte_and_never_twice_the_same() {
    let (pair, random) = (pair(1024), Counted(AtomicU64::new(1)));
    let public = spki(&pair.to_public_key());
    for password in ODD {
        let values = values(password, &[("public_key", &public)]);
        let [first, second] = [(); 2].map(|()| sealed(key::password, &values, &random).unwrap());
        assert_ne!(first, second, "each try is encrypted anew");
        assert_eq!((opened(pair, &first).as_str(), opened(pair, &second).as_str()), (password, password));
    }
}

#[test]
fn base64_and_plain_carry_any_length_byte_for_byte() {
    let random = Counted(AtomicU64::new(1));
    for password in ODD.map(str::to_owned).into_iter().chain(["长🔑".repeat(1500)]) {
        let plain = sealed(key::password, &values(&password, &[("password_encoding", "plain")]), &random).unwrap();
        assert_eq!(plain, password);
        let base64 = sealed(key::password, &values(&password, &[("password_encoding", "base64")]), &random).unwrap();
        assert_eq!(STANDARD.decode(base64).unwrap(), password.as_bytes());
    }
}

#[test]
fn the_account_is_encrypted_only_where_the_server_wants_it() {
    let (pair, random) = (pair(1024), Counted(AtomicU64::new(1)));
    let public = spki(&pair.to_public_key());
    assert_eq!(sealed(key::account, &values("x", &[]), &random).unwrap(), "李娜 li.na");
    let rsa = values("x", &[("account_encoding", "rsa"), ("public_key", &public)]);
    assert_eq!(opened(pair, &sealed(key::account, &rsa, &random).unwrap()), "李娜 li.na");
}

#[test]
fn each_key_has_its_limit_and_the_error_names_field_and_bytes() {
    let random = Counted(AtomicU64::new(1));
    let keys =
        [(53, None), (117, Some(spki(&pair(1024).to_public_key()))), (245, Some(spki(&pair(2048).to_public_key())))];
    for (most, public) in keys {
        let settings: Vec<_> = public.iter().map(|key| ("public_key", key.as_str())).collect();
        let fits = values(&"p".repeat(most), &settings);
        assert!(sealed(key::password, &fits, &random).is_ok(), "{most}");
        for long in ["p".repeat(most + 1), "密".repeat(most / 3 + 1), "p".repeat(10_000)] {
            let fault = sealed(key::password, &values(&long, &settings), &random).unwrap_err();
            let Fault::Invalid { field: "password", text } = fault else { panic!("{fault:?}") };
            assert!(text.en.contains(&format!("{most} bytes")) && text.zh.contains(&format!("{most}字节")), "{text:?}");
        }
    }
    let mut account = values("x", &[("account_encoding", "rsa")]);
    account.set("account", "a".repeat(54));
    assert!(matches!(sealed(key::account, &account, &random), Err(Fault::Invalid { field: "account", .. })));
}

#[test]
fn the_published_key_is_the_one_of_the_source() {
    let random = Counted(AtomicU64::new(1));
    let values = values("secret", &[("public_key", form::PUBLISHED_KEY)]);
    assert_eq!(STANDARD.decode(sealed(key::password, &values, &random).unwrap()).unwrap().len(), 64);
}

#[test]
fn a_key_is_taken_as_pem_with_and_without_its_line_breaks() {
    let (pair, random) = (pair(1024), Counted(AtomicU64::new(1)));
    let bare = spki(&pair.to_public_key());
    let lines: Vec<_> = bare.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
    for text in [pem.replace('\n', " "), pem.replace('\n', "\r\n"), pem.replace('\n', ""), pem, lines.join("\n")] {
        let values = values("secret", &[("public_key", &text)]);
        assert_eq!(opened(pair, &sealed(key::password, &values, &random).unwrap()), "secret", "{text:?}");
    }
}

/// Ends in `Invalid { field: "public_key" }` at the very first step, so that nothing is sent.
#[test]
fn bad_keys_are_refused_before_anything_is_sent() {
    let good = pair(1024);
    let n = good.n().clone();
    let odd = |n: BigUint, e: u32| spki(&RsaPublicKey::new_unchecked(n, BigUint::from(e)));
    let der = good.to_public_key().to_public_key_der().unwrap();
    let bad = [
        ("not Base64", "这不是公钥".to_owned()),
        ("Base64 of nothing known", STANDARD.encode("hello, this is no key")),
        ("cut short", STANDARD.encode(&der.as_bytes()[..100])),
        ("exponent 1", odd(n.clone(), 1)),
        ("exponent 2", odd(n.clone(), 2)),
        ("even modulus", odd(&n - 1u32, 65537)),
        ("more than 4096 bits", odd((BigUint::from(1u32) << 8191usize) + 1u32, 65537)),
        ("16384 bits", odd((BigUint::from(1u32) << 16_383usize) + 1u32, 65537)),
        ("256 bits", odd((BigUint::from(1u32) << 255usize) + 1u32, 65537)),
        ("modulus 15", odd(BigUint::from(15u32), 3)),
        ("an elliptic curve", EC.to_owned()),
        ("a megabyte", "A".repeat(1 << 20)),
        ("a private part", STANDARD.encode(good.primes()[0].to_bytes_be())),
        ("empty armour", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----".to_owned()),
    ];
    for (what, public) in bad {
        for method in ["password", "oauth-password"] {
            let mut bench = bench();
            bench.values.set("public_key", public.as_str());
            let fault = bench.begin(Op::SignIn { method }).unwrap_err();
            assert!(matches!(fault, Fault::Invalid { field: "public_key", .. }), "{what}: {fault:?}");
        }
    }
    let mut unused = bench();
    unused.values.set("public_key", "这不是公钥").set("password_encoding", "plain");
    assert!(matches!(unused.begin(Op::SignIn { method: "password" }), Ok(Next::More { .. })), "no key is needed");
}

const EC: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9zEGrXGtZ2/Cf47IaENU+Hb/iflpv2LMM8jP4asdRZw1g3mru9lQwziqp5ntaDv8A7FssekFeot0C7tphLPv8Q==";

#[test]
fn weak_keys_are_named_and_strong_ones_are_not() {
    let server = Address::parse("https://gw.example.com").unwrap();
    let strong = spki(&pair(2048).to_public_key());
    for (settings, want) in [
        (vec![], Some("512 bits")),
        (vec![("public_key", strong.as_str())], None),
        (vec![("password_encoding", "base64")], None),
        (vec![("password_encoding", "plain"), ("account_encoding", "rsa")], Some("512 bits")),
    ] {
        let (values, random) = (values("x", &settings), Counted(AtomicU64::new(1)));
        let now = jiff::Timestamp::UNIX_EPOCH;
        let cx = Context { server: &server, values: &values, now, random: &random, lang: Lang::En };
        let note = key::weakness(&cx);
        assert_eq!(note.is_some(), want.is_some(), "{settings:?}");
        assert!(note.is_none_or(|note| note.en.contains(want.unwrap()) && note.zh.contains("512位")));
    }
}

#[test]
fn the_reader_of_english_is_answered_in_english() {
    let server = Address::parse("https://gw.example.com").unwrap();
    let mut values = values("x", &[("client_id", "c"), ("device_id", "d")]);
    values.keep("client_secret", Secret::new("s"));
    let (now, random) = (jiff::Timestamp::UNIX_EPOCH, Counted(AtomicU64::new(1)));
    let cx = Context { server: &server, values: &values, now, random: &random, lang: Lang::En };
    let (call, _) = sent(Hzero.begin(Op::SignIn { method: "password" }, &cx));
    assert_eq!(super::query(&call)["lang"], "en_US");
}
