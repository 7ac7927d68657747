//! Every input that was ever found or thought of, and mutations of each: a bounded run of what `cargo xtask fuzz` does
//! without end. The seed of the mutations is fixed, so that a failure comes again.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use hallpass_fuzz::TARGETS;

/// Mutations of each input; `FUZZ_MUTATIONS` sets another number.
const MUTATIONS: u64 = 60;

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// Numbers that look random: xorshift.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap()
    }
}

/// What parsers stumble over.
const PIECES: &[&[u8]] = &[
    b"null",
    b"-1",
    b"9223372036854775808",
    b"1e999",
    b"[]",
    b"{}",
    b"\"\"",
    b"true",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b",",
    b"\r",
    b"\n---\n",
    b"@CANARY@",
    "\u{202e}".as_bytes(),
    "密码".as_bytes(),
    b"\xc4\xe3",
    b"\\u0000",
];

fn mutated(input: &[u8], others: &[(PathBuf, Vec<u8>)], numbers: &mut Numbers) -> Vec<u8> {
    let mut made = input.to_vec();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(made.len() + 1);
        let end = (at + numbers.below(40)).min(made.len());
        match numbers.below(6) {
            0 => drop(made.drain(at..end)),
            1 => made.truncate(at),
            2 => {
                let piece = PIECES[numbers.below(PIECES.len())];
                drop(made.splice(at..end, piece.iter().copied()));
            }
            3 => {
                let copy = made[at..end].to_vec();
                drop(made.splice(at..at, copy));
            }
            4 => {
                let other = &others[numbers.below(others.len())].1;
                made.truncate(at);
                made.extend_from_slice(&other[numbers.below(other.len() + 1)..]);
            }
            _ => {
                if let Some(byte) = made.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    made
}

#[test]
fn every_input_and_its_mutations_keep_what_is_promised() {
    let many = std::env::var("FUZZ_MUTATIONS").ok().and_then(|many| many.parse().ok()).unwrap_or(MUTATIONS);
    let (mut read, mut broken) = (0, Vec::new());
    for (target, reads) in TARGETS {
        let inputs = corpus(target);
        assert!(!inputs.is_empty(), "{target} has no inputs");
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for (path, input) in &inputs {
            let all = (0..many).map(|_| mutated(input, &inputs, &mut numbers));
            let found = std::iter::once(input.clone()).chain(all).find(|input| {
                read += 1;
                catch_unwind(AssertUnwindSafe(|| reads(input))).is_err()
            });
            broken.extend(found.map(|input| kept(target, path, &input)));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
    println!("proof fuzz-corpus: 0 of {read}");
}

/// Keeps an input that broke something, for the corpus.
fn kept(target: &str, from: &Path, input: &[u8]) -> String {
    let name = from.file_name().unwrap().to_string_lossy();
    let file = std::env::temp_dir().join(format!("hallpass-fuzz-{target}-{name}"));
    fs::write(&file, input).unwrap();
    format!("{target}: a mutation of {name}, now in {}", file.display())
}
