//! Detects and decodes the character encoding of a list.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How the characters of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark, and what a workbook holds.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GBK, read as GB18030, which contains it.
    Gbk,
}

impl Encoding {
    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Gbk => "GBK",
        }
    }

    /// What a byte order mark says, else UTF-8 if every byte of the file is of valid UTF-8, else GBK.
    pub(super) fn of(head: &[u8], file: impl Read) -> io::Result<Self> {
        Ok(Guess::of(head, file)?.encoding)
    }

    /// Whether a byte of zero is no part of its text.
    pub(super) fn is_one_byte(self) -> bool {
        matches!(self, Self::Utf8 | Self::Gbk)
    }

    /// These bytes as text; a character that is cut at their end becomes U+FFFD.
    pub(super) fn text(self, bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut decoder = self.decoder();
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
        let _ = decoder.decode_to_string(bytes, &mut text, true);
        text
    }

    /// A decoder that drops a byte order mark of its own encoding.
    fn decoder(self) -> Decoder {
        match self {
            Self::Utf8 => UTF_8.new_decoder_with_bom_removal(),
            Self::Utf16Le => UTF_16LE.new_decoder_with_bom_removal(),
            Self::Utf16Be => UTF_16BE.new_decoder_with_bom_removal(),
            Self::Gbk => GB18030.new_decoder_without_bom_handling(),
        }
    }
}

/// How a file seems to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) encoding: Encoding,
    /// Nothing says so: its bytes are text in UTF-8 as well as in GBK, or in neither.
    pub(super) is_unclear: bool,
}

impl Guess {
    pub(super) fn of(head: &[u8], file: impl Read) -> io::Result<Self> {
        let marked = match head {
            [0xef, 0xbb, 0xbf, ..] => Some(Encoding::Utf8),
            [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
            [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
            _ => None,
        };
        if let Some(encoding) = marked {
            return Ok(Self { encoding, is_unclear: false });
        }
        let Valid { utf8, gbk, ascii } = Valid::of(file)?;
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Gbk };
        Ok(Self { encoding, is_unclear: !ascii && utf8 == gbk })
    }
}

/// A whole short file as text: by its byte order mark, else UTF-8, else GBK, which Chinese spreadsheets write.
pub fn text_of(file: &[u8]) -> String {
    // Reading bytes in memory does not fail.
    Encoding::of(file, file).unwrap_or(Encoding::Utf8).text(file)
}

/// As what the bytes of a file are text.
struct Valid {
    utf8: bool,
    gbk: bool,
    ascii: bool,
}

impl Valid {
    fn of(mut file: impl Read) -> io::Result<Self> {
        let mut decoders = [UTF_8, GB18030].map(|encoding| (encoding.new_decoder_without_bom_handling(), true));
        let (mut raw, mut text, mut ascii) = (vec![0; RAW], vec![0; TEXT], true);
        loop {
            let read = read_some(&mut file, &mut raw)?;
            ascii = ascii && raw[..read].is_ascii();
            for (decoder, valid) in decoders.iter_mut().filter(|(_, valid)| *valid) {
                // The room for text is more than any bytes can need, so a full output does not happen.
                let result = decoder.decode_to_utf8_without_replacement(&raw[..read], &mut text, read == 0).0;
                *valid = !matches!(result, DecoderResult::Malformed(..));
            }
            let [(_, utf8), (_, gbk)] = decoders;
            if read == 0 || !(utf8 || gbk) {
                return Ok(Self { utf8, gbk, ascii });
            }
        }
    }
}

const RAW: usize = 64 * 1024;
/// Three bytes of UTF-8 for each byte, and what a decoder holds back, are the most it can make.
const TEXT: usize = 3 * RAW + 64;

fn read_some(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// A file's bytes as UTF-8; what cannot be read becomes U+FFFD.
pub(super) struct Decoded<R> {
    file: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    until: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(file: R, encoding: Encoding) -> Self {
        let (raw, text) = (vec![0; RAW], vec![0; TEXT]);
        Self { file, decoder: encoding.decoder(), raw, text, at: 0, until: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.at == self.until && !self.ended {
            let read = read_some(&mut self.file, &mut self.raw)?;
            let (result, used, made, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, read == 0);
            debug_assert!(result == CoderResult::InputEmpty && used == read);
            (self.at, self.until, self.ended) = (0, made, read == 0);
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.refill()?;
        Ok(&self.text[self.at..self.until])
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.until);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use encoding_rs::GBK;
    use proptest::prelude::*;

    use super::{Decoded, Encoding, Guess};

    /// A reader that gives a few bytes at a time, so that characters are cut everywhere.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let some = self.1.min(into.len());
            self.0.read(&mut into[..some])
        }
    }

    fn read(bytes: &[u8], step: usize) -> (Encoding, String) {
        let encoding = Encoding::of(bytes, Drip(bytes, step)).unwrap();
        let mut text = String::new();
        Decoded::new(Drip(bytes, step), encoding).read_to_string(&mut text).unwrap();
        (encoding, text)
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    proptest! {
        #[test]
        fn every_encoding_reads_as_it_was_written(text in "\\PC{1,40}", step in 1_usize..5) {
            prop_assume!(!text.starts_with('\u{feff}'));
            prop_assert_eq!(read(text.as_bytes(), step), (Encoding::Utf8, text.clone()));
            prop_assert_eq!(read(format!("\u{feff}{text}").as_bytes(), step), (Encoding::Utf8, text.clone()));
            prop_assert_eq!(read(&utf16(&text, u16::to_le_bytes), step), (Encoding::Utf16Le, text.clone()));
            prop_assert_eq!(read(&utf16(&text, u16::to_be_bytes), step), (Encoding::Utf16Be, text));
        }
    }

    #[test]
    fn chinese_in_gbk() {
        let text = "登录名,部门\n张三@corp.example,研发中心\n";
        let (bytes, ..) = GBK.encode(text);
        for step in [1, 2, 3, 4096] {
            assert_eq!(read(&bytes, step), (Encoding::Gbk, text.to_owned()));
        }
    }

    #[test]
    fn what_could_be_written_in_either_way_is_unclear() {
        let unclear = |bytes: &[u8]| {
            let guess = Guess::of(bytes, Drip(bytes, 3)).unwrap();
            (guess.encoding, guess.is_unclear)
        };
        let gbk = |text: &str| GBK.encode(text).0.into_owned();
        // Three bytes each in UTF-8, of which two and two are characters in GBK.
        assert_eq!(unclear("张敏,研发\n".as_bytes()), (Encoding::Utf8, true));
        assert_eq!(unclear("张敏,研发部\n".as_bytes()), (Encoding::Utf8, false));
        // Two bytes that are a character in either: ¡ or 隆.
        assert_eq!(unclear(&gbk("隆\n")), (Encoding::Utf8, true));
        assert_eq!(unclear(&gbk("登录名,张三\n")), (Encoding::Gbk, false));
        assert_eq!(unclear(b"ann@corp.example\n"), (Encoding::Utf8, false));
        assert_eq!(unclear("\u{feff}张敏\n".as_bytes()), (Encoding::Utf8, false));
        let broken = [gbk("研发部").as_slice(), &[0xff], "研发部,".as_bytes()].concat();
        assert_eq!(unclear(&broken), (Encoding::Gbk, true));
    }

    #[test]
    fn one_bad_byte_at_the_end_of_a_large_file_is_seen() {
        let mut bytes = "a@corp.example\n".repeat(20_000).into_bytes();
        bytes.extend([0xff, b'\n']);
        let (encoding, text) = read(&bytes, 100_000);
        assert_eq!(encoding, Encoding::Gbk);
        assert!(text.ends_with("\u{fffd}\n"));
    }
}
