//! Decodes a received password: RSA, Base64, or plain.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

/// HZERO's published default key, 512 bits: both halves are in the public sources.
pub(super) const DEFAULT_PUBLIC_KEY: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJL0JkqsUoK6kt3JyogsgqNp9VDGDp+t3ZAGMbVoMPdHNT2nfiIVh9ZMNHF7g2XiAa8O8AQWyh2PjMR0NiUSVQMCAwEAAQ==";
/// Its private half, as published with it.
const DEFAULT_PRIVATE_KEY: &str = "MIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT8wggE7AgEAAkEAkvQmSqxSgrqS3cnKiCyCo2n1UMYOn63dkAYxtWgw90c1Pad+IhWH1kw0cXuDZeIBrw7wBBbKHY+MxHQ2JRJVAwIDAQABAkB3TKXZcVP6tSSN0UgOjLPxng99Z4xvrWJ1jdHFB7TYyUDcnOtE6GkeeMGxtszYtuZ0m5rN9r8eRvIdVUciXbQhAiEA7WGcLd+cvHHA8xNFrbT78Aq4iYm0TVTS6m05ZEOS328CIQCeetcFV8Kdb+P2Y+yWvMtbyFGhROQIFizvxM3S3TiZrQIhAJLrYPB7f9SaSyOm/+89Htk4qXJmyjM6lrgFFgpaUGL9AiB+pkCr/mSDGOYfA+AQ3rPNl5rUvI9XfxFOVAMAntYayQIhAO0hrnwtng6Ubs+58BN69vAl+sd/xugf0jsHcNgZppAb";

/// The key of the door `hzero-own-key`, 2048 bits, made for this sandbox and worth nothing elsewhere.
pub(super) const OWN_PUBLIC_KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA17aMVblFyDo7MXzYkqaTzhxHHLGE/tVjIN+1TBnnnbFL4UNoqUpYPwV6HKa1hXie0WH00Ew4GF03YKvMvATGcYUnOOnD546lfEYCZiR0y/VfqBLom1epbu84Ulsm/AGYG9mDrC/JJt3REu69ybLimVwNnQ5IRE+tjqPqZxezoRlsbBBo2dsyakLYEksQ0weiFClJgZJVahgshTpq43c9A9tLdJvf+Qly4uBIbYJY2aFobMQ+KLZX6arlM4pPvsMif86CEG90kJU+xmSel7md/SAeD7IgyeYwNLR+mKaJ3SxsPLwe4Ql+2MH06Aqc2KnLwAw3foSD+ar+9WoexxDw6QIDAQAB";
const OWN_PRIVATE_KEY: &str = concat!(
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDXtoxVuUXIOjsxfNiSppPOHEccsYT+1WMg37VMGeedsUvhQ2ip",
    "Slg/BXocprWFeJ7RYfTQTDgYXTdgq8y8BMZxhSc46cPnjqV8RgJmJHTL9V+oEuibV6lu7zhSWyb8AZgb2YOsL8km3dES7r3JsuKZ",
    "XA2dDkhET62Oo+pnF7OhGWxsEGjZ2zJqQtgSSxDTB6IUKUmBklVqGCyFOmrjdz0D20t0m9/5CXLi4EhtgljZoWhsxD4otlfpquUz",
    "ik++wyJ/zoIQb3SQlT7GZJ6XuZ39IB4PsiDJ5jA0tH6YpondLGw8vB7hCX7YwfToCpzYqcvADDd+hIP5qv71ah7HEPDpAgMBAAEC",
    "ggEACORu9E01C9gfrs5yWJhKlUdr5IpKXN1zzsv+C6cxObpQchau6rSkfuOVSTdTmg8S//dpaclMki+Mi/0FDXambhFSwLk9QM9L",
    "8duqd2a3FF3W/cUaxuWWF9s/b4CvspmHuVUuBQP6xzIDb4P9OaJ4ziDh9EidkMhWk5/c9rc+ycwgsVfSw+oLC+t/94Uv0HbBYHlf",
    "fXZgQloOVXqE+bjrB1CgzMZlXoL9HRj2lRopVfWyeck8Iu1U9SaNMnEsACo+exZWrU+bUPj8m6yWK9WecGIxgOuUzsCjuC/e3ECQ",
    "ddzSVAWb752XmZtSDyKCeJiZ0mfu5KroV7ICMNxoayclsQKBgQD+SoBb47OG6yKmuUQdgV8da7T0fO1oL3NL1hZcf58JemFgRR48",
    "y+zxpcWt+uExcQROz0PbEXfsRTU4yQEi+zpmBeBmKA1LM71oqSYKoi56ZEN4WgznbmuIdoEVELQC8VoMkHSMjp+GoTBjdo3ASGTg",
    "+A+bSvv1qwA0VKV9OYM/0QKBgQDZKazAgUoVIZ597w/BQsBCHcbDTuA/a/WU9SIkR6P3S95sELYiihgTK1pt58lHJBnFmio/bD6b",
    "7FUjfeQEeL8+YaphKVk6/fArbanbweufusXMNLsyt2MocMNqd4ywjOs3vEyxRktLhp2xecXEhUU+pCTmt///QrrdHj3h+Hs9mQKB",
    "gAsDAuf3xlBzYj7CCxcUASBvB5kGx+kZFO8VyEYdKK/qYskedR7A3fPg79yG3rWbZUpcY13bNcw/evyIh8oSAwdj/cGuvlShWvRr",
    "TsBrIYQfT2So0aI7/+Aa8aAN5x2xgerFXqavjmzwEf5cperLt8KeO17IMn0C+LFLcRcpJGvhAoGAEqOSET/HlQK6sMJpDsRk7gfS",
    "PIczlh31CSD1GjoP57TaVVol19cUc+i/rTk8vF9r2tr9j04CHa3uLMqsXHnkqD0Hu6kp4HdVOtUBxDvjtmT4fytzecnlt93d1/CE",
    "4c5mjfUafAi1g7j9JfN2twRdSiAajrbyQP2APmRPGWsTYNkCgYEAiPx5RWYFcs5dmwamq6ihyFuN9YtgqCqWYKWlTxLb8LbBgxWk",
    "nsdV1qRfepFvwXdhLunqQ2uXJ4Q7+9nOKKECl1tcwehe/oNEqRvzi/u3mPI1WffK+rMzZ4co7knr7fmD1NzJhUBXo75VgfO83jkJ",
    "8Ykn2Qu8OnhqDsyh0L738ew=",
);

/// One of the server's keys.
pub(super) struct ServerKey {
    pub(super) public: &'static str,
    private: Option<RsaPrivateKey>,
}

impl ServerKey {
    fn new(public: &'static str, private: &str) -> Self {
        let der = STANDARD.decode(private).unwrap_or_default();
        Self { public, private: RsaPrivateKey::from_pkcs8_der(&der).ok() }
    }

    /// The decrypted text, or the value as it came where it cannot be decrypted: as the real server does.
    pub(super) fn open(&self, value: &str) -> String {
        let decrypted = || {
            let bytes = STANDARD.decode(value).ok()?;
            String::from_utf8(self.private.as_ref()?.decrypt(Pkcs1v15Encrypt, &bytes).ok()?).ok()
        };
        decrypted().unwrap_or_else(|| value.to_owned())
    }
}

static DEFAULT: LazyLock<ServerKey> = LazyLock::new(|| ServerKey::new(DEFAULT_PUBLIC_KEY, DEFAULT_PRIVATE_KEY));
static OWN: LazyLock<ServerKey> = LazyLock::new(|| ServerKey::new(OWN_PUBLIC_KEY, OWN_PRIVATE_KEY));

/// The key behind a door.
pub(super) fn key(endpoint: &str) -> &'static ServerKey {
    if endpoint == "hzero-own-key" { &OWN } else { &DEFAULT }
}

/// The text of a Base64 value; `None` when it is none.
pub(super) fn from_base64(value: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(value).ok()?).ok()
}
