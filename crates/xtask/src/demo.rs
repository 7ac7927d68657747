//! `cargo xtask demo`: real sign-ins at the sandbox, from profile to token, in a throw-away home.

use crate::command::{feed, quoted};
use crate::home::Home;
use crate::sandbox::Sandbox;

use crate::words::{Words, words};
use crate::{Done, build, setup, unknown_argument};
use std::fs;
use std::path::PathBuf;

/// Who signs in: the profile's name, its environment, and the sandbox's account.
struct Guest {
    profile: Words,
    environment: &'static str,
    system: &'static str,
    address: &'static str,
    account: &'static str,
}

const GUESTS: &[Guest] = &[
    guest(words("云岭-开发", "yunling-dev"), "dev", "enos-iam", "li.wen"),
    guest(words("云岭-预发", "yunling-staging"), "staging", "enos-iam", "王芳"),
    guest(words("海港-测试", "harbour-test"), "test", "enos-iam", "grace.hall@harbourwind.example"),
    guest(words("海棠-域账号", "haitang-ldap"), "test", "enos-iam", "zhao.min"),
    guest(words("云岭-签名网关", "yunling-signed"), "dev", "enos-iam-signed", "li.wen"),
    guest(words("云岭-新同事", "yunling-new"), "dev", "enos-iam", "new.joiner"),
];

/// The server refuses this one, and the refusal says what to do.
const REFUSED: Guest = guest(words("云岭-旧密码", "yunling-old"), "dev", "enos-iam", "old.password");

const fn guest(profile: Words, environment: &'static str, address: &'static str, account: &'static str) -> Guest {
    Guest { profile, environment, system: "enos-iam", address, account }
}

/// Fields that never stand on a command line.
const SECRET: [&str; 4] = ["password", "app_secret", "client_secret", "token"];

/// `hallpass`'s exit code for a refusal of the server.
const REFUSAL: i32 = 3;

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
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
            "一个临时保险库，用口令文件加密；与你自己的保险库和钥匙串无关。",
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
            self.show(&["login", guest.profile.pick()], None, 0)?;
        }
        say(words(
            "服务器拒绝时：说清原因和下一步；被拒的密码不会再自动发送。",
            "When the server refuses: why, and what to do next; a refused password is never sent again by itself.",
        ));
        self.show(&["login", REFUSED.profile.pick()], None, REFUSAL)
    }

    fn use_it(&self) -> Done {
        say(words("所有会话，最先到期的在前。", "Every session, soonest expiry first."));
        self.show(&["sessions"], None, 0)?;
        say(words("取用令牌，要求至少还有 10 分钟有效。", "A token, with at least ten minutes left."));
        self.show(&["token", GUESTS[0].profile.pick(), "--min-life", "10m", "--format", "header"], None, 0)
    }

    fn add(&self, guest: &Guest) -> Done {
        let account = self.sandbox.account(guest.system, guest.address, guest.account)?;
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
