//! The user's input applied to a profile: every value validated, every error assigned to its field.

use std::collections::BTreeSet;

use hallpass_providers::{
    Address, CLIENT_CERTIFICATE, ChallengeKind, Descriptor, PROFILE_SECRETS, Secret, TOTP_SEED, Text,
};

use super::profile::Profile;
use super::renewal::{AutoRenew, Renewal};
use super::transport::check_transport;
use super::typed_address::typed_address;
use crate::client_certificate;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::name::check_name;
use crate::network::{Network, Proxy, check_ca};
use crate::next_step::NextStep;
use crate::totp::Seed;

/// What the user fills in. What is `None` stays unchanged, or takes its default in a new profile.
#[derive(Debug, Clone, Default)]
pub struct ProfileDraft {
    /// A new name.
    pub name: Option<String>,
    /// Which system; fixed once the profile exists.
    pub provider: Option<String>,
    /// The server's address as typed.
    pub server: Option<String>,
    /// Its environment.
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
pub(crate) fn apply(mut profile: Profile, draft: &ProfileDraft) -> Result<(Profile, Vec<Text>)> {
    let descriptor = profile.provider()?.descriptor();
    if draft.provider.as_ref().is_some_and(|id| *id != profile.provider) {
        let why = Text::new("不能更改；请新建一个配置", "cannot be changed; create a new profile");
        return Err(Error::invalid("provider", &why));
    }
    if let Some(name) = &draft.name {
        profile.name = check_name("name", name)?;
    }
    if let Some(environment) = &draft.environment {
        profile.environment = environment.clone();
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
        if *name == CLIENT_CERTIFICATE.name && !secret.is_empty() {
            client_certificate::identity(secret)?;
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
    let field = descriptor.field(name).or_else(|| PROFILE_SECRETS.into_iter().find(|field| field.name == name));
    let asked = ChallengeKind::ALL.into_iter().map(ChallengeKind::field).find(|asked| asked.name == name);
    if field.or(asked).is_some_and(|field| !field.can_be_saved()) {
        let why = Text::new(
            "是一次性的，只用于这一次登录，不能保存在配置里",
            "is valid for one sign-in only and cannot be saved in a profile",
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
    let server = typed_address(typed)?;
    if draft.server.is_some() {
        check_path(&server, profile)?;
    }
    check_transport(&server, &profile.environment, &profile.network)?;
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
        assert!(refused.message.en.contains("one sign-in only"), "{refused:?}");
        let unknown = known_field(&DESCRIPTOR, "otp").unwrap_err();
        assert!(!unknown.message.en.contains("totp"), "{unknown:?}");
    }
}
