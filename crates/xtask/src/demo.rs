//! `cargo xtask demo`: real sign-ins at the sandbox, from profile to token, in a throw-away home.

use crate::command::{answer, feed, quoted};
use crate::i18n::{Words, words};
use crate::sandbox::Sandbox;
use crate::task::{Done, unknown_argument};
use crate::temp_home::Home;
use crate::{build, run, setup};
use std::fs;
use std::path::PathBuf;

/// Who signs in: the profile's name, its environment, and the sandbox's account.
struct Guest {
    profile: Words,
    environment: &'static str,
    system: &'static str,
    address: &'static str,
    method: &'static str,
    /// The account, phone number or nothing, by which the sandbox knows this one.
    account: &'static str,
    asked: Asked,
}

/// What the server asks half way.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Nothing,
    Captcha,
    Sms,
    Organisation,
}

const GUESTS: &[Guest] = &[
    iam(words("云岭-开发", "yunling-dev"), "dev", "enos-iam", "li.wen"),
    iam(words("云岭-预发", "yunling-staging"), "staging", "enos-iam", "王芳"),
    iam(words("云岭-签名网关", "yunling-signed"), "dev", "enos-iam-signed", "li.wen"),
    iam(words("云岭-新同事", "yunling-new"), "dev", "enos-iam", "new.joiner"),
    guest(words("海棠-验证码", "haitang-captcha"), "test", "hzero", "password", "captcha.always", Asked::Captcha),
    guest(words("海棠-短信", "haitang-sms"), "test", "hzero", "sms", "13800000001", Asked::Sms),
    guest(words("门户", "portal"), "dev", "enos-portal", "password", "portal.demo", Asked::Organisation),
    guest(words("域账号", "directory"), "dev", "authing-ldap", "ldap", "sun.li", Asked::Nothing),
    guest(words("会议接口", "conference"), "dev", "quanshi", "token", "", Asked::Nothing),
];

/// The server refuses this one, and the refusal says what to do.
const REFUSED: Guest = iam(words("云岭-旧密码", "yunling-old"), "dev", "enos-iam", "old.password");

const fn iam(profile: Words, environment: &'static str, address: &'static str, account: &'static str) -> Guest {
    Guest { address, ..guest(profile, environment, "enos-iam", "password", account, Asked::Nothing) }
}

const fn guest(
    profile: Words,
    environment: &'static str,
    system: &'static str,
    method: &'static str,
    account: &'static str,
    asked: Asked,
) -> Guest {
    Guest { profile, environment, system, address: system, method, account, asked }
}

/// Fields that are never passed on a command line.
const SECRET: [&str; 4] = ["password", "app_secret", "client_secret", "token"];

/// `hallpass`'s exit code for a refusal of the server.
const REFUSAL: i32 = 3;
/// `hallpass`'s exit code where a person is needed.
const PERSON: i32 = 4;

pub(crate) fn run(arguments: &[String]) -> Done {
    match arguments {
        [] if run::has_screen() => window(),
        [] => terminal(),
        [only] if only == "--terminal" => terminal(),
        [argument, ..] => Err(unknown_argument(argument)),
    }
}

/// The window on the built-in sandbox, with a vault in memory.
fn window() -> Done {
    let program = run::window()?;
    let home = Home::new("demo")?;
    run::say_it_opens();
    let mut command = home.command(&program);
    // The screen is the person's own; vault, keyring and settings are not.
    command.arg("--explore");
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let status = command.status().map_err(|error| format!("{}: {error}", program.display()))?;
    if status.success() { Ok(()) } else { Err(format!("hallpass-desktop: {status}")) }
}

fn terminal() -> Done {
    setup::ensure(&["build"])?;
    let hallpass = build::binary("hallpass-cli", "dev")?;
    let home = Home::new("demo")?;
    let sandbox = Sandbox::start(&home, &hallpass)?;
    let demo = Demo { home, hallpass, sandbox };
    demo.vault()?;
    demo.sign_in()?;
    demo.use_it()?;
    say(words("结束：沙箱已停止，临时目录已删除。", "Done: the sandbox stops and the throw-away home is removed."));
    Ok(())
}

struct Demo {
    // Dropped in this order: the sandbox has its files in the home.
    sandbox: Sandbox,
    home: Home,
    hallpass: PathBuf,
}

impl Demo {
    fn vault(&self) -> Done {
        say(words(
            "一个临时保险库，用口令文件加密；与您自己的保险库和钥匙串无关。",
            "A throw-away vault under a passphrase; it has nothing to do with a vault or keyring of yours.",
        ));
        let file = self.home.path("passphrase");
        fs::write(&file, "throw-away-passphrase\n").map_err(|error| format!("{}: {error}", file.display()))?;
        self.show(&["vault", "init", "--passphrase-file", "passphrase"], None, 0)
    }

    fn sign_in(&self) -> Done {
        say(words(
            "为每个账号保存一个配置；密码从标准输入读取。",
            "A profile for each account; passwords come from standard input.",
        ));
        for guest in GUESTS.iter().chain([&REFUSED]) {
            self.add(guest)?;
        }
        say(words("登录：真实的请求，发往本机上的沙箱。", "Sign in: real requests, to the sandbox on this machine."));
        for guest in GUESTS {
            let expected = if guest.asked == Asked::Nothing { 0 } else { PERSON };
            self.show(&["login", guest.profile.pick(), "--method", guest.method], None, expected)?;
            self.answer(guest)?;
        }
        say(words(
            "服务器拒绝时：说清原因和下一步；被拒的密码不会再自动发送。",
            "When the server refuses: why, and what to do next; a refused password is never sent again automatically.",
        ));
        self.show(&["login", REFUSED.profile.pick()], None, REFUSAL)
    }

    /// Answers what the server asks: a person reads the picture or the phone, here the sandbox tells.
    fn answer(&self, guest: &Guest) -> Done {
        let (field, value) = match guest.asked {
            Asked::Nothing => return Ok(()),
            Asked::Captcha => {
                say(words("人会看图；这里由沙箱说出图中的字。", "A person reads the picture; here the sandbox tells."));
                ("captcha", self.sandbox.hook("hzero/captcha", "{}")?)
            }
            Asked::Sms => {
                say(words(
                    "人会看手机；这里由沙箱说出验证码。",
                    "A person looks at the phone; here the sandbox tells.",
                ));
                ("sms_code", self.sandbox.hook("hzero/sms", &format!("{{\"phone\":\"{}\"}}", guest.account))?)
            }
            Asked::Organisation => {
                say(words("选一个组织；以后可以换。", "One of the organisations; it can be changed later."));
                ("organisation", self.waiting("/pending/0/options/0/id")?)
            }
        };
        let pending = self.waiting("/pending/0/pending")?;
        self.show(&["answer", &pending, &format!("{field}={value}")], None, 0)
    }

    /// A part of what `hallpass pending` says.
    fn waiting(&self, pointer: &str) -> Result<String, String> {
        let mut command = self.home.command(&self.hallpass);
        command.args(["pending", "--json"]).env("HALLPASS_PASSPHRASE_FILE", self.home.path("passphrase"));
        let said: serde_json::Value =
            serde_json::from_str(&answer(&mut command, "")?).map_err(|error| format!("hallpass pending: {error}"))?;
        let part = said.pointer(pointer).and_then(serde_json::Value::as_str);
        part.map(str::to_owned).ok_or_else(|| format!("hallpass pending: no {pointer}"))
    }

    fn use_it(&self) -> Done {
        say(words("列出会话，最先到期的在前。", "Every session, soonest expiry first."));
        self.show(&["sessions"], None, 0)?;
        say(words("取用令牌，要求至少还有10分钟有效。", "A token, with at least ten minutes left."));
        self.show(&["token", GUESTS[0].profile.pick(), "--min-ttl", "10m", "--format", "header"], None, 0)
    }

    fn add(&self, guest: &Guest) -> Done {
        let account = self.sandbox.account(guest.system, guest.address, guest.method, guest.account)?;
        let mut line = vec!["profile", "add", guest.profile.pick(), "--provider", guest.system];
        line.extend(["--server", &account.server, "--env", guest.environment]);
        let (secret, plain): (Vec<_>, Vec<_>) =
            account.fields.iter().partition(|(name, _)| SECRET.contains(&name.as_str()));
        let settings: Vec<String> = plain.iter().map(|(name, value)| format!("{name}={value}")).collect();
        settings.iter().for_each(|setting| line.extend(["--set", setting]));
        let [first, rest @ ..] = secret.as_slice() else { return Err(format!("{}: no secret", guest.account)) };
        let from_input = format!("{}=-", first.0);
        line.extend(["--secret", &from_input]);
        let from_files =
            rest.iter().map(|(name, value)| self.secret_file(name, value)).collect::<Result<Vec<_>, _>>()?;
        from_files.iter().for_each(|from_file| line.extend(["--secret", from_file]));
        self.show(&line, Some(&first.1), 0)
    }

    /// Standard input holds one secret; a further one comes from a file of the home.
    fn secret_file(&self, name: &str, value: &str) -> Result<String, String> {
        let file = self.home.path(name);
        fs::write(&file, value).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(format!("{name}=@{name}"))
    }

    /// Prints the command as one would type it and runs it; any other exit code than `expected` ends the demo.
    fn show(&self, arguments: &[&str], input: Option<&str>, expected: i32) -> Done {
        let typed: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
        let piped = input.map_or(String::new(), |_| "printf %s ******** | ".into());
        println!("\n$ {piped}hallpass {}", typed.join(" "));
        let mut command = self.home.command(&self.hallpass);
        command.args(arguments).env("HALLPASS_PASSPHRASE_FILE", self.home.path("passphrase"));
        let code = feed(&mut command, input.unwrap_or_default())?;
        if code == Some(expected) {
            return Ok(());
        }
        let sentence = words("演示中断：退出码", "The demo ends here: exit code").pick();
        Err(format!("{sentence} {code:?} ({expected})"))
    }
}

fn say(sentence: Words) {
    println!("\n— {}", sentence.pick());
}
