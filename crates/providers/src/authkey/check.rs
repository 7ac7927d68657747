//! Checks a request before it is sent: nothing that the server would refuse, misread, or create twice.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Asked, AuthkeyAsk, ExtLogin, MAX_ACCOUNTS, NEVER};
use crate::fault::Fault;
use crate::text::Text;

/// 10^11 milliseconds is 1973: what is less can only be seconds given by mistake.
const LEAST_MILLISECONDS: i64 = 100_000_000_000;

const LOGIN_NAMES: &str = "login_names";
const EXT_LOGINS: &str = "ext_logins";

impl AuthkeyAsk {
    /// Checks counts, names and the expiry.
    ///
    /// # Errors
    /// Returns [`Fault::Invalid`] with `login_names`, `ext_logins`, `expires` or `rotate` if one of them is invalid.
    pub fn check(&self) -> Result<(), Fault> {
        self.check_counts()?;
        self.login_names.iter().try_for_each(|name| check_name(LOGIN_NAMES, name))?;
        self.ext_logins.iter().try_for_each(ExtLogin::check)?;
        self.check_twice()?;
        self.check_expiry()?;
        if self.rotate && !self.create {
            return Err(invalid("rotate", Text::new("更换密钥必须同时新建", "rotating requires creating new keys")));
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), Fault> {
        for (field, count) in [(LOGIN_NAMES, self.login_names.len()), (EXT_LOGINS, self.ext_logins.len())] {
            if count > MAX_ACCOUNTS {
                let (zh, en) = (
                    format!("一次最多{MAX_ACCOUNTS}个账号，这里有{count}个"),
                    format!("one call accepts at most {MAX_ACCOUNTS} accounts; there are {count}"),
                );
                return Err(invalid(field, Text::made(zh, en)));
            }
        }
        if self.login_names.is_empty() && self.ext_logins.is_empty() {
            return Err(invalid(LOGIN_NAMES, Text::new("没有账号", "there are no accounts")));
        }
        Ok(())
    }

    /// The same account twice in a call that makes keys could get two.
    fn check_twice(&self) -> Result<(), Fault> {
        let logins = self.login_names.iter().map(|name| (name.as_str(), None));
        let directory = self.ext_logins.iter().map(|ext| (ext.name.as_str(), Some(ext.site_id.as_str())));
        let mut seen = HashSet::with_capacity(self.login_names.len() + self.ext_logins.len());
        match logins.chain(directory).find(|asked| !seen.insert(*asked)) {
            Some((twice, _)) => {
                let name = crate::refusal::safe_words(twice);
                let (zh, en) = (format!("账号{name}出现了两次"), format!("the account {name} appears twice"));
                Err(invalid(LOGIN_NAMES, Text::made(zh, en)))
            }
            None => Ok(()),
        }
    }

    fn check_expiry(&self) -> Result<(), Fault> {
        let sane = self.expires_ms >= LEAST_MILLISECONDS && Timestamp::from_millisecond(self.expires_ms).is_ok();
        if sane || self.expires_ms == NEVER {
            return Ok(());
        }
        Err(invalid(
            "expires",
            Text::new(
                "到期时间必须是1973到9999年之间的毫秒时间戳，或 -1（永不过期）",
                "the expiry must be in milliseconds between the years 1973 and 9999, or -1 for never",
            ),
        ))
    }
}

impl Asked {
    /// Checks what can be checked of one account alone.
    ///
    /// # Errors
    /// As [`AuthkeyAsk::check`].
    pub fn check(&self) -> Result<(), Fault> {
        match self {
            Self::Login(name) => check_name(LOGIN_NAMES, name),
            Self::Ext(ext) => ext.check(),
        }
    }
}

impl ExtLogin {
    fn check(&self) -> Result<(), Fault> {
        check_name(EXT_LOGINS, &self.name)?;
        if has_control(&self.site_id) {
            let text = Text::new("站点ID不能含控制字符", "a site ID contains control characters");
            return Err(invalid(EXT_LOGINS, text));
        }
        Ok(())
    }
}

fn check_name(field: &'static str, name: &str) -> Result<(), Fault> {
    if name.trim().is_empty() {
        return Err(invalid(field, Text::new("有一个账号是空的", "one account is empty")));
    }
    if has_control(name) {
        return Err(invalid(field, Text::new("账号不能含控制字符", "an account contains control characters")));
    }
    Ok(())
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

fn invalid(field: &'static str, text: Text) -> Fault {
    Fault::Invalid { field, text }
}

#[cfg(test)]
mod tests {
    use super::{AuthkeyAsk, Fault};
    use crate::authkey::ExtLogin;

    const MAY_2021: i64 = 1_619_861_074_000;

    fn ask(logins: &[&str]) -> AuthkeyAsk {
        let login_names = logins.iter().map(|name| (*name).to_owned()).collect();
        AuthkeyAsk { login_names, expires_ms: MAY_2021, ..AuthkeyAsk::default() }
    }

    fn field(ask: &AuthkeyAsk) -> Option<&'static str> {
        match ask.check() {
            Err(Fault::Invalid { field, text }) => {
                assert!(!text.zh.is_empty() && !text.en.is_empty());
                Some(field)
            }
            Err(other) => panic!("{other:?}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn fifty_and_fifty_go_and_one_more_does_not() {
        let names: Vec<String> = (0..51).map(|n| format!("u{n}@corp.example")).collect();
        let ext = |n: &String| ExtLogin { name: n.clone(), site_id: "76473".to_owned() };
        let full = AuthkeyAsk {
            login_names: names[..50].to_vec(),
            ext_logins: names[..50].iter().map(ext).collect(),
            ..ask(&[])
        };
        assert_eq!(field(&full), None);
        assert_eq!(field(&AuthkeyAsk { login_names: names.clone(), ..full.clone() }), Some("login_names"));
        assert_eq!(field(&AuthkeyAsk { ext_logins: names.iter().map(ext).collect(), ..full }), Some("ext_logins"));
    }

    #[test]
    fn nothing_empty_hidden_or_doubled() {
        assert_eq!(field(&ask(&[])), Some("login_names"));
        assert_eq!(field(&ask(&["a", " "])), Some("login_names"));
        assert_eq!(field(&ask(&["a\nb"])), Some("login_names"));
        assert_eq!(field(&ask(&["a", "b", "a"])), Some("login_names"));
        let site = ExtLogin { name: "a".to_owned(), site_id: "7\u{0}".to_owned() };
        assert_eq!(field(&AuthkeyAsk { ext_logins: vec![site], ..ask(&["a"]) }), Some("ext_logins"));
    }

    #[test]
    fn expiry_in_milliseconds_or_never() {
        for (expires_ms, good) in [
            (MAY_2021, true),
            (-1, true),
            (1_619_861_074, false),
            (0, false),
            (-2, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(field(&AuthkeyAsk { expires_ms, ..ask(&["a"]) }).is_none(), good, "{expires_ms}");
        }
    }

    #[test]
    fn rotating_makes_keys() {
        assert_eq!(field(&AuthkeyAsk { rotate: true, ..ask(&["a"]) }), Some("rotate"));
        assert_eq!(field(&AuthkeyAsk { rotate: true, create: true, ..ask(&["a"]) }), None);
    }
}
