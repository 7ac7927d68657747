//! What a person fills in, laid over a profile: every value checked, every error keyed by its field.

use std::collections::BTreeSet;

use hallpass_providers::{Address, AddressFault, ChallengeKind, Descriptor, Secret, TOTP_SEED, Text};

use super::network::{check_ca, check_transport};
use super::{Environment, Network, Profile, Proxy};
use crate::totp::Seed;
use crate::{AutoRenew, Error, NextStep, Renewal, Result};

/// What a person fills in. What is `None` stays as it is, or takes its default in a new profile.
#[derive(Debug, Clone, Default)]
pub struct ProfileDraft {
    /// A new name.
    pub name: Option<String>,
    /// Which system; fixed once the profile exists.
    pub provider: Option<String>,
    /// The server's address as typed.
    pub server: Option<String>,
    /// Where it stands.
    pub environment: Option<Environment>,
    /// The group; empty takes it out of one.
    pub group: Option<String>,
    /// All of its tags.
    pub tags: Option<Vec<String>>,
    /// The usual method; empty for the provider's first.
    pub method: Option<String>,
    /// Field values; an empty one removes it.
    pub values: Vec<(String, String)>,
    /// Secrets to save; an empty one removes it.
    pub secrets: Vec<(String, Secret)>,
    /// The shared credential; empty for none.
    pub credential: Option<String>,
    /// `system`, `none` or an address, which may hold a user name and a password.
    pub proxy: Option<Secret>,
    /// PEM of an extra certificate authority; empty for none.
    pub ca: Option<String>,
    /// Plain http to another machine.
    pub allow_http: Option<bool>,
    /// Whether its session is renewed automatically.
    pub auto_renew: Option<AutoRenew>,
    /// Every so many minutes its session is kept alive; 0 for never.
    pub keep_alive: Option<u32>,
}

/// Lays a draft over a profile, checking every value.
pub(super) fn apply(mut profile: Profile, draft: &ProfileDraft) -> Result<(Profile, Vec<Text>)> {
    let descriptor = profile.provider()?.descriptor();
    if draft.provider.as_ref().is_some_and(|id| *id != profile.provider) {
        let why = Text::new("不能更改；请新建一个配置", "cannot be changed; create a new profile");
        return Err(Error::invalid("provider", &why));
    }
    if let Some(name) = &draft.name {
        profile.name = check_name("name", name)?;
    }
    if let Some(environment) = draft.environment {
        profile.environment = environment;
    }
    if let Some(group) = &draft.group {
        profile.group = optional(group).map(|group| check_name("group", &group)).transpose()?;
    }
    if let Some(tags) = &draft.tags {
        profile.tags = check_tags(tags)?;
    }
    if let Some(method) = &draft.method {
        profile.method = optional(method);
    }
    if let Some(credential) = &draft.credential {
        profile.credential = optional(credential);
    }
    if let Some(auto_renew) = draft.auto_renew {
        profile.renewal.auto_renew = auto_renew;
    }
    if let Some(minutes) = draft.keep_alive {
        profile.renewal.keep_alive = Renewal::interval(minutes)?;
    }
    apply_network(&mut profile.network, draft)?;
    apply_values(&mut profile, descriptor, draft)?;
    let notices = apply_server(&mut profile, draft)?;
    profile.method(None)?;
    if profile.name.is_empty() {
        return Err(Error::missing("name"));
    }
    Ok((profile, notices))
}

fn apply_network(network: &mut Network, draft: &ProfileDraft) -> Result<()> {
    if let Some(proxy) = &draft.proxy {
        // Reason: it is read for what is no secret in it.
        network.proxy = Proxy::parse(proxy.expose())?.0;
    }
    if let Some(ca) = &draft.ca {
        network.ca = optional(ca);
        network.ca.as_deref().map(check_ca).transpose()?;
    }
    if let Some(allow) = draft.allow_http {
        network.allow_http = allow;
    }
    Ok(())
}

fn apply_values(profile: &mut Profile, descriptor: &Descriptor, draft: &ProfileDraft) -> Result<()> {
    for (name, value) in &draft.values {
        let field = known_field(descriptor, name)?;
        if field.is_secret() {
            let why = Text::new("是机密字段，不能作为普通设置", "is a secret and cannot be an ordinary setting");
            return Err(Error::invalid(name, &why).next(NextStep::GiveAsSecret));
        }
        if value.trim().is_empty() {
            profile.values.remove(name);
            continue;
        }
        let value = field.check(value).map_err(|why| Error::invalid(name, &why))?;
        profile.values.insert(name.clone(), value);
    }
    for (name, secret) in &draft.secrets {
        if !known_field(descriptor, name)?.is_secret() {
            let why = Text::new("不是机密字段", "is not a secret");
            return Err(Error::invalid(name, &why).next(NextStep::GiveAsSetting));
        }
        if *name == TOTP_SEED.name && !secret.is_empty() {
            Seed::parse(secret)?;
        }
        profile.saved_secrets.retain(|saved| saved != name);
        if !secret.is_empty() {
            profile.saved_secrets.push(name.clone());
        }
    }
    // A device keeps its id, or two windows would sign each other out.
    if let Some(device) = descriptor.device() {
        profile.values.entry(device.name.to_owned()).or_insert_with(|| uuid::Uuid::new_v4().to_string());
    }
    Ok(())
}

fn known_field(descriptor: &Descriptor, name: &str) -> Result<&'static hallpass_providers::Field> {
    let field = descriptor.field(name).or_else(|| (name == TOTP_SEED.name).then_some(&TOTP_SEED));
    let asked = ChallengeKind::ALL.into_iter().map(ChallengeKind::field).find(|asked| asked.name == name);
    if field.or(asked).is_some_and(|field| !field.can_be_saved()) {
        let why = Text::new(
            "是一次性的，只用于这一次登录，不能保存在配置里",
            "is used once, for one sign-in, and cannot be saved in a profile",
        );
        return Err(Error::invalid(name, &why));
    }
    field.ok_or_else(|| {
        let known = descriptor
            .fields
            .iter()
            .filter(|field| field.can_be_saved())
            .map(|field| field.name)
            .collect::<Vec<_>>()
            .join(", ");
        let why = Text::made(
            format!("不是{}的字段；可用的有：{known}", descriptor.id),
            format!("is not a field of {}; available: {known}", descriptor.id),
        );
        Error::invalid(name, &why)
    })
}

fn apply_server(profile: &mut Profile, draft: &ProfileDraft) -> Result<Vec<Text>> {
    let typed = draft.server.as_deref().unwrap_or(&profile.server);
    if typed.is_empty() {
        return Err(Error::missing("server"));
    }
    let server = Address::parse(typed).map_err(|fault| Error::invalid("server", &address_words(fault)))?;
    if draft.server.is_some() {
        check_path(&server, profile)?;
    }
    check_transport(&server, profile.environment, &profile.network)?;
    server.as_str().clone_into(&mut profile.server);
    Ok(look_alike(&server).into_iter().collect())
}

/// An address pasted whole from a document ends with the path of a call, under which nothing else is served.
fn check_path(server: &Address, profile: &Profile) -> Result<()> {
    let paths = profile.provider()?.descriptor().paths;
    let Some((path, before)) = paths.iter().find_map(|path| Some((path, server.before(path)?))) else { return Ok(()) };
    let why = Text::made(
        format!("的末尾{path}是登录接口自己的路径；请填{before}"),
        format!("ends with {path}, the path of the login API itself; enter {before}"),
    );
    Err(Error::invalid("server", &why))
}

fn look_alike(server: &Address) -> Option<Text> {
    let shown = server.unicode_host()?;
    let host = server.host();
    Some(if server.mixes_scripts() {
        Text::made(
            format!("注意：{host}显示为{shown}，混用了不同文字的字母，可能是仿冒地址"),
            format!("Careful: {host} is displayed as {shown} and mixes alphabets, as look-alike addresses do"),
        )
    } else {
        Text::made(format!("{host}显示为{shown}"), format!("{host} is displayed as {shown}"))
    })
}

fn address_words(fault: AddressFault) -> Text {
    match fault {
        AddressFault::NotAnAddress => Text::new(
            "不是完整的地址，例如https://apigw.example.com",
            "is not a complete address such as https://apigw.example.com",
        ),
        AddressFault::Scheme => Text::new("必须以https://开头", "must begin with https://"),
        AddressFault::UserInfo => Text::new("不能含用户名或密码", "must not contain a user name or password"),
        AddressFault::QueryOrFragment => Text::new("不能含 ? 或 #", "must not contain ? or #"),
        AddressFault::HiddenCharacters => {
            Text::new("含有空白、反斜杠或看不见的字符", "contains white space, a backslash or invisible characters")
        }
        AddressFault::DisguisedHost => {
            Text::new("的主机名写法会被解析为另一个主机", "spells its host name so that it is read as another host")
        }
        AddressFault::Port => Text::new("的端口不能是0", "must not have port 0"),
        AddressFault::TooLong => Text::new("过长（最多2048字节）", "is too long (at most 2048 bytes)"),
    }
}

/// Names go into commands and files: no slashes, no control characters, not a flag.
pub(crate) fn check_name(field: &'static str, name: &str) -> Result<String> {
    const MOST: usize = 80;
    let name = name.trim();
    let odd =
        |c: char| c.is_control() || matches!(c, '/' | '\\' | '=' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    let why = if name.is_empty() {
        Text::new("不能为空", "must not be empty")
    } else if name.chars().count() > MOST {
        Text::new("过长（最多80个字符）", "is too long (at most 80 characters)")
    } else if name.starts_with('-') || name.chars().any(odd) {
        Text::new(
            "不能以 - 开头，也不能含 / \\ = 或控制字符",
            "must not begin with - or contain / \\ = or control characters",
        )
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::invalid(field, &why))
}

fn check_tags(tags: &[String]) -> Result<Vec<String>> {
    let tags: BTreeSet<String> = tags.iter().map(|tag| check_name("tag", tag)).collect::<Result<_>>()?;
    Ok(tags.into_iter().collect())
}

fn optional(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use hallpass_providers::{Descriptor, Field, FieldKind, Group, Identity, Required, Scope, Text};

    use super::known_field;

    static DESCRIPTOR: Descriptor = Descriptor {
        id: "invented",
        name: Text::new("", ""),
        about: Text::new("", ""),
        example: "",
        paths: &[],
        methods: &[],
        fields: &[Field {
            name: "totp",
            label: Text::new("", ""),
            kind: FieldKind::Secret,
            group: Group::Account,
            default: None,
            required: Required::Always,
            help: Text::new("", ""),
            methods: &[],
            scope: Scope::SignIn,
            identity: Identity::None,
        }],
        codes: &[],
    };

    #[test]
    fn a_provider_s_own_one_time_field_is_refused_too_and_never_offered() {
        let refused = known_field(&DESCRIPTOR, "totp").unwrap_err();
        assert!(refused.message.en.contains("used once"), "{refused:?}");
        let unknown = known_field(&DESCRIPTOR, "otp").unwrap_err();
        assert!(!unknown.message.en.contains("totp"), "{unknown:?}");
    }
}
