//! The help: a sentence for every command and every option.

use hallpass_core::providers::Text;

/// What stands over the parts of a help page.
pub(super) struct Headings {
    pub(super) usage: Text,
    pub(super) commands: Text,
    pub(super) command: Text,
    pub(super) arguments: Text,
    pub(super) options: Text,
    pub(super) global: Text,
}

pub(super) static HEADINGS: Headings = Headings {
    usage: Text::new("用法：", "Usage: "),
    commands: Text::new("命令", "Commands"),
    command: Text::new("命令", "COMMAND"),
    arguments: Text::new("参数", "Arguments"),
    options: Text::new("选项", "Options"),
    global: Text::new("通用选项", "Everywhere"),
};

/// What a command does; `path` is its name below `hallpass`, empty for `hallpass` itself.
pub(super) fn about(path: &str) -> Option<&'static Text> {
    COMMANDS.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

/// What an argument means: for this command, else wherever it occurs.
pub(super) fn argument(path: &str, id: &str) -> Option<&'static Text> {
    let named = |wanted: &str| ARGUMENTS.iter().find(|(at, name, _)| *at == wanted && *name == id);
    named(path).or_else(|| named("*")).map(|(_, _, text)| text)
}

/// What stands at the end of a help page.
pub(super) fn after(path: &str) -> Option<&'static Text> {
    AFTER.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

type About = (&'static str, Text);
type Argument = (&'static str, &'static str, Text);

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

#[rustfmt::skip]
static COMMANDS: &[About] = &[
    ("", t("通行证：登录各个系统，保管令牌，并告诉你它们何时过期", "Signs in to your systems, keeps the tokens, and says when they end")),
    ("vault", t("加密保险库：新建、查看、锁定、解锁、恢复", "The encrypted vault: make, look at, lock, unlock, recover")),
    ("vault init", t("新建保险库，并显示一次恢复密钥", "Make the vault; shows its recovery key once")),
    ("vault status", t("保险库在哪里、密钥从哪里来", "Where the vault is and where its key comes from")),
    ("vault lock", t("结束 unlock 留下的解锁", "End what `unlock` left open")),
    ("vault unlock", t("让口令保险库在一段时间内无需口令", "Keep a passphrase vault open for a while")),
    ("vault recover", t("用恢复密钥打开，并把密钥存到新的地方", "Open with the recovery key and keep the key in a new place")),
    ("providers", t("可以登录的系统、方式和字段", "What can be signed in to, by which methods and fields")),
    ("profile", t("配置：保存好的登录方式", "Profiles: saved ways in")),
    ("profile add", t("保存一个配置", "Save a profile")),
    ("profile list", t("列出配置", "List profiles")),
    ("profile show", t("查看一个配置（不含机密）", "Show one profile (never its secrets)")),
    ("profile edit", t("修改一个配置", "Change a profile")),
    ("profile remove", t("删除一个配置和它的会话", "Remove a profile and its session")),
    ("profile export", t("导出为配置包（JSON）或 CSV，不含机密", "Write a pack (JSON) or CSV; never a secret in it")),
    ("profile import", t("导入配置包或 CSV：先显示改动，再询问", "Read a pack or CSV: shows what would change, then asks")),
    ("credential", t("凭据：几个配置共用的机密", "Credentials: saved secrets that profiles share")),
    ("credential add", t("保存一个凭据；同名的换成新机密", "Save a credential; one of that name gets the new secret")),
    ("credential list", t("列出凭据（不含机密）", "List credentials (never their secrets)")),
    ("credential remove", t("删除一个凭据", "Remove a credential")),
    ("set", t("组：同一系统的各个环境", "Sets: one system in its environments")),
    ("set list", t("列出组和当前环境", "List sets and their current environment")),
    ("use", t("选择一个组当前指哪个环境", "Choose the environment that a set's name means")),
    ("login", t("登录一个或多个配置", "Sign in to one profile or several")),
    ("answer", t("继续等待中的登录", "Carry on a sign-in that waits for a person")),
    ("pending", t("等待中的登录", "Sign-ins that wait for a person")),
    ("pending drop", t("放弃一个等待中的登录", "Give up one that waits")),
    ("sessions", t("所有会话，最先到期的在前", "Every session, soonest end first")),
    ("session", t("一个会话的全部信息（不含令牌）", "One session, whole (never the token)")),
    ("whose", t("从标准输入读一个令牌，说出它属于哪个会话", "Read a token on standard input and say whose it is")),
    ("token", t("输出令牌", "Print the token")),
    ("copy", t("把令牌复制到剪贴板，30 秒后清除", "Copy the token to the clipboard; cleared after 30 seconds")),
    ("qr", t("把令牌显示为二维码", "Show the token as a QR code")),
    ("refresh", t("续期", "Renew the session")),
    ("verify", t("问服务器是否仍接受令牌", "Ask the server whether it still takes the token")),
    ("choose", t("切换会话所在的组织", "Work in another organisation")),
    ("logout", t("退出登录", "Sign out")),
    ("run", t("运行命令，令牌只放进它的环境变量", "Run a command with the token in its environment only")),
    ("authkeys", t("批量导出 authKey：从账号列表到密钥表", "authKeys in batches: from a list of accounts to a table of keys")),
    ("authkeys export", t("读列表、取密钥、写表", "Read a list, get the keys, write the table")),
    ("authkeys jobs", t("列出任务", "List jobs")),
    ("authkeys show", t("查看一个任务（不含密钥）", "Show one job (never its keys)")),
    ("authkeys resume", t("继续一个任务", "Go on with a job")),
    ("authkeys forget", t("删除一个任务和它的密钥副本", "Remove a job and its copy of the keys")),
    ("authkeys expiring", t("即将到期的密钥（不含密钥本身）", "Keys that end soon (never the keys themselves)")),
    ("activity", t("发生过什么（不含机密）", "What happened (never a secret)")),
    ("sandbox", t("在本机模拟五个系统，用于试用", "The five systems, simulated on this machine, to try things out")),
    ("doctor", t("检查本机：文件权限、保险库、钥匙串、时钟、代理、剪贴板", "Look this machine over: file modes, vault, keyring, clock, proxies, clipboard")),
    ("completions", t("输出 shell 补全脚本", "Print a completion script for a shell")),
    ("man", t("生成 man 手册页", "Write the man pages")),
    ("clipboard-hold", t("内部使用", "For the command itself")),
];

#[rustfmt::skip]
static ARGUMENTS: &[Argument] = &[
    ("*", "home", t("数据目录（也可用 HALLPASS_HOME）", "The data folder (or HALLPASS_HOME)")),
    ("*", "json", t("标准输出只有一个 JSON 文档", "One JSON document on standard output, nothing else there")),
    ("*", "lang", t("语言（默认按系统区域设置）", "Language (by default the locale's)")),
    ("*", "no_input", t("从不提问；缺少输入时退出码为 4，缺少口令时为 6", "Never ask: exit 4 where input is missing, 6 where a passphrase is")),
    ("*", "passphrase_file", t("从文件读保险库口令（也可用 HALLPASS_PASSPHRASE_FILE）", "Read the vault's passphrase from a file (or HALLPASS_PASSPHRASE_FILE)")),
    ("*", "verbose", t("在标准错误上记录过程（不含机密）", "Tell on standard error what is done (never a secret)")),
    ("*", "help", t("显示帮助", "Show help")),
    ("*", "version", t("显示版本", "Show the version")),
    ("*", "name", t("配置名；或组名，指它的当前环境", "A profile; or a set, which means its current environment")),
    ("*", "yes_prod", t("确认使用生产环境", "Yes, production")),
    ("*", "expired_ok", t("已过期也给（服务器说的时间可能偏早）", "Even an expired one: a stated end can be too early")),
    ("*", "min_life", t("至少还有这么久，例如 10m；有效期未知的不算", "At least this much life, such as 10m; an unknown end does not count")),
    ("*", "anyway", t("即使通行证劝阻也继续", "Go on although Hallpass would hold back")),
    ("*", "picture", t("把图形验证码写到这个文件（权限 0600）", "Write the captcha's picture to this file (mode 0600)")),
    ("*", "keyring", t("密钥存入系统钥匙串", "Keep the key in the system's keyring")),
    ("*", "passphrase", t("用口令加密密钥（会询问；或用 --passphrase-file）", "Wrap the key under a passphrase (asked for; or --passphrase-file)")),
    ("*", "out", t("写到这个文件（权限 0600）", "Write to this file (mode 0600)")),
    ("*", "pending", t("`hallpass pending` 列出的编号", "The id that `hallpass pending` lists")),
    ("*", "method", t("登录方式（默认为系统的第一种）", "Sign-in method (by default the provider's first)")),
    ("*", "tag", t("带有这个标签的所有配置", "Every profile with this tag")),
    ("vault unlock", "time", t("多长时间，例如 15m（默认）", "For how long, such as 15m (the default)")),
    ("profile add", "name", t("新配置的名字", "The new profile's name")),
    ("*", "provider", t("系统：见 `hallpass providers`", "The system: see `hallpass providers`")),
    ("*", "server", t("服务器地址，例如 https://apigw.example.com", "The server's address, such as https://apigw.example.com")),
    ("*", "env", t("环境（默认 dev）", "The environment (dev by default)")),
    ("*", "in_set", t("所属的组", "The set it belongs to")),
    ("*", "tags", t("标签，可重复", "A tag; may be repeated")),
    ("*", "values", t("字段的值，可重复；从不接受机密", "A field's value; may be repeated; never a secret")),
    ("*", "secrets", t("机密字段：- 读标准输入，@FILE 读文件；末尾的一个换行会去掉", "A secret field: - reads standard input, @FILE a file; one newline at its end is dropped")),
    ("*", "credential", t("共用的凭据", "The credential that it shares")),
    ("*", "proxy", t("代理：系统的（默认）、不用、或地址；本机地址从不走代理", "Proxy: the system's (default), none, or an address; never for loopback")),
    ("*", "ca", t("额外信任的 CA 证书（PEM）", "An extra certificate authority (PEM)")),
    ("*", "allow_http", t("允许明文 http（dev 和 test；密码会被路上的人看到）", "Allow plain http (dev and test; anyone on the way can read the password)")),
    ("profile edit", "rename", t("新名字", "A new name")),
    ("profile edit", "no_allow_http", t("不再允许明文 http", "No longer allow plain http")),
    ("profile edit", "in_set", t("所属的组；空文本则移出", "The set it belongs to; empty takes it out")),
    ("profile edit", "tags", t("标签，替换原有的；可重复", "A tag; they replace those there were; may be repeated")),
    ("profile edit", "env", t("环境", "The environment")),
    ("profile edit", "credential", t("共用的凭据；空文本则不再使用", "The credential that it shares; empty for none")),
    ("profile edit", "values", t("字段的值，可重复；空值则删除；从不接受机密", "A field's value; may be repeated; an empty one removes it; never a secret")),
    ("profile export", "names", t("哪些配置（默认全部）", "Which profiles (all by default)")),
    ("profile export", "out", t("写到这个文件：.csv 为 CSV，其他为配置包", "The file: .csv for CSV, otherwise a pack")),
    ("profile export", "yes", t("替换已有的文件，不再询问", "Replace a file that is there without asking")),
    ("profile import", "file", t("配置包（JSON）或 .csv，最大 1 MiB、500 个配置", "A pack (JSON) or .csv; 1 MiB and 500 profiles at most")),
    ("profile import", "yes", t("不再询问", "Do not ask")),
    ("credential add", "name", t("凭据的名字", "The credential's name")),
    ("credential remove", "name", t("凭据的名字", "The credential's name")),
    ("credential add", "secret", t("机密：- 读标准输入，@FILE 读文件；末尾的一个换行会去掉", "The secret: - reads standard input, @FILE a file; one newline at its end is dropped")),
    ("use", "set", t("组名", "The set")),
    ("use", "environment", t("dev、test、staging 或 prod", "dev, test, staging or prod")),
    ("login", "names", t("配置名或组名；多个时每台服务器一次只登录一个", "Profiles or sets; several go one at a time per host")),
    ("login", "all_in", t("组里的所有配置", "Every profile of this set")),
    ("login", "answers", t("这次登录用的值，可重复；机密请用 --answer-file", "A value for this sign-in; may be repeated; for secrets use --answer-file")),
    ("login", "answer_files", t("从文件读值（末尾的一个换行会去掉），可重复", "A value read from a file (one newline at its end is dropped); may be repeated")),
    ("login", "remember", t("登录成功后，把输入的机密存入配置", "Save what was typed with the profile once the server takes it")),
    ("answer", "answers", t("回答，例如 captcha=ab12", "The answer, such as captcha=ab12")),
    ("answer", "again", t("换一张图片，或再发一次短信", "Another picture, or the text message once more")),
    ("token", "format", t("形式：raw（默认）、header、env、json、curl、exec-credential", "The form: raw (default), header, env, json, curl, exec-credential")),
    ("copy", "header", t("复制 Authorization: Bearer ... 整行", "Copy the line Authorization: Bearer ...")),
    ("qr", "out", t("写成 SVG 文件（权限 0600，内含明文令牌）", "Write an SVG file (mode 0600; it holds the token in clear)")),
    ("choose", "organisation", t("组织的 ID（不给则询问）", "The organisation's id (asked for without it)")),
    ("run", "command", t("要运行的命令及其参数", "The command and its arguments")),
    ("authkeys export", "accounts", t("账号列表：每行一个，或 CSV、TSV、.xlsx（列 loginname，或登录名、账号、邮箱等；或 extloginname + siteid）；- 为标准输入", "The accounts: one per line, or CSV, TSV or .xlsx with a column loginname (or login name, account, email and the like) or extloginname + siteid; - is standard input")),
    ("authkeys export", "sheet", t("工作簿中要读取的工作表（默认为第一个有账号的可见工作表）", "Which sheet of a workbook to read (by default the first visible one with accounts)")),
    ("authkeys export", "out", t("密钥表（权限 0600）；全部完成才会出现", "The table (mode 0600); it appears once it is whole")),
    ("authkeys export", "expires", t("到期：RFC 3339 时间、30d 这样的时长、now（作废）或 never", "The end of the keys: RFC 3339, a span such as 30d, now (revokes) or never")),
    ("authkeys export", "create_missing", t("给没有密钥的账号新建", "Make keys for accounts that have none")),
    ("authkeys export", "rotate", t("把现有密钥换成新的（需要确认）", "Replace present keys by new ones (confirmed)")),
    ("authkeys export", "format", t("形式：csv（默认）、json、ndjson、xlsx", "The form: csv (default), json, ndjson, xlsx")),
    ("authkeys export", "bom", t("CSV 以 BOM 开头，给把它当 GBK 的 Excel", "Begin a CSV with a byte order mark, for an Excel that needs it")),
    ("authkeys export", "concurrency", t("同时发几个请求，1 到 16（默认 4）", "Requests at once, 1 to 16 (4 by default)")),
    ("authkeys export", "dry_run", t("只读列表并说明会发生什么，什么也不发送", "Read the list and say what would happen; send nothing")),
    ("*", "yes", t("确认 now、--rotate 或替换已有的文件", "Confirm now, --rotate, or that a file is replaced")),
    ("*", "yes_never", t("确认 never", "Confirm never")),
    ("authkeys resume", "out", t("把密钥表写到另一个文件", "Write the table to another file")),
    ("*", "mint_wait", t("没有得到回答的新建，等多久再核对（默认 30s）", "How long a mint without an answer is left alone before it is checked (30s)")),
    ("authkeys export", "plain", t("密钥表不加密", "Leave the table in clear")),
    ("authkeys export", "table_passphrase", t("用这个文件里的口令加密密钥表（age）", "Seal the table with age under the passphrase in this file")),
    ("authkeys export", "recipient", t("为这个 age 公钥加密密钥表", "Seal the table for the holder of this age key")),
    ("authkeys export", "passphrase_file", t("从文件读保险库口令（也可用 HALLPASS_PASSPHRASE_FILE）", "Read the vault's passphrase from a file (or HALLPASS_PASSPHRASE_FILE)")),
    ("*", "job", t("`hallpass authkeys jobs` 列出的编号", "The id that `hallpass authkeys jobs` lists")),
    ("authkeys expiring", "within", t("多久之内，例如 14d（默认）", "Within which time, such as 14d (the default)")),
    ("activity", "since", t("从何时起：7d（默认）、12h 或 RFC 3339 时间", "Since when: 7d (the default), 12h, or an RFC 3339 time")),
    ("sandbox", "port", t("从这个端口起（默认用空闲端口）", "The first of its ports (free ones by default)")),
    ("sandbox", "fault", t("每个请求都出的故障，例如 http-500", "A fault on every request, such as http-500")),
    ("completions", "shell", t("bash、zsh、fish、powershell 或 elvish", "bash, zsh, fish, powershell or elvish")),
    ("man", "out", t("写到这个目录", "Write to this folder")),
];

#[rustfmt::skip]
static AFTER: &[About] = &[
    ("", t(
        "试一试：\n  hallpass vault init\n  hallpass profile add 开发 --provider enos-iam --server https://apigw.example.com --set account=li.wen\n  hallpass login 开发\n  hallpass token 开发 --format header\n\n退出码：0 成功 · 2 用法 · 3 服务器拒绝 · 4 需要人 · 5 连不上 · 6 保险库 · 7 被劝阻 · 8 部分完成 · 9 没有可用会话",
        "To begin:\n  hallpass vault init\n  hallpass profile add dev --provider enos-iam --server https://apigw.example.com --set account=li.wen\n  hallpass login dev\n  hallpass token dev --format header\n\nExit codes: 0 done, 2 usage, 3 refused, 4 a person is needed, 5 unreachable, 6 vault, 7 held back, 8 in part, 9 no usable session",
    )),
    ("profile add", t(
        "字段名见 `hallpass providers`。没有保存的字段在登录时询问。",
        "`hallpass providers` lists the fields. What is not saved is asked for at sign-in.",
    )),
    ("use", t(
        "目录里的 .hallpass 文件也能绑定，每行一个：组名 = 环境，# 后为注释；优先于 use。",
        "A .hallpass file in a folder binds names as well, one a line: set = env, # begins a comment; it goes before `use`.",
    )),
    ("authkeys export", t(
        "这个接口没有只读的调用：每次导出都会改写现有密钥的到期时间。中断后用 resume 继续，不会多建密钥。\n退出码：0 全部有密钥 · 8 有的没有 · 130 已暂停",
        "This API has no call that only reads: an export sets the end of present keys. After an interruption `resume` goes on without making a key twice.\nExit codes: 0 every account has a key, 8 some have none, 130 paused",
    )),
    ("run", t(
        "子进程的环境里有 HALLPASS_TOKEN、HALLPASS_SERVER、HALLPASS_PROFILE；退出码就是它的退出码。",
        "The child finds HALLPASS_TOKEN, HALLPASS_SERVER and HALLPASS_PROFILE in its environment; its exit code is ours.",
    )),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    /// Every command and option has its sentence, and no sentence is left over.
    #[test]
    fn the_help_is_whole() {
        let (mut commands, mut arguments) = (BTreeSet::new(), BTreeSet::new());
        walk(&crate::args::Line::command(), "", &mut commands, &mut arguments);
        for (path, _) in COMMANDS {
            assert!(commands.contains(*path), "no command {path}");
        }
        for (path, id, _) in ARGUMENTS {
            assert!(arguments.iter().any(|(at, name)| name == id && (*path == "*" || at == path)), "no {path} {id}");
        }
    }

    fn walk(
        command: &clap::Command,
        path: &str,
        commands: &mut BTreeSet<String>,
        arguments: &mut BTreeSet<(String, String)>,
    ) {
        assert!(about(path).is_some(), "{path} has no help");
        commands.insert(path.to_owned());
        for arg in command.get_arguments() {
            let id = arg.get_id().to_string();
            assert!(argument(path, &id).is_some(), "{path} {id} has no help");
            arguments.insert((path.to_owned(), id));
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path} {}", sub.get_name()) };
            walk(sub, &path, commands, arguments);
        }
    }
}
